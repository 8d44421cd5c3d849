//! Postings for those who list them elsewhere, and for readers of feeds.

use axum::body::Body;
use axum::extract::{OriginalUri, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::Lang;
use domain::organization::OrganizationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::exports::{Wanted, document, pieces};
use crate::export::Format;
use crate::extract::{ValidQuery, given};
use crate::problem::{Problem, ProblemBody};
use crate::profile::Keys;

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(atom)).routes(routes!(indeed_xml)).routes(routes!(json_ld))
}

/// Which postings, and in which language.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ExportParams {
    /// Of this organization only.
    #[serde(default, deserialize_with = "given")]
    organization: Option<Uuid>,
    /// `en` or `fr`, where a posting has it; by default its own.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 10))]
    #[param(max_length = 10, pattern = "^(en|fr)$")]
    lang: Option<String>,
}

fn export(app: App, params: &ExportParams, format: Format, path: &str) -> Result<Response, Problem> {
    let mut keys = Keys::default();
    let lang = params.lang.as_ref().and_then(|lang| keys.one("lang", lang, Lang::parse));
    keys.finish(())?;
    let wanted = Wanted { format, lang, organization: params.organization.map(OrganizationId) };
    let document = document(&app, wanted, path);
    let content_type = document.content_type();
    Ok(([(CONTENT_TYPE, content_type)], Body::from_stream(pieces(app, wanted, document))).into_response())
}

/// The live postings that were written here, as an Atom feed (RFC 4287).
#[utoipa::path(get, path = "/exports/postings.atom", tag = "postings", operation_id = "export_atom", params(ExportParams),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
async fn atom(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    ValidQuery(params): ValidQuery<ExportParams>,
) -> Result<Response, Problem> {
    export(app, &params, Format::Atom, &uri.to_string())
}

/// The live postings that were written here, as XML in the form that Indeed takes.
#[utoipa::path(get, path = "/exports/indeed.xml", tag = "postings", operation_id = "export_indeed_xml",
    params(ExportParams),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/xml"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
async fn indeed_xml(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    ValidQuery(params): ValidQuery<ExportParams>,
) -> Result<Response, Problem> {
    export(app, &params, Format::IndeedXml, &uri.to_string())
}

/// The live postings that were written here, as a list of schema.org `JobPosting`.
#[utoipa::path(get, path = "/exports/postings.jsonld", tag = "postings", operation_id = "export_json_ld",
    params(ExportParams),
    responses((status = 200, description = "The list.", body = Vec<serde_json::Value>, content_type = "application/ld+json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
async fn json_ld(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    ValidQuery(params): ValidQuery<ExportParams>,
) -> Result<Response, Problem> {
    export(app, &params, Format::JsonLd, &uri.to_string())
}
