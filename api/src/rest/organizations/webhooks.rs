//! Webhooks of an organization.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{AppendHeaders, IntoResponse};
use chrono::{DateTime, Utc};
use domain::organization::OrganizationId;
use domain::webhook::{self, Event};
use serde::{Deserialize, Serialize};
use storage::webhook::{Delivery, Webhook};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::app::{App, webhooks};
use crate::caller::Caller;
use crate::extract::{Id, ValidJson, ValidQuery, line};
use crate::problem::{Problem, ToAct, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;
use crate::rest::{Page, next};

/// A webhook, without its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct WebhookView {
    id: Uuid,
    url: String,
    /// `posting.changed`, `application.received`, `application.moved`.
    events: Vec<&'static str>,
    created_at: DateTime<Utc>,
}

impl WebhookView {
    fn of(hook: &Webhook) -> Self {
        let events = hook.events.iter().map(|event| event.key()).collect();
        Self { id: hook.id, url: hook.url.clone(), events, created_at: hook.created_at }
    }
}

/// A new webhook.
#[derive(Serialize, ToSchema)]
pub(super) struct NewWebhookView {
    #[serde(flatten)]
    webhook: WebhookView,
    /// With it the receiver checks `webhook-signature`, as Standard Webhooks says. It is shown this once.
    secret: String,
}

/// A webhook to add.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookInput {
    /// An `https` address on the public Internet.
    #[validate(length(min = 1, max = 500), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 500)]
    url: String,
    /// `posting.changed`, `application.received`, `application.moved`.
    #[validate(length(min = 1, max = 3))]
    #[schema(min_items = 1, max_items = 3)]
    events: Vec<String>,
}

/// A message to a webhook.
#[derive(Serialize, ToSchema)]
pub(super) struct DeliveryView {
    /// Also the message's `webhook-id`.
    id: Uuid,
    event: &'static str,
    payload: String,
    /// `pending`, `delivered` or `dead`.
    state: &'static str,
    /// How often it was tried.
    attempts: u32,
    created_at: DateTime<Utc>,
    /// When it is tried next; none: it was delivered, or given up.
    next_at: Option<DateTime<Utc>>,
    /// When it was delivered, or given up.
    ended_at: Option<DateTime<Utc>>,
    /// The status of the last answer.
    last_status: Option<u16>,
    /// What went wrong the last time, where there was no answer.
    last_error: Option<String>,
}

impl DeliveryView {
    fn of(delivery: &Delivery) -> Self {
        Self {
            id: delivery.id,
            event: delivery.event.key(),
            payload: delivery.payload.clone(),
            state: delivery.state.key(),
            attempts: delivery.attempts,
            created_at: delivery.created_at,
            next_at: (delivery.state == webhook::State::Pending).then_some(delivery.next_at),
            ended_at: delivery.ended_at,
            last_status: delivery.last_status,
            last_error: delivery.last_error.clone(),
        }
    }
}

/// The organization's webhooks, oldest first.
#[utoipa::path(get, path = "/organizations/{id}/webhooks", tag = "partners", operation_id = "list_webhooks",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = Items<WebhookView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<WebhookView>>, Problem> {
    let hooks = webhooks::list(&app, &caller, OrganizationId(id)).await?;
    Ok(Json(Items { items: hooks.iter().map(WebhookView::of).collect() }))
}

/// Adds a webhook. What happens from now on is sent to it, signed, until it has answered with a 2xx: at least once, for
/// three days. A message says what happened to which thing, and nothing about a person.
#[utoipa::path(post, path = "/organizations/{id}/webhooks", tag = "partners", operation_id = "add_webhook",
    params(("id" = Uuid, Path, description = "The organization")),
    request_body = WebhookInput, responses((status = 201, body = NewWebhookView), ToAct))]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<WebhookInput>,
) -> Result<impl IntoResponse, Problem> {
    let mut keys = Keys::default();
    let each = input.events.iter().enumerate();
    let mut events: Vec<Event> =
        each.filter_map(|(i, event)| keys.one(&format!("/events/{i}"), event, Event::parse)).collect();
    keys.finish(())?;
    events.sort_unstable();
    events.dedup();
    let (hook, secret) = webhooks::add(&app, &caller, OrganizationId(id), input.url, events).await?;
    let location = format!("/api/v1/organizations/{id}/webhooks/{}", hook.id);
    let body = NewWebhookView { webhook: WebhookView::of(&hook), secret };
    Ok((StatusCode::CREATED, AppendHeaders([(LOCATION, location)]), Json(body)))
}

/// A webhook of an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Of {
    /// The organization
    id: Uuid,
    /// The webhook
    webhook: Uuid,
}

/// Removes a webhook with its messages, those that wait too.
#[utoipa::path(delete, path = "/organizations/{id}/webhooks/{webhook}", tag = "partners", operation_id = "remove_webhook",
    params(Of), responses((status = 204, description = "It is removed."), ToAct))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(Of { id, webhook }): Id<Of>,
) -> Result<StatusCode, Problem> {
    webhooks::remove(&app, &caller, OrganizationId(id), webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
pub(super) struct Deliveries {
    items: Vec<DeliveryView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// What was sent to a webhook and what is to be, latest first, with what went wrong. Kept for a month after it ended.
#[utoipa::path(get, path = "/organizations/{id}/webhooks/{webhook}/deliveries", tag = "partners",
    operation_id = "list_webhook_deliveries", params(Of, Page),
    responses((status = 200, body = Deliveries), ToRead))]
pub(super) async fn deliveries(
    State(app): State<App>,
    caller: Caller,
    Id(Of { id, webhook }): Id<Of>,
    ValidQuery(params): ValidQuery<Page>,
) -> Result<Json<Deliveries>, Problem> {
    let of = (OrganizationId(id), webhook);
    let found = webhooks::deliveries(&app, &caller, of, params.cursor, params.limit).await?;
    let next = next(&found, params.limit, |delivery| delivery.id);
    Ok(Json(Deliveries { items: found.iter().map(DeliveryView::of).collect(), next }))
}

/// A message to a webhook of an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfDelivery {
    /// The organization
    id: Uuid,
    /// The webhook
    webhook: Uuid,
    /// The message
    delivery: Uuid,
}

/// Sends a message once more, whether or not it was delivered, under the same id.
#[utoipa::path(post, path = "/organizations/{id}/webhooks/{webhook}/deliveries/{delivery}/replay", tag = "partners",
    operation_id = "replay_webhook_delivery", params(OfDelivery), responses((status = 200, body = DeliveryView), ToAct))]
pub(super) async fn replay(
    State(app): State<App>,
    caller: Caller,
    Id(OfDelivery { id, webhook, delivery }): Id<OfDelivery>,
) -> Result<Json<DeliveryView>, Problem> {
    let replayed = webhooks::replay(&app, &caller, (OrganizationId(id), webhook), delivery).await?;
    Ok(Json(DeliveryView::of(&replayed)))
}
