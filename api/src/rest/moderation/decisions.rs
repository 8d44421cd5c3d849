//! Decisions on organizations, postings and reports.

use axum::Json;
use axum::extract::State;
use domain::message::Message;
use domain::moderation::{Decision, Queue, Reason, Ruling, Unfit};
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::report::ReportId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::Versioned;
use crate::app::App;
use crate::app::moderation::{organizations, postings, reports};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, ValidJson, plain};
use crate::problem::{Problem, ToAct, ToEdit};
use crate::profile::Keys;

/// A decision with its reason.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionInput {
    /// `approve` or `refuse`; for an organization also `suspend`; for a report `uphold` or `dismiss`, and
    /// `restore` for one that was upheld by mistake.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(approve|refuse|suspend|uphold|dismiss|restore)$", example = "approve")]
    ruling: String,
    /// The key of a reason that leads to this ruling.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "in_business_register")]
    reason: String,
    /// What the reason does not say, for those concerned.
    #[serde(default)]
    #[validate(length(max = 2000), custom(function = plain))]
    #[schema(max_length = 2000)]
    note: String,
}

impl DecisionInput {
    pub(super) const fn new(ruling: String, reason: String, note: String) -> Self {
        Self { ruling, reason, note }
    }

    pub(super) fn read(&self, queue: Queue) -> Result<Decision, Problem> {
        let mut keys = Keys::default();
        let ruling = keys.one("/ruling", &self.ruling, Ruling::parse);
        let reason = keys.one("/reason", &self.reason, Reason::parse);
        keys.finish(())?;
        let (Some(ruling), Some(reason)) = (ruling, reason) else { return Err(unfit(Unfit::Ruling)) };
        Decision::new(queue, ruling, reason, &self.note).map_err(unfit)
    }
}

fn unfit(why: Unfit) -> Problem {
    let (pointer, key) = match why {
        Unfit::Ruling => ("/ruling", "decision-ruling"),
        Unfit::Reason => ("/reason", "decision-reason"),
        Unfit::Note => ("/note", "field-invalid"),
    };
    Problem::field(pointer, Message::new(key))
}

/// What became of something that waited.
#[derive(Serialize, ToSchema)]
pub(super) struct Decided {
    pub(super) id: Uuid,
    /// Its new state.
    pub(super) state: &'static str,
}

/// Decides on an organization: it is verified, refused or suspended. Its owners are written to.
#[utoipa::path(post, path = "/moderation/organizations/{id}/decision", tag = "moderation", operation_id = "decide_organization",
    params(("id" = Uuid, Path, description = "The organization"),
        ("If-Match" = String, Header, description = "The version that was looked at, such as `\"3\"`")),
    request_body = DecisionInput, responses((status = 200, body = Decided), ToEdit))]
pub(super) async fn organization(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<DecisionInput>,
) -> Result<Versioned<Decided>, Problem> {
    let decision = input.read(Queue::Organizations)?;
    let decided = organizations::decide(&app, &caller, OrganizationId(id), version, &decision).await?;
    let body = Decided { id, state: decided.verification.state().key() };
    Ok(Versioned { version: decided.version, body })
}

/// Decides on a posting that rules held: it goes live, or back to its author. Those who may post are written to.
#[utoipa::path(post, path = "/moderation/postings/{id}/decision", tag = "moderation", operation_id = "decide_posting",
    params(("id" = Uuid, Path, description = "The posting"),
        ("If-Match" = String, Header, description = "The version that was looked at, such as `\"3\"`")),
    request_body = DecisionInput, responses((status = 200, body = Decided), ToEdit))]
pub(super) async fn posting(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<DecisionInput>,
) -> Result<Versioned<Decided>, Problem> {
    let decision = input.read(Queue::Postings)?;
    let decided = postings::decide(&app, &caller, PostingId(id), version, &decision).await?;
    Ok(Versioned { version: decided.version, body: Decided { id, state: decided.life.status.key() } })
}

/// Decides on a report of fraud. Upheld: the posting is taken down, an imported one with its reposts, and no import
/// puts it back; every other open report on them is decided along. Reporters who left an address are written to.
/// Restored: what was upheld by mistake is dismissed, and the posting goes on where it stood.
#[utoipa::path(post, path = "/moderation/reports/{id}/decision", tag = "moderation", operation_id = "decide_report",
    params(("id" = Uuid, Path, description = "The report")),
    request_body = DecisionInput, responses((status = 200, body = Decided), ToAct))]
pub(super) async fn report(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<DecisionInput>,
) -> Result<Json<Decided>, Problem> {
    let decision = input.read(Queue::Reports)?;
    let state = reports::decide(&app, &caller, ReportId(id), &decision).await?;
    Ok(Json(Decided { id, state: state.key() }))
}
