//! How often something was tried lately, over all processes. The rule is [`Limit`]'s; here it is one statement, so
//! that tries at the same time are counted each.

use chrono::{DateTime, TimeDelta, Utc};
use domain::throttle::Limit;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::entity::throttle::{ActiveModel, Column, Entity};
use crate::{Result, Transaction};

/// Counts a try under an opaque key. `Some`: too many; how long to wait for the next, and it was not counted.
pub async fn take(tx: &Transaction, key: &str, limit: Limit, now: DateTime<Utc>) -> Result<Option<TimeDelta>> {
    let now_micros = now.timestamp_micros();
    let every = limit.every.num_microseconds().unwrap_or(i64::MAX);
    let first = ActiveModel { key: Set(key.to_owned()), free_at: Set(now_micros.saturating_add(every)) };
    let kept = || Expr::col((Entity, Column::FreeAt));
    let from = CaseStatement::new().case(kept().gt(now_micros), kept()).finally(now_micros);
    let again = OnConflict::column(Column::Key)
        .value(Column::FreeAt, Expr::expr(from).add(every))
        .action_and_where(kept().lte(limit.horizon(now).timestamp_micros()))
        .to_owned();
    match Entity::insert(first).on_conflict(again).exec_with_returning(tx.inner()).await {
        Ok(_) => Ok(None),
        Err(DbErr::RecordNotFound(_)) => {
            let row = Entity::find_by_id(key).one(tx.inner()).await?;
            let tat = row.and_then(|row| DateTime::from_timestamp_micros(row.free_at));
            Ok(Some(limit.admit(tat, now).err().unwrap_or_default()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Forgets what is full again, and so as if it had never been tried.
pub async fn prune(tx: &Transaction, now: DateTime<Utc>) -> Result<u64> {
    let full = Column::FreeAt.lte(now.timestamp_micros());
    Ok(Entity::delete_many().filter(full).exec(tx.inner()).await?.rows_affected)
}
