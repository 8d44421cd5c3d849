//! Subscriptions, the digests that they are due, consents, addresses that nothing may be sent to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, boolean, integer, small_integer, string, string_null, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, of_account, reference, unique};

migration!("m0017_newsletter", up, [Subscription, Digest, Consent, Suppression]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(subscription()).await?;
    index(schema, "subscription_account", Subscription::Table, [Subscription::AccountId]).await?;
    schema.create_table(digest()).await?;
    index(schema, "digest_due", Digest::Table, [Digest::DueAt, Digest::SubscriptionId]).await?;
    schema.create_table(consent()).await?;
    index(schema, "consent_of", Consent::Table, [Consent::SubscriptionId, Consent::Id]).await?;
    schema.create_table(suppression()).await
}

fn subscription() -> TableCreateStatement {
    Table::create()
        .table(Subscription::Table)
        .col(uuid(Subscription::Id))
        .primary_key(&mut key(Subscription::Table, [Subscription::Id]))
        .col(uuid_null(Subscription::AccountId))
        .col(string_null(Subscription::Email))
        .index(&mut unique(Subscription::Table, [Subscription::Email]))
        .col(integer(Subscription::Version))
        .col(string(Subscription::State))
        .col(text(Subscription::Content))
        .foreign_key(&mut of_account(Subscription::Table, Subscription::AccountId))
        .to_owned()
}

/// Apart from the subscription, so that a million of them move on in few statements.
fn digest() -> TableCreateStatement {
    Table::create()
        .table(Digest::Table)
        .col(uuid(Digest::SubscriptionId))
        .primary_key(&mut key(Digest::Table, [Digest::SubscriptionId]))
        .col(timestamp_with_time_zone(Digest::Mark))
        .col(timestamp_with_time_zone_null(Digest::SentAt))
        .col(timestamp_with_time_zone_null(Digest::DueAt))
        .col(binary(Digest::Ledger))
        .foreign_key(
            reference(
                [Digest::Table.into_iden(), Digest::SubscriptionId.into_iden()],
                [Subscription::Table.into_iden(), Subscription::Id.into_iden()],
            )
            .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// What proves a consent outlives the subscription, without the address.
fn consent() -> TableCreateStatement {
    Table::create()
        .table(Consent::Table)
        .col(uuid(Consent::Id))
        .primary_key(&mut key(Consent::Table, [Consent::Id]))
        .col(uuid(Consent::SubscriptionId))
        .col(string(Consent::Purpose))
        .col(boolean(Consent::Given))
        .col(string(Consent::Means))
        .col(small_integer(Consent::Words))
        .col(string(Consent::Language))
        .col(timestamp_with_time_zone(Consent::At))
        .col(string_null(Consent::Ip))
        .to_owned()
}

fn suppression() -> TableCreateStatement {
    Table::create()
        .table(Suppression::Table)
        .col(string(Suppression::Hash))
        .primary_key(&mut key(Suppression::Table, [Suppression::Hash]))
        .col(string(Suppression::Means))
        .col(timestamp_with_time_zone(Suppression::At))
        .to_owned()
}

#[derive(DeriveIden)]
enum Subscription {
    Table,
    Id,
    AccountId,
    Email,
    Version,
    State,
    Content,
}

#[derive(DeriveIden)]
enum Digest {
    Table,
    SubscriptionId,
    Mark,
    SentAt,
    DueAt,
    Ledger,
}

#[derive(DeriveIden)]
enum Consent {
    Table,
    Id,
    SubscriptionId,
    Purpose,
    Given,
    Means,
    Words,
    Language,
    At,
    Ip,
}

#[derive(DeriveIden)]
enum Suppression {
    Table,
    Hash,
    Means,
    At,
}
