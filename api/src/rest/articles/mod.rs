//! The blog: articles and news, to be read and to be written.

pub(crate) mod cover;
mod input;
mod view;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::article::{Article, ArticleId, Kind, related};
use serde::Deserialize;
use storage::article::Wanted;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use self::input::ArticleInput;
use self::view::{
    ArticlePage, ArticleSummary, ArticleView, DraftPage, DraftSummary, DraftView, RevisionPage, RevisionView,
};
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::articles::{self, Edit};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, Speaks, ValidJson, ValidQuery, given};
use crate::problem::{Problem, ProblemBody, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
use crate::rest::{Page, fifty, next};

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(cover::read))
        .routes(routes!(cover::set, cover::remove))
        .routes(routes!(drafts, create))
        .routes(routes!(draft, update, remove))
        .routes(routes!(publish))
        .routes(routes!(withdraw))
        .routes(routes!(revisions))
}

/// Which articles.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ListParams {
    /// `article` or `news`; both unless given.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 20))]
    #[param(max_length = 20, pattern = "^(article|news)$")]
    kind: Option<String>,
    /// With this tag only.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 80))]
    #[param(max_length = 80)]
    tag: Option<String>,
    /// How many a page.
    #[serde(default = "fifty")]
    #[validate(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    cursor: Option<Uuid>,
}

/// Articles and news that are published, newest first, in the language of the answer where they have it.
#[utoipa::path(get, path = "/articles", operation_id = "list_articles", tag = "blog", params(ListParams),
    responses((status = 200, body = ArticlePage),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<ListParams>,
) -> Result<Json<ArticlePage>, Problem> {
    let mut keys = Keys::default();
    let kind = params.kind.as_ref().and_then(|kind| keys.one("kind", kind, Kind::parse));
    keys.finish(())?;
    let wanted = Wanted { kind, tag: params.tag.as_deref() };
    let found = articles::list(&app, wanted, params.cursor.map(ArticleId), params.limit).await?;
    let next = next(&found, params.limit, |last| last.id.0);
    Ok(Json(ArticlePage { items: found.iter().map(|article| ArticleSummary::of(article, lang)).collect(), next }))
}

/// The address of an article.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Address {
    /// What its address ends with
    pub(super) slug: String,
}

/// A published article, with what to read after it.
#[utoipa::path(get, path = "/articles/{slug}", operation_id = "read_article", tag = "blog", params(Address),
    responses((status = 200, body = ArticleView), ToRead))]
async fn read(
    State(app): State<App>,
    Speaks(lang): Speaks,
    Id(Address { slug }): Id<Address>,
) -> Result<Json<ArticleView>, Problem> {
    let (article, others) = articles::read(&app, &slug).await?;
    Ok(Json(ArticleView::of(&article, &related(&article, &others, lang), lang)))
}

/// Every article, drafts too, the newest first.
#[utoipa::path(get, path = "/editing/articles", operation_id = "list_drafts", tag = "blog", params(Page),
    responses((status = 200, body = DraftPage), ToRead))]
async fn drafts(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(page): ValidQuery<Page>,
) -> Result<Json<DraftPage>, Problem> {
    let found = articles::drafts(&app, &caller, page.cursor.map(ArticleId), page.limit).await?;
    let next = next(&found, page.limit, |last| last.id.0);
    let now = app.clock.now();
    Ok(Json(DraftPage { items: found.iter().map(|article| DraftSummary::of(article, lang, now)).collect(), next }))
}

/// Begins an article. Nothing needs to be complete yet.
#[utoipa::path(post, path = "/editing/articles", operation_id = "create_article", tag = "blog",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = ArticleInput, responses((status = 201, body = DraftView), ToAct))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<ArticleInput>,
) -> Result<Made, Problem> {
    let (content, now) = (input.read()?, app.clock.now());
    articles::create(&app, &caller, once, content, |article| DraftView::of(article, now)).await
}

/// An article, draft or not.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Which {
    /// The article
    pub(super) article: Uuid,
}

/// An article, draft or not, with how it would be shown.
#[utoipa::path(get, path = "/editing/articles/{article}", operation_id = "read_draft", tag = "blog", params(Which),
    responses((status = 200, body = DraftView), ToRead))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
) -> Result<Versioned<DraftView>, Problem> {
    Ok(versioned(&app, &articles::draft(&app, &caller, ArticleId(article)).await?))
}

fn versioned(app: &App, article: &Article) -> Versioned<DraftView> {
    Versioned { version: article.version, body: DraftView::of(article, app.clock.now()) }
}

/// Changes an article. What is published, or will be, has to stay complete and at its address.
#[utoipa::path(put, path = "/editing/articles/{article}", operation_id = "update_article", tag = "blog",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = ArticleInput, responses((status = 200, body = DraftView), ToEdit))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<ArticleInput>,
) -> Result<Versioned<DraftView>, Problem> {
    let edit = Edit::Write(Box::new(input.read()?));
    Ok(versioned(&app, &articles::edit(&app, &caller, ArticleId(article), version, edit).await?))
}

/// When an article is to be seen.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublicationInput {
    /// From this moment on; without: at once.
    at: Option<DateTime<Utc>>,
}

/// Publishes an article, at once or at a moment to come. Whoever asked for the blog is told of it by mail, once.
#[utoipa::path(post, path = "/editing/articles/{article}/publish", operation_id = "publish_article", tag = "blog",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = PublicationInput, responses((status = 200, body = DraftView), ToEdit))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<PublicationInput>,
) -> Result<Versioned<DraftView>, Problem> {
    let edit = Edit::Publish(input.at);
    Ok(versioned(&app, &articles::edit(&app, &caller, ArticleId(article), version, edit).await?))
}

/// Makes an article a draft again: nobody sees it any more.
#[utoipa::path(post, path = "/editing/articles/{article}/withdraw", operation_id = "withdraw_article", tag = "blog",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    responses((status = 200, body = DraftView), ToEdit))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<DraftView>, Problem> {
    Ok(versioned(&app, &articles::edit(&app, &caller, ArticleId(article), version, Edit::Withdraw).await?))
}

/// Removes a draft with all that it was.
#[utoipa::path(delete, path = "/editing/articles/{article}", operation_id = "remove_article", tag = "blog", params(Which),
    responses((status = 204, description = "Removed."), ToAct))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
) -> Result<StatusCode, Problem> {
    articles::remove(&app, &caller, ArticleId(article)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A page of revisions.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct RevisionParams {
    /// How many a page.
    #[serde(default = "ten")]
    #[validate(range(min = 1, max = 20))]
    #[param(minimum = 1, maximum = 20, default = 10)]
    limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    #[validate(range(min = 1))]
    #[param(minimum = 1)]
    before: Option<i32>,
}

const fn ten() -> u64 {
    10
}

/// How an article was after each change, the newest first.
#[utoipa::path(get, path = "/editing/articles/{article}/revisions", operation_id = "list_article_revisions", tag = "blog",
    params(Which, RevisionParams), responses((status = 200, body = RevisionPage), ToRead))]
async fn revisions(
    State(app): State<App>,
    caller: Caller,
    Id(Which { article }): Id<Which>,
    ValidQuery(params): ValidQuery<RevisionParams>,
) -> Result<Json<RevisionPage>, Problem> {
    let found = articles::revisions(&app, &caller, ArticleId(article), params.before, params.limit).await?;
    let next = next(&found, params.limit, |last| last.version);
    Ok(Json(RevisionPage { items: found.into_iter().map(RevisionView::from).collect(), next }))
}
