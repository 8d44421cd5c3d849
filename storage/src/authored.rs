//! Authored postings. Each is a row of `posting`, which board, search and feeds read, and beside it the row of its form
//! and life; the version of the first guards both. Every write records its change, and every edit is told to webhooks.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::organization::OrganizationId;
use domain::posting::authored::{Authored, Form, Life};
use domain::posting::{PostingId, Status};
use domain::webhook::Happening;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::change::{self, Kind};
use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, micros};
use crate::entity::posting_form::{Column, Entity, Model};
use crate::entity::{application, posting as posting_row, posting_reach, posting_source, posting_version};
use crate::{Connection, Error, Result, Transaction, posting, webhook};

/// The authored posting with this id.
///
/// # Errors
/// [`Error::NotFound`]: there is none, or it is not an authored one.
pub async fn find(c: &impl Connection, id: PostingId) -> Result<Authored> {
    let row = Entity::find_by_id(id.0).find_also_related(posting_row::Entity).one(c.inner()).await?;
    row.ok_or(Error::NotFound).and_then(authored)
}

/// Whose some postings are, of those that were written here.
pub async fn organizations(c: &impl Connection, ids: &[PostingId]) -> Result<Vec<(PostingId, OrganizationId)>> {
    let query = Entity::find().select_only().columns([Column::PostingId, Column::OrganizationId]);
    let found: Vec<(Uuid, Uuid)> =
        query.filter(Column::PostingId.is_in(ids.iter().map(|id| id.0))).into_tuple().all(c.inner()).await?;
    Ok(found.into_iter().map(|(posting, organization)| (PostingId(posting), OrganizationId(organization))).collect())
}

/// An organization's postings, newest first, whatever their state: the next `limit` that are older than `before`.
pub async fn of_organization(
    c: &impl Connection,
    organization: OrganizationId,
    before: Option<PostingId>,
    limit: u64,
) -> Result<Vec<Authored>> {
    let mut query = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(Column::OrganizationId.eq(organization.0))
        .order_by_desc(Column::PostingId)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::PostingId.lt(before.0));
    }
    query.all(c.inner()).await?.into_iter().map(authored).collect()
}

/// Postings that are live at `now`, of one organization or of all, by id: the next `limit` after `after`.
pub async fn live(
    c: &impl Connection,
    now: DateTime<Utc>,
    organization: Option<OrganizationId>,
    after: Option<PostingId>,
    limit: u64,
) -> Result<Vec<Authored>> {
    let mut query = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(posting_row::Column::Status.eq(Status::Live.key()))
        .filter(posting_row::Column::ExpiresAt.gt(micros(now)))
        .order_by_asc(Column::PostingId)
        .limit(limit);
    if let Some(organization) = organization {
        query = query.filter(Column::OrganizationId.eq(organization.0));
    }
    if let Some(after) = after {
        query = query.filter(Column::PostingId.gt(after.0));
    }
    query.all(c.inner()).await?.into_iter().map(authored).collect()
}

/// An organization's postings in one state, oldest first.
pub async fn in_state(c: &impl Connection, organization: OrganizationId, status: Status) -> Result<Vec<Authored>> {
    let query = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(Column::OrganizationId.eq(organization.0))
        .filter(posting_row::Column::Status.eq(status.key()))
        .order_by_asc(Column::PostingId);
    query.all(c.inner()).await?.into_iter().map(authored).collect()
}

/// The posting by which an organization takes over, or took over, an imported one; not one that has ended.
pub async fn claiming(
    c: &impl Connection,
    organization: OrganizationId,
    claimed: PostingId,
) -> Result<Option<Authored>> {
    let query = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(Column::OrganizationId.eq(organization.0))
        .filter(Column::ClaimedId.eq(claimed.0))
        .filter(Column::EndedAt.is_null());
    query.one(c.inner()).await?.map(authored).transpose()
}

/// Postings that wait for a moderator, in the order of their ids: the next `limit` after `after`.
pub async fn in_review(c: &impl Connection, after: Option<PostingId>, limit: u64) -> Result<Vec<Authored>> {
    let mut query = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(posting_row::Column::Status.eq(Status::Review.key()))
        .order_by_asc(Column::PostingId)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::PostingId.gt(after.0));
    }
    query.all(c.inner()).await?.into_iter().map(authored).collect()
}

/// Postings whose time is up at `now` though they have not ended: at most `limit`, longest overdue first.
pub async fn due(c: &impl Connection, now: DateTime<Utc>, limit: u64) -> Result<Vec<Authored>> {
    let rows = Entity::find()
        .find_also_related(posting_row::Entity)
        .filter(Column::EndedAt.is_null())
        .filter(Column::ClosesAt.lte(micros(now)))
        // One that waits for a moderator does not run out.
        .filter(posting_row::Column::Status.ne(Status::Review.key()))
        .order_by_asc(Column::ClosesAt)
        .limit(limit)
        .all(c.inner())
        .await?;
    rows.into_iter().map(authored).collect()
}

/// Adds a posting and its first version, written by `by`.
///
/// # Errors
/// [`Error::Unique`] when the id exists.
pub async fn insert(tx: &Transaction, authored: &Authored, by: AccountId, now: DateTime<Utc>) -> Result<()> {
    posting::insert(tx, &[authored.posting()], now).await?;
    Entity::insert(row(authored)?.into_active_model()).exec_without_returning(tx.inner()).await?;
    keep_version(tx, authored.id, authored.version, &authored.form, by, now).await
}

