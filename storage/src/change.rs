//! The change feed: one thin row for every change, written in the transaction of the change.
//!
//! It feeds the search index, the boards of every process and the webhooks, each reading by its own
//! [`Position`]. Readers see rows in the order of commits and never miss one: on SQLite the single writer
//! numbers them so; on PostgreSQL numbers are drawn before the commit, so the order is (writing transaction,
//! number), and only rows are read below which no transaction is still open anywhere on the server. Rows say
//! *that* something changed; a reader then loads the current state, so repeats do no harm.
//!
//! A reader that starts (or meets a [`gap`](Changes::gap)) takes the [`head`] first, then loads everything, then
//! reads on from that head.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::{self, ROWS_PER_INSERT, micros};
use crate::entity::change::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Database, Error, Result, Transaction, begin, meta};

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A posting: the id is a [`PostingId`](domain::posting::PostingId).
    Posting,
    /// What matching sees of a worker, or who may find them: the id is an [`AccountId`](domain::account::AccountId).
    Worker,
}

impl Kind {
    const fn key(self) -> &'static str {
        match self {
            Self::Posting => "posting",
            Self::Worker => "worker",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        [Self::Posting, Self::Worker].into_iter().find(|kind| kind.key() == key)
    }
}

/// A place in the feed. Compares in the order of commits; kept as text, `transaction.number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Position {
    pub(crate) xid: i64,
    pub(crate) seq: i64,
}

impl Position {
    /// Before the first change ever.
    pub const START: Self = Self { xid: 0, seq: 0 };
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xid, self.seq)
    }
}

impl From<Position> for String {
    fn from(position: Position) -> Self {
        position.to_string()
    }
}

/// A text that is no [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position in the change feed")]
pub struct NotAPosition;

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> std::result::Result<Self, NotAPosition> {
        let (xid, seq) = text.split_once('.').ok_or(NotAPosition)?;
        Ok(Self { xid: xid.parse().map_err(|_| NotAPosition)?, seq: seq.parse().map_err(|_| NotAPosition)? })
    }
}

impl TryFrom<String> for Position {
    type Error = NotAPosition;

    fn try_from(text: String) -> std::result::Result<Self, NotAPosition> {
        text.parse()
    }
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub position: Position,
    /// What kind of thing changed.
    pub kind: Kind,
    /// Which.
    pub id: Uuid,
    /// Whether it is gone altogether, so that there is no state to load.
    pub deleted: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A piece of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// In the order of commits.
    pub rows: Vec<Change>,
    /// Where to read on.
    pub next: Position,
    /// Whether the reader stands where the feed does not reach (pruned since, or of another database): it has
    /// to load everything again. Then there are no rows, and `next` is the [`head`] from which to read on
    /// after having loaded.
    pub gap: bool,
}

/// Records that things of one kind have changed, or are gone (`deleted`).
pub async fn record(tx: &Transaction, kind: Kind, ids: &[Uuid], deleted: bool, now: DateTime<Utc>) -> Result<()> {
    let row = |id: &Uuid| ActiveModel {
        seq: NotSet,
        // Of the database's making on PostgreSQL: see the migration.
        xid: NotSet,
        kind: Set(kind.key().to_owned()),
        entity_id: Set(*id),
        deleted: Set(deleted),
        at: Set(micros(now)),
    };
    for ids in ids.chunks(ROWS_PER_INSERT) {
        Entity::insert_many(ids.iter().map(row)).exec_without_returning(tx.inner()).await?;
    }
    if !ids.is_empty() {
        tx.note_change();
    }
    Ok(())
}

