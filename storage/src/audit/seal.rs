//! Seals on the audit trail: a chain of hashes over its lines, so that one edited, removed or put in afterwards shows.
//!
//! Lines are sealed in batches by whoever holds a lease. A line becomes visible when its transaction commits, which
//! may be after later ones; so which seal a line is under is written into the line, not derived from an order. Any
//! committed line without a seal is taken up by the next one, on both databases alike; none is waited for.
//!
//! hash of a line = SHA-256(hash of the line before ‖ the line); a seal keeps the hash of its last line. Someone who
//! can write to the database can make a whole new chain, but not one that ends in a hash that was noted elsewhere:
//! the worker that seals logs each.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::connection::sealed::Sealed as _;
use crate::dialect::micros;
use crate::entity::audit::{Column as Line, Entity as Lines, Model};
use crate::entity::audit_seal::{ActiveModel, Column, Entity, Model as SealRow};
use crate::lease::{self, Lease};
use crate::{Connection, Database, Error, Result, begin};

/// Lines under one seal at most.
const LINES_PER_SEAL: u64 = 250;

/// Seals read at a time when the chain is verified.
const SEALS_PER_PAGE: u64 = 40;

/// How much older than what is sealed already a line may be. Far above the longest transaction (a minute) and the
/// difference between the clocks of processes.
const LATE: TimeDelta = TimeDelta::minutes(10);

/// The most findings of one kind that are told one by one.
const TOLD: usize = 100;

type Hash = [u8; 32];

/// A seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Counts from 1.
    pub number: i64,
    /// The hash of the last line under it, base64url.
    pub hash: String,
}

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The lines under this seal are not those that were sealed: one was edited, removed or put in.
    Differs {
        /// Which seal.
        number: i64,
    },
    /// There is no such seal: it was removed.
    Missing {
        /// Which.
        number: i64,
    },
    /// Lines that name a seal that there is not.
    Stray {
        /// How many.
        lines: u64,
    },
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs { number } => write!(f, "the lines under seal {number} are not those that were sealed"),
            Self::Missing { number } => write!(f, "seal {number} is missing"),
            Self::Stray { lines } => write!(f, "{lines} lines name a seal that there is not"),
        }
    }
}

/// What a look at the whole trail found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// Lines under a seal.
    pub sealed: u64,
    /// Lines that wait for one.
    pub unsealed: u64,
    /// The last seal: to be compared with the hash that was logged.
    pub head: Option<Seal>,
    /// Where the chain does not hold, the first hundred.
    pub breaks: Vec<Break>,
    /// Lines dated long before what was sealed earlier, the first hundred: put in afterwards, or written by a clock
    /// that was wrong.
    pub late: Vec<Uuid>,
}

/// Seals what is committed and not sealed yet, oldest first, up to a bound; `None`: nothing is left.
///
/// # Errors
/// [`Error::Fenced`] when the lease is lost.
pub async fn seal(db: &Database, lease: &Lease, now: DateTime<Utc>) -> Result<Option<Seal>> {
    let tx = begin(db).await?;
    if !lease::is_held(&tx, lease, now).await? {
        return Err(Error::Fenced);
    }
    let lines = Lines::find()
        .filter(Line::Seal.is_null())
        .order_by_asc(Line::At)
        .order_by_asc(Line::Id)
        .limit(LINES_PER_SEAL)
        .all(tx.inner())
        .await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let last = Entity::find().order_by_desc(Column::Number).one(tx.inner()).await?;
    let number = last.as_ref().map_or(1, |last| last.number + 1);
    let hash = lines.iter().fold(last.map_or(START, |last| decoded(&last)), chained);
    let seal = Seal { number, hash: URL_SAFE_NO_PAD.encode(hash) };
    Lines::update_many()
        .col_expr(Line::Seal, Expr::value(number))
        .filter(Line::Id.is_in(lines.iter().map(|line| line.id)))
        .exec(tx.inner())
        .await?;
    let row = ActiveModel {
        number: Set(number),
        lines: Set(i32::try_from(lines.len()).unwrap_or(i32::MAX)),
        hash: Set(seal.hash.clone()),
        sealed_at: Set(micros(now)),
    };
    match Entity::insert(row).exec_without_returning(tx.inner()).await.map_err(Error::from) {
        // A newer holder of the lease was quicker.
        Err(Error::Unique(_)) => return Err(Error::Fenced),
        inserted => inserted?,
    };
    tx.commit().await?;
    Ok(Some(seal))
}

/// Whether a line waits for its seal.
pub async fn has_unsealed(c: &impl Connection) -> Result<bool> {
    let waiting = Lines::find().filter(Line::Seal.is_null()).select_only().column(Line::Id).limit(1);
    Ok(waiting.into_tuple::<Uuid>().one(c.inner()).await?.is_some())
}

