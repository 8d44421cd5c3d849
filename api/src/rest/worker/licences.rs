//! One's licences.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::input::OwnLicenceInput;
use super::view::OwnLicenceView;
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::worker::licences;
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, ValidJson};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::rest::reference::Items;

/// One's licences, oldest first. Numbers are cut to their last three characters.
#[utoipa::path(get, path = "/me/licences", tag = "me", operation_id = "list_licences",
    responses((status = 200, body = Items<OwnLicenceView>), ToRead))]
pub(in crate::rest) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Items<OwnLicenceView>>, Problem> {
    let found = licences::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(|opened| OwnLicenceView::of(opened, app.today())).collect() }))
}

/// Adds a licence, as one says it is.
#[utoipa::path(post, path = "/me/licences", tag = "me", operation_id = "add_licence",
    params(("Idempotency-Key" = Option<String>, Header,
        description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = OwnLicenceInput, responses((status = 201, body = OwnLicenceView), ToAct))]
pub(in crate::rest) async fn add(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<OwnLicenceInput>,
) -> Result<Made, Problem> {
    let today = app.today();
    licences::add(&app, &caller, once, input.read()?, |opened| OwnLicenceView::of(opened, today)).await
}

/// One licence with its whole number.
#[utoipa::path(get, path = "/me/licences/{id}", tag = "me", operation_id = "read_licence",
    params(("id" = Uuid, Path, description = "The licence")),
    responses((status = 200, body = OwnLicenceView), ToRead))]
pub(in crate::rest) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Versioned<OwnLicenceView>, Problem> {
    let opened = licences::read(&app, &caller, id).await?;
    Ok(Versioned { version: opened.licence.version, body: OwnLicenceView::whole(&opened, app.today()) })
}

/// Changes a licence. Where anything of it changes, it is self-declared again.
#[utoipa::path(put, path = "/me/licences/{id}", tag = "me", operation_id = "update_licence",
    params(("id" = Uuid, Path, description = "The licence"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = OwnLicenceInput, responses((status = 200, body = OwnLicenceView), ToEdit))]
pub(in crate::rest) async fn update(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<OwnLicenceInput>,
) -> Result<Versioned<OwnLicenceView>, Problem> {
    let opened = licences::update(&app, &caller, id, version, input.read()?).await?;
    Ok(Versioned { version: opened.licence.version, body: OwnLicenceView::of(&opened, app.today()) })
}

/// Removes a licence.
#[utoipa::path(delete, path = "/me/licences/{id}", tag = "me", operation_id = "remove_licence",
    params(("id" = Uuid, Path, description = "The licence")),
    responses((status = 204), ToRead))]
pub(in crate::rest) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    licences::remove(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks for a licence to be looked up in the public register of its regulator. A moderator does, and sees its number.
#[utoipa::path(post, path = "/me/licences/{id}/check", tag = "me", operation_id = "request_licence_check",
    params(("id" = Uuid, Path, description = "The licence")),
    responses((status = 200, body = OwnLicenceView), ToAct))]
pub(in crate::rest) async fn request_check(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Versioned<OwnLicenceView>, Problem> {
    let opened = licences::request_check(&app, &caller, id).await?;
    Ok(Versioned { version: opened.licence.version, body: OwnLicenceView::of(&opened, app.today()) })
}
