//! What moderators decide on authored postings, within the transaction of their decision.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use domain::moderation::Grounds;
use domain::organization::OrganizationId;
use domain::posting::authored::{Authored, Event};
use domain::posting::{PostingId, Status};
use storage::audit::{self, Entry};
use storage::{Transaction, authored};

use super::{author, looked_at, moved};
use crate::problem::{Kind, Problem};

/// What a moderator does to a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It waits in review and goes live.
    Approve,
    /// It waits in review and goes back to its author, who reads why.
    Return(Grounds),
    /// It was taken down by mistake and comes back.
    Restore,
}

/// A moderator's ruling on an authored posting that is still at `version`, in the moderator's transaction; the audit
/// line is the caller's.
///
/// # Errors
/// 404, 412; 409 when its state does not allow this; 422 when it must not be published any more.
pub async fn rule(
    tx: &Transaction,
    posting: PostingId,
    version: i32,
    ruling: Ruling,
    now: DateTime<Utc>,
) -> Result<Authored, Problem> {
    let before = authored::find(tx, posting).await?;
    if before.version != version {
        return Err(Problem::new(Kind::Stale));
    }
    let author = author(tx, before.organization).await?;
    let (report, check) = looked_at(tx, &before, &author, now).await?;
    let event = match ruling {
        Ruling::Approve => Event::Approve(check),
        Ruling::Return(why) => Event::Return(why),
        Ruling::Restore => Event::Restore(check),
    };
    moved(tx, before, &author, &event, &report, now).await
}

/// Pauses every live posting of an organization that may not publish any more, in the transaction of that decision.
pub async fn pause_all(
    tx: &Transaction,
    id: OrganizationId,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    for live in authored::in_state(tx, id, Status::Live).await? {
        let (posting, version) = (live.id, live.version);
        // One whose time is up expires instead, by the loop that does so.
        let Ok(paused) = live.after(&Event::Pause, now) else { continue };
        authored::update(tx, &paused, version, now).await?;
        let entry = Entry::new(by, Action::PausePosting, "posting", posting.0);
        audit::record(tx, &entry.fields(&["status"]), now).await?;
    }
    Ok(())
}
