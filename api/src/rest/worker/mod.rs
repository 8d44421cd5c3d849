//! What a worker writes about themselves, under `/me`.

pub(in crate::rest) mod alert;
mod blocks;
mod input;
pub(in crate::rest) mod interests;
pub(in crate::rest) mod invitations;
mod licences;
mod matches;
pub(in crate::rest) mod record;
pub(in crate::rest) mod reviews;
pub(in crate::rest) mod view;
mod wallet;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use validator::Validate;

use self::input::VisibilityInput;
use self::record::RecordInput;
use self::view::{CompletenessView, LapseView, PathwayView, ProfileView};
use crate::answer::Versioned;
use crate::app::App;
use crate::app::worker::{self, profile};
use crate::caller::Caller;
use crate::extract::{IfMatch, Speaks, ValidJson, ValidQuery, day};
use crate::problem::{Problem, ToEdit, ToRead};
use crate::rest::of_one_person;
use crate::rest::reference::Items;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, update))
        .routes(routes!(set_visibility))
        .routes(routes!(completeness))
        .routes(routes!(pathways))
        .routes(routes!(lapses))
        .routes(routes!(licences::list, licences::add))
        .routes(routes!(licences::one, licences::update, licences::remove))
        .routes(routes!(licences::request_check))
        .routes(routes!(wallet::list, wallet::add))
        .routes(routes!(wallet::one, wallet::update, wallet::remove))
        .routes(routes!(alert::read, alert::set, alert::remove))
        .routes(routes!(alert::read_of_search, alert::set_of_search, alert::remove_of_search))
        .routes(routes!(blocks::list, blocks::add))
        .routes(routes!(blocks::remove))
        .routes(routes!(matches::list))
        .routes(routes!(matches::one))
        .routes(routes!(interests::saved))
        .routes(routes!(interests::save, interests::unsave))
        .routes(routes!(interests::hidden))
        .routes(routes!(interests::hide, interests::unhide))
        .routes(routes!(interests::employers, interests::hide_employer))
        .routes(routes!(interests::show_employer))
        .routes(routes!(interests::searches, interests::save_search))
        .routes(routes!(interests::update_search, interests::remove_search))
        .routes(routes!(invitations::list))
        .routes(routes!(invitations::accept))
        .routes(routes!(invitations::decline))
        .routes(routes!(reviews::list, reviews::ask))
        .layer(of_one_person())
}

/// One's profile. Until it is written it is empty, hidden and of version 0.
#[utoipa::path(get, path = "/me/profile", tag = "me", operation_id = "read_profile",
    responses((status = 200, body = ProfileView), ToRead))]
pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Versioned<ProfileView>, Problem> {
    let profile = profile::read(&app, &caller).await?;
    Ok(Versioned { version: profile.version, body: ProfileView::of(&profile, lang) })
}

/// Replaces what is written in the profile.
#[utoipa::path(put, path = "/me/profile", tag = "me", operation_id = "update_profile",
    params(("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = RecordInput, responses((status = 200, body = ProfileView), ToEdit))]
pub(super) async fn update(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<RecordInput>,
) -> Result<Versioned<ProfileView>, Problem> {
    let profile = profile::update(&app, &caller, version, input.read()?).await?;
    Ok(Versioned { version: profile.version, body: ProfileView::of(&profile, lang) })
}

/// Chooses who may see the profile.
#[utoipa::path(put, path = "/me/visibility", tag = "me", operation_id = "set_visibility",
    params(("If-Match" = String, Header, description = "The version of the profile that is changed, such as `\"3\"`")),
    request_body = VisibilityInput, responses((status = 200, body = ProfileView), ToEdit))]
pub(super) async fn set_visibility(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<VisibilityInput>,
) -> Result<Versioned<ProfileView>, Problem> {
    let profile = profile::set_visibility(&app, &caller, version, input.read()?).await?;
    Ok(Versioned { version: profile.version, body: ProfileView::of(&profile, lang) })
}

/// How complete one's profile is, and the next best step.
#[utoipa::path(get, path = "/me/completeness", tag = "me", operation_id = "read_completeness",
    responses((status = 200, body = CompletenessView), ToRead))]
pub(super) async fn completeness(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<CompletenessView>, Problem> {
    Ok(Json(CompletenessView::of(worker::complete(&app, &caller).await?, lang)))
}

/// The ways to each role.
#[derive(Serialize, ToSchema)]
pub(super) struct Pathways {
    /// In the order of the profile's roles; of each the home province first.
    items: Vec<PathwayView>,
    /// What an answer about licences is and is not, in the language of the answer.
    note: String,
}

/// The next step towards each role that one does, studies for or was trained for abroad, in each province where one
/// lives or would work.
#[utoipa::path(get, path = "/me/pathways", tag = "me", operation_id = "read_pathways",
    responses((status = 200, body = Pathways), ToRead))]
pub(super) async fn pathways(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<Pathways>, Problem> {
    let found = worker::next_steps(&app, &caller).await?;
    let items = found.iter().map(|pathway| PathwayView::of(pathway, lang)).collect();
    let note = domain::message::Message::new("note-information").render(lang);
    Ok(Json(Pathways { items, note }))
}

/// Which first day of work.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Before {
    /// The first day of work.
    #[validate(custom(function = "day"))]
    before: NaiveDate,
}

/// Which of one's licences and credentials would no longer count on a first day of work.
#[utoipa::path(get, path = "/me/lapses", tag = "me", operation_id = "list_lapses", params(Before),
    responses((status = 200, body = Items<LapseView>), ToRead))]
pub(super) async fn lapses(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(Before { before }): ValidQuery<Before>,
) -> Result<Json<Items<LapseView>>, Problem> {
    let found = worker::lapses(&app, &caller, before).await?;
    Ok(Json(Items { items: found.iter().map(|lapse| LapseView::of(lapse, lang)).collect() }))
}
