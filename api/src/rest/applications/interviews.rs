//! Interviews of an application.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::application::{ApplicationId, InterviewId};
use domain::organization::OrganizationId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::employer::Of;
use super::input::InterviewInput;
use super::view::InterviewView;
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::applications::interviews::{self, Change};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, ValidJson};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};

/// An interview of an application to an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Which {
    /// The organization
    id: Uuid,
    /// The application
    application: Uuid,
    /// The interview
    interview: Uuid,
}

impl Which {
    const fn ids(self) -> (OrganizationId, ApplicationId, InterviewId) {
        (OrganizationId(self.id), ApplicationId(self.application), InterviewId(self.interview))
    }
}

/// Plans an interview of an applicant at that stage, who is told.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/interviews", tag = "applications",
    operation_id = "plan_interview",
    params(Of, ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = InterviewInput, responses((status = 201, body = InterviewView), ToAct))]
pub(super) async fn plan(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    OnceJson { input, once }: OnceJson<InterviewInput>,
) -> Result<Made, Problem> {
    let plan = input.read()?;
    interviews::plan(&app, &caller, once, of.ids(), plan, InterviewView::of).await
}

async fn changed(
    app: &App,
    caller: &Caller,
    which: Which,
    version: i32,
    change: Change,
) -> Result<Versioned<InterviewView>, Problem> {
    let kept = interviews::change(app, caller, which.ids(), version, change).await?;
    Ok(Versioned { version: kept.version, body: InterviewView::of(&kept) })
}

/// Moves an interview that has not begun to another time or place. The applicant is told.
#[utoipa::path(put, path = "/organizations/{id}/applications/{application}/interviews/{interview}", tag = "applications",
    operation_id = "move_interview",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = InterviewInput, responses((status = 200, body = InterviewView), ToEdit))]
pub(super) async fn replace(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<InterviewInput>,
) -> Result<Versioned<InterviewView>, Problem> {
    changed(&app, &caller, which, version, Change::Move(input.read()?)).await
}

/// Cancels an interview that has not begun. The applicant is told.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/interviews/{interview}/cancel",
    tag = "applications", operation_id = "cancel_interview",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    responses((status = 200, body = InterviewView), ToEdit))]
pub(super) async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<InterviewView>, Problem> {
    changed(&app, &caller, which, version, Change::Cancel).await
}

/// Notes that the applicant did not come: the interview was not held, and nothing is owed for it.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/interviews/{interview}/missed",
    tag = "applications", operation_id = "miss_interview",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    responses((status = 200, body = InterviewView), ToEdit))]
pub(super) async fn miss(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<InterviewView>, Problem> {
    changed(&app, &caller, which, version, Change::Miss).await
}

/// An entry for a calendar, as a file (RFC 5545 §8.1).
fn file(calendar: String) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"interview.ics\""));
    (headers, calendar).into_response()
}

/// An interview as an entry for a calendar.
#[utoipa::path(get, path = "/organizations/{id}/applications/{application}/interviews/{interview}/calendar",
    tag = "applications", operation_id = "read_calendar", params(Which),
    responses((status = 200, body = String, content_type = "text/calendar", description = "An iCalendar file."), ToRead))]
pub(super) async fn calendar(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
) -> Result<Response, Problem> {
    Ok(file(interviews::calendar_of_employer(&app, &caller, which.ids()).await?))
}

/// An interview of one of one's applications, as an entry for one's calendar.
#[utoipa::path(get, path = "/me/applications/{id}/interviews/{interview}/calendar", tag = "applications",
    operation_id = "read_own_calendar",
    params(("id" = Uuid, Path, description = "The application"), ("interview" = Uuid, Path, description = "The interview")),
    responses((status = 200, body = String, content_type = "text/calendar", description = "An iCalendar file."), ToRead))]
pub(super) async fn own_calendar(
    State(app): State<App>,
    caller: Caller,
    Id((id, interview)): Id<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let calendar = interviews::calendar_of_worker(&app, &caller, ApplicationId(id), InterviewId(interview)).await?;
    Ok(file(calendar))
}
