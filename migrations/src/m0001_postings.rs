//! Postings with their sources and imports, the change feed with its readers, leases, settings.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};
use sea_orm_migration::sea_orm::DbBackend;

use crate::{index, key, migration, to_posting, unique};

migration!("m0001_postings", up, [Posting, PostingSource, ImportRun, Change, Cursor, Lease, Meta]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    posting(schema).await?;
    posting_source(schema).await?;
    schema.create_table(import_run()).await?;
    index(schema, "import_run_source", ImportRun::Table, [ImportRun::Source, ImportRun::Id]).await?;
    schema.create_table(change(schema.get_database_backend())).await?;
    if schema.get_database_backend() == DbBackend::Postgres {
        index(schema, "change_order", Change::Table, [Change::Xid, Change::Seq]).await?;
    }
    schema.create_table(cursor()).await?;
    schema.create_table(lease()).await?;
    schema.create_table(meta()).await
}

async fn posting(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Posting::Table)
        .col(uuid(Posting::Id))
        .primary_key(&mut key(Posting::Table, [Posting::Id]))
        .col(integer(Posting::Version))
        .col(string(Posting::Origin))
        .col(string(Posting::Status))
        .col(boolean(Posting::Classified))
        .col(uuid(Posting::GroupId))
        .col(string_null(Posting::JobKey))
        .col(timestamp_with_time_zone(Posting::PublishedAt))
        .col(timestamp_with_time_zone(Posting::LiveAt))
        .col(timestamp_with_time_zone(Posting::ExpiresAt))
        // Last, so that SQLite reads the columns before it without touching the overflow pages of long texts.
        .col(text(Posting::Content))
        .to_owned();
    schema.create_table(table).await?;
    // A job with its reposts.
    index(schema, "posting_group", Posting::Table, [Posting::GroupId]).await?;
    // What is new is found without passing over what is not.
    index(schema, "posting_live", Posting::Table, [Posting::LiveAt, Posting::Id]).await?;
    index(schema, "posting_job", Posting::Table, [Posting::JobKey, Posting::PublishedAt]).await?;
    // Expired postings stay; what is listed is found without passing over them.
    index(
        schema,
        "posting_listed",
        Posting::Table,
        [Posting::Status, Posting::Classified, Posting::ExpiresAt, Posting::Id],
    )
    .await
}

