//! Which digests are due, and what was in those before.

use chrono::{DateTime, Utc};
use domain::digest::Ledger;
use domain::subscription::{Subscription, SubscriptionId};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Kept, of_rows};
use crate::connection::sealed::Sealed;
use crate::dialect::{ROWS_PER_INSERT, micros};
use crate::entity::digest::{ActiveModel, Column, Entity};
use crate::entity::subscription as subscription_row;
use crate::{Connection, Error, Result, Transaction};

/// A subscription whose digest is due.
pub struct Due {
    /// The subscription.
    pub kept: Kept,
    /// What was sent before.
    pub sent: Ledger,
}

/// Whether any digest is due at `now`.
pub async fn is_any_due(c: &impl Connection, now: DateTime<Utc>) -> Result<bool> {
    let query = Entity::find().select_only().column(Column::SubscriptionId).filter(Column::DueAt.lte(micros(now)));
    Ok(query.limit(1).into_tuple::<uuid::Uuid>().one(c.inner()).await?.is_some())
}

/// The `limit` digests that have been due longest. No two transactions get the same one: on PostgreSQL those of another are
/// passed over, on SQLite one writes at a time.
pub async fn due(tx: &Transaction, now: DateTime<Utc>, limit: u64) -> Result<Vec<Due>> {
    let mut due = Entity::find()
        .filter(Column::DueAt.lte(micros(now)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::SubscriptionId)
        .limit(limit)
        .find_also_related(subscription_row::Entity);
    QuerySelect::query(&mut due).lock_with_tables_behavior(LockType::Update, [Entity], LockBehavior::SkipLocked);
    let rows = due.all(tx.inner()).await?;
    rows.into_iter()
        .map(|(digest, subscription)| {
            let unreadable = |what: &str| Error::Unreadable(format!("{what} of {}", digest.subscription_id));
            let kept = of_rows(subscription.ok_or_else(|| unreadable("subscription"))?, &digest)?;
            let sent = Ledger::parse(&digest.ledger).map_err(|_| unreadable("digest.ledger"))?;
            Ok(Due { kept, sent })
        })
        .collect()
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
