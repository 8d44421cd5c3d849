//! Deliveries: one row for each mail to one address, whatever it says.
//!
//! A row is written in the transaction of what it tells of. A worker claims some for a while, sends them without
//! holding a transaction, and records what became of each. One that dies in between lets its claim run out, and
//! another sends again: at least once, under the same id, from which the Message-ID derives.
//!
//! The address is readable, as bounces are found by it; the payload is sealed by the caller and erased with the end.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::delivery::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Database, Error, Result, Transaction, begin, dialect};

/// Mails in one statement of [`enqueue_all`]: whole ones are all the same statement, which is prepared once.
pub const PER_STATEMENT: usize = dialect::ROWS_PER_INSERT;

/// How long what has ended is kept: longer than a reminder could be asked for again under its key.
pub const KEPT: TimeDelta = TimeDelta::days(180);

/// Identifies a delivery. UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(pub Uuid);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A mail to be sent.
pub struct New<'a> {
    /// Its identity.
    pub id: DeliveryId,
    /// Which letter it is, for operators: no personal data.
    pub kind: &'a str,
    /// The address.
    pub recipient: &'a str,
    /// The language it is written in.
    pub language: Lang,
    /// What it says, sealed.
    pub payload: &'a str,
    /// Under one key one mail is sent. Names things by opaque ids only.
    pub dedupe_key: Option<&'a str>,
}

/// How far a delivery is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// To be sent.
    Due {
        /// From this moment on.
        at: DateTime<Utc>,
    },
    /// A worker is about to send it.
    Claimed {
        /// Who.
        by: String,
        /// When the claim runs out.
        until: DateTime<Utc>,
    },
    /// Handed over.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// Given up.
    Dead {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A mail as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its identity.
    pub id: DeliveryId,
    /// Which letter it is.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// The language it is written in.
    pub language: Lang,
    /// What it says, sealed; gone once it has ended.
    pub payload: Option<String>,
    /// How often it was claimed.
    pub attempts: u32,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// How far it is.
    pub state: State,
    /// The kind of the last failure.
    pub last_error: Option<String>,
}

/// Opaque, as the rest is personal or secret.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Delivery");
        shown.field("id", &self.id).field("kind", &self.kind).field("attempts", &self.attempts);
        shown.field("state", &self.state).field("last_error", &self.last_error).finish_non_exhaustive()
    }
}

/// What is waiting, for operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// How many are due now.
    pub due: u64,
    /// Since when the oldest of them is.
    pub oldest_due: Option<DateTime<Utc>>,
    /// How many were given up.
    pub dead: u64,
}

/// Adds a mail that is due at once, and returns its id, or that of the one which has its key already.
pub async fn enqueue(tx: &Transaction, new: &New<'_>, now: DateTime<Utc>) -> Result<DeliveryId> {
    let inserting = Entity::insert(row(new, now)).on_conflict_do_nothing_on([Column::DedupeKey]);
    if let TryInsertResult::Inserted(1..) = inserting.exec_without_returning(tx.inner()).await? {
        return Ok(new.id);
    }
    let earlier = Entity::find().select_only().column(Column::Id).filter(Column::DedupeKey.eq(new.dedupe_key));
    earlier.into_tuple().one(tx.inner()).await?.map(DeliveryId).ok_or(Error::NotFound)
}

