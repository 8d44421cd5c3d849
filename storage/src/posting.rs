//! Postings. Every write records its change.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use domain::analytics::Opening;
use domain::posting::{Content, JobKey, Origin, Posting, PostingId, Status};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::change::{self, Kind};
use crate::connection::sealed::Sealed;
use crate::dialect::{self, KEYS_PER_LOOKUP, ROWS_PER_INSERT, micros};
use crate::entity::posting::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// Postings read at a time when all are counted.
const OPENINGS_PAGE: u64 = 2_000;

/// The posting with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: PostingId) -> Result<Posting> {
    let row = Entity::find_by_id(id.0).one(c.inner()).await?;
    row.as_ref().ok_or(Error::NotFound).and_then(posting)
}

/// Those of these postings that exist, by id.
pub async fn by_ids(c: &impl Connection, ids: &[PostingId]) -> Result<Vec<Posting>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(KEYS_PER_LOOKUP) {
        let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(c.inner()).await?;
        for row in rows {
            found.push(posting(&row)?);
        }
    }
    found.sort_unstable_by_key(|posting| posting.id);
    Ok(found)
}

/// Every posting of a job group, by id: a job and its reposts.
pub async fn of_group(c: &impl Connection, group: PostingId) -> Result<Vec<Posting>> {
    let rows = Entity::find().filter(Column::GroupId.eq(group.0)).order_by_asc(Column::Id).all(c.inner()).await?;
    rows.iter().map(posting).collect()
}

/// Where a page of listed postings ends: its last posting's `expires_at` and id.
pub type ListedAfter = (DateTime<Utc>, PostingId);

/// Every [listed](Posting::is_listed) posting, soonest to expire first: the next `limit` after `after`.
///
/// One whose expiry moves while pages are read can be missed; a reader that takes the
/// [head](change::head) of the change feed before the first page hears of it from there.
pub async fn listed_page(
    c: &impl Connection,
    now: DateTime<Utc>,
    after: Option<ListedAfter>,
    limit: u64,
) -> Result<Vec<Posting>> {
    listed(now, after).limit(limit).all(c.inner()).await?.iter().map(posting).collect()
}

/// Every posting that is listed at `now`, as far as the market counts it.
pub async fn openings(c: &impl Connection, now: DateTime<Utc>) -> Result<Vec<Opening>> {
    let (mut openings, mut after) = (Vec::new(), None);
    loop {
        let page = listed_page(c, now, after, OPENINGS_PAGE).await?;
        let Some(last) = page.last() else { return Ok(openings) };
        after = Some((last.expires_at, last.id));
        openings.extend(page.iter().map(Opening::of));
    }
}

