//! Reviews that workers asked for.

use axum::Json;
use axum::extract::State;
use domain::Lang;
use domain::application::Lost;
use domain::review::{Finding, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::moderation::reviews::{self, Looked};
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidJson, ValidQuery, plain};
use crate::problem::{Kind, Problem, ToAct, ToRead};
use crate::profile::Keys;
use crate::rest::matches::VerdictView;
use crate::rest::worker::reviews::ReviewView;
use crate::rest::{Page, next};

/// A page of reviews.
#[derive(Serialize, ToSchema)]
pub(super) struct WaitingReviews {
    items: Vec<ReviewView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// A review with what is to be looked at. Who asks is not told: it is not needed.
#[derive(Serialize, ToSchema)]
pub(super) struct LookedView {
    review: ReviewView,
    /// What the rules say now of the worker and the posting; none: the posting is not to be seen any more.
    verdict: Option<VerdictView>,
    /// The stage of the application that was declined.
    stage: Option<&'static str>,
    /// The reason that the employer gave.
    reason: Option<&'static str>,
}

impl LookedView {
    fn of(looked: &Looked, lang: Lang) -> Self {
        let last = looked.application.as_ref().map(|application| application.progress.last());
        Self {
            review: ReviewView::of(&looked.review, lang),
            verdict: looked.verdict.as_ref().map(|verdict| VerdictView::of(verdict, lang)),
            stage: last.map(|step| step.to.key()),
            reason: last.and_then(|step| match step.reason? {
                Lost::Employer(reason) => Some(reason.key()),
                Lost::Worker(_) => None,
            }),
        }
    }
}

/// What a person found.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerReviewInput {
    /// `stands`, `your_data`, `our_mistake` or `employer`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(stands|your_data|our_mistake|employer)$")]
    finding: String,
    /// Why, for the worker.
    #[validate(length(min = 1, max = 2000), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 2000)]
    answer: String,
}

/// Reviews that wait for a person, oldest first.
#[utoipa::path(get, path = "/moderation/reviews", tag = "moderation", operation_id = "list_waiting_reviews",
    params(Page), responses((status = 200, body = WaitingReviews), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<Page>,
) -> Result<Json<WaitingReviews>, Problem> {
    let found = reviews::waiting(&app, &caller, params.cursor.map(ReviewId), params.limit).await?;
    let next = next(&found, params.limit, |review| review.id.0);
    Ok(Json(WaitingReviews { items: found.iter().map(|review| ReviewView::of(review, lang)).collect(), next }))
}

/// One review, with what the rules say line by line, or how the employer declined.
#[utoipa::path(get, path = "/moderation/reviews/{id}", tag = "moderation", operation_id = "read_review",
    params(("id" = Uuid, Path, description = "The review")), responses((status = 200, body = LookedView), ToRead))]
pub(super) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
) -> Result<Json<LookedView>, Problem> {
    Ok(Json(LookedView::of(&reviews::read(&app, &caller, ReviewId(id)).await?, lang)))
}

/// Answers a review. The worker is written to.
#[utoipa::path(post, path = "/moderation/reviews/{id}/answer", tag = "moderation", operation_id = "answer_review",
    params(("id" = Uuid, Path, description = "The review")), request_body = AnswerReviewInput,
    responses((status = 200, body = ReviewView), ToAct))]
pub(super) async fn answer(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<AnswerReviewInput>,
) -> Result<Json<ReviewView>, Problem> {
    let mut keys = Keys::default();
    let finding = keys.one("/finding", &input.finding, Finding::parse);
    let finding = keys.finish(finding)?.ok_or_else(|| Problem::new(Kind::Invalid))?;
    let answered = reviews::answer(&app, &caller, ReviewId(id), finding, input.answer).await?;
    Ok(Json(ReviewView::of(&answered, lang)))
}
