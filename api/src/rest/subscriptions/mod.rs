//! The newsletter: subscribe without an account, see what would come, confirm, change, end.

pub(super) mod view;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::digest::Opinion;
use domain::message::Message;
use domain::posting::PostingId;
use domain::search::Filter;
use domain::subscription::{Day, Means, Purpose, Purposes, Rhythm, Schedule, Subject, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use self::view::{PreviewView, SubscriptionView};
use super::postings::filter_of;
use crate::answer::Versioned;
use crate::app::App;
use crate::app::subscriptions::{self, Feedback, Wanted};
use crate::extract::{Id, IfMatch, Speaks, ValidJson, ValidQuery, address, given};
use crate::peer::Peer;
use crate::problem::{Problem, ToEdit, ToRead, ToTry};
use crate::profile::Keys;

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(subscribe))
        .routes(routes!(preview))
        .routes(routes!(confirm))
        .routes(routes!(read, update, remove))
        .routes(routes!(give_feedback))
        .routes(routes!(unsubscribe))
        .layer(super::of_one_person())
}

/// When digests are wanted.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleInput {
    /// `daily` or `weekly`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, pattern = "^(daily|weekly)$", example = "weekly")]
    frequency: String,
    /// The day of a weekly digest: `monday` … `sunday`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, example = "monday")]
    day: Option<String>,
    /// The hour, 0–23.
    #[validate(range(max = 23))]
    #[schema(maximum = 23, example = 8)]
    hour: u8,
    /// The time zone by which day and hour count: a name of the IANA database.
    #[validate(length(max = 60))]
    #[schema(max_length = 60, example = "America/Toronto")]
    zone: String,
}

impl ScheduleInput {
    pub(super) fn read(&self, keys: &mut Keys) -> Option<Schedule> {
        let zone = keys.one("/schedule/zone", &self.zone, Zone::parse);
        let day = self.day.as_ref().map(|day| keys.one("/schedule/day", day, Day::parse));
        let rhythm = match (self.frequency.as_str(), day) {
            ("daily", None) => Some(Rhythm::Daily),
            ("weekly", Some(day)) => day.map(|day| Rhythm::Weekly { day }),
            ("daily" | "weekly", _) => {
                keys.wrong("/schedule/day", Message::new("subscription-day"));
                None
            }
            (frequency, _) => keys.one("/schedule/frequency", frequency, |_| None),
        };
        Some(Schedule { rhythm: rhythm?, hour: self.hour, zone: zone? })
    }
}

/// What mail someone wants.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// What it is for, each ticked by the person: `digest`, `blog`, `product_updates`.
    #[validate(length(max = 3))]
    #[schema(max_items = 3)]
    purposes: Vec<String>,
    /// What digests are about: the parameters of `GET /postings` as they stand after its `?`, without words to search for.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000, example = "role=psw&near=L8P&radius_km=25")]
    query: String,
    #[validate(nested)]
    schedule: ScheduleInput,
    /// The language of mail: `en` or `fr`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, example = "fr")]
    language: String,
}

impl Wish {
    /// What a form asks for: purposes, query and language; day, hour and zone, without a day daily.
    pub(crate) fn of(
        (purposes, query, language): (Vec<String>, String, String),
        (day, hour, zone): (Option<String>, u8, String),
    ) -> Self {
        let frequency = if day.is_some() { "weekly" } else { "daily" };
        Self { purposes, query, schedule: ScheduleInput { frequency: frequency.to_owned(), day, hour, zone }, language }
    }

    /// What is asked for, where every field holds; an alert is about its worker's profile.
    pub(crate) fn checked(&self, is_alert: bool) -> Result<Wanted, Problem> {
        self.validate()?;
        self.read(is_alert)
    }

    fn read(&self, is_alert: bool) -> Result<Wanted, Problem> {
        let mut keys = Keys::default();
        let purposes: Purposes = keys.set("/purposes", &self.purposes, Purpose::parse);
        let language = keys.one("/language", &self.language, Lang::parse);
        let schedule = self.schedule.read(&mut keys);
        let (language, schedule) = keys.finish_some(language.zip(schedule))?;
        if is_alert {
            return Ok(Wanted { purposes, subject: Subject::Profile, schedule, language });
        }
        let digests = purposes.contains(Purpose::Digest) || !self.query.is_empty();
        let filter = Box::new(if digests { filter_of(&self.query, language)? } else { Filter::default() });
        Ok(Wanted { purposes, subject: Subject::Search { filter, query: self.query.clone() }, schedule, language })
    }
}

