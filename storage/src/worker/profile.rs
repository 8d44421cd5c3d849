//! Profiles.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::worker::{Record, Visibility};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait};

use super::changed;
use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::worker_profile::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// A worker's profile as it is kept.
#[derive(Clone, PartialEq)]
pub struct Profile {
    /// Whose.
    pub account: AccountId,
    /// Counts the changes; 0: nothing was written yet.
    pub version: i32,
    /// Who may see it.
    pub visibility: Visibility,
    /// What the worker wrote.
    pub record: Record,
}

/// Opaque, as everything else in it is personal.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("account", &self.account)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The profile of an account. Every account has one: hidden and empty until it is written.
pub async fn of(c: &impl Connection, account: AccountId) -> Result<Profile> {
    let row = Entity::find_by_id(account.0).one(c.inner()).await?;
    let new = Profile { account, version: 0, visibility: Visibility::Hidden, record: Record::default() };
    row.as_ref().map_or(Ok(new), of_row)
}

/// Replaces a profile that is still at `profile.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version.
pub async fn save(tx: &Transaction, profile: &Profile, now: DateTime<Utc>) -> Result<i32> {
    let row = row(profile, now)?;
    if profile.version > 0 {
        let (key, at) = (Column::AccountId.eq(profile.account.0), (Column::Version, profile.version));
        let current = async { Ok(of(tx, profile.account).await?.version) };
        let version = versioned::replace::<Entity>(tx, row, key, at, current).await?;
        changed(tx, profile.account, now).await?;
        return Ok(version);
    }
    let first = Entity::insert(ActiveModel { version: Set(1), ..row }).exec_without_returning(tx.inner());
    match first.await.map_err(Error::from) {
        // Written by another request between its reading and now.
        Err(Error::Unique(_)) => Err(Error::Conflict { current: 1 }),
        inserted => {
            inserted?;
            changed(tx, profile.account, now).await?;
            Ok(1)
        }
    }
}

pub(super) async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    Entity::delete_by_id(account.0).exec(tx.inner()).await?;
    Ok(())
}

pub(crate) fn row(profile: &Profile, now: DateTime<Utc>) -> Result<ActiveModel> {
    let content = serde_json::to_string(&profile.record)
        .map_err(|_| Error::Unreadable("a profile that has no JSON form".to_owned()))?;
    Ok(ActiveModel {
        account_id: Set(profile.account.0),
        version: Set(profile.version),
        visibility: Set(profile.visibility.key().to_owned()),
        updated_at: Set(micros(now)),
        content: Set(content),
    })
}

pub(super) fn of_row(row: &Model) -> Result<Profile> {
    let unreadable = |column: &str| Error::Unreadable(format!("worker_profile.{column} of {}", row.account_id));
    Ok(Profile {
        account: AccountId(row.account_id),
        version: row.version,
        visibility: Visibility::parse(&row.visibility).ok_or_else(|| unreadable("visibility"))?,
        record: serde_json::from_str(&row.content).map_err(|_| unreadable("content"))?,
    })
}
