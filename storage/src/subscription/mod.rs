//! Subscriptions with the addresses they are of. Personal; no type shows it in `Debug`.

pub mod consent;
pub mod digest;
pub mod link;
pub mod suppression;

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::AccountId;
use domain::digest::Taste;
use domain::subscription::{Purposes, Schedule, State, Subject, Subscription, SubscriptionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// What nothing is found by.
#[derive(Serialize, Deserialize)]
struct Content {
    language: Lang,
    purposes: Purposes,
    subject: Subject,
    schedule: Schedule,
    #[serde(default)]
    taste: Taste,
    since: DateTime<Utc>,
    asked_at: Option<DateTime<Utc>>,
    proved_at: Option<DateTime<Utc>>,
    paused_until: Option<DateTime<Utc>>,
}

fn row(kept: &Kept) -> Result<ActiveModel> {
    let of = &kept.subscription;
    let content = Content {
        language: of.language,
        purposes: of.purposes,
        subject: kept.subject.clone(),
        schedule: of.schedule,
        taste: kept.taste.clone(),
        since: micros(of.since),
        asked_at: of.asked_at.map(micros),
        proved_at: of.proved_at.map(micros),
        paused_until: of.paused_until.map(micros),
    };
    Ok(ActiveModel {
        id: Set(of.id.0),
        account_id: Set(of.account.map(|account| account.0)),
        email: Set(kept.email.clone()),
        version: Set(kept.version),
        state: Set(of.state.key().to_owned()),
        content: Set(serde_json::to_string(&content).map_err(|error| Error::Unreadable(error.to_string()))?),
    })
}

fn kept((row, digest): (Model, Option<digest_row::Model>)) -> Result<Kept> {
    let unreadable = |what: &str| Error::Unreadable(format!("{what} of {}", row.id));
    let digest = digest.ok_or_else(|| unreadable("digest"))?;
    let content = serde_json::from_str(&row.content).map_err(|_| unreadable("subscription.content"))?;
    kept_of((SubscriptionId(row.id), row.account_id, row.email, row.version), &row.state, content, &digest)
}

fn kept_of(
    (id, account, email, version): (SubscriptionId, Option<Uuid>, Option<String>, i32),
    state: &str,
    content: Content,
    digest: &digest_row::Model,
) -> Result<Kept> {
    let subscription = Subscription {
        id,
        account: account.map(AccountId),
        language: content.language,
        purposes: content.purposes,
        schedule: content.schedule,
        state: State::parse(state).ok_or_else(|| Error::Unreadable(format!("subscription.state of {}", id.0)))?,
        since: content.since,
        asked_at: content.asked_at,
        proved_at: content.proved_at,
        paused_until: content.paused_until,
        mark: digest.mark,
        sent_at: digest.sent_at,
        due_at: digest.due_at,
    };
    Ok(Kept { version, email, subject: content.subject, taste: content.taste, subscription })
}
