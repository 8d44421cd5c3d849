//! One's alert.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::subscription::State as Standing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::answer::Versioned;
use crate::app::App;
use crate::app::subscriptions::Opened;
use crate::app::worker::alert;
use crate::caller::Caller;
use crate::extract::{IfMatch, ValidJson};
use crate::peer::Peer;
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
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
    /// Every yes and no, oldest first.
    consents: Vec<ConsentView>,
}

impl AlertView {
    pub(in crate::rest) fn of(opened: &Opened) -> Self {
        let subscription = &opened.kept.subscription;
        Self {
            version: opened.kept.version,
            active: subscription.state == Standing::Active,
            schedule: Some(subscription.schedule.into()),
            paused_until: subscription.paused_until,
            due_at: subscription.due_at,
            sent_at: subscription.sent_at,
            jobs_sent: opened.jobs,
            consents: opened.consents.iter().map(ConsentView::of).collect(),
        }
    }
}

/// When one is told of new postings that suit one's profile.
#[utoipa::path(get, path = "/me/alert", tag = "me", operation_id = "read_alert",
    responses((status = 200, body = AlertView), ToRead))]
pub(in crate::rest) async fn read(State(app): State<App>, caller: Caller) -> Result<Versioned<AlertView>, Problem> {
    let body = alert::read(&app, &caller).await?.map(|opened| AlertView::of(&opened)).unwrap_or_default();
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
    let mut keys = Keys::default();
    let schedule = input.schedule.read(&mut keys);
    let schedule = keys.finish_some(schedule)?;
    let opened = alert::set(&app, &caller, peer, version, (schedule, input.paused_until)).await?;
    let body = AlertView::of(&opened);
    Ok(Versioned { version: body.version, body })
}

/// Is told no more, at once.
#[utoipa::path(delete, path = "/me/alert", tag = "me", operation_id = "remove_alert",
    responses((status = 204, description = "No alert any more."), ToAct))]
pub(in crate::rest) async fn remove(State(app): State<App>, caller: Caller, peer: Peer) -> Result<StatusCode, Problem> {
    alert::remove(&app, &caller, peer).await?;
    Ok(StatusCode::NO_CONTENT)
}
