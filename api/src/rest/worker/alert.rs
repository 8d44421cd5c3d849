//! One's alerts: by one's profile, and by the searches that one keeps.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::subscription::{State as Standing, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::Versioned;
use crate::app::App;
use crate::app::subscriptions::Opened;
use crate::app::worker::alert::{self, About};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, ValidJson};
use crate::peer::Peer;
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
use crate::rest::postings::filter_of;
use crate::rest::subscriptions::ScheduleInput;
use crate::rest::subscriptions::view::ConsentView;

/// When to be told.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct AlertInput {
    #[validate(nested)]
    schedule: ScheduleInput,
    /// Nothing before, for at most a year; none: no pause.
    paused_until: Option<DateTime<Utc>>,
}

/// One's alert. Until it is asked for it is off and of version 0.
#[derive(Default, Serialize, ToSchema)]
pub(in crate::rest) struct AlertView {
    version: i32,
    /// The search that it is about; none: one's profile.
    search: Option<Uuid>,
    /// Whether one is told.
    active: bool,
    schedule: Option<ScheduleInput>,
    paused_until: Option<DateTime<Utc>>,
    /// When the next mail is due; it is sent if there is anything new.
    due_at: Option<DateTime<Utc>>,
    /// When the last one was sent.
    sent_at: Option<DateTime<Utc>>,
    /// How many jobs one was told of in the last half year: kept so that none is told twice.
    jobs_sent: usize,
    /// What was said of single jobs, in sentences; it shapes the next mails.
    feedback: Vec<String>,
    /// Every yes and no, oldest first.
    consents: Vec<ConsentView>,
}

impl AlertView {
    pub(in crate::rest) fn of(opened: &Opened) -> Self {
        let subscription = &opened.kept.subscription;
        Self {
            version: opened.kept.version,
            search: (opened.kept.subject != Subject::Profile).then_some(subscription.id.0),
            active: subscription.state == Standing::Active,
            schedule: Some(subscription.schedule.into()),
            paused_until: subscription.paused_until,
            due_at: subscription.due_at,
            sent_at: subscription.sent_at,
            jobs_sent: opened.jobs,
            feedback: opened.kept.taste.render(subscription.language),
            consents: opened.consents.iter().map(ConsentView::of).collect(),
        }
    }
}

/// When one is told of new postings that suit one's profile.
#[utoipa::path(get, path = "/me/alert", tag = "me", operation_id = "read_alert",
    responses((status = 200, body = AlertView), ToRead))]
pub(in crate::rest) async fn read(State(app): State<App>, caller: Caller) -> Result<Versioned<AlertView>, Problem> {
    let body =
        alert::read(&app, &caller, About::Profile).await?.map(|opened| AlertView::of(&opened)).unwrap_or_default();
    Ok(Versioned { version: body.version, body })
}

/// Asks to be told by mail of new postings that suit one's profile, or changes when. A profile alone is no consent to it.
#[utoipa::path(put, path = "/me/alert", tag = "me", operation_id = "set_alert",
    params(("If-Match" = String, Header, description = "The version that is changed, such as `\"0\"`")),
    request_body = AlertInput, responses((status = 200, body = AlertView), ToEdit))]
pub(in crate::rest) async fn set(
    State(app): State<App>,
    caller: Caller,
    peer: Peer,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<AlertInput>,
) -> Result<Versioned<AlertView>, Problem> {
    written(&app, &caller, peer, About::Profile, (version, &input)).await
}

async fn written(
    app: &App,
    caller: &Caller,
    peer: Peer,
    about: About,
    (version, input): (i32, &AlertInput),
) -> Result<Versioned<AlertView>, Problem> {
    let mut keys = Keys::default();
    let schedule = input.schedule.read(&mut keys);
    let schedule = keys.finish_some(schedule)?;
    let opened = alert::set(app, caller, peer, (about, filter_of), version, (schedule, input.paused_until)).await?;
    let body = AlertView::of(&opened);
    Ok(Versioned { version: body.version, body })
}

/// Is told no more, at once.
#[utoipa::path(delete, path = "/me/alert", tag = "me", operation_id = "remove_alert",
    responses((status = 204, description = "No alert any more."), ToAct))]
pub(in crate::rest) async fn remove(State(app): State<App>, caller: Caller, peer: Peer) -> Result<StatusCode, Problem> {
    alert::remove(&app, &caller, peer, About::Profile).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When one is told of new postings that pass a search that one keeps.
#[utoipa::path(get, path = "/me/saved-searches/{id}/alert", tag = "me", operation_id = "read_search_alert",
    params(("id" = Uuid, Path, description = "The search")), responses((status = 200, body = AlertView), ToRead))]
pub(in crate::rest) async fn read_of_search(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Versioned<AlertView>, Problem> {
    let found = alert::read(&app, &caller, About::Search(id)).await?;
    let body = found.map(|opened| AlertView::of(&opened)).unwrap_or_default();
    Ok(Versioned { version: body.version, body })
}

/// Asks to be told by mail of new postings that pass a search that one keeps, or changes when. It has to be a search without
/// words, as that of a newsletter.
#[utoipa::path(put, path = "/me/saved-searches/{id}/alert", tag = "me", operation_id = "set_search_alert",
    params(("id" = Uuid, Path, description = "The search"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"0\"`")),
    request_body = AlertInput, responses((status = 200, body = AlertView), ToEdit))]
pub(in crate::rest) async fn set_of_search(
    State(app): State<App>,
    caller: Caller,
    peer: Peer,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<AlertInput>,
) -> Result<Versioned<AlertView>, Problem> {
    written(&app, &caller, peer, About::Search(id), (version, &input)).await
}

/// Is told of the search no more, at once. The search is kept.
#[utoipa::path(delete, path = "/me/saved-searches/{id}/alert", tag = "me", operation_id = "remove_search_alert",
    params(("id" = Uuid, Path, description = "The search")),
    responses((status = 204, description = "No alert any more."), ToAct))]
pub(in crate::rest) async fn remove_of_search(
    State(app): State<App>,
    caller: Caller,
    peer: Peer,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    alert::remove(&app, &caller, peer, About::Search(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
