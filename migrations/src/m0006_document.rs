//! Documents of workers; their bytes are kept elsewhere.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, timestamp_with_time_zone, uuid};

use crate::{index, key};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_document"
    }
}

#[async_trait::async_trait]
#[expect(elided_lifetimes_in_paths, reason = "the trait's macro demands its very signature")]
impl MigrationTrait for Migration {
    /// SQLite too: half a migration is worse than none.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Document::Table)
            .col(uuid(Document::Id))
            .primary_key(&mut key("unique_document_id", Document::Id))
            .col(uuid(Document::AccountId))
            .col(uuid(Document::FileId))
            .col(string(Document::Purpose))
            .col(string(Document::Format))
            .col(big_integer(Document::Bytes))
            .col(string(Document::Sha256))
            .col(string_null(Document::Label))
            .col(timestamp_with_time_zone(Document::CreatedAt))
            .foreign_key(
                ForeignKey::create()
                    .name("document_account")
                    .from(Document::Table, Document::AccountId)
                    .to(Account::Table, Account::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        schema.create_table(table).await?;
        let by_file = Index::create()
            .name("unique_document_file_id")
            .unique()
            .table(Document::Table)
            .col(Document::FileId)
            .to_owned();
        schema.create_index(by_file).await?;
        index(schema, "document_account", Document::Table, [Document::AccountId, Document::Id]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(Document::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
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
