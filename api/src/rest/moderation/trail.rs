//! The audit trail.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::account::AccountId;
use serde::{Deserialize, Serialize};
use storage::audit::{Filter, Line};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::moderation;
use crate::caller::Caller;
use crate::extract::{ValidQuery, given};
use crate::problem::{Problem, ToRead};

/// Which lines.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct TrailParams {
    /// By this account.
    #[serde(default, deserialize_with = "given")]
    actor: Option<Uuid>,
    /// On this object.
    #[serde(default, deserialize_with = "given")]
    object: Option<Uuid>,
    /// `next` of the page before, with the same parameters.
    #[serde(default, deserialize_with = "given")]
    cursor: Option<Uuid>,
    /// How many a page.
    #[serde(default = "fifty")]
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: u64,
}

const fn fifty() -> u64 {
    50
}

/// A line of the audit trail. It names things by opaque ids and tells no values.
#[derive(Serialize, ToSchema)]
struct AuditLineView {
    id: Uuid,
    at: DateTime<Utc>,
    /// The account; `null`: the platform itself, or someone without one.
    actor: Option<Uuid>,
    /// What, as in the access table.
    action: String,
    /// The kind of the object.
    kind: String,
    object: Uuid,
    /// Names of the fields that changed or were shown.
    fields: Vec<String>,
    /// The key of the reason, where one is given.
    reason: Option<String>,
    /// The number of its seal; `null`: not sealed yet.
    seal: Option<i64>,
}

impl AuditLineView {
    fn of(line: Line) -> Self {
        let Line { id, at, actor, action, kind, object, fields, reason, seal } = line;
        Self { id, at, actor: actor.map(|actor| actor.0), action, kind, object, fields, reason, seal }
    }
}

/// A page of the audit trail.
#[derive(Serialize, ToSchema)]
pub(super) struct TrailPage {
    items: Vec<AuditLineView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// The audit trail: who did what to what, last written first.
#[utoipa::path(get, path = "/moderation/audit", tag = "moderation", operation_id = "read_audit", params(TrailParams),
    responses((status = 200, body = TrailPage), ToRead))]
pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    ValidQuery(params): ValidQuery<TrailParams>,
) -> Result<Json<TrailPage>, Problem> {
    let TrailParams { actor, object, cursor, limit } = params;
    let filter = Filter { actor: actor.map(AccountId), object, before: cursor };
    let lines = moderation::trail(&app, &caller, &filter, limit).await?;
    let full = usize::try_from(limit).is_ok_and(|limit| lines.len() == limit);
    let next = lines.last().filter(|_| full).map(|line| line.id);
    Ok(Json(TrailPage { items: lines.into_iter().map(AuditLineView::of).collect(), next }))
}