/// Reads at most `limit` changes after a position.
pub async fn read(db: &Database, after: Position, limit: u64) -> Result<Changes> {
    let later = settled(db).filter(db.dialect.later_in_feed(after)).limit(limit);
    let rows = in_order(db, later, &Order::Asc).all(db.inner()).await?;
    // Asked after the rows were read: what was pruned before that is known by now.
    let pruned = pruned(db).await?;
    let head = match rows.last() {
        Some(last) => position(last),
        None => last_settled(db).await?.max(pruned),
    };
    if after < pruned || after > head {
        return Ok(Changes { rows: Vec::new(), next: self::head(db).await?, gap: true });
    }
    let next = rows.last().map_or(after, position);
    Ok(Changes { rows: rows.iter().filter_map(change).collect(), next, gap: false })
}

/// The end of the feed: everything up to here is committed, and whatever commits later stands after it.
pub async fn head(db: &Database) -> Result<Position> {
    Ok(last_settled(db).await?.max(pruned(db).await?))
}

/// How long changes are kept; a reader left further behind loads everything again.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// Forgets changes from before `older_than`; returns how many. Readers that stand before them meet a gap.
pub async fn prune(db: &Database, older_than: DateTime<Utc>) -> Result<u64> {
    let old = Column::At.lt(micros(older_than));
    // Before the transaction, as it walks over what is kept, and on SQLite nobody could write meanwhile.
    let last = last(db, in_order(db, settled(db).filter(old.clone()), &Order::Desc)).await?;
    let Some(last) = last else { return Ok(0) };
    let tx = begin(db).await?;
    // Another process may have been quicker and have come further.
    let mark = last.max(pruned(db).await?);
    meta::set(&tx, PRUNED, &mark.to_string()).await?;
    // Nothing after the mark: what has settled since, of whatever date, nobody has read yet.
    let up_to_mark = db.dialect.earlier_in_feed(last);
    let deleted = Entity::delete_many().filter(old).filter(up_to_mark).exec(tx.inner()).await?.rows_affected;
    tx.commit().await?;
    Ok(deleted)
}

/// The setting that keeps the position of the last change forgotten.
const PRUNED: &str = "change.pruned";

/// Where the feed begins. A mark from the future is of another server, from which this database was copied with
/// its rows: transactions are numbered anew here, so it says nothing.
async fn pruned(db: &Database) -> Result<Position> {
    let Some(mark) = meta::get(db, PRUNED).await? else { return Ok(Position::START) };
    let mark: Position = mark.parse().map_err(|NotAPosition| Error::Unreadable(format!("meta.value of {PRUNED}")))?;
    let here = match db.dialect.settled_below() {
        None => true,
        Some(below) => dialect::holds(db.inner(), Expr::value(mark.xid), below).await?,
    };
    Ok(if here { mark } else { Position::START })
}

async fn last_settled(db: &Database) -> Result<Position> {
    Ok(last(db, in_order(db, settled(db), &Order::Desc)).await?.unwrap_or(Position::START))
}

/// The last change committed, whether or not it can be read yet.
#[cfg(feature = "testing")]
pub(crate) async fn committed(db: &Database) -> Result<Position> {
    Ok(last(db, in_order(db, Entity::find(), &Order::Desc)).await?.unwrap_or(Position::START))
}

async fn last(c: &impl Connection, descending: Select<Entity>) -> Result<Option<Position>> {
    Ok(descending.one(c.inner()).await?.as_ref().map(position))
}

fn in_order(db: &Database, rows: Select<Entity>, order: &Order) -> Select<Entity> {
    db.dialect.feed_order().iter().fold(rows, |rows, column| rows.order_by(*column, order.clone()))
}

/// The rows before which nothing can still appear.
fn settled(db: &Database) -> Select<Entity> {
    match db.dialect.settled_below() {
        None => Entity::find(),
        Some(below) => Entity::find().filter(Expr::col(Column::Xid).lt(below)),
    }
}

fn position(row: &Model) -> Position {
    Position { xid: row.xid, seq: row.seq }
}

/// `None` for a kind of a newer build, which this one has no reader for.
fn change(row: &Model) -> Option<Change> {
    let kind = Kind::parse(&row.kind)?;
    Some(Change { position: position(row), kind, id: row.entity_id, deleted: row.deleted, at: row.at })
}
