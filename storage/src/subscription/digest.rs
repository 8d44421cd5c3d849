//! Which digests are due, and what was in those before.

use chrono::{DateTime, Utc};
use domain::digest::Ledger;
use domain::subscription::{Subscription, SubscriptionId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoIden, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Content, Kept, kept_of};
use crate::connection::sealed::Sealed;
use crate::dialect::{Cell, ROWS_PER_INSERT, micros};
use crate::entity::digest::{ActiveModel, Column, Entity, Model, Relation};
use crate::entity::subscription::Column as Of;
use crate::{Connection, Error, Result, Transaction, dialect};

/// A subscription whose digest is due.
pub struct Due {
    /// The subscription.
    pub kept: Kept,
    /// What was sent before.
    pub sent: Ledger,
}

/// Digests that are due, as they came from the database: to make them out takes longer than to fetch them, and is for a
/// thread of its own.
pub struct Waiting {
    /// A JSON array of [`Row`]s.
    rows: String,
    count: usize,
    last: Option<Place>,
}

/// When a digest is due, and of which subscription: the order in which they are served.
pub type Place = (DateTime<Utc>, SubscriptionId);

/// Whether any digest is due at `now`.
pub async fn is_any_due(c: &impl Connection, now: DateTime<Utc>) -> Result<bool> {
    let query = Entity::find().select_only().column(Column::SubscriptionId).filter(Column::DueAt.lte(micros(now)));
    Ok(query.limit(1).into_tuple::<uuid::Uuid>().one(c.inner()).await?.is_some())
}

/// The `limit` digests that have been due longest, of those after a place. No two transactions get the same one: on
/// PostgreSQL those of another are passed over, on SQLite one writes at a time.
pub async fn due(tx: &Transaction, now: DateTime<Utc>, after: Option<Place>, limit: u64) -> Result<Waiting> {
    let after = after.map(|(at, id)| dialect::after([Column::DueAt, Column::SubscriptionId], (micros(at), id.0)));
    let mut due = Entity::find()
        .select_only()
        .columns([Column::SubscriptionId, Column::Mark, Column::SentAt, Column::DueAt, Column::Ledger])
        .columns([Of::AccountId, Of::Email, Of::Version, Of::State, Of::Content])
        .join(JoinType::InnerJoin, Relation::Subscription.def())
        .filter(Column::DueAt.lte(micros(now)))
        .filter(Condition::all().add_option(after))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::SubscriptionId)
        .limit(limit);
    QuerySelect::query(&mut due).lock_with_tables_behavior(LockType::Update, [Entity], LockBehavior::SkipLocked);
    let cells = [
        Cell::Id(Column::SubscriptionId.into_iden()),
        Cell::Plain(Column::Mark.into_iden()),
        Cell::Plain(Column::SentAt.into_iden()),
        Cell::Plain(Column::DueAt.into_iden()),
        Cell::Bytes(Column::Ledger.into_iden()),
        Cell::Id(Of::AccountId.into_iden()),
        Cell::Plain(Of::Email.into_iden()),
        Cell::Plain(Of::Version.into_iden()),
        Cell::Plain(Of::State.into_iden()),
        Cell::Json(Of::Content.into_iden()),
    ];
    Waiting::of(tx.dialect().in_one(tx.inner(), due.into_query(), cells).await?)
}

/// Subscription, mark, when the last was sent, when this is due, ledger; account, address, version, state, content.
type Row<'a> = (
    Uuid,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    &'a str,
    Option<Uuid>,
    Option<String>,
    i32,
    String,
    Content,
);

impl Waiting {
    fn of(rows: String) -> Result<Self> {
        let all: Vec<&RawValue> = parsed(&rows)?;
        let last: Option<Row<'_>> = all.last().map(|row| parsed(row.get())).transpose()?;
        let (count, last) = (all.len(), last.and_then(|row| Some((row.3?, SubscriptionId(row.0)))));
        Ok(Self { rows, count, last })
    }

    /// How many they are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The place of the last.
    pub const fn last(&self) -> Option<Place> {
        self.last
    }

    /// The digests.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn read(&self) -> Result<Vec<Due>> {
        let rows: Vec<Row<'_>> = parsed(&self.rows)?;
        rows.into_iter().map(due_of).collect()
    }
}

fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable(format!("a digest that is due: {error}")))
}

fn due_of(
    (subscription_id, mark, sent_at, due_at, ledger, account_id, email, version, state, content): Row<'_>,
) -> Result<Due> {
    let unreadable = || Error::Unreadable(format!("digest.ledger of {subscription_id}"));
    let ledger = dialect::unhex(ledger).ok_or_else(unreadable)?;
    let sent = Ledger::parse(&ledger).map_err(|_| unreadable())?;
    let digest = Model { subscription_id, mark, sent_at, due_at, ledger };
    let kept = kept_of((SubscriptionId(subscription_id), account_id, email, version), &state, content, &digest)?;
    Ok(Due { kept, sent })
}

/// Keeps how far the digests of some subscriptions are, with what was sent; in few statements.
pub async fn keep(tx: &Transaction, digests: &[(&Subscription, &Ledger)]) -> Result<()> {
    for digests in digests.chunks(ROWS_PER_INSERT) {
        let rows =
            digests.iter().map(|(subscription, sent)| ActiveModel { ledger: Set(sent.bytes()), ..row(subscription) });
        let known = OnConflict::column(Column::SubscriptionId)
            .update_columns([Column::Mark, Column::SentAt, Column::DueAt, Column::Ledger])
            .to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// The jobs that were sent to a subscription.
pub async fn ledger(c: &impl Connection, id: SubscriptionId) -> Result<Ledger> {
    let found = Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound)?;
    Ledger::parse(&found.ledger).map_err(|_| Error::Unreadable(format!("digest.ledger of {}", id.0)))
}

/// How many digests are due, and since when the oldest is.
pub async fn backlog(c: &impl Connection, now: DateTime<Utc>) -> Result<(u64, Option<DateTime<Utc>>)> {
    let due = || Entity::find().filter(Column::DueAt.lte(micros(now)));
    let count: Option<i64> =
        due().select_only().expr(Expr::col(Column::SubscriptionId).count()).into_tuple().one(c.inner()).await?;
    let oldest = due().select_only().column(Column::DueAt).order_by_asc(Column::DueAt).limit(1);
    let oldest: Option<DateTime<Utc>> = oldest.into_tuple().one(c.inner()).await?;
    Ok((count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default(), oldest))
}

/// For a new subscription.
pub(super) async fn begin(tx: &Transaction, subscription: &Subscription) -> Result<()> {
    let row = ActiveModel { ledger: Set(Ledger::default().bytes()), ..row(subscription) };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// After something happened to a subscription; what was sent stays.
pub(super) async fn set(tx: &Transaction, subscription: &Subscription) -> Result<()> {
    let of = Entity::update_many().set(row(subscription)).filter(Column::SubscriptionId.eq(subscription.id.0));
    of.exec(tx.inner()).await?;
    Ok(())
}

fn row(subscription: &Subscription) -> ActiveModel {
    ActiveModel {
        subscription_id: Set(subscription.id.0),
        mark: Set(micros(subscription.mark)),
        sent_at: Set(subscription.sent_at.map(micros)),
        due_at: Set(subscription.due_at.map(micros)),
        ..ActiveModel::default()
    }
}
