//! A worker's profile, licences, wallet and blocked employers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, integer, small_integer_null, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, of_account, unique};

migration!("m0005_worker", up, [WorkerProfile, Licence, WalletCredential, EmployerBlock]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(worker_profile()).await?;
    licence(schema).await?;
    wallet_credential(schema).await?;
    employer_block(schema).await
}

fn worker_profile() -> TableCreateStatement {
    Table::create()
        .table(WorkerProfile::Table)
        .col(uuid(WorkerProfile::AccountId))
        .primary_key(&mut key(WorkerProfile::Table, [WorkerProfile::AccountId]))
        .col(integer(WorkerProfile::Version))
        .col(string(WorkerProfile::Visibility))
        .col(timestamp_with_time_zone(WorkerProfile::UpdatedAt))
        .col(text(WorkerProfile::Content))
        .foreign_key(&mut of_account(WorkerProfile::Table, WorkerProfile::AccountId))
        .to_owned()
}

async fn licence(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Licence::Table)
        .col(uuid(Licence::Id))
        .primary_key(&mut key(Licence::Table, [Licence::Id]))
        .col(uuid(Licence::AccountId))
        .col(integer(Licence::Version))
        .col(string(Licence::Role))
        .col(string(Licence::Province))
        .col(string(Licence::Class))
        .col(string(Licence::Standing))
        .col(date_null(Licence::ValidFrom))
        .col(date_null(Licence::ValidUntil))
        // Sealed for this row.
        .col(text_null(Licence::Number))
        .col(string(Licence::State))
        .col(timestamp_with_time_zone_null(Licence::RequestedAt))
        .col(uuid_null(Licence::CheckedBy))
        .col(timestamp_with_time_zone_null(Licence::CheckedAt))
        .col(string_null(Licence::CheckedHow))
        .col(date_null(Licence::NextCheck))
        .col(date_null(Licence::RemindedDay))
        .col(small_integer_null(Licence::RemindedAhead))
        .foreign_key(&mut of_account(Licence::Table, Licence::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "licence_account", Licence::Table, [Licence::AccountId]).await?;
    index(schema, "licence_queue", Licence::Table, [Licence::State, Licence::RequestedAt, Licence::Id]).await?;
    index(schema, "licence_end", Licence::Table, [Licence::ValidUntil, Licence::Id]).await
}

async fn wallet_credential(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(WalletCredential::Table)
        .col(uuid(WalletCredential::Id))
        .primary_key(&mut key(WalletCredential::Table, [WalletCredential::Id]))
        .col(uuid(WalletCredential::AccountId))
        .col(integer(WalletCredential::Version))
        .col(string(WalletCredential::Credential))
        .col(string_null(WalletCredential::Issuer))
        .col(date_null(WalletCredential::Issued))
        .col(date_null(WalletCredential::Expires))
        .col(uuid_null(WalletCredential::DocumentId))
        // The last day, from the card or proposed: what reminders look for.
        .col(date_null(WalletCredential::Ends))
        .col(date_null(WalletCredential::RemindedDay))
        .col(small_integer_null(WalletCredential::RemindedAhead))
        .foreign_key(&mut of_account(WalletCredential::Table, WalletCredential::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "wallet_account", WalletCredential::Table, [WalletCredential::AccountId]).await?;
    index(schema, "wallet_document", WalletCredential::Table, [WalletCredential::DocumentId]).await?;
    index(schema, "wallet_end", WalletCredential::Table, [WalletCredential::Ends, WalletCredential::Id]).await
}

/// An employer that may not see a worker: an organization of ours, or any by its name.
async fn employer_block(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(EmployerBlock::Table)
        .col(uuid(EmployerBlock::Id))
        .primary_key(&mut key(EmployerBlock::Table, [EmployerBlock::Id]))
        .col(uuid(EmployerBlock::AccountId))
        // `organization:ID` or `employer:KEY`: one column, so that one unique index serves both.
        .col(string(EmployerBlock::Subject))
        .col(string_null(EmployerBlock::Name))
        .col(timestamp_with_time_zone(EmployerBlock::CreatedAt))
        .foreign_key(&mut of_account(EmployerBlock::Table, EmployerBlock::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(EmployerBlock::Table, [EmployerBlock::AccountId, EmployerBlock::Subject])).await
}

#[derive(DeriveIden)]
enum WorkerProfile {
    Table,
    AccountId,
    Version,
    Visibility,
    UpdatedAt,
    Content,
}

#[derive(DeriveIden)]
enum Licence {
    Table,
    Id,
    AccountId,
    Version,
    Role,
    Province,
    Class,
    Standing,
    ValidFrom,
    ValidUntil,
    Number,
    State,
    RequestedAt,
    CheckedBy,
    CheckedAt,
    CheckedHow,
    NextCheck,
    RemindedDay,
    RemindedAhead,
}

#[derive(DeriveIden)]
enum WalletCredential {
    Table,
    Id,
    AccountId,
    Version,
    Credential,
    Issuer,
    Issued,
    Expires,
    DocumentId,
    Ends,
    RemindedDay,
    RemindedAhead,
}

#[derive(DeriveIden)]
enum EmployerBlock {
    Table,
    Id,
    AccountId,
    Subject,
    Name,
    CreatedAt,
}
