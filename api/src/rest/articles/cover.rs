//! The picture above an article.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::article::{Article, ArticleId};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::DraftView;
use super::{Address, Which, versioned};
use crate::answer::Versioned;
use crate::app::App;
use crate::app::articles::{self, Edit, cover};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch};
use crate::problem::{Problem, ProblemBody, ToEdit, ToRead};
use crate::rest::documents::FileBytes;

/// The picture above an article.
#[derive(Serialize, ToSchema)]
pub(super) struct CoverView {
    /// Where it is, once the article is published.
    path: String,
    /// `image/jpeg` or `image/png`.
    media_type: &'static str,
    bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    sha256: String,
}

impl CoverView {
    pub(super) fn of(article: &Article) -> Option<Self> {
        let cover = article.cover.as_ref()?;
        Some(Self {
            path: path(&article.content.slug),
            media_type: cover.format.media_type(),
            bytes: cover.bytes,
            sha256: cover.sha256.clone(),
        })
    }
}

/// Where the cover of an article is.
pub(crate) fn path(slug: &str) -> String {
    format!("/api/v1/articles/{slug}/cover")
}

/// The picture above a published article.
#[utoipa::path(get, path = "/articles/{slug}/cover", operation_id = "read_article_cover", tag = "blog", params(Address),
    responses((status = 200, description = "The picture.", content(
        (inline(FileBytes) = "image/jpeg"), (inline(FileBytes) = "image/png"))), ToRead))]
pub(super) async fn read(State(app): State<App>, Id(Address { slug }): Id<Address>) -> Result<Response, Problem> {
    let (cover, content) = cover::read(&app, &slug).await?;
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, cover.format.media_type());
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(header::CACHE_CONTROL, "public, max-age=300");
    Ok(response)
}

/// Puts a picture above an article: one JPEG or PNG of up to 1 MB as the whole body. What it tells of where, when and by
/// whom it was taken is removed. Of an article that is or will be seen, `cover_alt` says first what it shows.
#[utoipa::path(put, path = "/editing/articles/{article}/cover", operation_id = "set_article_cover", tag = "blog",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body(content = inline(FileBytes), content_type = "application/octet-stream", description = "The bytes of the picture."),
    responses((status = 200, body = DraftView), ToEdit,
        (status = 408, body = ProblemBody, content_type = "application/problem+json", description = "The sender pauses or takes too long.")))]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    IfMatch(version): IfMatch,
    body: Body,
) -> Result<Versioned<DraftView>, Problem> {
    Ok(versioned(&app, &cover::set(&app, &caller, ArticleId(article), version, body).await?))
}

/// Takes the picture away.
#[utoipa::path(delete, path = "/editing/articles/{article}/cover", operation_id = "remove_article_cover", tag = "blog",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    responses((status = 200, body = DraftView), ToEdit))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<DraftView>, Problem> {
    let edit = Edit::Cover(None);
    Ok(versioned(&app, &articles::edit(&app, &caller, ArticleId(article), version, edit).await?))
}
