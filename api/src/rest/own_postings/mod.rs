//! An organization's own postings, and the check of a form.

mod form;
mod lint;
mod read;
mod show;
mod view;

use axum::Json;
use axum::extract::State;
use domain::Lang;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use self::form::PostingInput;
pub(crate) use self::read::form_from_json;
use self::view::{OwnPage, OwnPosting, OwnSummary, VersionPage};
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::own_postings::{self, Own, Step};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, Speaks, ValidJson, ValidQuery, given};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::rest::{Page, next};

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(lint::lint))
        .routes(routes!(claim))
        .routes(routes!(list, create))
        .routes(routes!(one, update))
        .routes(routes!(versions))
        .routes(routes!(publish))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(extend))
        .routes(routes!(confirm))
        .routes(routes!(close))
}

/// A posting of an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// The organization
    id: Uuid,
    /// The posting
    posting: Uuid,
}

impl Which {
    const fn ids(self) -> (OrganizationId, PostingId) {
        (OrganizationId(self.id), PostingId(self.posting))
    }
}

/// A page of versions.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct VersionParams {
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

/// An organization's postings, whatever their state, newest first.
#[utoipa::path(get, path = "/organizations/{id}/postings", tag = "own postings", operation_id = "list_own_postings",
    params(("id" = Uuid, Path, description = "The organization"), Page),
    responses((status = 200, body = OwnPage), ToRead))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<Page>,
) -> Result<Json<OwnPage>, Problem> {
    let before = params.cursor.map(PostingId);
    let found = own_postings::list(&app, &caller, OrganizationId(id), before, params.limit).await?;
    let items: Vec<OwnSummary> = found.iter().map(|authored| OwnSummary::of(authored, lang)).collect();
    let next = next(&items, params.limit, |last| last.id);
    Ok(Json(OwnPage { items, next }))
}

/// Writes a draft. Nothing needs to be complete yet; the answer says what is missing and what the law asks.
#[utoipa::path(post, path = "/organizations/{id}/postings", tag = "own postings", operation_id = "create_posting",
    params(("id" = Uuid, Path, description = "The organization"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = PostingInput,
    responses((status = 201, body = OwnPosting), ToAct))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<PostingInput>,
) -> Result<Made, Problem> {
    let form = input.read("")?;
    own_postings::create(&app, &caller, once, OrganizationId(id), form, |own| OwnPosting::of(own, lang)).await
}

/// One posting with its form, where it stands, and what is to be said of it today.
#[utoipa::path(get, path = "/organizations/{id}/postings/{posting}", tag = "own postings", operation_id = "read_own_posting",
    params(Which),
    responses((status = 200, body = OwnPosting), ToRead))]
async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    Speaks(lang): Speaks,
) -> Result<Versioned<OwnPosting>, Problem> {
    let (id, posting) = which.ids();
    let own = own_postings::read(&app, &caller, id, posting).await?;
    Ok(versioned(&own, lang))
}

/// Replaces the form. A draft or a paused posting takes any form; a live one only what may be published, and where new
/// wording asks for a moderator it goes back to review.
#[utoipa::path(put, path = "/organizations/{id}/postings/{posting}", tag = "own postings", operation_id = "update_posting",
    params(Which, ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = PostingInput,
    responses((status = 200, body = OwnPosting), ToEdit))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<PostingInput>,
) -> Result<Versioned<OwnPosting>, Problem> {
    let form = input.read("")?;
    let (id, posting) = which.ids();
    let own = own_postings::update(&app, &caller, id, posting, version, form).await?;
    Ok(versioned(&own, lang))
}

/// The forms that a posting had, newest first. Kept for three years after the posting ends.
#[utoipa::path(get, path = "/organizations/{id}/postings/{posting}/versions", tag = "own postings",
    operation_id = "list_posting_versions",
    params(Which, VersionParams),
    responses((status = 200, body = VersionPage), ToRead))]
