//! Where a posting comes from: one row for each entry of a source, linked to its posting.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use domain::posting::{Content, JobKey, Origin, Posting, PostingId, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, ROWS_PER_INSERT, micros};
use crate::entity::posting_source::{Column, Entity, Model};
use crate::posting::{self, from_json, to_json};
use crate::{Connection, Error, Result, Transaction};

/// Identifies an entry of a source. UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub Uuid);

/// How an entry belongs to its posting.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// The posting was made from it and shows its words.
    Primary,
    /// The same job, seen in another source; can be [undone](unlink).
    Merged {
        /// What this entry says itself.
        content: Box<Content>,
    },
}

/// One entry of a source, such as one element of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its identity.
    pub id: SourceId,
    /// The posting it belongs to.
    pub posting: PostingId,
    /// The source's name.
    pub source: String,
    /// The source's own identifier, where it has one. Unique within the source.
    pub reference: Option<String>,
    /// What stands for the entry where it has no reference; then unique within the source.
    pub content_key: String,
    /// A digest of all that the entry says: equal means unchanged.
    pub content_hash: String,
    /// The original link.
    pub url: Option<String>,
    /// How it belongs to its posting.
    pub link: Link,
    /// When an import first saw it.
    pub first_seen_at: DateTime<Utc>,
    /// When an import last saw it.
    pub last_seen_at: DateTime<Utc>,
    /// When a complete feed no longer listed it.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// An entry that its source still lists, as far as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its identity.
    pub id: SourceId,
    /// The posting it belongs to.
    pub posting: PostingId,
    /// The source's own identifier.
    pub reference: Option<String>,
    /// What stands for it where it has no reference.
    pub content_key: String,
}

/// A posting that may be the same job, with its sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The posting.
    pub posting: Posting,
    /// Every entry linked to it.
    pub sources: Vec<Source>,
}

/// Those entries of a source that have one of these references.
pub async fn by_references(c: &impl Connection, source: &str, references: &[&str]) -> Result<Vec<Source>> {
    let mut found = Vec::with_capacity(references.len());
    for references in references.chunks(KEYS_PER_LOOKUP) {
        let query = Entity::find()
            .filter(Column::Source.eq(source))
            .filter(Column::Reference.is_in(references.iter().copied()));
        read(query.all(c.inner()).await?, &mut found)?;
    }
    Ok(found)
}

/// Those entries of a source that have no reference and one of these content keys.
pub async fn by_content_keys(c: &impl Connection, source: &str, keys: &[&str]) -> Result<Vec<Source>> {
    let mut found = Vec::with_capacity(keys.len());
    for keys in keys.chunks(KEYS_PER_LOOKUP) {
        let query = Entity::find()
            .filter(Column::Source.eq(source))
            .filter(Column::Reference.is_null())
            .filter(Column::ContentKey.is_in(keys.iter().copied()));
        read(query.all(c.inner()).await?, &mut found)?;
    }
    Ok(found)
}

/// Every entry linked to these postings, oldest first.
pub async fn of_postings(c: &impl Connection, postings: &[PostingId]) -> Result<Vec<Source>> {
    let mut found = Vec::with_capacity(postings.len());
    for postings in postings.chunks(KEYS_PER_LOOKUP) {
        let query = Entity::find().filter(Column::PostingId.is_in(postings.iter().map(|id| id.0)));
        read(query.all(c.inner()).await?, &mut found)?;
    }
    found.sort_by_key(|source| source.id);
    Ok(found)
}

/// Every entry linked to a posting, oldest first.
pub async fn of_posting(c: &impl Connection, posting: PostingId) -> Result<Vec<Source>> {
    of_postings(c, &[posting]).await
}

