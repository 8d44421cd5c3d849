//! Subscriptions with the addresses they are of. Personal; no type shows it in `Debug`.

pub mod consent;
pub mod digest;
pub mod link;
pub mod suppression;

use std::fmt;

use domain::Lang;
use domain::account::AccountId;
use domain::digest::Taste;
use domain::subscription::{Schedule, State, Subject, Subscription, SubscriptionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::digest as digest_row;
use crate::entity::subscription::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// A subscription as it is kept.
#[derive(Clone, PartialEq)]
pub struct Kept {
    /// Counts the changes, from 1; that a digest was put together is none.
    pub version: i32,
    /// The address, in lower case; `None`: the account's.
    pub email: Option<String>,
    /// What it is about.
    pub subject: Subject,
    /// What was said of single jobs.
    pub taste: Taste,
    /// Where it stands.
    pub subscription: Subscription,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("id", &self.subscription.id)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The subscription with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: SubscriptionId) -> Result<Kept> {
    one(c, Entity::find_by_id(id.0)).await?.ok_or(Error::NotFound)
}

/// The subscription of an address, which is in lower case.
pub async fn by_email(c: &impl Connection, email: &str) -> Result<Option<Kept>> {
    one(c, Entity::find().filter(Column::Email.eq(email))).await
}

/// The alerts of an account, oldest first.
pub async fn of_account(c: &impl Connection, account: AccountId) -> Result<Vec<Kept>> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id);
    let rows = query.find_also_related(digest_row::Entity).all(c.inner()).await?;
    rows.into_iter().map(kept).collect()
}

/// Those whose mail is sent, by id: the next `limit` after `after`.
pub async fn active(c: &impl Connection, after: Option<SubscriptionId>, limit: u64) -> Result<Vec<Kept>> {
    let mut query = Entity::find().filter(Column::State.eq(State::Active.key())).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    query.find_also_related(digest_row::Entity).all(c.inner()).await?.into_iter().map(kept).collect()
}

/// As [`find`], and makes whoever else would change it wait until the transaction ends. On SQLite the transaction itself
/// is the lock.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn lock(tx: &Transaction, id: SubscriptionId) -> Result<Kept> {
    Entity::find_by_id(id.0).lock_exclusive().one(tx.inner()).await?.ok_or(Error::NotFound)?;
    find(tx, id).await
}

async fn one(c: &impl Connection, query: Select<Entity>) -> Result<Option<Kept>> {
    query.find_also_related(digest_row::Entity).one(c.inner()).await?.map(kept).transpose()
}

/// Adds a subscription.
///
/// # Errors
/// [`Error::Unique`] where the address has one.
pub async fn insert(tx: &Transaction, new: &Kept) -> Result<()> {
    Entity::insert(row(new)?).exec_without_returning(tx.inner()).await?;
    digest::begin(tx, &new.subscription).await
}

/// Replaces a subscription that is still at `kept.version`, and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, kept: &Kept) -> Result<i32> {
    let (key, at) = (Column::Id.eq(kept.subscription.id.0), (Column::Version, kept.version));
    let current = async { Ok(find(tx, kept.subscription.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(kept)?, key, at, current).await?;
    digest::set(tx, &kept.subscription).await?;
    Ok(version)
}

/// Removes a subscription. What was agreed to stays, without the address.
pub async fn remove(tx: &Transaction, id: SubscriptionId) -> Result<()> {
    Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    Ok(())
}

/// Removes the alerts of an account. What was agreed to stays, and names nobody.
pub(crate) async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    for kept in of_account(tx, account).await? {
        consent::forget_whence(tx, kept.subscription.id).await?;
        remove(tx, kept.subscription.id).await?;
    }
    Ok(())
}

fn row(kept: &Kept) -> Result<ActiveModel> {
    let Subscription {
        id, account, language, purposes, schedule, state, since, asked_at, proved_at, paused_until, ..
    } = &kept.subscription;
    Ok(ActiveModel {
        id: Set(id.0),
        account_id: Set(account.map(|account| account.0)),
        email: Set(kept.email.clone()),
        version: Set(kept.version),
        language: Set(language.code().to_owned()),
        purposes: Set(json(purposes)?),
        subject: Set(json(&kept.subject)?),
        schedule: Set(json(schedule)?),
        taste: Set(json(&kept.taste)?),
        state: Set(state.key().to_owned()),
        since: Set(micros(*since)),
        asked_at: Set(asked_at.map(micros)),
        proved_at: Set(proved_at.map(micros)),
        paused_until: Set(paused_until.map(micros)),
    })
}

fn kept((row, digest): (Model, Option<digest_row::Model>)) -> Result<Kept> {
    let digest = digest.ok_or_else(|| Error::Unreadable(format!("digest of {}", row.id)))?;
    of_rows(row, &digest)
}

fn of_rows(row: Model, digest: &digest_row::Model) -> Result<Kept> {
    let unreadable = |column: &str| Error::Unreadable(format!("subscription.{column} of {}", row.id));
    let schedule: Schedule = from_json(&row.schedule).ok_or_else(|| unreadable("schedule"))?;
    let subscription = Subscription {
        id: SubscriptionId(row.id),
        account: row.account_id.map(AccountId),
        language: Lang::parse(&row.language).ok_or_else(|| unreadable("language"))?,
        purposes: from_json(&row.purposes).ok_or_else(|| unreadable("purposes"))?,
        schedule,
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        since: row.since,
        asked_at: row.asked_at,
        proved_at: row.proved_at,
        paused_until: row.paused_until,
        mark: digest.mark,
        sent_at: digest.sent_at,
        due_at: digest.due_at,
    };
    let subject = from_json(&row.subject).ok_or_else(|| unreadable("subject"))?;
    let taste = from_json(&row.taste).ok_or_else(|| unreadable("taste"))?;
    Ok(Kept { version: row.version, email: row.email, subject, taste, subscription })
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Unreadable(error.to_string()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
