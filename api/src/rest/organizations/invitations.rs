//! Invitations of members.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::organization::{Invitation, InvitationId, Member, MemberRole, OrganizationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::Made;
use crate::app::App;
use crate::app::organizations::invitations;
use crate::caller::Caller;
use crate::extract::{Id, OnceJson, address};
use crate::problem::{Problem, ToAct, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;

/// An invitation that can be accepted.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberInvitationView {
    id: Uuid,
    /// The address it was mailed to.
    address: String,
    /// `owner`, `recruiter` or `viewer`.
    role: &'static str,
    invited_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl MemberInvitationView {
    fn of(invitation: &Invitation) -> Self {
        Self {
            id: invitation.id.0,
            address: invitation.address.clone(),
            role: invitation.role.key(),
            invited_at: invitation.invited_at,
            expires_at: invitation.expires_at,
        }
    }
}

/// Whom to invite.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberInvitationInput {
    #[validate(length(max = 254), custom(function = "address"))]
    #[schema(max_length = 254, format = "email", example = "someone@example.org")]
    address: String,
    /// `owner`, `recruiter` or `viewer`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(owner|recruiter|viewer)$", example = "recruiter")]
    role: String,
}

/// The token of an invitation.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationTokenInput {
    /// What stands in the link of the mail.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    token: String,
}

/// What the caller now is.
#[derive(Serialize, ToSchema)]
pub(super) struct NewMembershipView {
    organization: Uuid,
    /// `owner`, `recruiter` or `viewer`.
    role: &'static str,
}

/// The open invitations of an organization, newest first.
#[utoipa::path(get, path = "/organizations/{id}/invitations", tag = "organizations", operation_id = "list_member_invitations",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = Items<MemberInvitationView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<MemberInvitationView>>, Problem> {
    let found = invitations::list(&app, &caller, OrganizationId(id)).await?;
    Ok(Json(Items { items: found.iter().map(MemberInvitationView::of).collect() }))
}

/// Invites someone by mail to be a member, for 14 days. An earlier invitation to the same address ends.
#[utoipa::path(post, path = "/organizations/{id}/invitations", tag = "organizations", operation_id = "invite_member",
    params(("id" = Uuid, Path, description = "The organization"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = MemberInvitationInput, responses((status = 201, body = MemberInvitationView), ToAct))]
pub(super) async fn invite(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    OnceJson { input, once }: OnceJson<MemberInvitationInput>,
) -> Result<Made, Problem> {
    let mut keys = Keys::default();
    let role = keys.one("/role", &input.role, MemberRole::parse);
    let role = keys.finish_some(role)?;
    let invited = (input.address.to_lowercase(), role);
    invitations::invite(&app, &caller, once, OrganizationId(id), invited, MemberInvitationView::of).await
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/organizations/{id}/invitations/{invitation}", tag = "organizations", operation_id = "revoke_member_invitation",
    params(("id" = Uuid, Path, description = "The organization"), ("invitation" = Uuid, Path, description = "The invitation")),
    responses((status = 204), ToAct))]
pub(super) async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Id((id, invitation)): Id<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    invitations::revoke(&app, &caller, OrganizationId(id), InvitationId(invitation)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accepts an invitation with the token that was mailed, from an employer's account with the invited address.
#[utoipa::path(post, path = "/member-invitations/accept", tag = "organizations", operation_id = "accept_member_invitation",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = InvitationTokenInput, responses((status = 201, body = NewMembershipView), ToAct))]
pub(super) async fn accept(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<InvitationTokenInput>,
) -> Result<Made, Problem> {
    let present =
        |id: OrganizationId, member: &Member| NewMembershipView { organization: id.0, role: member.role.key() };
    invitations::accept(&app, &caller, once, &input.token, present).await
}