/// Who asks for which mail.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubscriptionInput {
    /// Where it is to be sent.
    #[validate(length(min = 3, max = 254), custom(function = "address"))]
    #[schema(min_length = 3, max_length = 254, format = "email")]
    email: String,
    #[validate(nested)]
    wanted: Wish,
}

/// Asks for mail: a message with a token goes to the address, good for seven days; nothing else is sent until the token
/// comes back. The answer is the same whether or not the address is known, and one message is sent in seven days however
/// often it is asked.
#[utoipa::path(post, path = "/subscriptions", operation_id = "subscribe", tag = "newsletter",
    request_body = SubscriptionInput, responses((status = 202, description = "A mail is on its way."), ToTry))]
async fn subscribe(
    State(app): State<App>,
    peer: Peer,
    ValidJson(input): ValidJson<SubscriptionInput>,
) -> Result<StatusCode, Problem> {
    subscriptions::ask(&app, peer, &input.email, input.wanted.read(false)?).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What a digest would be about.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreviewInput {
    /// As for a subscription.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000, example = "role=psw&near=L8P&radius_km=25")]
    query: String,
}

/// What a digest would hold that were put together now for the last seven days. Nothing is kept.
#[utoipa::path(post, path = "/subscriptions/preview", operation_id = "preview_digest", tag = "newsletter",
    request_body = PreviewInput, responses((status = 200, body = PreviewView), ToTry))]
async fn preview(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<PreviewInput>,
) -> Result<Json<PreviewView>, Problem> {
    let found = subscriptions::preview(&app, &filter_of(&input.query, lang)?).await?;
    Ok(Json(PreviewView::of(&found, lang)))
}

/// A token that was mailed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProofInput {
    /// The token.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    token: String,
}

/// Confirms an address with the token that was mailed to it: from here on the mail that was asked for is sent.
#[utoipa::path(post, path = "/subscriptions/confirm", operation_id = "confirm_subscription", tag = "newsletter",
    request_body = ProofInput, responses((status = 200, body = SubscriptionView), ToTry))]
async fn confirm(
    State(app): State<App>,
    peer: Peer,
    ValidJson(input): ValidJson<ProofInput>,
) -> Result<Versioned<SubscriptionView>, Problem> {
    let opened = subscriptions::confirm(&app, peer, &input.token).await?;
    Ok(Versioned { version: opened.kept.version, body: SubscriptionView::of(&opened) })
}

/// The link that is in every mail.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Link {
    /// The token of the link
    link: String,
}

/// Everything that is held about a subscription. Whoever has the link needs no account.
#[utoipa::path(get, path = "/subscriptions/{link}", operation_id = "read_subscription", tag = "newsletter",
    params(Link), responses((status = 200, body = SubscriptionView), ToRead))]
async fn read(State(app): State<App>, Id(Link { link }): Id<Link>) -> Result<Versioned<SubscriptionView>, Problem> {
    let opened = subscriptions::read(&app, &link).await?;
    Ok(Versioned { version: opened.kept.version, body: SubscriptionView::of(&opened) })
}

/// What its owner wants from now on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreferencesInput {
    #[validate(nested)]
    wanted: Wish,
    /// No digest before, for at most a year; none: no pause.
    paused_until: Option<DateTime<Utc>>,
}

/// Changes what is sent, when and in which language, or pauses digests. Without any purpose nothing is sent any more. One
/// that has ended begins again.
#[utoipa::path(put, path = "/subscriptions/{link}", operation_id = "update_subscription", tag = "newsletter",
    params(Link, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = PreferencesInput, responses((status = 200, body = SubscriptionView), ToEdit))]
async fn update(
    State(app): State<App>,
    peer: Peer,
    Id(Link { link }): Id<Link>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<PreferencesInput>,
) -> Result<Versioned<SubscriptionView>, Problem> {
    let wanted = (input.wanted.read(false)?, input.paused_until);
    let opened = subscriptions::update(&app, peer, &link, version, wanted).await?;
    Ok(Versioned { version: opened.kept.version, body: SubscriptionView::of(&opened) })
}

