//! Webhooks and the messages to them. A message is queued in the transaction of what it tells of.

use chrono::{DateTime, Utc};
use domain::organization::OrganizationId;
use domain::webhook::{Event, Happening, State};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::webhook::{ActiveModel, Column, Entity, Model};
use crate::entity::webhook_delivery as delivery_row;
use crate::{Connection, Error, Result, Transaction};

/// A webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub organization: OrganizationId,
    /// Where messages go.
    pub url: String,
    /// What it is told of.
    pub events: Vec<Event>,
    /// The secret of its signatures, sealed.
    pub secret: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A message to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Which: also the message's id.
    pub id: Uuid,
    /// To which webhook.
    pub webhook: Uuid,
    /// What it tells of.
    pub event: Event,
    /// What it says.
    pub payload: String,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When it is tried next, while it is pending.
    pub next_at: DateTime<Utc>,
    /// When it was delivered, or given up.
    pub ended_at: Option<DateTime<Utc>>,
    /// The status of the last answer.
    pub last_status: Option<u16>,
    /// What went wrong the last time, in a word.
    pub last_error: Option<String>,
}

/// The webhooks of an organization, oldest first.
pub async fn list(c: &impl Connection, organization: OrganizationId) -> Result<Vec<Webhook>> {
    let query = Entity::find().filter(Column::OrganizationId.eq(organization.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.iter().map(webhook).collect()
}

/// The webhook with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Webhook> {
    Entity::find_by_id(id).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(webhook)
}

/// How many webhooks an organization has.
pub async fn count(c: &impl Connection, organization: OrganizationId) -> Result<u64> {
    Ok(Entity::find().filter(Column::OrganizationId.eq(organization.0)).count(c.inner()).await?)
}

/// Adds a webhook.
pub async fn insert(tx: &Transaction, webhook: &Webhook) -> Result<()> {
    let events: Vec<&str> = webhook.events.iter().map(|event| event.key()).collect();
    let row = ActiveModel {
        id: Set(webhook.id),
        organization_id: Set(webhook.organization.0),
        url: Set(webhook.url.clone()),
        events: Set(events.join(",")),
        secret: Set(webhook.secret.clone()),
        created_at: Set(micros(webhook.created_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Removes a webhook with its messages.
pub async fn remove(tx: &Transaction, id: Uuid) -> Result<()> {
    Entity::delete_by_id(id).exec(tx.inner()).await?;
    Ok(())
}

/// Queues a message to each webhook of an organization that is told of such.
pub(crate) async fn tell(
    tx: &Transaction,
    organization: OrganizationId,
    happening: Happening,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut webhooks = list(tx, organization).await?;
    webhooks.retain(|webhook| webhook.events.contains(&happening.event()));
    if webhooks.is_empty() {
        return Ok(());
    }
    let payload = happening.body(now);
    let rows = webhooks.iter().map(|webhook| delivery_row::ActiveModel {
        id: Set(Uuid::now_v7()),
        webhook_id: Set(webhook.id),
        event: Set(happening.event().key().to_owned()),
        payload: Set(payload.clone()),
        state: Set(State::Pending.key().to_owned()),
        attempts: Set(0),
        created_at: Set(micros(now)),
        next_at: Set(micros(now)),
        ended_at: Set(None),
        last_status: Set(None),
        last_error: Set(None),
    });
    delivery_row::Entity::insert_many(rows).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// The messages to a webhook, latest first: the next `limit` before `before`.
pub async fn deliveries(c: &impl Connection, webhook: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Delivery>> {
    let mut query = delivery_row::Entity::find()
        .filter(delivery_row::Column::WebhookId.eq(webhook))
        .order_by_desc(delivery_row::Column::Id)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(delivery_row::Column::Id.lt(before));
    }
    query.all(c.inner()).await?.iter().map(delivery).collect()
}

/// A message.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delivery_of(c: &impl Connection, id: Uuid) -> Result<Delivery> {
    delivery_row::Entity::find_by_id(id).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(delivery)
}

/// Messages that are to be tried at `now`, longest due first.
pub async fn due(c: &impl Connection, now: DateTime<Utc>, limit: u64) -> Result<Vec<Delivery>> {
    let query = delivery_row::Entity::find()
        .filter(delivery_row::Column::State.eq(State::Pending.key()))
        .filter(delivery_row::Column::NextAt.lte(micros(now)))
        .order_by_asc(delivery_row::Column::NextAt)
        .limit(limit);
    query.all(c.inner()).await?.iter().map(delivery).collect()
}

/// Takes a message to try it, until `until`; whoever is silent for longer has not. `false`: another process has it.
pub async fn take(c: &impl Connection, delivery: &Delivery, until: DateTime<Utc>) -> Result<bool> {
    let row = delivery_row::ActiveModel {
        next_at: Set(micros(until)),
        attempts: Set(i32::try_from(delivery.attempts + 1).unwrap_or(i32::MAX)),
        ..Default::default()
    };
    let unchanged = delivery_row::Entity::update_many()
        .set(row)
        .filter(delivery_row::Column::Id.eq(delivery.id))
        .filter(delivery_row::Column::State.eq(State::Pending.key()))
        .filter(delivery_row::Column::NextAt.eq(micros(delivery.next_at)));
    Ok(unchanged.exec(c.inner()).await?.rows_affected == 1)
}

/// Keeps where a message stands after a try, or before it is tried anew.
pub async fn keep(c: &impl Connection, delivery: &Delivery) -> Result<()> {
    let row = delivery_row::ActiveModel {
        state: Set(delivery.state.key().to_owned()),
        attempts: Set(i32::try_from(delivery.attempts).unwrap_or(i32::MAX)),
        next_at: Set(micros(delivery.next_at)),
        ended_at: Set(delivery.ended_at.map(micros)),
        last_status: Set(delivery.last_status.map(i32::from)),
        last_error: Set(delivery.last_error.clone()),
        ..Default::default()
    };
    let known = delivery_row::Entity::update_many().set(row).filter(delivery_row::Column::Id.eq(delivery.id));
    known.exec(c.inner()).await?;
    Ok(())
}

/// Forgets messages that ended before a moment.
pub async fn forget(tx: &Transaction, before: DateTime<Utc>) -> Result<()> {
    let old = delivery_row::Entity::delete_many().filter(delivery_row::Column::EndedAt.lt(micros(before)));
    old.exec(tx.inner()).await?;
    Ok(())
}

fn webhook(row: &Model) -> Result<Webhook> {
    let events: Option<Vec<Event>> = row.events.split(',').map(Event::parse).collect();
    Ok(Webhook {
        id: row.id,
        organization: OrganizationId(row.organization_id),
        url: row.url.clone(),
        events: events.ok_or_else(|| Error::Unreadable(format!("webhook.events of {}", row.id)))?,
        secret: row.secret.clone(),
        created_at: row.created_at,
    })
}

fn delivery(row: &delivery_row::Model) -> Result<Delivery> {
    let unreadable = |column: &str| Error::Unreadable(format!("webhook_delivery.{column} of {}", row.id));
    Ok(Delivery {
        id: row.id,
        webhook: row.webhook_id,
        event: Event::parse(&row.event).ok_or_else(|| unreadable("event"))?,
        payload: row.payload.clone(),
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        attempts: u32::try_from(row.attempts).map_err(|_| unreadable("attempts"))?,
        created_at: row.created_at,
        next_at: row.next_at,
        ended_at: row.ended_at,
        last_status: row.last_status.and_then(|status| u16::try_from(status).ok()),
        last_error: row.last_error.clone(),
    })
}