async fn versions(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    ValidQuery(params): ValidQuery<VersionParams>,
) -> Result<Json<VersionPage>, Problem> {
    let (id, posting) = which.ids();
    let found = own_postings::versions(&app, &caller, id, posting, params.before, params.limit).await?;
    Ok(Json(VersionPage::of(found, params.limit)))
}

/// A posting after a step.
async fn moved(
    app: &App,
    caller: &Caller,
    which: Which,
    version: i32,
    step: Step,
    lang: Lang,
) -> Result<Versioned<OwnPosting>, Problem> {
    let (id, posting) = which.ids();
    Ok(versioned(&own_postings::step(app, caller, id, posting, version, step).await?, lang))
}

/// How it ended.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CloseInput {
    /// Whether someone was found.
    filled: bool,
}

/// Declares an operation that moves a posting and takes no body.
macro_rules! step {
    ($(#[$doc:meta])* $name:ident, $path:literal, $operation:literal, $step:expr) => {
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "own postings", operation_id = $operation,
            params(Which, ("If-Match" = String, Header, description = "The version that is moved, such as `\"3\"`")),
            responses((status = 200, body = OwnPosting), ToEdit))]
        async fn $name(
            State(app): State<App>,
            caller: Caller,
            Id(which): Id<Which>,
            IfMatch(version): IfMatch,
            Speaks(lang): Speaks,
        ) -> Result<Versioned<OwnPosting>, Problem> {
            moved(&app, &caller, which, version, $step, lang).await
        }
    };
}

step!(
    /// Publishes a draft: it is live at once for 30 days, or, where its wording asks for a moderator, in review. The
    /// organization must be verified. What stops publication is answered 422, field by field.
    publish, "/organizations/{id}/postings/{posting}/publish", "publish_posting", Step::Publish);
step!(
    /// Takes a live posting off for a while. Its days go on.
    pause, "/organizations/{id}/postings/{posting}/pause", "pause_posting", Step::Pause);
step!(
    /// Puts a paused posting on again, if it may still be published.
    resume, "/organizations/{id}/postings/{posting}/resume", "resume_posting", Step::Resume);
step!(
    /// Prolongs a live or paused posting to 30 days from now, and says that it is still open.
    extend, "/organizations/{id}/postings/{posting}/extend", "extend_posting", Step::Extend);
step!(
    /// Says that a live posting is still open.
    confirm, "/organizations/{id}/postings/{posting}/confirm", "confirm_posting", Step::Confirm);

/// Ends a posting, for good.
#[utoipa::path(post, path = "/organizations/{id}/postings/{posting}/close", tag = "own postings", operation_id = "close_posting",
    params(Which, ("If-Match" = String, Header, description = "The version that is moved, such as `\"3\"`")),
    request_body = CloseInput,
    responses((status = 200, body = OwnPosting), ToEdit))]
async fn close(
    State(app): State<App>,
    caller: Caller,
    Id(which): Id<Which>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<CloseInput>,
) -> Result<Versioned<OwnPosting>, Problem> {
    moved(&app, &caller, which, version, Step::Close { filled: input.filled }, lang).await
}

/// Who claims.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClaimInput {
    /// The organization whose posting it is.
    organization: Uuid,
}

/// Claims an imported posting: makes a draft of it, filled in with what it says. Once that is live, the imported one is
/// withdrawn. Where neither its employer's name nor its link is the verified organization's, a moderator looks first.
#[utoipa::path(post, path = "/postings/{id}/claim", tag = "own postings", operation_id = "claim_posting",
    params(("id" = Uuid, Path, description = "The imported posting"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = ClaimInput,
    responses((status = 201, body = OwnPosting), ToAct))]
async fn claim(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<ClaimInput>,
) -> Result<Made, Problem> {
    let (posting, organization) = (PostingId(id), OrganizationId(input.organization));
    let present = |own: &Own| OwnPosting::of(own, lang);
    own_postings::claim_posting(&app, &caller, once, posting, organization, present).await
}

fn versioned(own: &Own, lang: Lang) -> Versioned<OwnPosting> {
    Versioned { version: own.authored.version, body: OwnPosting::of(own, lang) }
}
