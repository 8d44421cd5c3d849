//! Messages of an application, and the employer's notes.

use axum::Json;
use axum::extract::State;
use domain::application::ApplicationId;
use uuid::Uuid;

use super::employer::Of;
use super::input::TextInput;
use super::view::WrittenView;
use crate::answer::Made;
use crate::app::App;
use crate::app::applications::talk;
use crate::caller::Caller;
use crate::extract::{Id, OnceJson};
use crate::problem::{Problem, ToAct, ToRead};
use crate::rest::reference::Items;

fn items(written: &[storage::application::talk::Written]) -> Json<Items<WrittenView>> {
    Json(Items { items: written.iter().map(WrittenView::of).collect() })
}

/// The messages of one of one's applications, oldest first.
#[utoipa::path(get, path = "/me/applications/{id}/messages", tag = "applications", operation_id = "list_own_messages",
    params(("id" = Uuid, Path, description = "The application")),
    responses((status = 200, body = Items<WrittenView>), ToRead))]
pub(super) async fn own_messages(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<WrittenView>>, Problem> {
    Ok(items(&talk::of_worker(&app, &caller, ApplicationId(id)).await?))
}

/// Writes to the employer, within one of one's applications.
#[utoipa::path(post, path = "/me/applications/{id}/messages", tag = "applications", operation_id = "write_own_message",
    params(("id" = Uuid, Path, description = "The application"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = TextInput, responses((status = 201, body = WrittenView), ToAct))]
pub(super) async fn write_own(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    OnceJson { input, once }: OnceJson<TextInput>,
) -> Result<Made, Problem> {
    talk::write_as_worker(&app, &caller, once, ApplicationId(id), input.text, WrittenView::of).await
}

/// The messages of an application, oldest first; none once the applicant has taken everything back.
#[utoipa::path(get, path = "/organizations/{id}/applications/{application}/messages", tag = "applications",
    operation_id = "list_messages", params(Of), responses((status = 200, body = Items<WrittenView>), ToRead))]
pub(super) async fn messages(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
) -> Result<Json<Items<WrittenView>>, Problem> {
    let (id, application) = of.ids();
    Ok(items(&talk::of_employer(&app, &caller, id, application).await?))
}

/// Writes to the applicant.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/messages", tag = "applications",
    operation_id = "write_message",
    params(Of, ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = TextInput, responses((status = 201, body = WrittenView), ToAct))]
pub(super) async fn write(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    OnceJson { input, once }: OnceJson<TextInput>,
) -> Result<Made, Problem> {
    talk::write_as_employer(&app, &caller, once, of.ids(), input.text, WrittenView::of).await
}

/// The notes on an application, oldest first. The applicant never sees them.
#[utoipa::path(get, path = "/organizations/{id}/applications/{application}/notes", tag = "applications",
    operation_id = "list_notes", params(Of), responses((status = 200, body = Items<WrittenView>), ToRead))]
pub(super) async fn notes(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
) -> Result<Json<Items<WrittenView>>, Problem> {
    let (id, application) = of.ids();
    Ok(items(&talk::notes(&app, &caller, id, application).await?))
}

/// Adds a note.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/notes", tag = "applications",
    operation_id = "write_note",
    params(Of, ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = TextInput, responses((status = 201, body = WrittenView), ToAct))]
pub(super) async fn note(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    OnceJson { input, once }: OnceJson<TextInput>,
) -> Result<Made, Problem> {
    talk::note(&app, &caller, once, of.ids(), input.text, WrittenView::of).await
}
