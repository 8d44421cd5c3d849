//! REST under `/api/v1`: parse, call, present. The router and the OpenAPI document come from one declaration.

mod health;
pub(crate) mod matches;
mod postings;
mod reference;
mod suggestions;
mod view;

use axum::Router;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::limit;
use crate::problem::{Kind, Problem};

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
        (name = "matches", description = "Match a profile with postings; nothing of it is kept. Anyone may call."),
        (name = "reference", description = "Roles, regions and credentials. Anyone may call."),
        (name = "operations", description = "Health of the process. Anyone may call.")
    )
)]
struct Document;

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
        .routes(routes!(reference::credentials));
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", v1)
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .split_for_parts();
    let router = limit::bodies(router, limit::JSON)
        .fallback(async || Problem::new(Kind::NotFound))
        .method_not_allowed_fallback(async || Problem::new(Kind::MethodNotAllowed));
    (router, document)
}