/// Every posting that went live since a moment and is [listed](Posting::is_listed) at `now`, oldest first: the next `limit`
/// after `after`.
pub async fn live_since(
    c: &impl Connection,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, PostingId)>,
    limit: u64,
) -> Result<Vec<Posting>> {
    let mut query = Entity::find()
        .filter(Column::LiveAt.gte(micros(since)))
        .filter(Column::Status.eq(Status::Live.key()))
        .filter(Column::Classified.eq(true))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .order_by_asc(Column::LiveAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some((live_at, id)) = after {
        query = query.filter(dialect::after([Column::LiveAt, Column::Id], (micros(live_at), id.0)));
    }
    query.all(c.inner()).await?.iter().map(posting).collect()
}

/// Identity and version of a listed posting, for comparison with an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub id: PostingId,
    /// Its version.
    pub version: i32,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// [`listed_page`] without the contents.
pub async fn listed_versions(
    c: &impl Connection,
    now: DateTime<Utc>,
    after: Option<ListedAfter>,
    limit: u64,
) -> Result<Vec<Listed>> {
    let rows: Vec<(Uuid, i32, DateTime<Utc>)> = listed(now, after)
        .limit(limit)
        .select_only()
        .columns([Column::Id, Column::Version, Column::ExpiresAt])
        .into_tuple()
        .all(c.inner())
        .await?;
    let listed = |(id, version, expires_at)| Listed { id: PostingId(id), version, expires_at };
    Ok(rows.into_iter().map(listed).collect())
}

/// How many postings there are, whatever their status.
pub async fn count(c: &impl Connection) -> Result<u64> {
    Ok(Entity::find().count(c.inner()).await?)
}

/// How many postings are listed at `now`.
pub async fn count_listed(c: &impl Connection, now: DateTime<Utc>) -> Result<u64> {
    Ok(listed(now, None).count(c.inner()).await?)
}

/// Postings with one of these keys, published within a span: what [`same_job`](domain::posting::same_job) has to
/// look at.
pub async fn by_job_keys(
    c: &impl Connection,
    keys: &[JobKey],
    published: RangeInclusive<DateTime<Utc>>,
) -> Result<Vec<Posting>> {
    let mut found = Vec::new();
    for keys in keys.chunks(KEYS_PER_LOOKUP) {
        let rows = Entity::find()
            .filter(Column::JobKey.is_in(keys.iter().map(|key| key.0.as_str())))
            .filter(Column::PublishedAt.between(micros(*published.start()), micros(*published.end())))
            .all(c.inner())
            .await?;
        for row in rows {
            found.push(posting(&row)?);
        }
    }
    found.sort_unstable_by_key(|posting| posting.id);
    Ok(found)
}

/// Adds postings.
///
/// # Errors
/// [`Error::Unique`] when one of the ids exists.
pub async fn insert(tx: &Transaction, postings: &[Posting], now: DateTime<Utc>) -> Result<()> {
    for postings in postings.chunks(ROWS_PER_INSERT) {
        let rows = postings.iter().map(row).collect::<Result<Vec<_>>>()?;
        Entity::insert_many(rows).exec_without_returning(tx.inner()).await?;
    }
    let ids: Vec<Uuid> = postings.iter().map(|posting| posting.id.0).collect();
    change::record(tx, Kind::Posting, &ids, false, now).await
}

/// Replaces a posting that is still at `expected_version` (the one in `posting` is not looked at) and returns
/// its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, posting: &Posting, expected_version: i32, now: DateTime<Utc>) -> Result<i32> {
    let (key, at) = (Column::Id.eq(posting.id.0), (Column::Version, expected_version));
    let current = async { Ok(find(tx, posting.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(posting)?, key, at, current).await?;
    change::record(tx, Kind::Posting, &[posting.id.0], false, now).await?;
    Ok(version)
}

fn listed(now: DateTime<Utc>, after: Option<ListedAfter>) -> Select<Entity> {
    let query = Entity::find()
        .filter(Column::Status.eq(Status::Live.key()))
        .filter(Column::Classified.eq(true))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .order_by_asc(Column::ExpiresAt)
        .order_by_asc(Column::Id);
    let Some((expires_at, id)) = after else { return query };
    query.filter(dialect::after([Column::ExpiresAt, Column::Id], (expires_at, id.0)))
}

fn row(posting: &Posting) -> Result<ActiveModel> {
    let content = &posting.content;
    Ok(ActiveModel {
        id: Set(posting.id.0),
        version: Set(posting.version),
        origin: Set(posting.origin.key().to_owned()),
        status: Set(posting.status.key().to_owned()),
        classified: Set(!content.roles.is_empty()),
        group_id: Set(posting.group.0),
        job_key: Set(JobKey::of(content).map(|key| key.0)),
        published_at: Set(micros(content.published_at)),
        live_at: Set(micros(posting.live_at)),
        expires_at: Set(micros(posting.expires_at)),
        content: Set(to_json(content)?),
    })
}

pub(crate) fn posting(row: &Model) -> Result<Posting> {
    let unreadable = |column| Error::Unreadable(format!("posting.{column} of {}", row.id));
    let mut content = from_json(&row.content).ok_or_else(|| unreadable("content"))?;
    // One truth: as the column has it, in microseconds.
    content.published_at = row.published_at;
    Ok(Posting {
        id: PostingId(row.id),
        version: row.version,
        origin: Origin::parse(&row.origin).ok_or_else(|| unreadable("origin"))?,
        status: Status::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        group: PostingId(row.group_id),
        live_at: row.live_at,
        expires_at: row.expires_at,
        content,
    })
}

pub(crate) fn to_json(content: &Content) -> Result<String> {
    serde_json::to_string(content).map_err(|_| Error::Unreadable("a content that has no JSON form".to_owned()))
}

pub(crate) fn from_json(json: &str) -> Option<Content> {
    serde_json::from_str(json).ok()
}
