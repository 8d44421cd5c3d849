//! Single-use tokens that are mailed. Only their hashes are kept.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::token::{ActiveModel, Column, Entity};
use crate::{Connection, Result, Transaction};

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Setting a new password.
    ResetPassword,
}

impl Purpose {
    const fn key(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset_password",
        }
    }
}

/// Keeps a token; without an account it opens nothing.
pub async fn insert(
    tx: &Transaction,
    hash: &str,
    purpose: Purpose,
    account: Option<AccountId>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        hash: Set(hash.to_owned()),
        purpose: Set(purpose.key().to_owned()),
        account_id: Set(account.map(|account| account.0)),
        expires_at: Set(micros(expires_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Whose token this is, while it lasts.
pub async fn find(c: &impl Connection, hash: &str, purpose: Purpose, now: DateTime<Utc>) -> Result<Option<AccountId>> {
    let row = Entity::find_by_id(hash)
        .filter(Column::Purpose.eq(purpose.key()))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .one(c.inner())
        .await?;
    Ok(row.and_then(|row| row.account_id).map(AccountId))
}

/// Uses a token up, and every other of the account for the same purpose; `false`: someone else was quicker.
pub async fn consume(tx: &Transaction, hash: &str, purpose: Purpose, account: AccountId) -> Result<bool> {
    let used = Entity::delete_by_id(hash).exec(tx.inner()).await?.rows_affected == 1;
    let others =
        Entity::delete_many().filter(Column::AccountId.eq(account.0)).filter(Column::Purpose.eq(purpose.key()));
    others.exec(tx.inner()).await?;
    Ok(used)
}

/// Drops what has ended.
pub async fn prune(tx: &Transaction, now: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(micros(now))).exec(tx.inner()).await?.rows_affected)
}
