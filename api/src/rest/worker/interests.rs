//! Postings that one saved or hid, employers that one hides, searches that one keeps.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::posting::PostingId;
use serde::{Deserialize, Serialize};
use storage::interest::{HiddenEmployer, Mark, SavedSearch};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::worker::interests::{self, Marked};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, Speaks, ValidJson, line};
use crate::peer::Peer;
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::rest::postings::{filter_of, search_of};
use crate::rest::reference::Items;
use crate::rest::view::Summary;

/// A posting that one saved or hid.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct MarkedView {
    id: Uuid,
    /// Since when.
    at: DateTime<Utc>,
    /// What it says; none: it has ended, or is off for a while.
    posting: Option<Summary>,
}

impl MarkedView {
    fn of(marked: &Marked, lang: Lang) -> Self {
        let posting = marked.posting.as_ref().map(|posting| Summary::of(posting, lang));
        Self { id: marked.id.0, at: marked.at, posting }
    }
}

async fn marked(app: &App, caller: &Caller, mark: Mark, lang: Lang) -> Result<Json<Items<MarkedView>>, Problem> {
    let found = interests::postings(app, caller, mark).await?;
    Ok(Json(Items { items: found.iter().map(|marked| MarkedView::of(marked, lang)).collect() }))
}

/// The postings one saved, latest first; those that have ended stay, and say so.
#[utoipa::path(get, path = "/me/saved-postings", tag = "me", operation_id = "list_saved_postings",
    responses((status = 200, body = Items<MarkedView>), ToRead))]
pub(in crate::rest) async fn saved(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<Items<MarkedView>>, Problem> {
    marked(&app, &caller, Mark::Saved, lang).await
}

/// The postings one hid, latest first.
#[utoipa::path(get, path = "/me/hidden-postings", tag = "me", operation_id = "list_hidden_postings",
    responses((status = 200, body = Items<MarkedView>), ToRead))]
pub(in crate::rest) async fn hidden(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<Items<MarkedView>>, Problem> {
    marked(&app, &caller, Mark::Hidden, lang).await
}

/// Declares an operation that marks a posting, or takes the mark away.
macro_rules! marks {
    ($(#[$doc:meta])* $name:ident, $method:ident, $path:literal, $operation:literal, $call:path, $mark:expr) => {
        $(#[$doc])*
        #[utoipa::path($method, path = $path, tag = "me", operation_id = $operation,
            params(("id" = Uuid, Path, description = "The posting")), responses((status = 204), ToAct))]
        pub(in crate::rest) async fn $name(
            State(app): State<App>,
            caller: Caller,
            Id(id): Id<Uuid>,
        ) -> Result<StatusCode, Problem> {
            $call(&app, &caller, PostingId(id), $mark).await?;
            Ok(StatusCode::NO_CONTENT)
        }
    };
}

marks!(
    /// Saves a posting; one that was hidden is shown again.
    save, put, "/me/saved-postings/{id}", "save_posting", interests::mark, Mark::Saved);
marks!(
    /// Does not keep a posting any more.
    unsave, delete, "/me/saved-postings/{id}", "unsave_posting", interests::unmark, Mark::Saved);
marks!(
    /// Hides a posting from one's matches; one that was saved is kept no more.
    hide, put, "/me/hidden-postings/{id}", "hide_posting", interests::mark, Mark::Hidden);
marks!(
    /// Shows a posting among one's matches again.
    unhide, delete, "/me/hidden-postings/{id}", "unhide_posting", interests::unmark, Mark::Hidden);

/// Whose postings to hide.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct EmployerInput {
    /// By name; spelling and order of words do not count.
    #[validate(length(min = 1, max = 200), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 200)]
    employer: String,
}

/// An employer whose postings one hides.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct HiddenEmployerView {
    id: Uuid,
    employer: String,
    at: DateTime<Utc>,
}

impl From<&HiddenEmployer> for HiddenEmployerView {
    fn from(hidden: &HiddenEmployer) -> Self {
        Self { id: hidden.id, employer: hidden.name.clone(), at: hidden.hidden_at }
    }
}

