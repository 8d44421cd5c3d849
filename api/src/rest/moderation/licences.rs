//! Checks of licences.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use chrono::{DateTime, NaiveDate, Utc};
use domain::message::Message;
use domain::moderation::Queue;
use domain::reference::Regulator;
use domain::verification::{Evidence, VerificationProvider};
use serde::{Deserialize, Serialize};
use storage::decision::Taken;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::decisions::Decided;
use crate::answer::Versioned;
use crate::app::App;
use crate::app::moderation::licences::{self, Finding, Sheet};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, ValidJson, day, plain, web};
use crate::problem::{Problem, ToEdit, ToRead};
use crate::rest::moderation::decisions::DecisionInput;

/// Who keeps a register.
#[derive(Serialize, ToSchema)]
struct RegisterView {
    key: &'static str,
    name: &'static str,
    abbreviation: Option<&'static str>,
    url: Option<&'static str>,
    /// The public register, where its address is known.
    register_url: Option<&'static str>,
}

impl RegisterView {
    fn of(regulator: &'static Regulator) -> Self {
        let Regulator { key, name, abbreviation, url, register_url, .. } = regulator;
        Self { key, name, abbreviation: *abbreviation, url: *url, register_url: *register_url }
    }
}

/// A decision that was taken before.
#[derive(Serialize, ToSchema)]
struct DecisionView {
    ruling: &'static str,
    reason: &'static str,
    note: String,
    decided_at: DateTime<Utc>,
    /// Where it was looked up.
    register_url: Option<String>,
    /// What stood there.
    seen: Option<String>,
}

impl DecisionView {
    fn of(taken: Taken) -> Self {
        let (register_url, seen) = taken.evidence.map(|evidence| (evidence.register_url, evidence.seen)).unzip();
        let decision = taken.decision;
        Self {
            ruling: decision.ruling().key(),
            reason: decision.reason().key(),
            note: decision.note().to_owned(),
            decided_at: taken.at,
            register_url,
            seen,
        }
    }
}

/// What is needed to look a licence up in the public register.
#[derive(Serialize, ToSchema)]
pub(super) struct LicenceCheckView {
    id: Uuid,
    version: i32,
    /// The name to look for.
    name: String,
    /// The number, where the worker gave one.
    number: Option<String>,
    role: &'static str,
    province: &'static str,
    class: &'static str,
    standing: &'static str,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    requested_at: Option<DateTime<Utc>>,
    regulator: Option<RegisterView>,
    /// The day from which a check made today is due again, unless an earlier one is given. `null`: the licence has
    /// ended.
    next_check: Option<NaiveDate>,
    /// Last first.
    decisions: Vec<DecisionView>,
}

impl LicenceCheckView {
    fn of(sheet: Sheet) -> Self {
        let Sheet { licence, number, name, regulator, next_check, before } = sheet;
        let fields = licence.fields;
        Self {
            id: licence.id,
            version: licence.version,
            name,
            number,
            role: fields.role.key(),
            province: fields.province.key(),
            class: fields.class.key(),
            standing: fields.standing.key(),
            valid_from: fields.valid_from,
            valid_until: fields.valid_until,
            requested_at: licence.requested_at,
            regulator: regulator.map(RegisterView::of),
            next_check,
            decisions: before.into_iter().map(DecisionView::of).collect(),
        }
    }
}

/// Keeps an answer out of every cache.
const NO_STORE: [(HeaderName, HeaderValue); 1] = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// What is needed to look a licence up, while its check is asked for. Its number is shown here and nowhere else, and
/// the reading is written into the audit trail.
#[utoipa::path(get, path = "/moderation/licences/{id}", tag = "moderation", operation_id = "read_licence_check",
    params(("id" = Uuid, Path, description = "The licence")),
    responses((status = 200, body = LicenceCheckView), ToRead,
        (status = 409, body = crate::problem::ProblemBody, content_type = "application/problem+json",
            description = "No check of it is asked for.")))]
pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let sheet = licences::read(&app, &caller, id).await?;
    Ok((NO_STORE, Versioned { version: sheet.licence.version, body: LicenceCheckView::of(sheet) }))
}

/// What a moderator saw in the register, and what follows.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LicenceDecisionInput {
    /// `approve` or `refuse`.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(approve|refuse)$", example = "approve")]
    ruling: String,
    /// `in_register`; or `not_in_register`, `name_differs`, `register_differs`, `incomplete`.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(in_register|not_in_register|name_differs|register_differs|incomplete)$",
        example = "in_register"
    )]
    reason: String,
    /// What the reason does not say, for the worker.
    #[serde(default)]
    #[validate(length(max = 2000), custom(function = plain))]
    #[schema(max_length = 2000)]
    note: String,
    /// Where it was looked up; needed to approve.
    #[validate(length(min = 1, max = 500), url, custom(function = web))]
    #[schema(min_length = 1, max_length = 500, format = "uri", pattern = "^https?://")]
    register_url: Option<String>,
    /// What stood there, in the moderator's words and without a copy; needed to approve.
    #[validate(length(min = 1, max = 500), custom(function = plain))]
    #[schema(min_length = 1, max_length = 500)]
    seen: Option<String>,
    /// The day from which the check is due again: after today, at the latest the day after the licence's last one or
    /// twelve months from today. Default: as late as can be.
    #[validate(custom(function = day))]
    next_check: Option<NaiveDate>,
}

impl LicenceDecisionInput {
    fn finding(&self) -> Result<Finding, Problem> {
        let evidence = match (&self.register_url, &self.seen) {
            (Some(register_url), Some(seen)) => Some(Evidence {
                how: VerificationProvider::PublicRegister,
                register_url: register_url.clone(),
                seen: seen.clone(),
            }),
            (None, None) => None,
            (Some(_), None) => return Err(Problem::field("/seen", Message::new("licence-evidence"))),
            (None, Some(_)) => return Err(Problem::field("/register_url", Message::new("licence-evidence"))),
        };
        Ok(Finding { evidence, next_check: self.next_check })
    }
}

/// Decides on a licence after looking it up in the public register. The worker is written to.
#[utoipa::path(post, path = "/moderation/licences/{id}/decision", tag = "moderation", operation_id = "decide_licence",
    params(("id" = Uuid, Path, description = "The licence"),
        ("If-Match" = String, Header, description = "The version that was looked up, such as `\"3\"`")),
    request_body = LicenceDecisionInput, responses((status = 200, body = Decided), ToEdit))]
pub(super) async fn decide(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<LicenceDecisionInput>,
) -> Result<Versioned<Decided>, Problem> {
    let finding = input.finding()?;
    let decision = DecisionInput::new(input.ruling, input.reason, input.note).read(Queue::Licences)?;
    let (version, state) = licences::decide(&app, &caller, id, version, &decision, finding).await?;
    Ok(Versioned { version, body: Decided { id, state: state.key() } })
}
