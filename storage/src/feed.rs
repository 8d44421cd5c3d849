//! Feeds that are fetched on a schedule.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::feed::Outcome;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::feed::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// A feed that is fetched on a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Which.
    pub id: Uuid,
    /// The name of its source: its entries are known by it ever after.
    pub source: String,
    /// Where it is.
    pub url: String,
    /// The key of its format.
    pub format: String,
    /// Whether it is all that the source lists: then what it does not list is withdrawn.
    pub complete: bool,
    /// Hours between two fetches.
    pub every_hours: u16,
    /// Who of the staff added it.
    pub by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it is fetched next.
    pub next_at: DateTime<Utc>,
    /// Whether a person said that it may shrink the next time.
    pub accept_shrink: bool,
    /// How often it failed in a row.
    pub failures: u32,
    /// The `ETag` of what was imported last.
    pub validator: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// When it was fetched last, and what that came to.
    pub last: Option<(DateTime<Utc>, Outcome)>,
    /// What was imported last, JSON; or what went wrong.
    pub report: Option<String>,
}

/// Every feed, oldest first.
pub async fn list(c: &impl Connection) -> Result<Vec<Feed>> {
    Entity::find().order_by_asc(Column::Id).all(c.inner()).await?.iter().map(feed).collect()
}

/// The feed with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Feed> {
    Entity::find_by_id(id).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(feed)
}

/// Feeds to be fetched at `now`, longest due first.
pub async fn due(c: &impl Connection, now: DateTime<Utc>, limit: u64) -> Result<Vec<Feed>> {
    let query = Entity::find().filter(Column::NextAt.lte(micros(now))).order_by_asc(Column::NextAt).limit(limit);
    query.all(c.inner()).await?.iter().map(feed).collect()
}

/// Takes a feed to fetch it, until `until`; whoever is silent for longer has not. `false`: another process has it.
pub async fn take(c: &impl Connection, feed: &Feed, until: DateTime<Utc>) -> Result<bool> {
    let row = ActiveModel { next_at: Set(micros(until)), ..Default::default() };
    let unchanged =
        Entity::update_many().set(row).filter(Column::Id.eq(feed.id)).filter(Column::NextAt.eq(micros(feed.next_at)));
    Ok(unchanged.exec(c.inner()).await?.rows_affected == 1)
}

/// Adds a feed.
///
/// # Errors
/// [`Error::Unique`] when there is one of the same source.
pub async fn insert(tx: &Transaction, feed: &Feed) -> Result<()> {
    Entity::insert(row(feed)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Keeps a feed as it is now.
///
/// # Errors
/// [`Error::NotFound`] when it is gone.
pub async fn keep(c: &impl Connection, feed: &Feed) -> Result<()> {
    let known = Entity::update_many().set(row(feed).reset_all()).filter(Column::Id.eq(feed.id));
    if known.exec(c.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Removes a feed; what was imported from it stays until it expires.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(tx: &Transaction, id: Uuid) -> Result<()> {
    let removed = Entity::delete_by_id(id).exec(tx.inner()).await?;
    if removed.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn row(feed: &Feed) -> ActiveModel {
    let (last_at, last_outcome) = feed.last.unzip();
    ActiveModel {
        id: Set(feed.id),
        source: Set(feed.source.clone()),
        url: Set(feed.url.clone()),
        format: Set(feed.format.clone()),
        complete: Set(feed.complete),
        every_hours: Set(feed.every_hours.into()),
        by_id: Set(feed.by.0),
        created_at: Set(micros(feed.created_at)),
        next_at: Set(micros(feed.next_at)),
        accept_shrink: Set(feed.accept_shrink),
        failures: Set(i32::try_from(feed.failures).unwrap_or(i32::MAX)),
        validator: Set(feed.validator.clone()),
        modified: Set(feed.modified.clone()),
        last_at: Set(last_at.map(micros)),
        last_outcome: Set(last_outcome.map(|outcome: Outcome| outcome.key().to_owned())),
        report: Set(feed.report.clone()),
    }
}

fn feed(row: &Model) -> Result<Feed> {
    let unreadable = |column: &str| Error::Unreadable(format!("feed.{column} of {}", row.id));
    let outcome = row.last_outcome.as_deref().map(|key| Outcome::parse(key).ok_or_else(|| unreadable("last_outcome")));
    Ok(Feed {
        id: row.id,
        source: row.source.clone(),
        url: row.url.clone(),
        format: row.format.clone(),
        complete: row.complete,
        every_hours: u16::try_from(row.every_hours).map_err(|_| unreadable("every_hours"))?,
        by: AccountId(row.by_id),
        created_at: row.created_at,
        next_at: row.next_at,
        accept_shrink: row.accept_shrink,
        failures: u32::try_from(row.failures).map_err(|_| unreadable("failures"))?,
        validator: row.validator.clone(),
        modified: row.modified.clone(),
        last: row.last_at.zip(outcome.transpose()?),
        report: row.report.clone(),
    })
}
