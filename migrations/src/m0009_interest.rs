//! What workers keep and what they leave out: saved and hidden postings, hidden employers, saved searches.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string, text, timestamp_with_time_zone, uuid};

use crate::{index, key, migration, of_account, unique};

migration!("m0009_interest", up, [PostingMark, HiddenEmployer, SavedSearch]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(posting_mark()).await?;
    schema.create_table(hidden_employer()).await?;
    schema.create_index(unique(HiddenEmployer::Table, [HiddenEmployer::AccountId, HiddenEmployer::Employer])).await?;
    schema.create_table(saved_search()).await?;
    index(schema, "saved_search_account", SavedSearch::Table, [SavedSearch::AccountId, SavedSearch::Id]).await
}

/// A posting is saved or hidden, not both. No foreign key: what was saved stays, and says that it has ended.
fn posting_mark() -> TableCreateStatement {
    Table::create()
        .table(PostingMark::Table)
        .col(uuid(PostingMark::AccountId))
        .col(uuid(PostingMark::PostingId))
        .primary_key(&mut key(PostingMark::Table, [PostingMark::AccountId, PostingMark::PostingId]))
        .col(string(PostingMark::Mark))
        .col(timestamp_with_time_zone(PostingMark::MarkedAt))
        .foreign_key(&mut of_account(PostingMark::Table, PostingMark::AccountId))
        .to_owned()
}

fn hidden_employer() -> TableCreateStatement {
    Table::create()
        .table(HiddenEmployer::Table)
        .col(uuid(HiddenEmployer::Id))
        .primary_key(&mut key(HiddenEmployer::Table, [HiddenEmployer::Id]))
        .col(uuid(HiddenEmployer::AccountId))
        .col(string(HiddenEmployer::Employer))
        .col(string(HiddenEmployer::Name))
        .col(timestamp_with_time_zone(HiddenEmployer::HiddenAt))
        .foreign_key(&mut of_account(HiddenEmployer::Table, HiddenEmployer::AccountId))
        .to_owned()
}

fn saved_search() -> TableCreateStatement {
    Table::create()
        .table(SavedSearch::Table)
        .col(uuid(SavedSearch::Id))
        .primary_key(&mut key(SavedSearch::Table, [SavedSearch::Id]))
        .col(uuid(SavedSearch::AccountId))
        .col(integer(SavedSearch::Version))
        .col(string(SavedSearch::Name))
        .col(text(SavedSearch::Query))
        .col(timestamp_with_time_zone(SavedSearch::SavedAt))
        .foreign_key(&mut of_account(SavedSearch::Table, SavedSearch::AccountId))
        .to_owned()
}

#[derive(DeriveIden)]
enum PostingMark {
    Table,
    AccountId,
    PostingId,
    Mark,
    MarkedAt,
}

#[derive(DeriveIden)]
enum HiddenEmployer {
    Table,
    Id,
    AccountId,
    Employer,
    Name,
    HiddenAt,
}

#[derive(DeriveIden)]
enum SavedSearch {
    Table,
    Id,
    AccountId,
    Version,
    Name,
    Query,
    SavedAt,
}
