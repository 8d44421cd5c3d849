//! Addresses that nothing may be sent to that was asked for: kept as a keyed hash, which outlives every deletion.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::subscription::Means;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::suppression::{ActiveModel, Column, Entity};
use crate::vault::Vault;
use crate::{Connection, Error, Result, Transaction};

/// What an address is kept as; the same as long as the first key of the installation is kept.
fn hash(vault: &Vault, email: &str) -> String {
    URL_SAFE_NO_PAD.encode(vault.mac("suppression", email.as_bytes()))
}

/// Suppresses an address, which is in lower case. What a provider told us counts more than that its owner has left, and
/// stays.
pub async fn add(tx: &Transaction, vault: &Vault, email: &str, why: Means, now: DateTime<Utc>) -> Result<()> {
    let row = ActiveModel { hash: Set(hash(vault, email)), means: Set(why.key().to_owned()), at: Set(micros(now)) };
    let known = OnConflict::column(Column::Hash)
        .update_columns([Column::Means, Column::At])
        .action_and_where(Expr::col((Entity, Column::Means)).eq(Means::Deletion.key()))
        .to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Why an address is suppressed, and since when; `None`: it is not.
pub async fn of(c: &impl Connection, vault: &Vault, email: &str) -> Result<Option<(Means, DateTime<Utc>)>> {
    let Some(row) = Entity::find_by_id(hash(vault, email)).one(c.inner()).await? else { return Ok(None) };
    let unreadable = || Error::Unreadable("suppression.means".to_owned());
    Ok(Some((Means::parse(&row.means).ok_or_else(unreadable)?, row.at)))
}

/// Lifts what its owner asked for by leaving, as they have come back; what a provider told us stays.
pub async fn lift(tx: &Transaction, vault: &Vault, email: &str) -> Result<()> {
    if let Some((Means::Deletion, _)) = of(tx, vault, email).await? {
        Entity::delete_by_id(hash(vault, email)).exec(tx.inner()).await?;
    }
    Ok(())
}