async fn posting_source(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(PostingSource::Table)
        .col(uuid(PostingSource::Id))
        .primary_key(&mut key(PostingSource::Table, [PostingSource::Id]))
        .col(uuid(PostingSource::PostingId))
        .col(string(PostingSource::Source))
        .col(string_null(PostingSource::Reference))
        .col(string(PostingSource::ContentKey))
        .col(string(PostingSource::ContentHash))
        .col(text_null(PostingSource::Url))
        .col(string(PostingSource::Link))
        .col(timestamp_with_time_zone(PostingSource::FirstSeenAt))
        .col(timestamp_with_time_zone(PostingSource::LastSeenAt))
        .col(timestamp_with_time_zone_null(PostingSource::WithdrawnAt))
        .col(text_null(PostingSource::Content))
        .foreign_key(&mut to_posting(PostingSource::Table, PostingSource::PostingId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "posting_source_posting", PostingSource::Table, [PostingSource::PostingId]).await?;
    index(schema, "posting_source_listed", PostingSource::Table, [PostingSource::Source, PostingSource::WithdrawnAt])
        .await?;
    // A source's entry is known by its reference, and by its content only where it has none. Both partial, or
    // SQLite looks entries without a reference up among all of them.
    let by_reference = unique(PostingSource::Table, [PostingSource::Source, PostingSource::Reference])
        .and_where(Expr::col(PostingSource::Reference).is_not_null())
        .to_owned();
    schema.create_index(by_reference).await?;
    let by_content = unique(PostingSource::Table, [PostingSource::Source, PostingSource::ContentKey])
        .and_where(Expr::col(PostingSource::Reference).is_null())
        .to_owned();
    schema.create_index(by_content).await
}

fn import_run() -> TableCreateStatement {
    Table::create()
        .table(ImportRun::Table)
        .col(uuid(ImportRun::Id))
        .primary_key(&mut key(ImportRun::Table, [ImportRun::Id]))
        .col(string(ImportRun::Source))
        .col(string(ImportRun::Format))
        .col(string(ImportRun::Digest))
        .col(timestamp_with_time_zone(ImportRun::AsOf))
        .col(timestamp_with_time_zone(ImportRun::StartedAt))
        .col(timestamp_with_time_zone_null(ImportRun::FinishedAt))
        .col(integer(ImportRun::AppliedBatches))
        .col(text(ImportRun::Counts))
        .to_owned()
}

/// The feed is read in the order of commits. On PostgreSQL that is (writing transaction, sequence number), as
/// sequence numbers are drawn before the commit; on SQLite, with its single writer, the sequence alone.
fn change(backend: DbBackend) -> TableCreateStatement {
    let xid = match backend {
        DbBackend::Postgres => Expr::cust("(pg_current_xact_id()::text::bigint)"),
        _ => Expr::value(0),
    };
    Table::create()
        .table(Change::Table)
        .col(ColumnDef::new(Change::Seq).big_integer().not_null().auto_increment().primary_key())
        .col(big_integer(Change::Xid).default(xid))
        .col(string(Change::Kind))
        .col(uuid(Change::EntityId))
        .col(boolean(Change::Deleted))
        .col(timestamp_with_time_zone(Change::At))
        .to_owned()
}

fn cursor() -> TableCreateStatement {
    Table::create()
        .table(Cursor::Table)
        .col(string(Cursor::Consumer))
        .primary_key(&mut key(Cursor::Table, [Cursor::Consumer]))
        .col(big_integer(Cursor::Xid))
        .col(big_integer(Cursor::Seq))
        .col(big_integer(Cursor::Epoch))
        .col(timestamp_with_time_zone(Cursor::UpdatedAt))
        .to_owned()
}

fn lease() -> TableCreateStatement {
    Table::create()
        .table(Lease::Table)
        .col(string(Lease::Name))
        .primary_key(&mut key(Lease::Table, [Lease::Name]))
        .col(string(Lease::Owner))
        .col(big_integer(Lease::Epoch))
        .col(timestamp_with_time_zone(Lease::ExpiresAt))
        .to_owned()
}

fn meta() -> TableCreateStatement {
    Table::create()
        .table(Meta::Table)
        .col(string(Meta::Key))
        .primary_key(&mut key(Meta::Table, [Meta::Key]))
        .col(text(Meta::Value))
        .to_owned()
}

#[derive(DeriveIden)]
enum Posting {
    Table,
    Id,
    Version,
    Origin,
    Status,
    Classified,
    GroupId,
    JobKey,
    PublishedAt,
    LiveAt,
    ExpiresAt,
    Content,
}

#[derive(DeriveIden)]
enum PostingSource {
    Table,
    Id,
    PostingId,
    Source,
    Reference,
    ContentKey,
    ContentHash,
    Url,
    Link,
    FirstSeenAt,
    LastSeenAt,
    WithdrawnAt,
    Content,
}

#[derive(DeriveIden)]
enum ImportRun {
    Table,
    Id,
    Source,
    Format,
    Digest,
    AsOf,
    StartedAt,
    FinishedAt,
    AppliedBatches,
    Counts,
}

#[derive(DeriveIden)]
enum Change {
    Table,
    Seq,
    Xid,
    Kind,
    EntityId,
    Deleted,
    At,
}

#[derive(DeriveIden)]
enum Cursor {
    Table,
    Consumer,
    Xid,
    Seq,
    Epoch,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum Lease {
    Table,
    Name,
    Owner,
    Epoch,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Meta {
    Table,
    Key,
    Value,
}