/// Looks at the whole trail. Sealing may go on meanwhile.
pub async fn verify(db: &Database) -> Result<Trail> {
    let mut walk = Walk::default();
    let mut stray = 0;
    loop {
        let seals = Entity::find()
            .filter(Column::Number.gt(walk.number))
            .order_by_asc(Column::Number)
            .limit(SEALS_PER_PAGE)
            .all(db.inner())
            .await?;
        // What names a later seal is stray only if no such seal is there after it was counted.
        let Some(last) = seals.last() else {
            let counted = beyond(db, walk.number).await?;
            if counted == 0 || stray == counted {
                stray = counted;
                break;
            }
            stray = counted;
            continue;
        };
        let lines = Lines::find()
            .filter(Line::Seal.gt(walk.number).and(Line::Seal.lte(last.number)))
            .order_by_asc(Line::Seal)
            .order_by_asc(Line::At)
            .order_by_asc(Line::Id)
            .all(db.inner())
            .await?;
        walk.page(&seals, &lines);
        stray = 0;
    }
    let unsealed = Lines::find().filter(Line::Seal.is_null()).count(db.inner()).await?;
    if stray > 0 {
        walk.trail.breaks.push(Break::Stray { lines: stray });
    }
    Ok(Trail { unsealed, ..walk.trail })
}

/// How many lines name a seal after the last one, or before the first.
async fn beyond(c: &impl Connection, last: i64) -> Result<u64> {
    Ok(Lines::find().filter(Line::Seal.gt(last).or(Line::Seal.lt(1))).count(c.inner()).await?)
}

/// A walk along the chain.
#[derive(Default)]
struct Walk {
    number: i64,
    hash: Hash,
    newest: Option<DateTime<Utc>>,
    trail: Trail,
}

/// Before the first line.
const START: Hash = [0; 32];

impl Walk {
    /// Takes some seals, and the lines under them, both in order.
    fn page(&mut self, seals: &[SealRow], lines: &[Model]) {
        for seal in seals {
            let from = lines.partition_point(|line| line.seal < Some(seal.number));
            let to = lines.partition_point(|line| line.seal <= Some(seal.number));
            for number in self.number + 1..seal.number {
                self.broken(Break::Missing { number });
            }
            self.take(seal, lines.get(from..to).unwrap_or_default());
        }
    }

    fn take(&mut self, seal: &SealRow, lines: &[Model]) {
        let computed = lines.iter().fold(self.hash, chained);
        let kept = decoded(seal);
        if computed != kept || usize::try_from(seal.lines).ok() != Some(lines.len()) {
            self.broken(Break::Differs { number: seal.number });
        }
        let late = lines.iter().filter(|line| self.newest.is_some_and(|newest| line.at < newest - LATE));
        let room = TOLD.saturating_sub(self.trail.late.len());
        self.trail.late.extend(late.map(|line| line.id).take(room));
        self.newest = lines.iter().map(|line| line.at).chain(self.newest).max();
        self.trail.sealed += u64::try_from(lines.len()).unwrap_or_default();
        // On from what was kept, so that one edit is one break.
        (self.number, self.hash) = (seal.number, kept);
        self.trail.head = Some(Seal { number: seal.number, hash: seal.hash.clone() });
    }

    fn broken(&mut self, found: Break) {
        if self.trail.breaks.len() < TOLD {
            self.trail.breaks.push(found);
        }
    }
}

/// A hash that is none breaks the chain like any other wrong one.
fn decoded(seal: &SealRow) -> Hash {
    URL_SAFE_NO_PAD.decode(&seal.hash).ok().and_then(|hash| hash.try_into().ok()).unwrap_or(START)
}

fn chained(before: Hash, line: &Model) -> Hash {
    let mut digest = Sha256::new();
    digest.update(before);
    digest.update(line.id.as_bytes());
    digest.update(line.at.timestamp_micros().to_be_bytes());
    digest.update(line.object_id.as_bytes());
    let parts: [Option<&[u8]>; 5] = [
        line.actor_id.as_ref().map(|actor| actor.as_bytes().as_slice()),
        Some(line.action.as_bytes()),
        Some(line.object_kind.as_bytes()),
        Some(line.fields.as_bytes()),
        line.reason.as_deref().map(str::as_bytes),
    ];
    for part in parts {
        // Each with its length, so that nothing can move from one to the next; an absent one has a length of its own.
        let length = part.map_or(u64::MAX, |part| u64::try_from(part.len()).unwrap_or_default());
        digest.update(length.to_be_bytes());
        digest.update(part.unwrap_or_default());
    }
    digest.finalize().into()
}