/// Every entry that a source still lists, as far as known: what a complete feed is compared with.
pub async fn listed(c: &impl Connection, source: &str) -> Result<Vec<Listed>> {
    let rows: Vec<(Uuid, Uuid, Option<String>, String)> = Entity::find()
        .filter(Column::Source.eq(source))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::Id, Column::PostingId, Column::Reference, Column::ContentKey])
        .into_tuple()
        .all(c.inner())
        .await?;
    let listed = |(id, posting, reference, content_key)| Listed {
        id: SourceId(id),
        posting: PostingId(posting),
        reference,
        content_key,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Postings that may be the same job as new ones with these keys, published within a span.
pub async fn candidates(
    c: &impl Connection,
    keys: &[JobKey],
    published: RangeInclusive<DateTime<Utc>>,
) -> Result<Vec<Candidate>> {
    let postings = posting::by_job_keys(c, keys, published).await?;
    let ids: Vec<PostingId> = postings.iter().map(|posting| posting.id).collect();
    let mut sources = of_postings(c, &ids).await?;
    sources.sort_by_key(|source| source.posting);
    let of = |posting: Posting| {
        let from = sources.partition_point(|source| source.posting < posting.id);
        let to = sources.partition_point(|source| source.posting <= posting.id);
        Candidate { sources: sources[from..to].to_vec(), posting }
    };
    Ok(postings.into_iter().map(of).collect())
}

/// Adds entries; their postings must exist.
///
/// # Errors
/// [`Error::Unique`] when the source already has one with this reference or content key.
pub async fn insert(tx: &Transaction, sources: &[Source]) -> Result<()> {
    for sources in sources.chunks(ROWS_PER_INSERT) {
        let rows = sources.iter().map(row).collect::<Result<Vec<_>>>()?;
        Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
            .exec_without_returning(tx.inner())
            .await?;
    }
    Ok(())
}

/// Replaces an entry.
///
/// # Errors
/// [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, source: &Source) -> Result<()> {
    let row = row(source)?.into_active_model().reset_all();
    let changed =
        Entity::update_many().set(row).filter(Column::Id.eq(source.id.0)).exec(tx.inner()).await?.rows_affected;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Notes that an import saw these entries again, unchanged.
pub async fn seen(tx: &Transaction, ids: &[SourceId], now: DateTime<Utc>) -> Result<()> {
    set_time(tx, Column::LastSeenAt, ids, now).await
}

/// Notes that a complete feed no longer lists these entries.
pub async fn withdraw(tx: &Transaction, ids: &[SourceId], now: DateTime<Utc>) -> Result<()> {
    set_time(tx, Column::WithdrawnAt, ids, now).await
}

async fn set_time(tx: &Transaction, column: Column, ids: &[SourceId], now: DateTime<Utc>) -> Result<()> {
    for ids in ids.chunks(KEYS_PER_LOOKUP) {
        Entity::update_many()
            .col_expr(column, Expr::value(micros(now)))
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(tx.inner())
            .await?;
    }
    Ok(())
}

/// Links the entries of one posting to another, as merged: the second takes the place of the first, whose words the
/// primary entry keeps.
pub async fn adopt(tx: &Transaction, from: &Posting, into: PostingId) -> Result<()> {
    for mut entry in of_posting(tx, from.id).await? {
        entry.posting = into;
        if entry.link == Link::Primary {
            entry.link = Link::Merged { content: Box::new(from.content.clone()) };
        }
        update(tx, &entry).await?;
    }
    Ok(())
}

/// Undoes a merge: the entry gets a posting of its own, with the id given, and is its primary source.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry, or it is not merged.
pub async fn unlink(tx: &Transaction, id: SourceId, new_posting: PostingId, now: DateTime<Utc>) -> Result<Posting> {
    let row = Entity::find_by_id(id.0).one(tx.inner()).await?.ok_or(Error::NotFound)?;
    let mut entry = source(row)?;
    let Link::Merged { content } = std::mem::replace(&mut entry.link, Link::Primary) else {
        return Err(Error::NotFound);
    };
    // What an employer wrote here took the entry in; the entry itself is still from elsewhere.
    let known = posting::find(tx, entry.posting).await?.origin;
    let posting = Posting {
        id: new_posting,
        version: 1,
        origin: if known == Origin::Authored { Origin::Imported } else { known },
        status: if entry.withdrawn_at.is_none() { Status::Live } else { Status::Withdrawn },
        group: new_posting,
        live_at: entry.first_seen_at,
        expires_at: micros(content.expires_at()),
        content: *content,
    };
    posting::insert(tx, std::slice::from_ref(&posting), now).await?;
    entry.posting = new_posting;
    update(tx, &entry).await?;
    Ok(posting)
}

const PRIMARY: &str = "primary";
const MERGED: &str = "merged";

fn row(source: &Source) -> Result<Model> {
    let (link, content) = match &source.link {
        Link::Primary => (PRIMARY, None),
        Link::Merged { content } => (MERGED, Some(to_json(content)?)),
    };
    Ok(Model {
        id: source.id.0,
        posting_id: source.posting.0,
        source: source.source.clone(),
        reference: source.reference.clone(),
        content_key: source.content_key.clone(),
        content_hash: source.content_hash.clone(),
        url: source.url.clone(),
        link: link.to_owned(),
        first_seen_at: micros(source.first_seen_at),
        last_seen_at: micros(source.last_seen_at),
        withdrawn_at: source.withdrawn_at.map(micros),
        content,
    })
}

fn read(rows: Vec<Model>, into: &mut Vec<Source>) -> Result<()> {
    for row in rows {
        into.push(source(row)?);
    }
    Ok(())
}

fn source(row: Model) -> Result<Source> {
    let link = match (row.link.as_str(), &row.content) {
        (PRIMARY, _) => Some(Link::Primary),
        (MERGED, Some(json)) => from_json(json).map(|content| Link::Merged { content: Box::new(content) }),
        _ => None,
    };
    let link = link.ok_or_else(|| Error::Unreadable(format!("posting_source.link and .content of {}", row.id)))?;
    Ok(Source {
        id: SourceId(row.id),
        posting: PostingId(row.posting_id),
        source: row.source,
        reference: row.reference,
        content_key: row.content_key,
        content_hash: row.content_hash,
        url: row.url,
        link,
        first_seen_at: row.first_seen_at,
        last_seen_at: row.last_seen_at,
        withdrawn_at: row.withdrawn_at,
    })
}
