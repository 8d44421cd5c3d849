//! Asking that a person looks at a match or at a rejection.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::application::ApplicationId;
use domain::message::Message;
use domain::posting::PostingId;
use domain::review::{Review, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::answer::Made;
use crate::app::App;
use crate::app::worker::reviews::{self, About};
use crate::caller::Caller;
use crate::extract::{OnceJson, Speaks, plain};
use crate::problem::{Problem, ToAct, ToRead};
use crate::rest::reference::Items;

/// A review by a person.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ReviewView {
    id: Uuid,
    /// `match` or `rejection`.
    subject: &'static str,
    posting: Uuid,
    application: Option<Uuid>,
    /// What the worker says to it.
    words: String,
    asked_at: DateTime<Utc>,
    /// `stands`, `your_data`, `our_mistake` or `employer`; none: it waits for a person.
    finding: Option<&'static str>,
    /// The finding in the language of the answer.
    sentence: Option<String>,
    /// What the person says.
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl ReviewView {
    pub(in crate::rest) fn of(review: &Review, lang: Lang) -> Self {
        let (subject, application) = match review.subject {
            Subject::Match(_) => ("match", None),
            Subject::Rejection(application, _) => ("rejection", Some(application.0)),
        };
        let answer = review.answer.as_ref();
        Self {
            id: review.id.0,
            subject,
            posting: review.subject.posting().0,
            application,
            words: review.words.clone(),
            asked_at: review.asked_at,
            finding: answer.map(|answer| answer.finding.key()),
            sentence: answer.map(|answer| answer.finding.message().render(lang)),
            answer: answer.map(|answer| answer.words.clone()),
            answered_at: answer.map(|answer| answer.at),
        }
    }
}

/// What a person is to look at: exactly one of posting and application.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewInput {
    /// A posting: what is said of one and it.
    posting: Option<Uuid>,
    /// An application of one's own that was declined.
    application: Option<Uuid>,
    /// What one has to say.
    #[serde(default)]
    #[validate(length(max = 2000), custom(function = "plain"))]
    #[schema(max_length = 2000)]
    words: String,
}

/// The reviews that one asked for, latest first.
#[utoipa::path(get, path = "/me/reviews", tag = "me", operation_id = "list_reviews",
    responses((status = 200, body = Items<ReviewView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<Items<ReviewView>>, Problem> {
    let found = reviews::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(|review| ReviewView::of(review, lang)).collect() }))
}

/// Asks that a person looks at a match or at a rejection. What was said of a match, and by which facts, is under
/// `/me/matches/{posting}`; a person sees that, and what one says here, and answers.
#[utoipa::path(post, path = "/me/reviews", tag = "me", operation_id = "ask_review",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = ReviewInput, responses((status = 201, body = ReviewView), ToAct))]
pub(super) async fn ask(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<ReviewInput>,
) -> Result<Made, Problem> {
    let about = match (input.posting, input.application) {
        (Some(posting), None) => About::Posting(PostingId(posting)),
        (None, Some(application)) => About::Application(ApplicationId(application)),
        _ => return Err(Problem::field("", Message::new("review-one-thing"))),
    };
    reviews::ask(&app, &caller, once, about, input.words, |review| ReviewView::of(review, lang)).await
}
