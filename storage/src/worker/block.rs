//! Employers that may not see a worker.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::worker::Blocked;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::changed;
use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::employer_block::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// A blocked employer as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Which employer.
    pub blocked: Blocked,
    /// Its name as the worker wrote it.
    pub name: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Opaque: whom someone avoids is personal.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The block with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Block> {
    Entity::find_by_id(id).one(c.inner()).await?.ok_or(Error::NotFound).and_then(of_row)
}

/// The blocks of an account, oldest first.
pub async fn of(c: &impl Connection, account: AccountId) -> Result<Vec<Block>> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.into_iter().map(of_row).collect()
}

/// Adds a block.
///
/// # Errors
/// [`Error::Unique`] when the account blocks that employer already; then the transaction cannot go on.
pub async fn insert(tx: &Transaction, block: &Block) -> Result<()> {
    let row = ActiveModel {
        id: Set(block.id),
        account_id: Set(block.account.0),
        subject: Set(block.blocked.key()),
        name: Set(block.name.clone()),
        created_at: Set(micros(block.created_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    changed(tx, block.account, block.created_at).await
}

/// Removes a block.
pub async fn remove(tx: &Transaction, block: &Block, now: DateTime<Utc>) -> Result<()> {
    Entity::delete_by_id(block.id).exec(tx.inner()).await?;
    changed(tx, block.account, now).await
}

pub(super) async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    Entity::delete_many().filter(Column::AccountId.eq(account.0)).exec(tx.inner()).await?;
    Ok(())
}

pub(crate) fn of_row(row: Model) -> Result<Block> {
    Ok(Block {
        id: row.id,
        account: AccountId(row.account_id),
        blocked: Blocked::parse(&row.subject)
            .ok_or_else(|| Error::Unreadable(format!("employer_block.subject of {}", row.id)))?,
        name: row.name,
        created_at: row.created_at,
    })
}
