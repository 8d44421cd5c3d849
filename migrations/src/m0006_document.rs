//! Documents of workers; their bytes are kept elsewhere.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, timestamp_with_time_zone, uuid};

use crate::{index, key, migration, of_account, unique};

migration!("m0006_document", up, [Document]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Document::Table)
        .col(uuid(Document::Id))
        .primary_key(&mut key(Document::Table, [Document::Id]))
        .col(uuid(Document::AccountId))
        .col(uuid(Document::FileId))
        .col(string(Document::Purpose))
        .col(string(Document::Format))
        .col(big_integer(Document::Bytes))
        .col(string(Document::Sha256))
        .col(string_null(Document::Label))
        .col(timestamp_with_time_zone(Document::CreatedAt))
        .foreign_key(&mut of_account(Document::Table, Document::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(Document::Table, [Document::FileId])).await?;
    index(schema, "document_account", Document::Table, [Document::AccountId, Document::Id]).await
}

#[derive(DeriveIden)]
enum Document {
    Table,
    Id,
    AccountId,
    FileId,
    Purpose,
    Format,
    Bytes,
    Sha256,
    Label,
    CreatedAt,
}
