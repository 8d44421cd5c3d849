//! Asking that a person looks at a match or at a rejection.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::application::{ApplicationId, Stage};
use domain::message::Message;
use domain::posting::PostingId;
use domain::review::{MOST_OPEN, Review, ReviewId, Subject};
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::{Error, Transaction, account, application, posting, review};

use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// What reviews are called in the audit trail.
pub const REVIEW: &str = "review";

/// What is to be looked at, as it is asked for.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// A posting: what was said of the caller and it.
    Posting(PostingId),
    /// An application of the caller's that was declined.
    Application(ApplicationId),
}

/// The reviews that the caller asked for, latest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Review>, Problem> {
    caller.admit(Action::ListReviews)?;
    Ok(review::of_worker(&app.db, caller.account()?).await?)
}

/// Asks for a review.
///
/// # Errors
/// 422 where there is no such thing of the caller's; 409 where it waits for a person already, or the application was not
/// declined.
pub async fn ask<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    about: About,
    words: String,
    present: impl FnOnce(&Review) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::AskReview, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now, me) = (work.tx(), work.now(), caller.account()?);
    account::lock(tx, me).await?;
    let subject = subject(tx, caller, about, now).await?;
    let known = review::of_worker(tx, me).await?;
    let open = || known.iter().filter(|known| known.answer.is_none());
    if open().any(|known| known.subject == subject) {
        return Err(Problem::new(Kind::Conflict).because(Message::new("review-waits")));
    }
    if open().count() >= MOST_OPEN {
        return Err(Problem::new(Kind::Quota));
    }
    let asked = Review { id: ReviewId(new_id(now)), worker: me, subject, words, asked_at: now, answer: None };
    review::insert(tx, &asked).await?;
    audit::record(tx, &Entry::new(Some(me), Action::AskReview, REVIEW, asked.id.0), now).await?;
    let location = "/api/v1/me/reviews".to_owned();
    let body = present(&asked);
    work.finish(Created { location, version: 1, body }).await
}

async fn subject(tx: &Transaction, caller: &Caller, about: About, now: DateTime<Utc>) -> Result<Subject, Problem> {
    match about {
        About::Posting(id) => match posting::find(tx, id).await {
            Ok(found) if found.is_live(now) => Ok(Subject::Match(id)),
            Ok(_) | Err(Error::NotFound) => Err(Problem::field("/posting", Message::new("review-no-such"))),
            Err(error) => Err(error.into()),
        },
        About::Application(id) => {
            let found = match application::find(tx, id).await {
                Err(Error::NotFound) => None,
                found => Some(found?),
            };
            let me = caller.account()?;
            let own = found.filter(|application| application.worker == me);
            let own = own.ok_or_else(|| Problem::field("/application", Message::new("review-no-such")))?;
            if own.progress.stage() != Stage::Declined {
                return Err(Problem::new(Kind::Conflict).because(Message::new("review-not-declined")));
            }
            Ok(Subject::Rejection(id, own.posting))
        }
    }
}
