//! Those who have not yet confirmed their address. Each registration is for itself, with its own token and
//! password, so none can take over another; an account begins when one is confirmed.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::Kind;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::registration::{ActiveModel, Column, Entity};
use crate::{Connection, Error, Result, Transaction};

/// A registration as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Worker or employer.
    pub kind: Kind,
    /// The address, in lower case.
    pub email: String,
    /// How they want to be called.
    pub name: String,
    /// The language of their mail.
    pub language: Lang,
    /// The password as a PHC string.
    pub password_hash: String,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
}

/// Opaque, as everything in it is personal or secret.
impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration").finish_non_exhaustive()
    }
}

/// Keeps a registration under the hash of its token.
pub async fn insert(tx: &Transaction, token_hash: &str, registration: &Registration) -> Result<()> {
    let row = ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        kind: Set(registration.kind.key().to_owned()),
        email: Set(registration.email.clone()),
        name: Set(registration.name.clone()),
        language: Set(registration.language.code().to_owned()),
        password_hash: Set(registration.password_hash.clone()),
        expires_at: Set(micros(registration.expires_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// The registration of a token, while it lasts.
pub async fn find(c: &impl Connection, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Registration>> {
    let found = Entity::find_by_id(token_hash).filter(Column::ExpiresAt.gt(micros(now))).one(c.inner()).await?;
    let Some(row) = found else { return Ok(None) };
    let unreadable = |column: &str| Error::Unreadable(format!("registration.{column}"));
    Ok(Some(Registration {
        kind: Kind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
        language: Lang::parse(&row.language).ok_or_else(|| unreadable("language"))?,
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        expires_at: row.expires_at,
    }))
}

/// Drops every registration for an address: when one was confirmed, or the account is deleted.
pub async fn remove_for(tx: &Transaction, email: &str) -> Result<()> {
    Entity::delete_many().filter(Column::Email.eq(email)).exec(tx.inner()).await?;
    Ok(())
}

/// Drops what has ended.
pub async fn prune(tx: &Transaction, now: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(micros(now))).exec(tx.inner()).await?.rows_affected)
}
