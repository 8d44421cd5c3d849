//! Deliveries: mail to be sent, being sent, and sent.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, string, string_null, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

use crate::{index, key, migration, unique};

migration!("m0003_delivery", up, [Delivery]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(delivery()).await?;
    schema.create_index(unique(Delivery::Table, [Delivery::DedupeKey])).await?;
    // What ended has no `due_at`, so the due ones are found without passing over it.
    index(schema, "delivery_due", Delivery::Table, [Delivery::DueAt, Delivery::Id]).await?;
    // Only what ended: addresses come in no order, so a million mails that are queued at once would each change a page of it
    // for itself. What waits is found among what is due.
    let ended = Index::create()
        .name("delivery_recipient")
        .table(Delivery::Table)
        .col(Delivery::Recipient)
        .and_where(Expr::col(Delivery::DueAt).is_null())
        .to_owned();
    schema.create_index(ended).await?;
    let dead = Index::create()
        .name("delivery_dead")
        .table(Delivery::Table)
        .col(Delivery::DeadAt)
        .and_where(Expr::col(Delivery::DeadAt).is_not_null())
        .to_owned();
    schema.create_index(dead).await
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table(Delivery::Table)
        .col(uuid(Delivery::Id))
        .primary_key(&mut key(Delivery::Table, [Delivery::Id]))
        .col(string(Delivery::Kind))
        .col(string(Delivery::Recipient))
        .col(string(Delivery::Language))
        .col(string_null(Delivery::DedupeKey))
        .col(integer(Delivery::Attempts))
        .col(timestamp_with_time_zone(Delivery::CreatedAt))
        .col(timestamp_with_time_zone_null(Delivery::DueAt))
        .col(string_null(Delivery::ClaimedBy))
        .col(timestamp_with_time_zone_null(Delivery::SentAt))
        .col(timestamp_with_time_zone_null(Delivery::DeadAt))
        .col(string_null(Delivery::LastError))
        .col(text_null(Delivery::Payload))
        .to_owned()
}

#[derive(DeriveIden)]
enum Delivery {
    Table,
    Id,
    Kind,
    Recipient,
    Language,
    DedupeKey,
    Attempts,
    CreatedAt,
    DueAt,
    ClaimedBy,
    SentAt,
    DeadAt,
    LastError,
    Payload,
}
