//! The versions of the fraud policy. None is ever changed or removed.

use chrono::NaiveDate;
use domain::fraud_policy::{History, PolicyId, Version};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};

use crate::connection::sealed::Sealed;
use crate::entity::fraud_policy::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Result, Transaction};

/// Every version. A policy changes a few times in its life, so they are read together.
pub async fn history(c: &impl Connection) -> Result<History> {
    let rows = Entity::find().order_by_asc(Column::EffectiveFrom).limit(MOST).all(c.inner()).await?;
    Ok(History::new(rows.into_iter().map(version).collect()))
}

/// The most versions there can be: one a week for twenty years.
pub const MOST: u64 = 1_000;

/// Whether there is room for another version.
pub async fn has_room(c: &impl Connection) -> Result<bool> {
    Ok(Entity::find().count(c.inner()).await? < MOST)
}

/// Adds a version.
///
/// # Errors
/// [`crate::Error::Unique`] when another begins on the same day.
pub async fn publish(tx: &Transaction, version: &Version) -> Result<()> {
    Entity::insert(row(version)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Adds the version that is in force from the start, unless it is there.
pub(crate) async fn seed(tx: &Transaction) -> Result<()> {
    let unless_there = OnConflict::column(Column::Id).do_nothing().to_owned();
    Entity::insert(row(&Version::first())).on_conflict(unless_there).exec_without_returning(tx.inner()).await?;
    Ok(())
}

fn row(version: &Version) -> ActiveModel {
    ActiveModel {
        id: Set(version.id.0),
        effective_from: Set(version.from),
        en: Set(version.en.clone()),
        fr: Set(version.fr.clone()),
    }
}

fn version(row: Model) -> Version {
    let from: Option<NaiveDate> = row.effective_from;
    Version { id: PolicyId(row.id), from, en: row.en, fr: row.fr }
}
