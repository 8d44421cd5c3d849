//! How far each reader of the change feed has come.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::change::Position;
use crate::dialect::micros;
use crate::entity::cursor::{ActiveModel, Column, Entity};
use crate::{Connection, Error, Result};

/// A reader's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Everything up to here is done.
    pub position: Position,
    /// The epoch of the lease under which it was set.
    pub epoch: i64,
    /// When it was set.
    pub updated_at: DateTime<Utc>,
}

/// The mark of a reader; `None`: it has none yet and must load everything.
pub async fn get(c: &impl Connection, consumer: &str) -> Result<Option<Cursor>> {
    Ok(Entity::find_by_id(consumer).one(c.inner()).await?.map(|row| Cursor {
        position: Position { xid: row.xid, seq: row.seq },
        epoch: row.epoch,
        updated_at: row.updated_at,
    }))
}

/// Moves the mark of a reader, forward or (to load again) back.
///
/// # Errors
/// [`Error::Fenced`] when it was set under a newer epoch: another holds the lease now, and the caller must stop.
pub async fn set(
    c: &impl Connection,
    consumer: &str,
    position: Position,
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        consumer: Set(consumer.to_owned()),
        xid: Set(position.xid),
        seq: Set(position.seq),
        epoch: Set(epoch),
        updated_at: Set(micros(now)),
    };
    let unless_newer = OnConflict::column(Column::Consumer)
        .update_columns([Column::Xid, Column::Seq, Column::Epoch, Column::UpdatedAt])
        .action_and_where(Expr::col((Entity, Column::Epoch)).lte(epoch))
        .to_owned();
    let written = Entity::insert(row).on_conflict(unless_newer).exec_without_returning(c.inner()).await?;
    if written == 0 { Err(Error::Fenced) } else { Ok(()) }
}
