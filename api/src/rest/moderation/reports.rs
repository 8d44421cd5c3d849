//! Reporting a posting.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::posting::PostingId;
use domain::report::Concern;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::moderation::policy;
use crate::app::moderation::reports::{self, Filing};
use crate::extract::{Id, Speaks, ValidJson, plain};
use crate::peer::Peer;
use crate::problem::{Problem, ProblemBody};
use crate::profile::Keys;

/// What is wrong with a posting.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportInput {
    /// `asks_for_money`, `asks_for_personal_data`, `impersonation`, `no_such_job`, `misleading` or `other`.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(asks_for_money|asks_for_personal_data|impersonation|no_such_job|misleading|other)$",
        example = "asks_for_money"
    )]
    concern: String,
    /// In your own words.
    #[serde(default)]
    #[validate(length(max = 2000), custom(function = plain))]
    #[schema(max_length = 2000)]
    note: String,
    /// An e-mail address, if you want to know what becomes of your report. It is used for that only, and forgotten
    /// afterwards.
    #[validate(length(min = 3, max = 254), custom(function = plain))]
    #[schema(min_length = 3, max_length = 254, format = "email")]
    contact: Option<String>,
}

/// A report that has arrived.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceivedReportView {
    id: Uuid,
    reported_at: DateTime<Utc>,
    /// Where the policy is read by which it is looked at.
    fraud_policy: &'static str,
}

/// Reports a posting as fraud. Anyone may, without an account; who reports is not written down.
#[utoipa::path(post, path = "/postings/{id}/reports", tag = "moderation", operation_id = "report_posting",
    params(("id" = Uuid, Path, description = "The posting")), request_body = ReportInput, responses(
    (status = 201, body = ReceivedReportView),
    (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "The request cannot be read."),
    (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "There is no such posting."),
    (status = 409, body = ProblemBody, content_type = "application/problem+json",
        description = "As many reports on it wait already as are taken."),
    (status = 410, body = ProblemBody, content_type = "application/problem+json", description = "It was taken down."),
    (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "The body is too long."),
    (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The body is no JSON."),
    (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Some fields do not hold.")))]
pub(super) async fn file(
    State(app): State<App>,
    peer: Peer,
    Speaks(language): Speaks,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<ReportInput>,
) -> Result<(StatusCode, Json<ReceivedReportView>), Problem> {
    let mut keys = Keys::default();
    let concern = keys.one("/concern", &input.concern, Concern::parse);
    let concern = keys.finish(concern)?.unwrap_or(Concern::Other);
    let filing = Filing { concern, note: input.note, contact: input.contact, language };
    let report = reports::file(&app, peer, PostingId(id), filing).await?;
    let view = ReceivedReportView { id: report.id.0, reported_at: report.at, fraud_policy: policy::PATH };
    Ok((StatusCode::CREATED, Json(view)))
}
