//! API keys of organizations. Of a token only the hash is kept.

use chrono::{DateTime, Utc};
use domain::access::{Key, Person, Scope};
use domain::account::AccountId;
use domain::organization::OrganizationId;
use domain::set::BitSet;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::memberships_of;
use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::api_key::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, account, entity};

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Which; no secret.
    pub id: Uuid,
    /// Whose.
    pub organization: OrganizationId,
    /// Which member made it, for whom it acts.
    pub by: AccountId,
    /// What they call it.
    pub name: String,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// What it is for.
    pub scopes: BitSet<Scope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// What a token may at `now`: read afresh for every request, so that what is revoked or changed holds at once. `None`
/// also where the member who made it is none any more.
pub async fn caller(c: &impl Connection, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Key>> {
    let found = Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .find_also_related(entity::account::Entity)
        .one(c.inner())
        .await?;
    let Some((row, Some(account_row))) = found else { return Ok(None) };
    let (key, account) = (key(&row)?, account::account(account_row)?);
    let mut memberships = memberships_of(c, account.id).await?;
    memberships.retain(|membership| membership.organization == key.organization);
    if memberships.is_empty() {
        return Ok(None);
    }
    let person = Person { account: account.id, kind: account.kind, staff: None, memberships, second_factor: false };
    Ok(Some(Key { person, scopes: key.scopes }))
}

/// The keys of an organization, oldest first, those that have ended too.
pub async fn list(c: &impl Connection, organization: OrganizationId) -> Result<Vec<ApiKey>> {
    let query = Entity::find().filter(Column::OrganizationId.eq(organization.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.iter().map(key).collect()
}

/// How many keys an organization has.
pub async fn count(c: &impl Connection, organization: OrganizationId) -> Result<u64> {
    Ok(Entity::find().filter(Column::OrganizationId.eq(organization.0)).count(c.inner()).await?)
}

/// Adds a key.
pub async fn insert(tx: &Transaction, key: &ApiKey) -> Result<()> {
    let scopes: Vec<&str> = key.scopes.iter().map(Scope::key).collect();
    let row = ActiveModel {
        id: Set(key.id),
        organization_id: Set(key.organization.0),
        account_id: Set(key.by.0),
        name: Set(key.name.clone()),
        token_hash: Set(key.token_hash.clone()),
        scopes: Set(scopes.join(",")),
        created_at: Set(micros(key.created_at)),
        expires_at: Set(micros(key.expires_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Ends a key.
///
/// # Errors
/// [`Error::NotFound`] where the organization has none such.
pub async fn remove(tx: &Transaction, organization: OrganizationId, id: Uuid) -> Result<()> {
    let of = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::OrganizationId.eq(organization.0));
    if of.exec(tx.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends what a member made who goes.
pub(super) async fn remove_of(tx: &Transaction, organization: OrganizationId, account: AccountId) -> Result<()> {
    let of =
        Entity::delete_many().filter(Column::OrganizationId.eq(organization.0)).filter(Column::AccountId.eq(account.0));
    of.exec(tx.inner()).await?;
    Ok(())
}

fn key(row: &Model) -> Result<ApiKey> {
    let scopes: Option<BitSet<Scope>> = row.scopes.split(',').map(Scope::parse).collect();
    Ok(ApiKey {
        id: row.id,
        organization: OrganizationId(row.organization_id),
        by: AccountId(row.account_id),
        name: row.name.clone(),
        token_hash: row.token_hash.clone(),
        scopes: scopes.ok_or_else(|| Error::Unreadable(format!("api_key.scopes of {}", row.id)))?,
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}
