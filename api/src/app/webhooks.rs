//! Webhooks of an organization, and what was sent to them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::{Action, Owner};
use domain::message::Message;
use domain::organization::OrganizationId;
use domain::webhook::{Event, State};
use rand::Rng;
use storage::audit::{self, Entry};
use storage::webhook::{self, Delivery, Webhook};
use storage::{Connection, organization};
use uuid::Uuid;

use super::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Webhooks of one organization.
const MOST: u64 = 10;

/// How a secret begins, as Standard Webhooks says.
const SECRET: &str = "whsec_";

/// The webhooks of an organization, oldest first.
pub async fn list(app: &App, caller: &Caller, id: OrganizationId) -> Result<Vec<Webhook>, Problem> {
    caller.admit_to(Action::ListWebhooks, Owner::Organization(id))?;
    Ok(webhook::list(&app.db, id).await?)
}

/// Adds a webhook. The secret of its signatures is shown this once.
///
/// # Errors
/// 422 where the address is none of the public Internet's that is reached over TLS.
pub async fn add(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    url: String,
    events: Vec<Event>,
) -> Result<(Webhook, String), Problem> {
    caller.admit_to(Action::AddWebhook, Owner::Organization(id))?;
    if app.outbound.url(&url).is_err() {
        return Err(Problem::field("/url", Message::new("partner-not-public")));
    }
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    organization::lock(&tx, id).await?;
    if webhook::count(&tx, id).await? >= MOST {
        return Err(Problem::new(Kind::Quota));
    }
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let plain = STANDARD.encode(bytes);
    let hook = new_id(now);
    let sealed = app.vault.seal(&place(hook), &plain);
    let added = Webhook { id: hook, organization: id, url, events, secret: sealed, created_at: now };
    webhook::insert(&tx, &added).await?;
    audit::record(&tx, &Entry::new(Some(caller.account()?), Action::AddWebhook, "webhook", hook), now).await?;
    tx.commit().await?;
    Ok((added, format!("{SECRET}{plain}")))
}

/// Removes a webhook with its messages.
pub async fn remove(app: &App, caller: &Caller, id: OrganizationId, hook: Uuid) -> Result<(), Problem> {
    caller.admit_to(Action::RemoveWebhook, Owner::Organization(id))?;
    let tx = storage::begin(&app.db).await?;
    found(&tx, id, hook).await?;
    webhook::remove(&tx, hook).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RemoveWebhook, "webhook", hook);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The messages to a webhook, latest first: the next `limit` before `before`.
pub async fn deliveries(
    app: &App,
    caller: &Caller,
    (id, hook): (OrganizationId, Uuid),
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Delivery>, Problem> {
    caller.admit_to(Action::ListWebhookDeliveries, Owner::Organization(id))?;
    found(&app.db, id, hook).await?;
    Ok(webhook::deliveries(&app.db, hook, before, limit).await?)
}

/// Sends a message once more, delivered or not, with all its tries before it.
pub async fn replay(
    app: &App,
    caller: &Caller,
    (id, hook): (OrganizationId, Uuid),
    message: Uuid,
) -> Result<Delivery, Problem> {
    caller.admit_to(Action::ReplayWebhookDelivery, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    found(&tx, id, hook).await?;
    let mut delivery = webhook::delivery_of(&tx, message).await?;
    if delivery.webhook != hook {
        return Err(Problem::new(Kind::NotFound));
    }
    (delivery.state, delivery.attempts, delivery.next_at, delivery.ended_at) = (State::Pending, 0, now, None);
    webhook::keep(&tx, &delivery).await?;
    let entry = Entry::new(Some(caller.account()?), Action::ReplayWebhookDelivery, "webhook_delivery", message);
    audit::record(&tx, &entry, now).await?;
    tx.commit().await?;
    Ok(delivery)
}

/// The secret of a webhook's signatures.
pub(crate) fn secret(app: &App, hook: &Webhook) -> anyhow::Result<Vec<u8>> {
    Ok(STANDARD.decode(app.vault.open(&place(hook.id), &hook.secret)?)?)
}

fn place(id: Uuid) -> String {
    format!("webhook.secret:{id}")
}

async fn found(c: &impl Connection, id: OrganizationId, hook: Uuid) -> Result<Webhook, Problem> {
    let found = webhook::find(c, hook).await?;
    if found.organization == id { Ok(found) } else { Err(Problem::new(Kind::NotFound)) }
}