/// The employers whose postings one hides, oldest first.
#[utoipa::path(get, path = "/me/hidden-employers", tag = "me", operation_id = "list_hidden_employers",
    responses((status = 200, body = Items<HiddenEmployerView>), ToRead))]
pub(in crate::rest) async fn employers(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Items<HiddenEmployerView>>, Problem> {
    let found = interests::employers(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(HiddenEmployerView::from).collect() }))
}

/// Hides an employer's postings from one's matches. That it may not see one is another thing: a block.
#[utoipa::path(post, path = "/me/hidden-employers", tag = "me", operation_id = "hide_employer",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = EmployerInput, responses((status = 201, body = HiddenEmployerView), ToAct))]
pub(in crate::rest) async fn hide_employer(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<EmployerInput>,
) -> Result<Made, Problem> {
    interests::hide_employer(&app, &caller, once, input.employer, |hidden| HiddenEmployerView::from(hidden)).await
}

/// Shows an employer's postings again.
#[utoipa::path(delete, path = "/me/hidden-employers/{id}", tag = "me", operation_id = "unhide_employer",
    params(("id" = Uuid, Path, description = "The hidden employer")), responses((status = 204), ToAct))]
pub(in crate::rest) async fn show_employer(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    interests::show_employer(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A search to keep.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct SearchInput {
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100, example = "Nights near home")]
    name: String,
    /// The parameters of `GET /postings`, without `cursor` and `limit`, as they stand after its `?`.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000, example = "role=rn&near=L8P&radius_km=20")]
    query: String,
}

impl SearchInput {
    fn read(self, lang: Lang) -> Result<(String, String), Problem> {
        search_of(&self.query, lang)?;
        Ok((self.name, self.query))
    }
}

/// A search that one keeps.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct SavedSearchView {
    id: Uuid,
    version: i32,
    name: String,
    query: String,
    /// Where it is run.
    href: String,
    at: DateTime<Utc>,
}

impl From<&SavedSearch> for SavedSearchView {
    fn from(kept: &SavedSearch) -> Self {
        Self {
            id: kept.id,
            version: kept.version,
            name: kept.name.clone(),
            query: kept.query.clone(),
            href: format!("/api/v1/postings?{}", kept.query),
            at: kept.saved_at,
        }
    }
}

/// One's saved searches, oldest first.
#[utoipa::path(get, path = "/me/saved-searches", tag = "me", operation_id = "list_saved_searches",
    responses((status = 200, body = Items<SavedSearchView>), ToRead))]
pub(in crate::rest) async fn searches(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Items<SavedSearchView>>, Problem> {
    let found = interests::searches(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(SavedSearchView::from).collect() }))
}

/// Keeps a search.
#[utoipa::path(post, path = "/me/saved-searches", tag = "me", operation_id = "save_search",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = SearchInput, responses((status = 201, body = SavedSearchView), ToAct))]
pub(in crate::rest) async fn save_search(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<SearchInput>,
) -> Result<Made, Problem> {
    interests::save_search(&app, &caller, once, input.read(lang)?, |kept| SavedSearchView::from(kept)).await
}

/// Changes a saved search.
#[utoipa::path(put, path = "/me/saved-searches/{id}", tag = "me", operation_id = "update_saved_search",
    params(("id" = Uuid, Path, description = "The search"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = SearchInput, responses((status = 200, body = SavedSearchView), ToEdit))]
pub(in crate::rest) async fn update_search(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<SearchInput>,
) -> Result<Versioned<SavedSearchView>, Problem> {
    let kept = interests::update_search(&app, &caller, id, version, input.read(lang)?, filter_of).await?;
    Ok(Versioned { version: kept.version, body: SavedSearchView::from(&kept) })
}

/// Removes a saved search, and its alert with it.
#[utoipa::path(delete, path = "/me/saved-searches/{id}", tag = "me", operation_id = "remove_saved_search",
    params(("id" = Uuid, Path, description = "The search")), responses((status = 204), ToAct))]
pub(in crate::rest) async fn remove_search(
    State(app): State<App>,
    caller: Caller,
    peer: Peer,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    interests::remove_search(&app, &caller, peer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
