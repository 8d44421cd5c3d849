//! Sessions: who a token belongs to. Only a token's hash is kept.

use chrono::{DateTime, Utc};
use domain::access::Person;
use domain::account::{AccountId, Kind};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::session::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, account, entity, organization};

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which; no secret.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Whether it was confirmed with a second factor.
    pub second_factor: bool,
    /// What the client said it is, cut short.
    pub agent: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the quarter of an hour.
    pub seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Who a token stands for at `now`, with the session it belongs to: read afresh for every request, so that what
/// is revoked or changed holds at once.
pub async fn caller(c: &impl Connection, token_hash: &str, now: DateTime<Utc>) -> Result<Option<(Session, Person)>> {
    let found = Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .find_also_related(entity::account::Entity)
        .one(c.inner())
        .await?;
    let Some((session, Some(row))) = found else { return Ok(None) };
    let account = account::account(row)?;
    let memberships = match account.kind {
        Kind::Employer => organization::memberships_of(c, account.id).await?,
        Kind::Worker => Vec::new(),
    };
    let person = Person {
        account: account.id,
        kind: account.kind,
        staff: account.staff,
        memberships,
        second_factor: session.second_factor,
    };
    Ok(Some((of_row(session), person)))
}

/// The sessions of an account that have not ended, newest first.
pub async fn of_account(c: &impl Connection, account: AccountId, now: DateTime<Utc>) -> Result<Vec<Session>> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(c.inner())
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// The session with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Session> {
    Entity::find_by_id(id).one(c.inner()).await?.map(of_row).ok_or(Error::NotFound)
}

/// Begins a session.
pub async fn insert(tx: &Transaction, session: &Session) -> Result<()> {
    Entity::insert(row(session)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Replaces a session.
pub async fn update(tx: &Transaction, session: &Session) -> Result<()> {
    Entity::update_many().set(row(session)).filter(Column::Id.eq(session.id)).exec(tx.inner()).await?;
    Ok(())
}

/// Notes that a session was used at `now`.
pub async fn touch(c: &impl Connection, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let seen = Entity::update_many().col_expr(Column::SeenAt, Expr::value(micros(now))).filter(Column::Id.eq(id));
    seen.exec(c.inner()).await?;
    Ok(())
}

/// Drops the sessions that have ended by `now`.
pub async fn prune(tx: &Transaction, now: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(micros(now))).exec(tx.inner()).await?.rows_affected)
}

/// Ends a session.
pub async fn remove(tx: &Transaction, id: Uuid) -> Result<()> {
    Entity::delete_by_id(id).exec(tx.inner()).await?;
    Ok(())
}

/// Ends every session of an account but one.
pub async fn remove_others(tx: &Transaction, account: AccountId, kept: Option<Uuid>) -> Result<()> {
    let mut ended = Entity::delete_many().filter(Column::AccountId.eq(account.0));
    if let Some(kept) = kept {
        ended = ended.filter(Column::Id.ne(kept));
    }
    ended.exec(tx.inner()).await?;
    Ok(())
}

fn row(session: &Session) -> ActiveModel {
    ActiveModel {
        id: Set(session.id),
        account_id: Set(session.account.0),
        token_hash: Set(session.token_hash.clone()),
        second_factor: Set(session.second_factor),
        agent: Set(session.agent.clone()),
        created_at: Set(micros(session.created_at)),
        seen_at: Set(micros(session.seen_at)),
        expires_at: Set(micros(session.expires_at)),
    }
}

fn of_row(row: Model) -> Session {
    Session {
        id: row.id,
        account: AccountId(row.account_id),
        token_hash: row.token_hash,
        second_factor: row.second_factor,
        agent: row.agent,
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    }
}
