//! Articles of the blog, how they were before each change, and how far readers were told of them.

use chrono::{DateTime, Utc};
use domain::article::{Article, ArticleId, Content, Kind};
use domain::subscription::SubscriptionId;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Serialize;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::article::{ActiveModel, Column, Entity, Model};
use crate::entity::{article_cover as cover_row, article_revision as revision_row, article_tag as tag_row};
use crate::{Connection, Error, Result, Transaction, dialect, versioned};

/// Which of those that are seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// With this tag only.
    pub tag: Option<&'a str>,
}

/// An article as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its version.
    pub version: i32,
    /// What was written.
    pub content: Content,
    /// When it was written so.
    pub at: DateTime<Utc>,
}

/// The article with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: ArticleId) -> Result<Article> {
    Entity::find_by_id(id.0).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(article)
}

/// The article at an address.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_slug(c: &impl Connection, slug: &str) -> Result<Article> {
    Entity::find().filter(Column::Slug.eq(slug)).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(article)
}

/// Those that are seen at `now`, newest first: the next `limit` that are older than `before`.
pub async fn live(
    c: &impl Connection,
    now: DateTime<Utc>,
    wanted: Wanted<'_>,
    before: Option<(DateTime<Utc>, ArticleId)>,
    limit: u64,
) -> Result<Vec<Article>> {
    let mut query = seen(now).order_by_desc(Column::PublishedAt).order_by_desc(Column::Id).limit(limit);
    if let Some(kind) = wanted.kind {
        query = query.filter(Column::Kind.eq(kind.key()));
    }
    if let Some(tag) = wanted.tag {
        query = query.filter(Column::Id.in_subquery(tagged(tag)));
    }
    if let Some((at, id)) = before {
        query = query.filter(dialect::before([Column::PublishedAt, Column::Id], (micros(at), id.0)));
    }
    query.all(c.inner()).await?.iter().map(article).collect()
}

fn seen(now: DateTime<Utc>) -> Select<Entity> {
    Entity::find().filter(Column::PublishedAt.lte(micros(now)))
}

fn tagged(tag: &str) -> SelectStatement {
    let column = tag_row::Column::Tag;
    Query::select().column(tag_row::Column::ArticleId).from(tag_row::Entity).and_where(column.eq(tag)).to_owned()
}

/// All of them, the newest first: the next `limit` before `before`.
pub async fn all(c: &impl Connection, before: Option<ArticleId>, limit: u64) -> Result<Vec<Article>> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    query.all(c.inner()).await?.iter().map(article).collect()
}

/// Adds an article.
///
/// # Errors
/// [`Error::Unique`] where another is at its address.
pub async fn insert(tx: &Transaction, new: &Article) -> Result<()> {
    Entity::insert(row(new)?).exec_without_returning(tx.inner()).await?;
    tag(tx, new).await?;
    keep(tx, new).await
}