/// Deletes a subscription with all that is held about it. That its owner once agreed stays, without the address.
#[utoipa::path(delete, path = "/subscriptions/{link}", operation_id = "delete_subscription", tag = "newsletter",
    params(Link), responses((status = 204, description = "Deleted."), ToRead))]
async fn remove(State(app): State<App>, peer: Peer, Id(Link { link }): Id<Link>) -> Result<StatusCode, Problem> {
    subscriptions::delete(&app, peer, &link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a reader says.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedbackInput {
    /// `more_like_this`, `not_this_role` or `too_far`, of a job; `pause_two_weeks`; or `forget` for all that was said.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, example = "too_far")]
    say: String,
    /// The posting of the job.
    posting: Option<Uuid>,
}

impl FeedbackInput {
    /// What a button of a page says.
    pub(crate) fn of(say: String, posting: &str) -> Result<Feedback, Problem> {
        Self { say, posting: posting.parse().ok() }.read()
    }

    fn read(&self) -> Result<Feedback, Problem> {
        let mut keys = Keys::default();
        let of = |opinion| {
            let posting =
                self.posting.ok_or_else(|| Problem::field("/posting", Message::new("subscription-posting")))?;
            Ok(Feedback::Of(PostingId(posting), opinion))
        };
        match (self.say.as_str(), Opinion::parse(&self.say)) {
            (_, Some(opinion)) => of(opinion),
            ("pause_two_weeks", None) => Ok(Feedback::Pause),
            ("forget", None) => Ok(Feedback::Forget),
            (say, None) => {
                keys.one("/say", say, |_| None::<Feedback>);
                keys.finish(Feedback::Forget)
            }
        }
    }
}

/// Says something of a job that a digest told of, or pauses it for two weeks: by the links of a mail, without an account.
#[utoipa::path(post, path = "/subscriptions/{link}/feedback", operation_id = "give_feedback", tag = "newsletter",
    params(Link), request_body = FeedbackInput, responses((status = 200, body = SubscriptionView), ToEdit))]
async fn give_feedback(
    State(app): State<App>,
    peer: Peer,
    Id(Link { link }): Id<Link>,
    ValidJson(input): ValidJson<FeedbackInput>,
) -> Result<Versioned<SubscriptionView>, Problem> {
    let opened = subscriptions::hear(&app, peer, &link, input.read()?).await?;
    Ok(Versioned { version: opened.kept.version, body: SubscriptionView::of(&opened) })
}

/// What is to end.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Ending {
    /// One purpose; without: all.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 20))]
    #[param(max_length = 20)]
    purpose: Option<String>,
}

/// The body by which mail programs unsubscribe (RFC 8058 §3.2).
const ONE_CLICK: &[u8] = b"List-Unsubscribe=One-Click";

/// Ends a subscription, or one purpose of it, at once: by the button of a mail program (RFC 8058) or by a page. Nobody has
/// to sign in, and to do it twice does no harm.
#[utoipa::path(post, path = "/subscriptions/{link}/unsubscribe", operation_id = "unsubscribe", tag = "newsletter",
    params(Link, Ending),
    request_body(content = String, description = "`List-Unsubscribe=One-Click`, or nothing.",
        content_type = "application/x-www-form-urlencoded"),
    responses((status = 204, description = "Nothing is sent any more."), ToRead))]
async fn unsubscribe(
    State(app): State<App>,
    peer: Peer,
    Id(Link { link }): Id<Link>,
    ValidQuery(ending): ValidQuery<Ending>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let mut keys = Keys::default();
    let one = ending.purpose.as_ref().map(|key| keys.one("purpose", key, Purpose::parse));
    keys.finish(())?;
    let purposes = one.flatten().map_or_else(|| Purpose::ALL.iter().copied().collect(), |one| Purposes::of([one]));
    let means = if body.trim_ascii() == ONE_CLICK { Means::OneClick } else { Means::Page };
    subscriptions::unsubscribe(&app, peer, &link, (purposes, means)).await?;
    Ok(StatusCode::NO_CONTENT)
}
