//! The blog: articles, their covers and tags, and how they were before each change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, integer, string, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, reference, unique};

migration!("m0018_articles", up, [Article, ArticleCover, ArticleTag, ArticleRevision]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let article = Table::create()
        .table(Article::Table)
        .col(uuid(Article::Id))
        .primary_key(&mut key(Article::Table, [Article::Id]))
        .col(integer(Article::Version))
        .col(string(Article::Kind))
        .col(string(Article::Slug))
        .index(&mut unique(Article::Table, [Article::Slug]))
        .col(text(Article::Content))
        .col(text_null(Article::Cover))
        .col(timestamp_with_time_zone_null(Article::PublishedAt))
        .col(timestamp_with_time_zone(Article::CreatedAt))
        .col(timestamp_with_time_zone(Article::UpdatedAt))
        // How far those who asked for it were told of it.
        .col(uuid_null(Article::MailedTo))
        .col(timestamp_with_time_zone_null(Article::MailedAt))
        .to_owned();
    schema.create_table(article).await?;
    index(schema, "article_published", Article::Table, [Article::PublishedAt, Article::Id]).await?;
    schema.create_table(cover()).await?;
    schema.create_table(tag()).await?;
    index(schema, "article_tag_of", ArticleTag::Table, [ArticleTag::Tag, ArticleTag::ArticleId]).await?;
    schema.create_table(revision()).await
}

/// The bytes, apart from what is read of every article of a list.
fn cover() -> TableCreateStatement {
    Table::create()
        .table(ArticleCover::Table)
        .col(uuid(ArticleCover::ArticleId))
        .primary_key(&mut key(ArticleCover::Table, [ArticleCover::ArticleId]))
        .col(binary(ArticleCover::Content))
        .foreign_key(&mut of_article(ArticleCover::Table, ArticleCover::ArticleId))
        .to_owned()
}

fn tag() -> TableCreateStatement {
    Table::create()
        .table(ArticleTag::Table)
        .col(uuid(ArticleTag::ArticleId))
        .col(string(ArticleTag::Tag))
        .primary_key(&mut key(ArticleTag::Table, [ArticleTag::ArticleId, ArticleTag::Tag]))
        .foreign_key(&mut of_article(ArticleTag::Table, ArticleTag::ArticleId))
        .to_owned()
}

fn revision() -> TableCreateStatement {
    Table::create()
        .table(ArticleRevision::Table)
        .col(uuid(ArticleRevision::ArticleId))
        .col(integer(ArticleRevision::Version))
        .primary_key(&mut key(ArticleRevision::Table, [ArticleRevision::ArticleId, ArticleRevision::Version]))
        .col(text(ArticleRevision::Content))
        .col(timestamp_with_time_zone(ArticleRevision::At))
        .foreign_key(&mut of_article(ArticleRevision::Table, ArticleRevision::ArticleId))
        .to_owned()
}

/// What belongs to an article goes with it.
fn of_article<T: IntoIden>(table: T, column: T) -> ForeignKeyCreateStatement {
    let article = [Article::Table.into_iden(), Article::Id.into_iden()];
    reference([table.into_iden(), column.into_iden()], article).on_delete(ForeignKeyAction::Cascade).to_owned()
}

#[derive(DeriveIden)]
enum Article {
    Table,
    Id,
    Version,
    Kind,
    Slug,
    Content,
    Cover,
    PublishedAt,
    CreatedAt,
    UpdatedAt,
    MailedTo,
    MailedAt,
}

#[derive(DeriveIden)]
enum ArticleCover {
    Table,
    ArticleId,
    Content,
}

#[derive(DeriveIden)]
enum ArticleTag {
    Table,
    ArticleId,
    Tag,
}

#[derive(DeriveIden)]
enum ArticleRevision {
    Table,
    ArticleId,
    Version,
    Content,
    At,
}