/// Replaces an article that is still at its version, and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone, [`Error::Unique`].
pub async fn update(tx: &Transaction, changed: &Article) -> Result<i32> {
    let (key, at) = (Column::Id.eq(changed.id.0), (Column::Version, changed.version));
    let current = async { Ok(find(tx, changed.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(changed)?, key, at, current).await?;
    tag_row::Entity::delete_many().filter(tag_row::Column::ArticleId.eq(changed.id.0)).exec(tx.inner()).await?;
    tag(tx, changed).await?;
    keep(tx, &Article { version, ..changed.clone() }).await?;
    Ok(version)
}

/// Keeps the bytes of the cover that [`update`] tells of, or drops them.
pub async fn keep_cover(tx: &Transaction, id: ArticleId, bytes: Option<Vec<u8>>) -> Result<()> {
    cover_row::Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    if let Some(content) = bytes {
        let row = cover_row::ActiveModel { article_id: Set(id.0), content: Set(content) };
        cover_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// The bytes of an article's cover.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn cover(c: &impl Connection, id: ArticleId) -> Result<Vec<u8>> {
    let found = cover_row::Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound)?;
    Ok(found.content)
}

/// Removes an article with all that it was.
pub async fn remove(tx: &Transaction, id: ArticleId) -> Result<()> {
    Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    Ok(())
}

/// How an article was, the newest first: the next `limit` before a version.
pub async fn revisions(c: &impl Connection, id: ArticleId, before: Option<i32>, limit: u64) -> Result<Vec<Revision>> {
    let mut query = revision_row::Entity::find()
        .filter(revision_row::Column::ArticleId.eq(id.0))
        .order_by_desc(revision_row::Column::Version)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(revision_row::Column::Version.lt(before));
    }
    let rows = query.all(c.inner()).await?.into_iter();
    rows.map(|row| Ok(Revision { version: row.version, content: content(id, &row.content)?, at: row.at })).collect()
}

/// The oldest article that is seen at `now` and of which not everyone was told who asked for it, with the last who was;
/// locked until the transaction ends.
pub async fn to_mail(tx: &Transaction, now: DateTime<Utc>) -> Result<Option<(Article, Option<SubscriptionId>)>> {
    let Some(row) = waiting(now).lock_exclusive().one(tx.inner()).await? else { return Ok(None) };
    Ok(Some((article(&row)?, row.mailed_to.map(SubscriptionId))))
}

/// Whether there is one.
pub async fn is_any_to_mail(c: &impl Connection, now: DateTime<Utc>) -> Result<bool> {
    Ok(waiting(now).one(c.inner()).await?.is_some())
}

fn waiting(now: DateTime<Utc>) -> Select<Entity> {
    let own = seen(now).filter(Column::Kind.eq(Kind::Article.key())).filter(Column::MailedAt.is_null());
    own.order_by_asc(Column::PublishedAt).order_by_asc(Column::Id).limit(1)
}

/// Notes up to whom readers were told of an article, or that all were.
pub async fn mailed(
    tx: &Transaction,
    id: ArticleId,
    last: Option<SubscriptionId>,
    done_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let note = ActiveModel {
        mailed_to: last.map_or(NotSet, |last| Set(Some(last.0))),
        mailed_at: Set(done_at.map(micros)),
        ..ActiveModel::default()
    };
    Entity::update_many().set(note).filter(Column::Id.eq(id.0)).exec(tx.inner()).await?;
    Ok(())
}

async fn tag(tx: &Transaction, article: &Article) -> Result<()> {
    let row = |tag: &String| tag_row::ActiveModel { article_id: Set(article.id.0), tag: Set(tag.clone()) };
    let rows: Vec<_> = article.content.tags.iter().map(row).collect();
    if !rows.is_empty() {
        tag_row::Entity::insert_many(rows).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

async fn keep(tx: &Transaction, article: &Article) -> Result<()> {
    let row = revision_row::ActiveModel {
        article_id: Set(article.id.0),
        version: Set(article.version),
        content: Set(json(&article.content)?),
        at: Set(micros(article.updated_at)),
    };
    revision_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

fn row(article: &Article) -> Result<ActiveModel> {
    Ok(ActiveModel {
        id: Set(article.id.0),
        version: Set(article.version),
        kind: Set(article.content.kind.key().to_owned()),
        slug: Set(article.content.slug.clone()),
        content: Set(json(&article.content)?),
        cover: Set(article.cover.as_ref().map(json).transpose()?),
        published_at: Set(article.published_at.map(micros)),
        created_at: Set(micros(article.created_at)),
        updated_at: Set(micros(article.updated_at)),
        mailed_to: NotSet,
        mailed_at: NotSet,
    })
}

fn article(row: &Model) -> Result<Article> {
    let id = ArticleId(row.id);
    let unreadable = |_| Error::Unreadable(format!("article.cover of {}", row.id));
    Ok(Article {
        id,
        version: row.version,
        content: content(id, &row.content)?,
        cover: row.cover.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?,
        published_at: row.published_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn content(id: ArticleId, text: &str) -> Result<Content> {
    serde_json::from_str(text).map_err(|_| Error::Unreadable(format!("article.content of {}", id.0)))
}

fn json(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|error| Error::Unreadable(error.to_string()))
}
