//! The staff.

use axum::Json;
use axum::extract::State;
use domain::account::{AccountId, Staff};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::moderation::staff;
use crate::caller::Caller;
use crate::extract::{Id, ValidJson};
use crate::problem::{Problem, ToAct};
use crate::profile::Keys;

/// Someone's part in the staff.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffInput {
    /// `editor` or `moderator`; `null` or left out: none.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(editor|moderator)$")]
    role: Option<String>,
}

/// Someone's part in the staff.
#[derive(Serialize, ToSchema)]
pub(super) struct StaffView {
    account: Uuid,
    /// `editor`, `moderator` or `null`.
    role: Option<&'static str>,
}

/// Makes someone an editor or a moderator, or ends that. Their sessions end. Admins are made on the command line only.
#[utoipa::path(put, path = "/moderation/staff/{id}", tag = "moderation", operation_id = "set_staff",
    params(("id" = Uuid, Path, description = "The account")),
    request_body = StaffInput, responses((status = 200, body = StaffView), ToAct))]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<StaffInput>,
) -> Result<Json<StaffView>, Problem> {
    let mut keys = Keys::default();
    let part = input.role.as_deref().and_then(|role| keys.one("/role", role, Staff::parse));
    let part = keys.finish(part)?;
    staff::set(&app, &caller, AccountId(id), part).await?;
    Ok(Json(StaffView { account: id, role: part.map(Staff::key) }))
}