/// Replaces a posting that is still at `expected_version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, authored: &Authored, expected_version: i32, now: DateTime<Utc>) -> Result<i32> {
    let version = posting::update(tx, &authored.posting(), expected_version, now).await?;
    let row = row(authored)?.into_active_model().reset_all();
    Entity::update_many().set(row).filter(Column::PostingId.eq(authored.id.0)).exec(tx.inner()).await?;
    let happening = Happening::Posting { posting: authored.id, version, status: authored.life.status };
    webhook::tell(tx, authored.organization, happening, now).await?;
    Ok(version)
}

/// As [`update`], and keeps the new form as a version, written by `by`.
///
/// # Errors
/// As [`update`].
pub async fn rewrite(
    tx: &Transaction,
    authored: &Authored,
    expected_version: i32,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<i32> {
    let version = update(tx, authored, expected_version, now).await?;
    keep_version(tx, authored.id, version, &authored.form, by, now).await?;
    Ok(version)
}

/// A form as it once was.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The posting's version from which on it was so.
    pub version: i32,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: AccountId,
    /// What was written.
    pub form: Form,
}

/// The forms that a posting had, newest first: the next `limit` before version `before`.
pub async fn versions(c: &impl Connection, id: PostingId, before: Option<i32>, limit: u64) -> Result<Vec<Version>> {
    let mut query = posting_version::Entity::find()
        .filter(posting_version::Column::PostingId.eq(id.0))
        .order_by_desc(posting_version::Column::Version)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(posting_version::Column::Version.lt(before));
    }
    let version = |row: posting_version::Model| {
        let form = from_json(&row.form, || format!("posting_version.form of {}", row.posting_id))?;
        Ok(Version { version: row.version, at: row.at, by: AccountId(row.by_id), form })
    };
    query.all(c.inner()).await?.into_iter().map(version).collect()
}

/// Forgets postings that ended before `before`, with their forms, versions and sources, who applied to them and how
/// often they were looked at; returns how many.
pub async fn prune_closed(tx: &Transaction, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<usize> {
    let ended: Vec<uuid::Uuid> = Entity::find()
        .filter(Column::EndedAt.lt(micros(before)))
        .select_only()
        .column(Column::PostingId)
        .into_tuple()
        .all(tx.inner())
        .await?;
    for ids in ended.chunks(KEYS_PER_LOOKUP) {
        let ids = || ids.iter().copied();
        let c = tx.inner();
        posting_version::Entity::delete_many().filter(posting_version::Column::PostingId.is_in(ids())).exec(c).await?;
        application::Entity::delete_many().filter(application::Column::PostingId.is_in(ids())).exec(c).await?;
        posting_reach::Entity::delete_many().filter(posting_reach::Column::PostingId.is_in(ids())).exec(c).await?;
        posting_source::Entity::delete_many().filter(posting_source::Column::PostingId.is_in(ids())).exec(c).await?;
        Entity::delete_many().filter(Column::PostingId.is_in(ids())).exec(c).await?;
        posting_row::Entity::delete_many().filter(posting_row::Column::Id.is_in(ids())).exec(c).await?;
    }
    change::record(tx, Kind::Posting, &ended, true, now).await?;
    Ok(ended.len())
}

async fn keep_version(
    tx: &Transaction,
    id: PostingId,
    version: i32,
    form: &Form,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = posting_version::ActiveModel {
        posting_id: Set(id.0),
        version: Set(version),
        at: Set(micros(now)),
        by_id: Set(by.0),
        form: Set(to_json(form)?),
    };
    posting_version::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

fn row(authored: &Authored) -> Result<Model> {
    let life = &authored.life;
    Ok(Model {
        posting_id: authored.id.0,
        organization_id: authored.organization.0,
        claimed_id: authored.claimed.map(|claimed| claimed.0),
        created_at: micros(authored.created_at),
        live_at: life.live_at.map(micros),
        period_ends_at: life.period_ends_at.map(micros),
        closes_at: life.closes_at.map(micros),
        confirmed_at: life.confirmed_at.map(micros),
        ended_at: life.ended_at.map(micros),
        withdrawn_from: life.withdrawn_from.map(|status| status.key().to_owned()),
        holds: to_json(&life.holds)?,
        cleared: to_json(&life.cleared)?,
        returned: life.returned.as_ref().map(to_json).transpose()?,
        form: to_json(&authored.form)?,
    })
}

fn authored((row, of_posting): (Model, Option<posting_row::Model>)) -> Result<Authored> {
    let unreadable = |column: &'static str| move || format!("posting_form.{column} of {}", row.posting_id);
    let posting = posting::posting(&of_posting.ok_or(Error::NotFound)?)?;
    let life = Life {
        status: posting.status,
        live_at: row.live_at,
        period_ends_at: row.period_ends_at,
        closes_at: row.closes_at,
        confirmed_at: row.confirmed_at,
        ended_at: row.ended_at,
        withdrawn_from: row
            .withdrawn_from
            .map(|key| Status::parse(&key).ok_or_else(|| Error::Unreadable(unreadable("withdrawn_from")())))
            .transpose()?,
        holds: from_json(&row.holds, unreadable("holds"))?,
        cleared: from_json(&row.cleared, unreadable("cleared"))?,
        returned: row.returned.map(|returned| from_json(&returned, unreadable("returned"))).transpose()?,
    };
    Ok(Authored {
        id: posting.id,
        organization: OrganizationId(row.organization_id),
        version: posting.version,
        group: posting.group,
        claimed: row.claimed_id.map(PostingId),
        created_at: row.created_at,
        form: from_json(&row.form, unreadable("form"))?,
        content: posting.content,
        life,
    })
}

fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Unreadable("a form that has no JSON form".to_owned()))
}

fn from_json<T: DeserializeOwned>(json: &str, which: impl Fn() -> String) -> Result<T> {
    serde_json::from_str(json).map_err(|_| Error::Unreadable(which()))
}
