//! Authored postings: their forms with the state they are in, and the versions they had.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, to_posting};

migration!("m0007_authored_posting", up, [PostingForm, PostingVersion]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    posting_form(schema).await?;
    schema.create_table(posting_version()).await
}

/// One row beside each authored row of `posting`, whose version guards both. The organization is no foreign key: a
/// posting is kept for three years, whatever becomes of its organization.
async fn posting_form(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(PostingForm::Table)
        .col(uuid(PostingForm::PostingId))
        .primary_key(&mut key(PostingForm::Table, [PostingForm::PostingId]))
        .col(uuid(PostingForm::OrganizationId))
        .col(uuid_null(PostingForm::ClaimedId))
        .col(timestamp_with_time_zone(PostingForm::CreatedAt))
        .col(timestamp_with_time_zone_null(PostingForm::LiveAt))
        .col(timestamp_with_time_zone_null(PostingForm::PeriodEndsAt))
        .col(timestamp_with_time_zone_null(PostingForm::ClosesAt))
        .col(timestamp_with_time_zone_null(PostingForm::ConfirmedAt))
        .col(timestamp_with_time_zone_null(PostingForm::EndedAt))
        .col(string_null(PostingForm::WithdrawnFrom))
        .col(text(PostingForm::Holds))
        .col(text(PostingForm::Cleared))
        .col(text_null(PostingForm::Returned))
        .col(text(PostingForm::Form))
        .foreign_key(&mut to_posting(PostingForm::Table, PostingForm::PostingId))
        .to_owned();
    schema.create_table(table).await?;
    index(
        schema,
        "posting_form_organization",
        PostingForm::Table,
        [PostingForm::OrganizationId, PostingForm::PostingId],
    )
    .await?;
    // What is due to expire: not ended, closes before now.
    index(schema, "posting_form_closes", PostingForm::Table, [PostingForm::EndedAt, PostingForm::ClosesAt]).await
}

fn posting_version() -> TableCreateStatement {
    Table::create()
        .table(PostingVersion::Table)
        .col(uuid(PostingVersion::PostingId))
        .col(integer(PostingVersion::Version))
        .col(timestamp_with_time_zone(PostingVersion::At))
        .col(uuid(PostingVersion::ById))
        .col(text(PostingVersion::Form))
        .primary_key(&mut key(PostingVersion::Table, [PostingVersion::PostingId, PostingVersion::Version]))
        .foreign_key(&mut to_posting(PostingVersion::Table, PostingVersion::PostingId))
        .to_owned()
}

#[derive(DeriveIden)]
enum PostingForm {
    Table,
    PostingId,
    OrganizationId,
    ClaimedId,
    CreatedAt,
    LiveAt,
    PeriodEndsAt,
    ClosesAt,
    ConfirmedAt,
    EndedAt,
    WithdrawnFrom,
    Holds,
    Cleared,
    Returned,
    Form,
}

#[derive(DeriveIden)]
enum PostingVersion {
    Table,
    PostingId,
    Version,
    At,
    ById,
    Form,
}
