//! Leases: who may do what only one process may do at a time.
//!
//! A lease expires by time, so a process that dies needs no cleaning up after. A process that merely stalls may
//! believe in its lease a moment too long: each new holder gets a higher epoch, and whatever a holder writes
//! is guarded by it ([`cursor::set`](crate::cursor::set)). Clocks of the processes may differ by far less than
//! a lease lasts.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::dialect::micros;
use crate::entity::lease::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Result};

/// A lease that was had when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub name: String,
    /// Who has it: a label for people.
    pub owner: String,
    /// Counts the holders, from 1.
    pub epoch: i64,
    /// When it ends, unless renewed.
    pub expires_at: DateTime<Utc>,
}

/// Takes a lease for `ttl`; `None` while someone (the same owner too) has it.
pub async fn acquire(
    c: &impl Connection,
    name: &str,
    owner: &str,
    ttl: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Option<Lease>> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        owner: Set(owner.to_owned()),
        epoch: Set(1),
        expires_at: Set(micros(now + ttl)),
    };
    let if_expired = OnConflict::column(Column::Name)
        .update_columns([Column::Owner, Column::ExpiresAt])
        .value(Column::Epoch, Expr::col((Entity, Column::Epoch)).add(1))
        .action_and_where(Expr::col((Entity, Column::ExpiresAt)).lte(micros(now)))
        .to_owned();
    match Entity::insert(row).on_conflict(if_expired).exec_with_returning(c.inner()).await {
        Ok(row) => Ok(Some(lease(row))),
        Err(DbErr::RecordNotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Prolongs a lease to `ttl` from `now`; `None` when it was lost (expired, or taken by another).
pub async fn renew(c: &impl Connection, lease: &Lease, ttl: TimeDelta, now: DateTime<Utc>) -> Result<Option<Lease>> {
    let expires_at = micros(now + ttl);
    let renewed = Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(expires_at))
        .filter(Column::Name.eq(&lease.name))
        .filter(Column::Epoch.eq(lease.epoch))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .exec(c.inner())
        .await?
        .rows_affected;
    Ok((renewed > 0).then(|| Lease { expires_at, ..lease.clone() }))
}

/// Gives a lease back, so that the next holder need not wait. Harmless when it was lost.
pub async fn release(c: &impl Connection, lease: &Lease, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(micros(now)))
        .filter(Column::Name.eq(&lease.name))
        .filter(Column::Epoch.eq(lease.epoch))
        .exec(c.inner())
        .await?;
    Ok(())
}

/// Who has a lease at `now`.
pub async fn holder(c: &impl Connection, name: &str, now: DateTime<Utc>) -> Result<Option<Lease>> {
    let row = Entity::find_by_id(name).filter(Column::ExpiresAt.gt(micros(now))).one(c.inner()).await?;
    Ok(row.map(lease))
}

/// Whether the caller's lease still holds at `now`.
pub async fn is_held(c: &impl Connection, lease: &Lease, now: DateTime<Utc>) -> Result<bool> {
    Ok(holder(c, &lease.name, now).await?.is_some_and(|held| held.epoch == lease.epoch))
}

fn lease(row: Model) -> Lease {
    Lease { name: row.name, owner: row.owner, epoch: row.epoch, expires_at: row.expires_at }
}
