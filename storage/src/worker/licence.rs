//! Licences. The number is sealed for its row, and opened only where it is asked for.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountId;
use domain::reference::{Province, Role};
use domain::worker::{self, Checked, LicenceClass, Outcome, Standing, State, Verification};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::changed;
use super::lapse::of_columns;
use crate::connection::sealed::Sealed;
use crate::dialect::{self, micros};
use crate::entity::licence::{ActiveModel, Column, Entity, Model};
use crate::vault::Vault;
use crate::{Connection, Error, Result, Transaction, decision, versioned};

/// A licence as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Licence {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Counts the changes, from 1.
    pub version: i32,
    /// What matching needs of it.
    pub fields: worker::Licence,
    /// Sealed for this row.
    number: Option<String>,
    /// How true it is.
    pub verification: Verification,
    /// When a check was asked for, while one is.
    pub requested_at: Option<DateTime<Utc>>,
}

/// Opaque, as everything else in it is personal.
impl fmt::Debug for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Licence").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

impl Licence {
    /// A licence as the worker says it is.
    pub fn new(id: Uuid, account: AccountId, fields: worker::Licence) -> Self {
        let verification = Verification::SELF_DECLARED;
        Self { id, account, version: 1, fields, number: None, verification, requested_at: None }
    }

    /// Its number.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it was sealed for another row or with a key that is not there.
    pub fn number(&self, vault: &Vault) -> Result<Option<String>> {
        let open = |sealed: &String| vault.open(&context(self.id), sealed);
        let opened = self.number.as_ref().map(open).transpose();
        opened.map_err(|_| Error::Unreadable(format!("licence.number of {}", self.id)))
    }

    /// Whether it has a number.
    pub fn has_number(&self) -> bool {
        self.number.is_some()
    }

    /// Sets its number.
    #[must_use]
    pub fn with_number(mut self, vault: &Vault, number: Option<&str>) -> Self {
        self.number = number.map(|number| vault.seal(&context(self.id), number));
        self
    }
}

fn context(id: Uuid) -> String {
    format!("licence.number:{id}")
}

/// The licence with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Licence> {
    Entity::find_by_id(id).one(c.inner()).await?.ok_or(Error::NotFound).and_then(of_row)
}

/// The licences of an account, oldest first.
pub async fn of(c: &impl Connection, account: AccountId) -> Result<Vec<Licence>> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.into_iter().map(of_row).collect()
}

/// Where a page of the queue ends: the moment of its last request, and its licence.
pub type QueuedAfter = (DateTime<Utc>, Uuid);

