//! What a reader says of a job that a digest told them of.

use chrono::TimeDelta;
use domain::digest::{Opinion, Taste, km};
use domain::message::Message;
use domain::posting::{Posting, PostingId};
use domain::subscription::{Change, Event, Means, Subject};
use domain::worker::Circle;
use storage::subscription::{self, Kept};
use storage::{Connection, Error, posting, worker};

use super::{Opened, by, denied, keep, opened};
use crate::app::App;
use crate::peer::Peer;
use crate::problem::Problem;

/// How long a pause is that is asked for with one click.
const PAUSE: TimeDelta = TimeDelta::weeks(2);

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feedback {
    /// Of a job.
    Of(PostingId, Opinion),
    /// No digest for two weeks.
    Pause,
    /// Nothing of what was said holds any more.
    Forget,
}

/// Takes in what a reader says: from the next digest on it holds.
///
/// # Errors
/// 404; 409 for a pause of what is not sent; 422 for a posting that is none.
pub async fn hear(app: &App, peer: Peer, token: &str, feedback: Feedback) -> Result<Opened, Problem> {
    let (id, now) = (by(app, token)?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let mut kept = subscription::lock(&tx, id).await?;
    match feedback {
        Feedback::Of(about, opinion) => {
            let posting = posting_of(&tx, about).await?;
            let near = circle(&tx, &kept).await?;
            kept.taste.hear(opinion, &posting.content, km(&posting, near));
        }
        Feedback::Pause => {
            let (paused, _) = kept.subscription.happen(Event::Pause { until: now + PAUSE }, now).map_err(denied)?;
            kept.subscription = paused;
        }
        Feedback::Forget => kept.taste = Taste::default(),
    }
    let kept = keep(&tx, kept, Change::default(), (Means::Preferences, peer), now).await?;
    tx.commit().await?;
    opened(app, kept).await
}

/// What is spoken of.
///
/// # Errors
/// 422.
pub async fn posting_of(c: &impl Connection, id: PostingId) -> Result<Posting, Problem> {
    match posting::find(c, id).await {
        Err(Error::NotFound) => Err(Problem::field("/posting", Message::new("subscription-posting"))),
        found => Ok(found?),
    }
}

/// Around where someone wants to work.
async fn circle(c: &impl Connection, kept: &Kept) -> Result<Option<Circle>, Problem> {
    Ok(match (&kept.subject, kept.subscription.account) {
        (Subject::Search { filter, .. }, _) => filter.near,
        (Subject::Profile, Some(account)) => worker::whole(c, account).await?.matching().reach.near,
        (Subject::Profile, None) => None,
    })
}
