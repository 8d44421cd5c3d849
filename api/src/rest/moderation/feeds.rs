//! Feeds that are fetched on a schedule.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{AppendHeaders, IntoResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use storage::feed::Feed;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::moderation::feeds::{self, Subscription};
use crate::caller::Caller;
use crate::extract::{Id, ValidJson, line};
use crate::feed::Format;
use crate::problem::{Problem, ToAct, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;

/// A feed that is fetched on a schedule.
#[derive(Serialize, ToSchema)]
pub(super) struct FeedView {
    id: Uuid,
    source: String,
    url: String,
    /// `job-bank-csv`, `job-bank-xml`, `indeed-xml` or `json-ld`.
    format: String,
    complete: bool,
    every_hours: u16,
    created_at: DateTime<Utc>,
    /// When it is fetched next.
    next_at: DateTime<Utc>,
    /// How often it failed in a row.
    failures: u32,
    /// When it was fetched last.
    last_at: Option<DateTime<Utc>>,
    /// `imported`, `unchanged`, `held` (it shrank by more than a third; nothing was changed) or `failed`.
    last_outcome: Option<&'static str>,
    /// What was imported last, as JSON; or what went wrong.
    report: Option<String>,
}

impl FeedView {
    fn of(feed: &Feed) -> Self {
        Self {
            id: feed.id,
            source: feed.source.clone(),
            url: feed.url.clone(),
            format: feed.format.clone(),
            complete: feed.complete,
            every_hours: feed.every_hours,
            created_at: feed.created_at,
            next_at: feed.next_at,
            failures: feed.failures,
            last_at: feed.last.map(|(at, _)| at),
            last_outcome: feed.last.map(|(_, outcome)| outcome.key()),
            report: feed.report.clone(),
        }
    }
}

/// A feed to add.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedInput {
    /// The name of its source; its postings are known by it ever after.
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100)]
    source: String,
    /// An `https` address on the public Internet.
    #[validate(length(min = 1, max = 500), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 500)]
    url: String,
    /// `job-bank-csv`, `job-bank-xml`, `indeed-xml` or `json-ld`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(job-bank-csv|job-bank-xml|indeed-xml|json-ld)$")]
    format: String,
    /// It is all that the source lists: what it lists no more is withdrawn.
    #[serde(default)]
    complete: bool,
    /// Hours between two fetches.
    #[serde(default = "daily")]
    #[validate(range(min = 1, max = 168))]
    #[schema(minimum = 1, maximum = 168, default = 24)]
    every_hours: u16,
}

const fn daily() -> u16 {
    24
}

/// How to fetch.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FetchInput {
    /// This once it may list less than before by more than a third.
    #[serde(default)]
    accept_shrink: bool,
}

/// The feeds, oldest first, each with what its last fetch came to.
#[utoipa::path(get, path = "/moderation/feeds", tag = "moderation", operation_id = "list_feeds",
    responses((status = 200, body = Items<FeedView>), ToRead))]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<FeedView>>, Problem> {
    let found = feeds::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(FeedView::of).collect() }))
}

/// Adds a feed, which is fetched soon and then on its schedule. What it holds goes live as imported.
#[utoipa::path(post, path = "/moderation/feeds", tag = "moderation", operation_id = "add_feed",
    request_body = FeedInput, responses((status = 201, body = FeedView), ToAct))]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    ValidJson(input): ValidJson<FeedInput>,
) -> Result<impl IntoResponse, Problem> {
    let mut keys = Keys::default();
    let format = keys.one("/format", &input.format, Format::parse);
    let FeedInput { source, url, complete, every_hours, .. } = input;
    let wanted = format.map(|format| Subscription { source, url, format, complete, every_hours });
    let added = match keys.finish(wanted)? {
        Some(wanted) => feeds::add(&app, &caller, wanted).await?,
        None => return Err(Problem::new(crate::problem::Kind::Invalid)),
    };
    let location = format!("/api/v1/moderation/feeds/{}", added.id);
    Ok((StatusCode::CREATED, AppendHeaders([(LOCATION, location)]), Json(FeedView::of(&added))))
}

/// Has a feed fetched soon.
#[utoipa::path(post, path = "/moderation/feeds/{id}/fetch", tag = "moderation", operation_id = "fetch_feed",
    params(("id" = Uuid, Path, description = "The feed")), request_body = FetchInput,
    responses((status = 200, body = FeedView), ToAct))]
pub(super) async fn fetch(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<FetchInput>,
) -> Result<Json<FeedView>, Problem> {
    Ok(Json(FeedView::of(&feeds::fetch(&app, &caller, id, input.accept_shrink).await?)))
}

/// Fetches a feed no more. What was imported from it stays until it expires.
#[utoipa::path(delete, path = "/moderation/feeds/{id}", tag = "moderation", operation_id = "remove_feed",
    params(("id" = Uuid, Path, description = "The feed")),
    responses((status = 204, description = "It is fetched no more."), ToAct))]
pub(super) async fn remove(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    feeds::remove(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
