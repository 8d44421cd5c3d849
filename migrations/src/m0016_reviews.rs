//! Reviews by a person.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, of_account};

migration!("m0016_reviews", up, [Review]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let review = Table::create()
        .table(Review::Table)
        .col(uuid(Review::Id))
        .primary_key(&mut key(Review::Table, [Review::Id]))
        .col(uuid(Review::WorkerId))
        .col(uuid(Review::PostingId))
        .col(uuid_null(Review::ApplicationId))
        .col(text(Review::Words))
        .col(timestamp_with_time_zone(Review::AskedAt))
        .col(string_null(Review::Finding))
        .col(text_null(Review::Answer))
        .col(uuid_null(Review::ById))
        .col(timestamp_with_time_zone_null(Review::AnsweredAt))
        .foreign_key(&mut of_account(Review::Table, Review::WorkerId))
        .to_owned();
    schema.create_table(review).await?;
    index(schema, "review_worker", Review::Table, [Review::WorkerId, Review::Id]).await?;
    index(schema, "review_open", Review::Table, [Review::AnsweredAt, Review::Id]).await
}

#[derive(DeriveIden)]
enum Review {
    Table,
    Id,
    WorkerId,
    PostingId,
    ApplicationId,
    Words,
    AskedAt,
    Finding,
    Answer,
    ById,
    AnsweredAt,
}
