//! Applications, for the worker who sent them.

pub(super) mod applicant;
mod employer;
mod input;
mod interviews;
mod talk;
pub(super) mod view;

use axum::Json;
use axum::extract::State;
use domain::access::Action;
use domain::application::{ApplicationId, Event};
use domain::posting::{Apply, PostingId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::input::{ApplicationInput, ClickInput, Page, WithdrawalInput};
use self::view::{ApplyLink, OwnApplicationView, OwnApplications};
use crate::answer::{Made, Versioned};
use crate::app::applications::worker::{self, Own};
use crate::app::{App, reach};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, Speaks, ValidJson, ValidQuery};
use crate::problem::{Problem, ProblemBody, ToAct, ToEdit, ToRead};
use crate::rest::next;

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(follow))
        .routes(routes!(apply))
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(withdraw))
        .routes(routes!(accept))
        .routes(routes!(talk::own_messages, talk::write_own))
        .routes(routes!(interviews::own_calendar))
        .routes(routes!(employer::list))
        .routes(routes!(employer::one))
        .routes(routes!(employer::document))
        .routes(routes!(employer::step))
        .routes(routes!(employer::notices))
        .routes(routes!(employer::analytics))
        .routes(routes!(talk::messages, talk::write))
        .routes(routes!(talk::notes, talk::note))
        .routes(routes!(interviews::plan))
        .routes(routes!(interviews::replace))
        .routes(routes!(interviews::cancel))
        .routes(routes!(interviews::miss))
        .routes(routes!(interviews::calendar))
        .layer(super::of_one_person())
}

/// Where one applies to a posting. Of a posting of another site the click is counted, not who it was.
#[utoipa::path(post, path = "/postings/{id}/apply-link", tag = "applications", operation_id = "follow_apply_link",
    params(("id" = Uuid, Path, description = "The posting")), request_body = ClickInput,
    responses((status = 200, body = ApplyLink),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
async fn follow(
    State(app): State<App>,
    Id(id): Id<Uuid>,
    ValidJson(input): ValidJson<ClickInput>,
) -> Result<Json<ApplyLink>, Problem> {
    let source = input.read()?;
    Ok(Json(match reach::follow(&app, PostingId(id), source).await? {
        Apply::External { url } => ApplyLink { apply: "external", url: Some(url) },
        Apply::Internal => ApplyLink { apply: "internal", url: None },
        Apply::NotGiven => ApplyLink { apply: "not_given", url: None },
    }))
}

/// Applies to a posting of ours with the profile. The organization sees what this stage needs, and no contact before it
/// wants to meet; it learns who one is, and one may take that back.
#[utoipa::path(post, path = "/postings/{id}/applications", tag = "applications", operation_id = "apply",
    params(("id" = Uuid, Path, description = "The posting"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = ApplicationInput, responses((status = 201, body = OwnApplicationView), ToAct))]
async fn apply(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<ApplicationInput>,
) -> Result<Made, Problem> {
    let applying = input.read()?;
    let now = app.clock.now();
    let present = |own: &Own| OwnApplicationView::of(own, now, lang);
    worker::apply(&app, &caller, once, PostingId(id), applying, present).await
}

/// One's applications, latest first.
#[utoipa::path(get, path = "/me/applications", tag = "applications", operation_id = "list_own_applications", params(Page),
    responses((status = 200, body = OwnApplications), ToRead))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(page): ValidQuery<Page>,
) -> Result<Json<OwnApplications>, Problem> {
    let now = app.clock.now();
    let found = worker::list(&app, &caller, page.cursor.map(ApplicationId), page.limit).await?;
    let next = next(&found, page.limit, |own| own.case.application.id.0);
    Ok(Json(OwnApplications { items: found.iter().map(|own| OwnApplicationView::of(own, now, lang)).collect(), next }))
}

/// One of one's applications.
#[utoipa::path(get, path = "/me/applications/{id}", tag = "applications", operation_id = "read_own_application",
    params(("id" = Uuid, Path, description = "The application")),
    responses((status = 200, body = OwnApplicationView), ToRead))]
async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
) -> Result<Versioned<OwnApplicationView>, Problem> {
    let own = worker::read(&app, &caller, ApplicationId(id)).await?;
    Ok(versioned(&app, &own, lang))
}

/// Withdraws an application; at an offer that means not to take it. The organization sees nothing of one any more.
#[utoipa::path(post, path = "/me/applications/{id}/withdraw", tag = "applications", operation_id = "withdraw_application",
    params(("id" = Uuid, Path, description = "The application"),
        ("If-Match" = String, Header, description = "The version that is moved, such as `\"3\"`")),
    request_body = WithdrawalInput, responses((status = 200, body = OwnApplicationView), ToEdit))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<WithdrawalInput>,
) -> Result<Versioned<OwnApplicationView>, Problem> {
    let event = input.read()?;
    let id = ApplicationId(id);
    let own = worker::step(&app, &caller, Action::WithdrawApplication, id, version, event).await?;
    Ok(versioned(&app, &own, lang))
}

/// Takes an offer.
#[utoipa::path(post, path = "/me/applications/{id}/accept", tag = "applications", operation_id = "accept_offer",
    params(("id" = Uuid, Path, description = "The application"),
        ("If-Match" = String, Header, description = "The version that is moved, such as `\"3\"`")),
    responses((status = 200, body = OwnApplicationView), ToEdit))]
async fn accept(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
) -> Result<Versioned<OwnApplicationView>, Problem> {
    let id = ApplicationId(id);
    let own = worker::step(&app, &caller, Action::AcceptOffer, id, version, Event::Hire).await?;
    Ok(versioned(&app, &own, lang))
}

fn versioned(app: &App, own: &Own, lang: domain::Lang) -> Versioned<OwnApplicationView> {
    let body = OwnApplicationView::of(own, app.clock.now(), lang);
    Versioned { version: own.case.application.version, body }
}
