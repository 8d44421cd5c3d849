//! Invitations of anonymous candidates, as an organization sends them.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::candidate::{CandidateId, InvitationId};
use domain::message::Message;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::Of;
use crate::answer::Made;
use crate::app::App;
use crate::app::candidates::invitations::{self, Sent};
use crate::caller::Caller;
use crate::extract::{Id, OnceJson, Speaks, ValidQuery, given};
use crate::problem::{Problem, ToAct, ToRead};
use crate::rest::applications::applicant::SeenView;
use crate::rest::next;

/// Whom to invite.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationInput {
    /// `id` of a candidate of today.
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    candidate: String,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
pub(super) struct SentView {
    id: Uuid,
    posting: Uuid,
    /// As whom the candidate was seen on the day of the invitation.
    candidate: String,
    sent_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// `sent`, `accepted`, `declined`, `expired` or `withdrawn`.
    state: &'static str,
    /// The state in the language of the answer.
    sentence: String,
    /// Who said yes, as long as they do; only where one invitation is read.
    accepted_by: Option<SeenView>,
}

impl SentView {
    fn of(sent: &Sent, now: DateTime<Utc>, lang: Lang) -> Self {
        let invitation = &sent.invitation;
        let state = invitation.state(now);
        Self {
            id: invitation.id.0,
            posting: invitation.posting.0,
            candidate: invitation.candidate.text(),
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            state: state.key(),
            sentence: state.message().render(lang),
            accepted_by: sent.seen.as_ref().map(|seen| SeenView::of(seen, lang)),
        }
    }
}

/// Invites an anonymous candidate to say who they are. The organization learns it only if they accept. An invitation that
/// is not answered within 14 days ends; why, nobody learns.
#[utoipa::path(post, path = "/organizations/{id}/postings/{posting}/candidate-invitations", tag = "candidates",
    operation_id = "invite_candidate",
    params(Of, ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = InvitationInput, responses((status = 201, body = SentView), ToAct))]
pub(super) async fn invite(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<InvitationInput>,
) -> Result<Made, Problem> {
    let candidate = CandidateId::parse(&input.candidate)
        .ok_or_else(|| Problem::field("/candidate", Message::new("hiring-no-candidate")))?;
    let now = app.clock.now();
    invitations::invite(&app, &caller, once, of.ids(), candidate, |sent| SentView::of(sent, now, lang)).await
}

/// A page of invitations.
#[derive(Serialize, ToSchema)]
pub(super) struct SentInvitations {
    items: Vec<SentView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// Which invitations, and which page.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SentParams {
    /// Only those for this posting.
    #[serde(default, deserialize_with = "given")]
    posting: Option<Uuid>,
    /// How many a page.
    #[serde(default = "crate::rest::fifty")]
    #[validate(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    cursor: Option<Uuid>,
}

/// The organization's invitations, latest first. Who accepted is shown where one is read.
#[utoipa::path(get, path = "/organizations/{id}/candidate-invitations", tag = "candidates",
    operation_id = "list_candidate_invitations",
    params(("id" = Uuid, Path, description = "The organization"), SentParams),
    responses((status = 200, body = SentInvitations), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<SentParams>,
) -> Result<Json<SentInvitations>, Problem> {
    let now = app.clock.now();
    let before = params.cursor.map(InvitationId);
    let found =
        invitations::list(&app, &caller, OrganizationId(id), params.posting.map(PostingId), before, params.limit)
            .await?;
    let next = next(&found, params.limit, |sent| sent.invitation.id.0);
    Ok(Json(SentInvitations { items: found.iter().map(|sent| SentView::of(sent, now, lang)).collect(), next }))
}

/// An invitation of an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfSent {
    /// The organization
    id: Uuid,
    /// The invitation
    candidate_invitation: Uuid,
}

/// One invitation, with whoever said yes to it. They can read that they were looked at, by whom and when.
#[utoipa::path(get, path = "/organizations/{id}/candidate-invitations/{candidate_invitation}", tag = "candidates",
    operation_id = "read_candidate_invitation", params(OfSent), responses((status = 200, body = SentView), ToRead))]
pub(super) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(OfSent { id, candidate_invitation }): Id<OfSent>,
    Speaks(lang): Speaks,
) -> Result<Json<SentView>, Problem> {
    let wanted = InvitationId(candidate_invitation);
    let sent = invitations::read(&app, &caller, OrganizationId(id), wanted).await?;
    Ok(Json(SentView::of(&sent, app.clock.now(), lang)))
}

/// Takes an invitation back that waits for an answer.
#[utoipa::path(post, path = "/organizations/{id}/candidate-invitations/{candidate_invitation}/withdraw",
    tag = "candidates", operation_id = "withdraw_candidate_invitation", params(OfSent),
    responses((status = 200, body = SentView), ToAct))]
pub(super) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(OfSent { id, candidate_invitation }): Id<OfSent>,
    Speaks(lang): Speaks,
) -> Result<Json<SentView>, Problem> {
    let wanted = InvitationId(candidate_invitation);
    let sent = invitations::withdraw(&app, &caller, OrganizationId(id), wanted).await?;
    Ok(Json(SentView::of(&sent, app.clock.now(), lang)))
}
