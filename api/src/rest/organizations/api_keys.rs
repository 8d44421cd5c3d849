//! API keys of an organization.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{AppendHeaders, IntoResponse};
use chrono::{DateTime, Utc};
use domain::access::Scope;
use domain::organization::OrganizationId;
use domain::set::BitSet;
use serde::{Deserialize, Serialize};
use storage::organization::api_key::ApiKey;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::organizations::api_keys;
use crate::caller::Caller;
use crate::extract::{Id, ValidJson, line};
use crate::problem::{Problem, ToAct, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;

/// An API key, without its token.
#[derive(Serialize, ToSchema)]
pub(super) struct ApiKeyView {
    id: Uuid,
    name: String,
    /// `postings:read`, `postings:write`.
    scopes: Vec<&'static str>,
    /// The member who made it, for whom it acts.
    by: Uuid,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl ApiKeyView {
    fn of(key: &ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name.clone(),
            scopes: key.scopes.iter().map(Scope::key).collect(),
            by: key.by.0,
            created_at: key.created_at,
            expires_at: key.expires_at,
        }
    }
}

/// A new API key.
#[derive(Serialize, ToSchema)]
pub(super) struct NewApiKeyView {
    #[serde(flatten)]
    key: ApiKeyView,
    /// To be sent as `Authorization: Bearer`. It is shown this once, and kept nowhere.
    token: String,
}

/// An API key to make.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiKeyInput {
    /// What to call it.
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// `postings:read`, `postings:write` (which includes to read).
    #[validate(length(min = 1, max = 2))]
    #[schema(min_items = 1, max_items = 2)]
    scopes: Vec<String>,
}

/// The organization's API keys, oldest first, those that have ended too.
#[utoipa::path(get, path = "/organizations/{id}/api-keys", tag = "partners", operation_id = "list_api_keys",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = Items<ApiKeyView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<ApiKeyView>>, Problem> {
    let keys = api_keys::list(&app, &caller, OrganizationId(id)).await?;
    Ok(Json(Items { items: keys.iter().map(ApiKeyView::of).collect() }))
}

/// Makes an API key for a year. It acts for whoever makes it, in this organization, within its scopes, and ends with their
/// membership.
#[utoipa::path(post, path = "/organizations/{id}/api-keys", tag = "partners", operation_id = "add_api_key",
    params(("id" = Uuid, Path, description = "The organization")),
    request_body = ApiKeyInput, responses((status = 201, body = NewApiKeyView), ToAct))]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<ApiKeyInput>,
) -> Result<impl IntoResponse, Problem> {
    let mut keys = Keys::default();
    let each = input.scopes.iter().enumerate();
    let scopes: BitSet<Scope> =
        each.filter_map(|(i, scope)| keys.one(&format!("/scopes/{i}"), scope, Scope::parse)).collect();
    keys.finish(())?;
    let (key, token) = api_keys::add(&app, &caller, OrganizationId(id), input.name, scopes).await?;
    let location = format!("/api/v1/organizations/{id}/api-keys/{}", key.id);
    let body = NewApiKeyView { key: ApiKeyView::of(&key), token };
    Ok((StatusCode::CREATED, AppendHeaders([(LOCATION, location)]), Json(body)))
}

/// Ends an API key, at once.
#[utoipa::path(delete, path = "/organizations/{id}/api-keys/{api_key}", tag = "partners", operation_id = "remove_api_key",
    params(("id" = Uuid, Path, description = "The organization"), ("api_key" = Uuid, Path, description = "The key")),
    responses((status = 204, description = "It has ended."), ToAct))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id((id, api_key)): Id<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    api_keys::remove(&app, &caller, OrganizationId(id), api_key).await?;
    Ok(StatusCode::NO_CONTENT)
}
