//! Reviews that workers asked for: looked at and answered by a person.

use domain::access::{Action, Owner};
use domain::application::{Application, ApplicationId};
use domain::matching::Verdict;
use domain::message::Message;
use domain::review::{Answer, Finding, Review, ReviewId, Subject};
use mailer::Letter;
use storage::audit::{self, Entry};
use storage::worker::whole;
use storage::{Error, account, application, review};

use crate::app::letters::{title, write_to};
use crate::app::worker::reviews::REVIEW;
use crate::app::{App, matching};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// A review with what is to be looked at. Not who asks: that is not needed to see whether what was said is right.
pub struct Looked {
    /// The review.
    pub review: Review,
    /// What the rules say now of the worker and the posting; `None`: it is not to be seen any more.
    pub verdict: Option<Verdict>,
    /// The application that was declined; `None`: it is about a match, or forgotten.
    pub application: Option<Application>,
}

/// Reviews that wait, oldest first: the next `limit` after `after`.
pub async fn waiting(app: &App, caller: &Caller, after: Option<ReviewId>, limit: u64) -> Result<Vec<Review>, Problem> {
    caller.admit_to(Action::ListWaitingReviews, Owner::Nobody)?;
    Ok(review::waiting(&app.db, after, limit).await?)
}

/// One review with what is to be looked at.
pub async fn read(app: &App, caller: &Caller, id: ReviewId) -> Result<Looked, Problem> {
    caller.admit_to(Action::ReadReview, Owner::Nobody)?;
    let found = review::find(&app.db, id).await?;
    let profile = whole(&app.db, found.worker).await?.matching();
    let verdict = matching::explain(app, &profile, found.subject.posting()).await?;
    let application = match found.subject {
        Subject::Match(_) => None,
        Subject::Rejection(id, _) => known(app, id).await?,
    };
    Ok(Looked { review: found, verdict, application })
}

async fn known(app: &App, id: ApplicationId) -> Result<Option<Application>, Error> {
    match application::find(&app.db, id).await {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Answers a review. The worker is written to.
///
/// # Errors
/// 409 where it was answered before.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: ReviewId,
    finding: Finding,
    words: String,
) -> Result<Review, Problem> {
    caller.admit_to(Action::AnswerReview, Owner::Nobody)?;
    let (by, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let answer = Answer { finding, words, by, at: now };
    let answered = || Problem::new(Kind::Conflict).because(Message::new("review-answered"));
    let found = review::find(&tx, id).await?.answered(answer.clone()).map_err(|_| answered())?;
    match review::answer(&tx, id, &answer).await {
        // Answered by another request between its reading and now.
        Err(Error::NotFound) => return Err(answered()),
        kept => kept?,
    }
    audit::record(&tx, &Entry::new(Some(by), Action::AnswerReview, REVIEW, id.0), now).await?;
    let to = account::find(&tx, found.worker).await?;
    let posting = storage::posting::by_ids(&tx, &[found.subject.posting()]).await?.pop();
    let title = posting.map(|posting| title(&posting.content, to.language)).unwrap_or_default();
    let letter = Letter::ReviewAnswered { title, finding: finding.message().render(to.language) };
    write_to(app, &tx, &to, letter, now).await?;
    tx.commit().await?;
    Ok(found)
}
