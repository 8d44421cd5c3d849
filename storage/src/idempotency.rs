//! Answers kept under an `Idempotency-Key`, so that a repeated creation makes one thing.
//!
//! The answer is written in the transaction of the creation: a process that is killed leaves both or neither.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::idempotency::{ActiveModel, Column, Entity};
use crate::{Connection, Result, Transaction};

/// Under what an answer is kept: a key is good for one caller and one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// Who asked.
    pub account: AccountId,
    /// The `operationId`.
    pub operation: &'a str,
    /// What the client sent.
    pub key: &'a str,
}

/// The answer to a creation.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// A keyed hash of path and body.
    pub fingerprint: String,
    /// Where the new thing is.
    pub location: String,
    /// Its version.
    pub version: i32,
    /// The body, JSON.
    pub body: String,
}

/// The answer that was given under a key.
pub async fn find(c: &impl Connection, key: Key<'_>) -> Result<Option<Answer>> {
    let id = (key.account.0, key.operation.to_owned(), key.key.to_owned());
    let row = Entity::find_by_id(id).one(c.inner()).await?;
    Ok(row.map(|row| Answer {
        fingerprint: row.fingerprint,
        location: row.location,
        version: row.version,
        body: row.body,
    }))
}

/// Keeps an answer.
///
/// # Errors
/// [`crate::Error::Unique`] when a request with the same key was quicker.
pub async fn keep(tx: &Transaction, key: Key<'_>, answer: &Answer, now: DateTime<Utc>) -> Result<()> {
    let row = ActiveModel {
        account_id: Set(key.account.0),
        operation: Set(key.operation.to_owned()),
        key: Set(key.key.to_owned()),
        fingerprint: Set(answer.fingerprint.clone()),
        location: Set(answer.location.clone()),
        version: Set(answer.version),
        body: Set(answer.body.clone()),
        created_at: Set(micros(now)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Drops answers from before a moment.
pub async fn prune(tx: &Transaction, before: DateTime<Utc>) -> Result<u64> {
    let dropped = Entity::delete_many().filter(Column::CreatedAt.lt(micros(before))).exec(tx.inner()).await?;
    Ok(dropped.rows_affected)
}
