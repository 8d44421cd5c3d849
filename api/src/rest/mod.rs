//! REST under `/api/v1`: parse, call, present. The router and the OpenAPI document come from one declaration.

mod account;
mod accounts;
mod applications;
pub(crate) mod articles;
mod candidates;
pub(crate) mod documents;
mod exports;
mod grants;
mod health;
mod market;
pub(crate) mod matches;
mod moderation;
mod organizations;
mod own_postings;
mod personal;
pub(crate) mod postings;
mod reference;
mod sessions;
pub(crate) mod subscriptions;
mod suggestions;
mod view;
mod worker;

use std::collections::HashMap;

use axum::Router;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Method, StatusCode};
use domain::access::Action;
use domain::document::MAX_BYTES;
use serde::Deserialize;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::{IntoParams, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::extract::given;
use crate::limit;
use crate::problem::{Kind, Problem, answers};

pub(crate) use own_postings::form_from_json;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "carematch",
        description = "Matches healthcare workers and employers in Canada by role, region and credentials. \
                       Answers about licences are information, not legal advice.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "postings", description = "Search and read postings. Anyone may call."),
        (name = "own postings", description = "Postings that employers write, and the check of their form."),
        (name = "matches", description = "Match a profile with postings; nothing of it is kept. Anyone may call."),
        (name = "reference", description = "Roles, regions and credentials. Anyone may call."),
        (name = "organizations", description = "Employers with their members, invitations and facilities."),
        (name = "applications", description = "Applying, answering, and what came of it. Every step is taken by a person."),
        (name = "candidates", description = "Anonymous candidates of a posting, and invitations to say who one is."),
        (name = "partners", description = "API keys and webhooks of an organization."),
        (name = "documents", description = "A worker's own files: résumés and proofs of credentials."),
        (name = "accounts", description = "Register, and keep one's account."),
        (name = "newsletter", description = "Subscribe without an account, and change or end it by the link that is in every \
                                             mail. Anyone may call."),
        (name = "blog", description = "Articles and news. Anyone may read what is published; editors write."),
        (name = "sessions", description = "Sign in and out."),
        (name = "me", description = "What one writes and keeps about oneself."),
        (name = "moderation", description = "What waits for moderators and what they decided. Reporting fraud and the \
                                             policy against it are for anyone."),
        (name = "operations", description = "Health of the process. Anyone may call.")
    )
)]
struct Document;

/// The cursor of the next page: what names the last thing of this one, where this one is full.
fn next<T, C>(found: &[T], limit: u64, name: impl Fn(&T) -> C) -> Option<C> {
    let full = u64::try_from(found.len()).is_ok_and(|count| count == limit);
    found.last().filter(|_| full).map(name)
}

/// Which page of things that are known by an id.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    /// How many a page.
    #[serde(default = "fifty")]
    #[validate(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    cursor: Option<Uuid>,
}

const fn fifty() -> u64 {
    50
}

/// What is of one person is kept in no cache.
fn of_one_person() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// The router of every operation, and its OpenAPI 3.1 document.
pub fn router() -> (Router<App>, utoipa::openapi::OpenApi) {
    let v1 = OpenApiRouter::new()
        .routes(routes!(postings::search))
        .routes(routes!(postings::one))
        .routes(routes!(matches::verdict))
        .routes(routes!(matches::matches))
        .routes(routes!(suggestions::suggestions))
        .routes(routes!(reference::roles))
        .routes(routes!(reference::regions))
        .routes(routes!(reference::credentials))
        .routes(routes!(market::read))
        .merge(subscriptions::routes())
        .merge(articles::routes())
        .merge(accounts::routes())
        .routes(routes!(documents::list))
        .routes(routes!(documents::one, documents::remove))
        .routes(routes!(personal::export))
        .routes(routes!(personal::erase))
        .merge(organizations::routes())
        .merge(own_postings::routes())
        .merge(worker::routes())
        .merge(candidates::routes())
        .merge(applications::routes())
        .merge(exports::routes())
        .merge(grants::routes())
        .merge(moderation::routes());
    // What takes files, for as long as they take.
    let uploads = OpenApiRouter::new().routes(routes!(documents::add));
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", v1)
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .split_for_parts();
    let (uploads, of_uploads) = OpenApiRouter::new().nest("/api/v1", uploads).split_for_parts();
    document.merge(of_uploads);
    of_every_operation(&mut document);
    let router = limit::in_time(limit::bodies(router, limit::JSON))
        .merge(limit::uploads(uploads, MAX_BYTES))
        .fallback(async || Problem::new(Kind::NotFound))
        .method_not_allowed_fallback(async || Problem::new(Kind::MethodNotAllowed));
    (router, document)
}

/// What holds of every operation: who may call it, by the access table, and that there may be too many calls.
fn of_every_operation(document: &mut openapi::OpenApi) {
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    document.components.get_or_insert_default().add_security_scheme(SESSION, scheme);
    for path in document.paths.paths.values_mut() {
        let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete, &mut path.patch];
        for operation in operations.into_iter().flatten() {
            let action = operation.operation_id.as_deref().and_then(Action::parse);
            let cells = action.map(Action::cells).unwrap_or_default();
            let may = cells.iter().map(|(actor, over)| format!("{} ({})", actor.key(), over.key()));
            let line = format!("May be called by: {}.", may.collect::<Vec<_>>().join(", "));
            let told = operation.description.take().map_or_else(|| line.clone(), |text| format!("{text}\n\n{line}"));
            operation.description = Some(told);
            if !action.is_some_and(Action::is_public) {
                operation.security = Some(vec![SecurityRequirement::new(SESSION, [""; 0])]);
            }
            for (status, answer) in answers(&[Kind::TooManyRequests, Kind::Unavailable, Kind::Timeout]) {
                operation.responses.responses.entry(status).or_insert(answer);
            }
            operation.responses.responses.iter_mut().for_each(describe);
        }
    }
}

/// An answer that its schema tells all of is called by its status: the document asks for a description of each.
fn describe((status, answer): (&String, &mut openapi::RefOr<openapi::Response>)) {
    let openapi::RefOr::T(answer) = answer else { return };
    let status: Option<StatusCode> = status.parse().ok();
    if let Some(reason) = status.and_then(|status| status.canonical_reason()).filter(|_| answer.description.is_empty())
    {
        reason.clone_into(&mut answer.description);
    }
}

/// The action of every route, for who is admitted to it.
pub(crate) fn actions(document: &openapi::OpenApi) -> HashMap<(Method, String), Action> {
    let mut actions = HashMap::new();
    for (route, path) in &document.paths.paths {
        let operations = [
            (Method::GET, &path.get),
            (Method::PUT, &path.put),
            (Method::POST, &path.post),
            (Method::DELETE, &path.delete),
            (Method::PATCH, &path.patch),
        ];
        for (method, operation) in operations {
            let id = operation.as_ref().and_then(|operation| operation.operation_id.as_deref());
            if let Some(action) = id.and_then(Action::parse) {
                actions.insert((method, route.clone()), action);
            }
        }
    }
    actions
}

const SESSION: &str = "session";
