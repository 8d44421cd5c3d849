//! The wallet: credentials with their dates.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountId;
use domain::reference;
use domain::worker::{self, Held};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::changed;
use super::lapse::of_columns;
use crate::connection::sealed::Sealed;
use crate::dialect;
use crate::entity::wallet_credential::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// A credential as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Counts the changes, from 1.
    pub version: i32,
    /// What matching needs of it.
    pub held: Held,
    /// Who issued it; never of a health item.
    pub issuer: Option<String>,
    /// The worker's document that shows it; never of a health item.
    pub document: Option<Uuid>,
}

/// Opaque, as everything else in it is personal.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// The credential with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Credential> {
    Entity::find_by_id(id).one(c.inner()).await?.ok_or(Error::NotFound).and_then(of_row)
}

/// The wallet of an account, oldest first.
pub async fn of(c: &impl Connection, account: AccountId) -> Result<Vec<Credential>> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.into_iter().map(of_row).collect()
}

/// Adds a credential.
pub async fn insert(tx: &Transaction, credential: &Credential, now: DateTime<Utc>) -> Result<()> {
    Entity::insert(row(credential)).exec_without_returning(tx.inner()).await?;
    changed(tx, credential.account, now).await
}

/// Replaces a credential that is still at `credential.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, credential: &Credential, now: DateTime<Utc>) -> Result<i32> {
    let (key, at) = (Column::Id.eq(credential.id), (Column::Version, credential.version));
    let current = async { Ok(find(tx, credential.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(credential), key, at, current).await?;
    changed(tx, credential.account, now).await?;
    Ok(version)
}

/// Removes a credential.
pub async fn remove(tx: &Transaction, credential: &Credential, now: DateTime<Utc>) -> Result<()> {
    Entity::delete_by_id(credential.id).exec(tx.inner()).await?;
    changed(tx, credential.account, now).await
}

/// Takes a document that is being removed off the credentials that show it.
pub async fn forget_document(tx: &Transaction, document: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DocumentId, Expr::value(None::<Uuid>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::DocumentId.eq(document))
        .exec(tx.inner())
        .await?;
    Ok(())
}

pub(super) async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    Entity::delete_many().filter(Column::AccountId.eq(account.0)).exec(tx.inner()).await?;
    Ok(())
}

/// Credentials whose last day is within a span, soonest first: the next `limit` after `after`.
pub(super) async fn ending(
    c: &impl Connection,
    (first, last): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, Uuid)>,
    limit: u64,
) -> Result<Vec<super::lapse::Ending>> {
    let mut query = Entity::find()
        .filter(Column::Ends.between(first, last))
        .order_by_asc(Column::Ends)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(dialect::after([Column::Ends, Column::Id], after));
    }
    let rows = query.all(c.inner()).await?;
    rows.into_iter()
        .map(|row| {
            let (reminded, ends) = (of_columns(row.reminded_day, row.reminded_ahead), row.ends);
            let credential = of_row(row)?;
            // As it was written: a default that has changed since takes effect with the next edit.
            let item = worker::Item { ends, ..worker::Item::of_credential(credential.id, &credential.held) };
            Ok(super::lapse::Ending { account: credential.account, item, reminded })
        })
        .collect()
}

pub(crate) fn row(credential: &Credential) -> ActiveModel {
    let held = &credential.held;
    ActiveModel {
        id: Set(credential.id),
        account_id: Set(credential.account.0),
        version: Set(credential.version),
        credential: Set(held.credential.key().to_owned()),
        issuer: Set(credential.issuer.clone()),
        issued: Set(held.issued),
        expires: Set(held.expires),
        document_id: Set(credential.document),
        ends: Set(held.ends()),
        ..ActiveModel::default()
    }
}

pub(super) fn of_row(row: Model) -> Result<Credential> {
    let credential = reference::Credential::parse(&row.credential)
        .ok_or_else(|| Error::Unreadable(format!("wallet_credential.credential of {}", row.id)))?;
    Ok(Credential {
        id: row.id,
        account: AccountId(row.account_id),
        version: row.version,
        held: Held { credential, issued: row.issued, expires: row.expires },
        issuer: row.issuer,
        document: row.document_id,
    })
}
