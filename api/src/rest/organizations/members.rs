//! Members of an organization.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::organization::{MemberRole, OrganizationId};
use serde::{Deserialize, Serialize};
use storage::organization::member::Named;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::Versioned;
use crate::app::App;
use crate::app::organizations::members;
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, ValidJson};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;

/// A member.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberView {
    /// The member's account.
    account: Uuid,
    version: i32,
    name: String,
    email: String,
    /// `owner`, `recruiter` or `viewer`.
    role: &'static str,
    since: DateTime<Utc>,
}

impl From<Named> for MemberView {
    fn from(named: Named) -> Self {
        let Named { member, name, email } = named;
        Self {
            account: member.account.0,
            version: member.version,
            name,
            email,
            role: member.role.key(),
            since: member.since,
        }
    }
}

/// A member's part.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberRoleInput {
    /// `owner`, `recruiter` or `viewer`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(owner|recruiter|viewer)$", example = "recruiter")]
    role: String,
}

/// The part that a member now has.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberRoleView {
    account: Uuid,
    version: i32,
    /// `owner`, `recruiter` or `viewer`.
    role: &'static str,
}

/// Everyone who may act for an organization, longest first.
#[utoipa::path(get, path = "/organizations/{id}/members", tag = "organizations", operation_id = "list_members",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = Items<MemberView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<MemberView>>, Problem> {
    let found = members::list(&app, &caller, OrganizationId(id)).await?;
    Ok(Json(Items { items: found.into_iter().map(MemberView::from).collect() }))
}

/// Gives a member another part. The last owner stays owner.
#[utoipa::path(put, path = "/organizations/{id}/members/{account}", tag = "organizations", operation_id = "update_member",
    params(("id" = Uuid, Path, description = "The organization"), ("account" = Uuid, Path, description = "The member"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = MemberRoleInput, responses((status = 200, body = MemberRoleView), ToEdit))]
pub(super) async fn set_role(
    State(app): State<App>,
    caller: Caller,
    Id((id, account)): Id<(Uuid, Uuid)>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<MemberRoleInput>,
) -> Result<Versioned<MemberRoleView>, Problem> {
    let mut keys = Keys::default();
    let role = keys.one("/role", &input.role, MemberRole::parse);
    let role = keys.finish_some(role)?;
    let member = members::set_role(&app, &caller, OrganizationId(id), AccountId(account), version, role).await?;
    let body = MemberRoleView { account, version: member.version, role: member.role.key() };
    Ok(Versioned { version: member.version, body })
}

/// Removes a member: oneself, or as an owner anyone. The last owner stays.
#[utoipa::path(delete, path = "/organizations/{id}/members/{account}", tag = "organizations", operation_id = "remove_member",
    params(("id" = Uuid, Path, description = "The organization"), ("account" = Uuid, Path, description = "The member")),
    responses((status = 204), ToAct))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id((id, account)): Id<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    members::remove(&app, &caller, OrganizationId(id), AccountId(account)).await?;
    Ok(StatusCode::NO_CONTENT)
}
