//! Applications of workers to our own postings.
//!
//! An [`Application`] lives by itself: its [`Progress`] knows nothing of its posting, so it survives the posting's
//! end. Every step is taken by a person, and kept with who, when and why: no step is a decision "based exclusively on
//! automated processing" (Québec, Law 25 s. 12.1, in force 2023-09-22;
//! <https://www.cai.gouv.qc.ca>, as of 2023), because there is no event that a machine may cause.
//!
//! | module | question |
//! |---|---|
//! | [`Progress`] | where does it stand, who may move it, which way did it come |
//! | [`answers`](check) | do the answers fit the posting's questions |
//! | [`interview`](Interview) | when did they meet |
//! | [`clock`] | until when must the applicant be told, and who is to be reminded when |
//! | [`answer_rate`] | how often, and how fast, does an employer answer |

pub mod answer_rate;
mod answers;
pub mod clock;
mod interview;
mod progress;
mod reason;
mod stage;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use answers::{Answer, Flaw, REPLY_MAX, Reply, check};
pub use interview::{AHEAD, Interview, InterviewId, Manner, NotPossible, State, can_be_planned};
pub use progress::{Actor, Broken, Denied, Event, Progress, Step};
pub use reason::{Decline, Lost, Withdrawal};
pub use stage::{Party, Stage};

use crate::account::AccountId;
use crate::document::DocumentId;
use crate::organization::OrganizationId;
use crate::posting::{Apply, PostingId};
use crate::set::keyed_enum;

/// Identifies an application for its whole life. UUIDv7: ordered by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApplicationId(pub Uuid);

keyed_enum! {
    /// How an applicant came to the posting.
    Source {
        /// Through search.
        Search = "search",
        /// It was among their matches.
        Match = "match",
        /// A digest or alert.
        Digest = "digest",
        /// The employer invited them.
        Invitation = "invitation",
        /// A feed that we export, or a site that reads it.
        Feed = "feed",
        /// A link to the posting, or not known.
        Link = "link",
    }
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identity.
    pub id: ApplicationId,
    /// The posting, which may end before it does.
    pub posting: PostingId,
    /// The organization that the posting belonged to when it came in.
    pub organization: OrganizationId,
    /// Who applies.
    pub worker: AccountId,
    /// Counts its changes, from 1; guards edits.
    pub version: i32,
    /// How they came.
    pub source: Source,
    /// The answers, with the questions as they were asked.
    pub answers: Vec<Answer>,
    /// The résumé that they chose to send along.
    pub resume: Option<DocumentId>,
    /// The way it went.
    pub progress: Progress,
}

/// Why one cannot apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpen {
    /// The posting is not to be seen any more.
    #[error("the posting has ended")]
    Ended,
    /// One applies elsewhere.
    #[error("one applies elsewhere")]
    Elsewhere,
    /// An application of theirs stands already, or the employer has answered it.
    #[error("there is an application already")]
    Already,
}

/// Whether a worker may apply to a posting that is live or not, given where their former applications to it stand.
/// One that the worker ended by withdrawing does not stand in the way of another.
///
/// # Errors
/// [`NotOpen`].
pub fn may_apply(live: bool, apply: &Apply, former: &[Stage]) -> Result<(), NotOpen> {
    if !live {
        return Err(NotOpen::Ended);
    }
    if *apply != Apply::Internal {
        return Err(NotOpen::Elsewhere);
    }
    if former.iter().any(|stage| *stage != Stage::Withdrawn) { Err(NotOpen::Already) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
