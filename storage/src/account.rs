//! Accounts.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::{AccountId, Kind, Staff};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::account::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// An account as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Counts the changes, from 1.
    pub version: i32,
    /// Worker or employer.
    pub kind: Kind,
    /// Their part in the staff.
    pub staff: Option<Staff>,
    /// The address, in lower case.
    pub email: String,
    /// How they want to be called.
    pub name: String,
    /// The language of their mail.
    pub language: Lang,
    /// The password as a PHC string.
    pub password_hash: String,
    /// The secret of the second factor, sealed; set from its set-up on.
    pub totp_secret: Option<String>,
    /// Whether the second factor was proved once, and so is in force.
    pub totp_proved: bool,
    /// The last time step that was accepted: none is accepted twice (RFC 6238 §5.2).
    pub totp_last_step: i64,
    /// Hashes of the recovery codes that are left.
    pub recovery_hashes: Vec<String>,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Opaque, as everything else in it is personal or secret.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// The account with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: AccountId) -> Result<Account> {
    let row = Entity::find_by_id(id.0).one(c.inner()).await?;
    row.ok_or(Error::NotFound).and_then(account)
}

/// Makes whoever else would change what lies between this account and an organization wait until the transaction ends:
/// applications, grants and invitations of one worker are judged as a whole. On SQLite the transaction itself is the
/// lock.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn lock(tx: &Transaction, id: AccountId) -> Result<Account> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx.inner()).await?;
    row.ok_or(Error::NotFound).and_then(account)
}

/// The account with this address, which is in lower case.
pub async fn by_email(c: &impl Connection, email: &str) -> Result<Option<Account>> {
    let row = Entity::find().filter(Column::Email.eq(email)).one(c.inner()).await?;
    row.map(account).transpose()
}

/// Adds an account.
///
/// # Errors
/// [`Error::Unique`] (`unique_account_email`) when the address has one.
pub async fn insert(tx: &Transaction, account: &Account) -> Result<()> {
    Entity::insert(row(account)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Replaces an account that is still at `account.version` and returns its new version, one higher. What people
/// sign in with stays as it is and has functions of its own: it changes without being an edit, and an edit must not
/// bring back what was used up or replaced meanwhile.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, account: &Account) -> Result<i32> {
    let row = ActiveModel { password_hash: NotSet, totp_last_step: NotSet, recovery_hashes: NotSet, ..row(account) };
    let (key, at) = (Column::Id.eq(account.id.0), (Column::Version, account.version));
    let current = async { Ok(find(tx, account.id).await?.version) };
    versioned::replace::<Entity>(tx, row, key, at, current).await
}

/// Sets a new password hash where `old` still is the one in force; `false`: it is not. Holds the row until the
/// transaction ends, so that a session cannot begin while another transaction sets a new password.
pub async fn replace_password(tx: &Transaction, id: AccountId, old: &str, new: &str) -> Result<bool> {
    let set = Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(new))
        .filter(Column::Id.eq(id.0))
        .filter(Column::PasswordHash.eq(old));
    Ok(set.exec(tx.inner()).await?.rows_affected == 1)
}

/// Marks the time step of a second factor's code as taken; `false`: it, or a later one, was taken already.
pub async fn take_step(tx: &Transaction, id: AccountId, step: i64) -> Result<bool> {
    let taken = Entity::update_many()
        .col_expr(Column::TotpLastStep, Expr::value(step))
        .filter(Column::Id.eq(id.0))
        .filter(Column::TotpLastStep.lt(step));
    Ok(taken.exec(tx.inner()).await?.rows_affected == 1)
}

/// Uses a recovery code of `account` up; `false`: it has none with this hash, or someone else was quicker.
pub async fn take_recovery(tx: &Transaction, account: &Account, hash: &str) -> Result<bool> {
    let left: Vec<&str> = account.recovery_hashes.iter().map(String::as_str).filter(|kept| *kept != hash).collect();
    if left.len() == account.recovery_hashes.len() {
        return Ok(false);
    }
    let taken = Entity::update_many()
        .col_expr(Column::RecoveryHashes, Expr::value(left.join(" ")))
        .filter(Column::Id.eq(account.id.0))
        .filter(Column::RecoveryHashes.eq(account.recovery_hashes.join(" ")));
    Ok(taken.exec(tx.inner()).await?.rows_affected == 1)
}

/// Sets the hashes of the recovery codes.
pub async fn replace_recovery(tx: &Transaction, id: AccountId, hashes: &[String]) -> Result<()> {
    let set = Entity::update_many()
        .col_expr(Column::RecoveryHashes, Expr::value(hashes.join(" ")))
        .filter(Column::Id.eq(id.0));
    set.exec(tx.inner()).await?;
    Ok(())
}

/// Removes an account, with its sessions, tokens and replayable answers.
pub async fn remove(tx: &Transaction, id: AccountId) -> Result<()> {
    Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    Ok(())
}

pub(crate) fn row(account: &Account) -> ActiveModel {
    ActiveModel {
        id: Set(account.id.0),
        version: Set(account.version),
        kind: Set(account.kind.key().to_owned()),
        staff: Set(account.staff.map(|staff| staff.key().to_owned())),
        email: Set(account.email.clone()),
        name: Set(account.name.clone()),
        language: Set(account.language.code().to_owned()),
        password_hash: Set(account.password_hash.clone()),
        totp_secret: Set(account.totp_secret.clone()),
        totp_proved: Set(account.totp_proved),
        totp_last_step: Set(account.totp_last_step),
        recovery_hashes: Set(account.recovery_hashes.join(" ")),
        confirmed_at: Set(account.confirmed_at.map(micros)),
        created_at: Set(micros(account.created_at)),
    }
}

pub(crate) fn account(row: Model) -> Result<Account> {
    let unreadable = |column: &str| Error::Unreadable(format!("account.{column} of {}", row.id));
    Ok(Account {
        id: AccountId(row.id),
        version: row.version,
        kind: Kind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
        staff: match &row.staff {
            Some(key) => Some(Staff::parse(key).ok_or_else(|| unreadable("staff"))?),
            None => None,
        },
        language: Lang::parse(&row.language).ok_or_else(|| unreadable("language"))?,
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        totp_secret: row.totp_secret,
        totp_proved: row.totp_proved,
        totp_last_step: row.totp_last_step,
        recovery_hashes: row.recovery_hashes.split_whitespace().map(str::to_owned).collect(),
        confirmed_at: row.confirmed_at,
        created_at: row.created_at,
    })
}
