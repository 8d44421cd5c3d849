//! Matching: one worker, one posting, requirement by requirement.
//!
//! [`verdict`] explains one pair line by line. [`crate::board::Board::matches`] finds the best postings of
//! all, from compact columns; property tests hold the two equal, and both equal to brute force.

mod asks;
mod reach;
mod readiness;
pub mod score;
mod soft;
mod tally;
mod verdict;
mod wallet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

pub use asks::Asks;
pub use reach::{accepts_place, distance_and_radius};
pub(crate) use reach::{accepts_regions, metres_within};
pub use readiness::Readiness;
pub use score::WEIGHTS;
pub use tally::{Tally, opens};
pub use verdict::{judged_at, missing_one, verdict};
pub(crate) use wallet::NewCard;
pub use wallet::Wallet;

use crate::message::{Arg, Message};
use crate::mobility::Route;
use crate::posting::PostingId;
use crate::reference::{Credential, Provenance};
use crate::set::keyed_enum;

/// Whether the worker may take the job, in the order in which matches are ranked.
///
/// `Unclear` is ours (ADR 0003): with it a line that rests on an unverified fact can never say `ready`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "eligibility", rename_all = "snake_case")]
pub enum Eligibility {
    /// Every hard line is met on the first day of work.
    Ready,
    /// Every hard line is met or obtainable; the last of them by this day.
    ReadyBy {
        /// The latest of all obtainable dates.
        date: NaiveDate,
    },
    /// Nothing is known to be missing, but some hard lines are unknown.
    Unclear,
    /// So many hard lines are missing.
    Short {
        /// How many.
        missing: u8,
    },
    /// Another role, out of reach, or no route to the licence.
    NotEligible,
}

impl Eligibility {
    /// It in a few words, for a heading.
    pub fn message(self) -> Message {
        match self {
            Self::Ready => Message::new("eligibility-ready"),
            Self::ReadyBy { date } => Message::new("eligibility-ready-by").with("date", Arg::Day(date)),
            Self::Unclear => Message::new("eligibility-unclear"),
            Self::Short { missing } => Message::new("eligibility-short").with("missing", Arg::Count(missing.into())),
            Self::NotEligible => Message::new("eligibility-none"),
        }
    }
}

keyed_enum! {
    /// What a line of a verdict is about.
    Topic {
        /// The role.
        Role = "role",
        /// The licence or registration.
        Licence = "licence",
        /// A credential.
        Credential = "credential",
        /// The place of work against the worker's reach.
        Reach = "reach",
        /// Distance from the centre of the reach.
        Distance = "distance",
        /// Hours and tenure.
        Employment = "employment",
        /// Shifts.
        Shifts = "shifts",
        /// Pay against the floor.
        Pay = "pay",
        /// A language of work.
        Language = "language",
        /// Experience.
        Experience = "experience",
        /// How new the posting is.
        Freshness = "freshness",
        /// The worker's first available day against the start.
        Availability = "availability",
    }
}

/// The answer to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Met.
    Met,
    /// Met on the first day of work, until this day.
    MetUntil {
        /// Last day.
        date: NaiveDate,
    },
    /// Not met yet; could be from this day.
    Obtainable {
        /// Earliest day.
        from: NaiveDate,
    },
    /// Not met.
    Missing,
    /// Not known, and why is in the message.
    Unknown,
}

/// One line of a verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What it is about.
    pub topic: Topic,
    /// Whether it decides eligibility (`true`) or only the score.
    pub hard: bool,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// What it contributes to the score.
    pub points: i32,
    /// The most it could contribute.
    pub points_max: i32,
    /// The credential in question, for a credential line.
    pub credential: Option<Credential>,
    /// The last day on which what is held counts, where it counts today but not on the first day of work.
    pub lapses: Option<NaiveDate>,
    /// The route, for a licence line.
    pub route: Option<Route>,
    /// Why, for a person.
    pub message: Message,
    /// Who says so, where the line rests on a reference row.
    pub provenance: Option<Provenance>,
}

/// The answer for one worker and one posting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The posting.
    pub posting: PostingId,
    /// Whether they may take it.
    #[serde(flatten)]
    pub eligibility: Eligibility,
    /// How many hard lines are unknown.
    pub unknowns: u8,
    /// How well it fits, 0–100: the sum of the lines' points.
    pub score: u8,
    /// The day at which it was judged: the posting's start, or today where it names none or that has passed.
    pub judged_at: NaiveDate,
    /// Line by line, in the order of [`Topic`].
    pub lines: Vec<Line>,
    /// What is to be said once: the day it was judged at where the posting names none, and that all this is
    /// information, not legal advice.
    pub notes: Vec<Message>,
}

/// How broadly to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breadth {
    /// Only `ready`, and `ready_by` a day no later than the start.
    #[default]
    Strict,
    /// Also `ready_by` later, `unclear`, and `short` by one or two.
    Broad,
}

/// The rank of a match, best first by `Ord`: eligibility, score, newest, id. Total, so that results are
/// comparable anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Best first.
    pub eligibility: Eligibility,
    /// Fewest first.
    pub unknowns: u8,
    /// Highest first.
    pub score: std::cmp::Reverse<u8>,
    /// Newest first.
    pub live_at: std::cmp::Reverse<DateTime<Utc>>,
    /// The newest id first.
    pub id: std::cmp::Reverse<PostingId>,
}

#[cfg(test)]
mod tests;
