//! The candidates of a posting, and invitations to say who they are.

mod invitations;
mod view;

use axum::Json;
use axum::extract::State;
use domain::candidate::QUESTIONS;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::reference::{Credential, CredentialSet};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use validator::Validate;

use self::view::{CandidatesView, NamedView};
use super::reference::Items;
use super::view::CountView;
use crate::app::{App, candidates};
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidJson, ValidQuery, given};
use crate::problem::{Problem, ToAct, ToRead};
use crate::profile::Keys;

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(what_if))
        .routes(routes!(open))
        .routes(routes!(invitations::invite))
        .routes(routes!(invitations::list))
        .routes(routes!(invitations::one))
        .routes(routes!(invitations::withdraw))
        .layer(super::of_one_person())
}

/// A posting of an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Of {
    /// The organization
    id: Uuid,
    /// The posting
    posting: Uuid,
}

impl Of {
    const fn ids(self) -> (OrganizationId, PostingId) {
        (OrganizationId(self.id), PostingId(self.posting))
    }
}

/// Which page.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CardsParams {
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    #[validate(range(max = 1000))]
    #[param(maximum = 1000)]
    cursor: Option<u32>,
}

/// Groups of five cards on a page.
const BATCHES: usize = 10;

/// The anonymous candidates of a posting, best first, as of this morning: the same answer all day, whatever is edited.
/// They come in groups of five of whom the same is shown, and every count is rounded down to a multiple of five, so that
/// nothing here tells who anyone is.
#[utoipa::path(get, path = "/organizations/{id}/postings/{posting}/candidates", tag = "candidates",
    operation_id = "list_candidates", params(Of, CardsParams), responses((status = 200, body = CandidatesView), ToRead,
    (status = 409, body = crate::problem::ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<CardsParams>,
) -> Result<Json<CandidatesView>, Problem> {
    let from = usize::try_from(params.cursor.unwrap_or_default()).unwrap_or(usize::MAX);
    let shown = candidates::list(&app, &caller, of.ids(), from, BATCHES).await?;
    Ok(Json(shown.map(|shown| CandidatesView::of(&shown, lang)).unwrap_or_default()))
}

/// What is to be only preferred.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct WhatIfInput {
    /// Keys of credentials that the posting requires.
    #[validate(length(min = 1, max = 5))]
    #[schema(min_items = 1, max_items = 5)]
    preferred: Vec<String>,
}

/// How many more there would be.
#[derive(Serialize, ToSchema)]
struct WhatIfView {
    /// How many more candidates could begin on the day.
    more: CountView,
    /// How many questions about this posting are left today.
    questions_left: usize,
    /// How many there are a day.
    questions: usize,
}

/// How many more candidates could begin on the day if some required credentials were only preferred. Few such questions
/// can be asked a day, and what was answered once is answered the same.
#[utoipa::path(post, path = "/organizations/{id}/postings/{posting}/candidates/what-if", tag = "candidates",
    operation_id = "ask_what_if", params(Of), request_body = WhatIfInput,
    responses((status = 200, body = WhatIfView), ToAct))]
async fn what_if(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<WhatIfInput>,
) -> Result<Json<WhatIfView>, Problem> {
    let mut keys = Keys::default();
    let each = input.preferred.iter().enumerate();
    let preferred: CredentialSet =
        each.filter_map(|(i, key)| keys.one(&format!("/preferred/{i}"), key, Credential::parse)).collect();
    keys.finish(())?;
    let (more, questions_left) = candidates::what_if(&app, &caller, of.ids(), preferred).await?;
    Ok(Json(WhatIfView { more: CountView::of(more, lang), questions_left, questions: QUESTIONS }))
}

/// The candidates of a posting who are shown by name, best first: they are open to verified employers, or have accepted an
/// invitation. Each can read that they were looked at, by whom and when.
#[utoipa::path(get, path = "/organizations/{id}/postings/{posting}/open-candidates", tag = "candidates",
    operation_id = "list_open_candidates", params(Of), responses((status = 200, body = Items<NamedView>), ToRead,
    (status = 409, body = crate::problem::ProblemBody, content_type = "application/problem+json")))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    Speaks(lang): Speaks,
) -> Result<Json<Items<NamedView>>, Problem> {
    let found = candidates::named(&app, &caller, of.ids()).await?;
    Ok(Json(Items { items: found.iter().map(|named| NamedView::of(named, lang)).collect() }))
}
