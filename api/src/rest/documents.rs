//! A worker's own documents.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::document::{Document, DocumentId, Label, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::reference::Items;
use crate::answer::Made;
use crate::app::App;
use crate::app::documents::{self, Described};
use crate::caller::Caller;
use crate::extract::{Id, ValidQuery, given, idempotency_key};
use crate::files::Content;
use crate::problem::{Problem, ProblemBody, ToAct, ToRead};
use crate::profile::Keys;

/// What is said of a file that is sent.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UploadParams {
    /// What it is for: `resume`, `credential`, `education` or `other`.
    #[validate(length(max = 20))]
    #[param(max_length = 20)]
    purpose: String,
    /// What to call it, such as the name that the file had. It is shown to its owner and used for nothing else.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 255))]
    #[param(max_length = 255)]
    name: Option<String>,
}

/// A document, without its bytes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentView {
    id: Uuid,
    /// `resume`, `credential`, `education` or `other`.
    purpose: &'static str,
    /// `pdf`, `jpeg` or `png`: by its content.
    format: &'static str,
    bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    sha256: String,
    /// What its owner calls it.
    name: Option<String>,
    /// The name under which it is downloaded.
    file_name: String,
    created_at: DateTime<Utc>,
}

impl DocumentView {
    /// A document as the API shows it to its owner.
    pub(crate) fn of(document: &Document) -> Self {
        Self {
            id: document.id.0,
            purpose: document.purpose.key(),
            format: document.format.key(),
            bytes: document.bytes,
            sha256: document.sha256.clone(),
            name: document.label.as_ref().map(|label| label.as_str().to_owned()),
            file_name: document.download_name(),
            created_at: document.created_at,
        }
    }
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a body; none is ever made of it")]
pub(super) struct FileBytes(Vec<u8>);

/// The documents of the worker who asks, oldest first.
#[utoipa::path(get, path = "/me/documents", operation_id = "list_documents", tag = "documents",
    responses((status = 200, body = Items<DocumentView>), ToRead))]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<DocumentView>>, Problem> {
    let items = documents::list(&app, &caller).await?.iter().map(DocumentView::of).collect();
    Ok(Json(Items { items }))
}

/// Takes a document: one PDF, JPEG or PNG of up to 10 MB as the whole body. Its content alone decides what it is; the
/// declared type and the name do not. An account keeps up to 20 documents of together 50 MB.
#[utoipa::path(post, path = "/me/documents", operation_id = "add_document", tag = "documents",
    params(UploadParams, ("Idempotency-Key" = Option<String>, Header, description = "A repeat makes no second one.", max_length = 200)),
    request_body(content = inline(FileBytes), content_type = "application/octet-stream", description = "The bytes of the file."),
    responses(
        ToAct,
        (status = 201, body = DocumentView, headers(("Location" = String), ("ETag" = String))),
        (status = 408, body = ProblemBody, content_type = "application/problem+json", description = "The sender pauses or takes too long."),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "As many documents are kept as may be."),
        (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "The file has more than 10 MB."),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The file is neither PDF nor JPEG nor PNG."),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "The file is not taken, or a parameter does not hold.")))]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    ValidQuery(params): ValidQuery<UploadParams>,
    body: Body,
) -> Result<Made, Problem> {
    let key = idempotency_key(&headers)?;
    let mut keys = Keys::default();
    let purpose = keys.one("purpose", &params.purpose, Purpose::parse);
    let purpose = keys.finish(purpose)?.unwrap_or(Purpose::Other);
    let label = params.name.as_deref().and_then(Label::clean);
    documents::add(&app, &caller, Described { purpose, label, key }, body).await
}

/// The bytes of a document, to be saved: never shown within a page.
#[utoipa::path(get, path = "/me/documents/{id}", operation_id = "read_document", tag = "documents",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = 200, description = "The file.", content(
        (inline(FileBytes) = "application/pdf"), (inline(FileBytes) = "image/jpeg"), (inline(FileBytes) = "image/png"))), ToRead))]
pub(super) async fn one(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let (document, content) = documents::read(&app, &caller, DocumentId(id)).await?;
    attached(&document, content)
}

/// The bytes of a document as an attachment.
pub(super) fn attached(document: &Document, content: Content) -> Result<Response, Problem> {
    let mut headers = HeaderMap::new();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, document.format.media_type());
    // Whatever a browser is led to do with it, no script runs and no other page may use it.
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    let disposition = format!("attachment; filename=\"{}\"", document.download_name());
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).map_err(anyhow::Error::from)?);
    headers.insert(header::CONTENT_LENGTH, content.bytes.into());
    Ok((headers, content.into_body()).into_response())
}

/// Removes a document and its bytes.
#[utoipa::path(delete, path = "/me/documents/{id}", operation_id = "remove_document", tag = "documents",
    params(("id" = Uuid, Path, description = "The document")), responses((status = 204), ToRead))]
pub(super) async fn remove(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    documents::remove(&app, &caller, DocumentId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
