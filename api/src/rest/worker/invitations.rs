//! Invitations to say who one is.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::candidate::InvitationId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::app::letters::title;
use crate::app::worker::invitations::{self, Received};
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidQuery};
use crate::problem::{Problem, ToAct, ToRead};
use crate::rest::{Page, next};

/// An invitation to say who one is.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ReceivedView {
    id: Uuid,
    organization: Uuid,
    /// Its name; none: it is gone.
    organization_name: Option<String>,
    posting: Uuid,
    /// The posting's title; none: it is forgotten.
    title: Option<String>,
    sent_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// `sent`, `accepted`, `declined`, `expired` or `withdrawn`.
    state: &'static str,
    /// The state in the language of the answer.
    sentence: String,
}

impl ReceivedView {
    pub(in crate::rest) fn of(received: &Received, now: DateTime<Utc>, lang: Lang) -> Self {
        let invitation = &received.invitation;
        let state = invitation.state(now);
        Self {
            id: invitation.id.0,
            organization: invitation.organization.0,
            organization_name: received.organization.as_ref().map(|organization| organization.profile.name.clone()),
            posting: invitation.posting.0,
            title: received.posting.as_ref().map(|own| title(&own.content, lang)),
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            state: state.key(),
            sentence: state.message().render(lang),
        }
    }
}

/// A page of invitations.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceivedInvitations {
    items: Vec<ReceivedView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// The invitations that one got, latest first. Who invites does not know whom.
#[utoipa::path(get, path = "/me/invitations", tag = "me", operation_id = "list_own_invitations", params(Page),
    responses((status = 200, body = ReceivedInvitations), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<Page>,
) -> Result<Json<ReceivedInvitations>, Problem> {
    let now = app.clock.now();
    let found = invitations::list(&app, &caller, params.cursor.map(InvitationId), params.limit).await?;
    let next = next(&found, params.limit, |received| received.invitation.id.0);
    let items = found.iter().map(|received| ReceivedView::of(received, now, lang)).collect();
    Ok(Json(ReceivedInvitations { items, next }))
}

/// Says yes: the organization sees one's name, contact, roles, licences and credentials, for a year or until one takes it
/// back.
#[utoipa::path(post, path = "/me/invitations/{id}/accept", tag = "me", operation_id = "accept_invitation",
    params(("id" = Uuid, Path, description = "The invitation")),
    responses((status = 200, body = ReceivedView), ToAct))]
pub(super) async fn accept(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
) -> Result<Json<ReceivedView>, Problem> {
    let received = invitations::accept(&app, &caller, InvitationId(id)).await?;
    Ok(Json(ReceivedView::of(&received, app.clock.now(), lang)))
}

/// Says no. The organization does not learn who did.
#[utoipa::path(post, path = "/me/invitations/{id}/decline", tag = "me", operation_id = "decline_invitation",
    params(("id" = Uuid, Path, description = "The invitation")),
    responses((status = 200, body = ReceivedView), ToAct))]
pub(super) async fn decline(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
) -> Result<Json<ReceivedView>, Problem> {
    let received = invitations::decline(&app, &caller, InvitationId(id)).await?;
    Ok(Json(ReceivedView::of(&received, app.clock.now(), lang)))
}