/// Licences whose check was asked for, longest waiting first: the next `limit` after `after`.
pub async fn pending(c: &impl Connection, after: Option<QueuedAfter>, limit: u64) -> Result<Vec<Licence>> {
    let mut query = Entity::find()
        .filter(Column::State.eq(State::Pending.key()))
        .order_by_asc(Column::RequestedAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some((requested_at, id)) = after {
        query = query.filter(dialect::after([Column::RequestedAt, Column::Id], (requested_at, id)));
    }
    query.all(c.inner()).await?.into_iter().map(of_row).collect()
}

/// Adds a licence.
pub async fn insert(tx: &Transaction, licence: &Licence, now: DateTime<Utc>) -> Result<()> {
    Entity::insert(row(licence)).exec_without_returning(tx.inner()).await?;
    changed(tx, licence.account, now).await
}

/// Replaces a licence that is still at `licence.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, licence: &Licence, now: DateTime<Utc>) -> Result<i32> {
    let (key, at) = (Column::Id.eq(licence.id), (Column::Version, licence.version));
    let current = async { Ok(find(tx, licence.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(licence), key, at, current).await?;
    changed(tx, licence.account, now).await?;
    Ok(version)
}

/// Writes down what a check found of the licence as it was at `seen_version`, and returns its new version.
///
/// # Errors
/// [`Error::Conflict`] when the worker has changed it since: what was looked up is not what it says now.
pub async fn checked(tx: &Transaction, id: Uuid, seen_version: i32, outcome: Outcome, how: Checked) -> Result<i32> {
    let mut licence = find(tx, id).await?;
    let now = how.at;
    licence.version = seen_version;
    licence.verification = Verification::decided(outcome, how);
    licence.requested_at = None;
    update(tx, &licence, now).await
}

/// Removes a licence, with what was decided on it.
pub async fn remove(tx: &Transaction, licence: &Licence, now: DateTime<Utc>) -> Result<()> {
    decision::forget(tx, &[licence.id]).await?;
    Entity::delete_by_id(licence.id).exec(tx.inner()).await?;
    changed(tx, licence.account, now).await
}

pub(super) async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    let licences: Vec<Uuid> = of(tx, account).await?.into_iter().map(|licence| licence.id).collect();
    decision::forget(tx, &licences).await?;
    Entity::delete_many().filter(Column::AccountId.eq(account.0)).exec(tx.inner()).await?;
    Ok(())
}

/// Licences whose last day is within a span, soonest first: the next `limit` after `after`.
pub(super) async fn ending(
    c: &impl Connection,
    (first, last): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, Uuid)>,
    limit: u64,
) -> Result<Vec<super::lapse::Ending>> {
    let mut query = Entity::find()
        .filter(Column::ValidUntil.between(first, last))
        .order_by_asc(Column::ValidUntil)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(dialect::after([Column::ValidUntil, Column::Id], after));
    }
    let rows = query.all(c.inner()).await?;
    rows.into_iter()
        .map(|row| {
            let reminded = of_columns(row.reminded_day, row.reminded_ahead);
            let licence = of_row(row)?;
            let item = worker::Item::of_licence(licence.id, &licence.fields);
            Ok(super::lapse::Ending { account: licence.account, item, reminded })
        })
        .collect()
}

pub(crate) fn row(licence: &Licence) -> ActiveModel {
    let (fields, checked) = (&licence.fields, licence.verification.checked.as_ref());
    ActiveModel {
        id: Set(licence.id),
        account_id: Set(licence.account.0),
        version: Set(licence.version),
        role: Set(fields.role.key().to_owned()),
        province: Set(fields.province.key().to_owned()),
        class: Set(fields.class.key().to_owned()),
        standing: Set(fields.standing.key().to_owned()),
        valid_from: Set(fields.valid_from),
        valid_until: Set(fields.valid_until),
        number: Set(licence.number.clone()),
        state: Set(licence.verification.state.key().to_owned()),
        requested_at: Set(licence.requested_at.map(micros)),
        checked_by: Set(checked.map(|checked| checked.by.0)),
        checked_at: Set(checked.map(|checked| micros(checked.at))),
        checked_how: Set(checked.map(|checked| checked.how.clone())),
        next_check: Set(checked.and_then(|checked| checked.next)),
        ..ActiveModel::default()
    }
}

pub(super) fn of_row(row: Model) -> Result<Licence> {
    let unreadable = |column: &str| Error::Unreadable(format!("licence.{column} of {}", row.id));
    let fields = worker::Licence {
        role: Role::parse(&row.role).ok_or_else(|| unreadable("role"))?,
        province: Province::parse(&row.province).ok_or_else(|| unreadable("province"))?,
        class: LicenceClass::parse(&row.class).ok_or_else(|| unreadable("class"))?,
        standing: Standing::parse(&row.standing).ok_or_else(|| unreadable("standing"))?,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
    };
    let state = State::parse(&row.state).ok_or_else(|| unreadable("state"))?;
    let checked = row.checked_by.zip(row.checked_at).zip(row.checked_how).map(|((by, at), how)| Checked {
        by: AccountId(by),
        at,
        how,
        next: row.next_check,
    });
    Ok(Licence {
        id: row.id,
        account: AccountId(row.account_id),
        version: row.version,
        fields,
        number: row.number,
        verification: Verification { state, checked },
        requested_at: row.requested_at,
    })
}