/// Adds mails that are due at once, in few statements; one whose key was used before is not added again.
pub async fn enqueue_all(tx: &Transaction, new: &[New<'_>], now: DateTime<Utc>) -> Result<()> {
    for new in new.chunks(PER_STATEMENT) {
        let rows = new.iter().map(|new| row(new, now));
        let inserting = Entity::insert_many(rows).on_conflict_do_nothing_on([Column::DedupeKey]);
        inserting.exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

fn row(new: &New<'_>, now: DateTime<Utc>) -> ActiveModel {
    let now = micros(now);
    ActiveModel {
        id: Set(new.id.0),
        kind: Set(new.kind.to_owned()),
        recipient: Set(new.recipient.to_owned()),
        language: Set(new.language.code().to_owned()),
        dedupe_key: Set(new.dedupe_key.map(str::to_owned)),
        attempts: Set(0),
        created_at: Set(now),
        due_at: Set(Some(now)),
        payload: Set(Some(new.payload.to_owned())),
        ..ActiveModel::default()
    }
}

/// Claims up to `limit` due mails for `ttl`, those due longest. No two workers get the same one while its claim lasts.
pub async fn claim(
    db: &Database,
    owner: &str,
    limit: u64,
    ttl: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<Delivery>> {
    let due = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DueAt.lte(micros(now)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    // Looked at first: mostly nothing is due, and on SQLite a transaction would wait for every other writer.
    if due.clone().limit(1).into_tuple::<Uuid>().one(db.inner()).await?.is_none() {
        return Ok(Vec::new());
    }
    let tx = begin(db).await?;
    // On PostgreSQL what another worker is claiming right now is passed over; on SQLite one writes at a time.
    let due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let ids: Vec<Uuid> = due.into_tuple().all(tx.inner()).await?;
    let claimed = Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(owner))
        .col_expr(Column::DueAt, Expr::value(micros(now + ttl)))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(ids))
        .exec_with_returning(tx.inner())
        .await?;
    tx.commit().await?;
    let mut claimed = claimed.into_iter().map(delivery).collect::<Result<Vec<_>>>()?;
    claimed.sort_by_key(|delivery| delivery.id);
    Ok(claimed)
}

/// A mail, unless it is forgotten.
pub async fn find(c: &impl Connection, id: DeliveryId) -> Result<Option<Delivery>> {
    Entity::find_by_id(id.0).one(c.inner()).await?.map(delivery).transpose()
}

/// Records that a mail was handed over, whoever has it claimed by now, and erases what it said.
pub async fn mark_sent(tx: &Transaction, id: DeliveryId, now: DateTime<Utc>) -> Result<()> {
    let sent = ActiveModel { sent_at: Set(Some(micros(now))), last_error: Set(None), ..end() };
    Entity::update_many().set(sent).filter(Column::Id.eq(id.0)).exec(tx.inner()).await?;
    Ok(())
}

/// Lets a mail that `owner` has claimed be tried again from `at`. `error` is a kind of failure.
pub async fn retry_later(
    tx: &Transaction,
    id: DeliveryId,
    owner: &str,
    error: &'static str,
    at: DateTime<Utc>,
) -> Result<()> {
    let due = ActiveModel {
        due_at: Set(Some(micros(at))),
        claimed_by: Set(None),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    Entity::update_many().set(due).filter(Column::Id.eq(id.0)).filter(claimed_by(owner)).exec(tx.inner()).await?;
    Ok(())
}

/// Gives a mail up that `owner` has claimed, and erases what it said. `error` is a kind of failure.
pub async fn mark_dead(
    tx: &Transaction,
    id: DeliveryId,
    owner: &str,
    error: &'static str,
    now: DateTime<Utc>,
) -> Result<()> {
    let dead = ActiveModel { dead_at: Set(Some(micros(now))), last_error: Set(Some(error.to_owned())), ..end() };
    Entity::update_many().set(dead).filter(Column::Id.eq(id.0)).filter(claimed_by(owner)).exec(tx.inner()).await?;
    Ok(())
}

/// Gives back what `owner` has claimed of some mails, so that they are due at `at`; these attempts do not count.
pub async fn give_back(tx: &Transaction, owner: &str, ids: &[DeliveryId], at: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(micros(at)))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
        .col_expr(Column::ClaimedBy, Expr::value(None::<String>))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(claimed_by(owner))
        // What has ended keeps the name of whoever had it, and has no moment any more.
        .filter(Column::DueAt.is_not_null())
        .exec(tx.inner())
        .await?;
    Ok(())
}

/// Removes a mail of which nothing may be kept.
pub async fn remove(tx: &Transaction, id: DeliveryId) -> Result<()> {
    Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    Ok(())
}

/// The mail that was asked for last, newest first.
pub async fn latest(c: &impl Connection, limit: u64) -> Result<Vec<Delivery>> {
    let query = Entity::find().order_by_desc(Column::Id).limit(limit);
    query.all(c.inner()).await?.into_iter().map(delivery).collect()
}

/// Mail to an address that is kept, oldest first. What still waits is looked for among all that does, which takes as long as
/// that is much.
pub async fn to(c: &impl Connection, recipient: &str) -> Result<Vec<Delivery>> {
    let mut found = Vec::new();
    for those in [ended(), waiting()] {
        let query = Entity::find().filter(Column::Recipient.eq(recipient)).filter(those);
        found.extend(query.all(c.inner()).await?.into_iter().map(delivery).collect::<Result<Vec<_>>>()?);
    }
    found.sort_by_key(|delivery| delivery.id);
    Ok(found)
}

/// Forgets an address: what was sent to it and what was to be. Takes as long as [`to`].
pub async fn forget(tx: &Transaction, recipient: &str) -> Result<()> {
    for those in [ended(), waiting()] {
        Entity::delete_many().filter(Column::Recipient.eq(recipient)).filter(those).exec(tx.inner()).await?;
    }
    Ok(())
}

/// What was sent or given up; by its address it has an index.
fn ended() -> Expr {
    Column::DueAt.is_null()
}

/// The others, as both databases look it up in the index of what is due.
fn waiting() -> Expr {
    Column::DueAt.gte(DateTime::UNIX_EPOCH)
}

/// Drops what has ended and was asked for before a moment.
pub async fn prune(tx: &Transaction, before: DateTime<Utc>) -> Result<u64> {
    // Ids begin with the milliseconds at which they were made (RFC 9562 §5.7), and are what rows are ordered by.
    let first = Uuid::from_u128(u128::from(before.timestamp_millis().unsigned_abs()) << 80);
    let pruned = Entity::delete_many().filter(Column::DueAt.is_null()).filter(Column::Id.lt(first));
    Ok(pruned.exec(tx.inner()).await?.rows_affected)
}

/// What is waiting.
pub async fn backlog(c: &impl Connection, now: DateTime<Utc>) -> Result<Backlog> {
    let due = || Entity::find().filter(Column::DueAt.lte(micros(now)));
    let oldest = due().select_only().column(Column::DueAt).order_by_asc(Column::DueAt);
    Ok(Backlog {
        due: due().count(c.inner()).await?,
        oldest_due: oldest.into_tuple().one(c.inner()).await?,
        dead: Entity::find().filter(Column::DeadAt.is_not_null()).count(c.inner()).await?,
    })
}

fn claimed_by(owner: &str) -> Expr {
    Column::ClaimedBy.eq(owner)
}

/// What every end has in common.
fn end() -> ActiveModel {
    ActiveModel { due_at: Set(None), claimed_by: Set(None), payload: Set(None), ..Default::default() }
}

fn delivery(row: Model) -> Result<Delivery> {
    let unreadable = |column: &str| Error::Unreadable(format!("delivery.{column} of {}", row.id));
    let state = match (row.sent_at, row.dead_at, row.due_at, row.claimed_by) {
        (Some(at), ..) => State::Sent { at },
        (None, Some(at), ..) => State::Dead { at },
        (None, None, Some(until), Some(by)) => State::Claimed { by, until },
        (None, None, Some(at), None) => State::Due { at },
        (None, None, None, _) => return Err(unreadable("due_at")),
    };
    Ok(Delivery {
        id: DeliveryId(row.id),
        language: Lang::parse(&row.language).ok_or_else(|| unreadable("language"))?,
        attempts: u32::try_from(row.attempts).map_err(|_| unreadable("attempts"))?,
        kind: row.kind,
        recipient: row.recipient,
        payload: row.payload,
        created_at: row.created_at,
        state,
        last_error: row.last_error,
    })
}
