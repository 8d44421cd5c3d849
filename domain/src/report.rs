//! Reports of fraud: anyone may make one on any posting, without an account.
//!
//! Ontario asks every platform of publicly advertised postings for a way to report fraudulent ones
//! (Employment Standards Act, 2000, Part III.1, in force 2026-01-01; <https://www.ontario.ca/document/your-guide-employment-standards-act-0>,
//! as of 2026). What follows from a report is ours to set.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::moderation::{Decision, Ruling};
use crate::posting::PostingId;
use crate::set::keyed_enum;

/// Identifies a report. UUIDv7: ordered by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportId(pub Uuid);

keyed_enum! {
    /// What the reporter says is wrong.
    Concern {
        /// It asks applicants for money: a fee, a deposit, gift cards.
        AsksForMoney = "asks_for_money",
        /// It asks for bank details, an insurance number or passwords.
        AsksForPersonalData = "asks_for_personal_data",
        /// It pretends to be from an employer that it is not from.
        Impersonation = "impersonation",
        /// There is no such opening.
        NoSuchJob = "no_such_job",
        /// The work, the pay or the place is not what it says.
        Misleading = "misleading",
        /// Something else, said in the note.
        Other = "other",
    }
}

keyed_enum! {
    /// What became of a report.
    State {
        /// Nobody has decided yet.
        Open = "open",
        /// It was right: the posting was taken down.
        Upheld = "upheld",
        /// It was not.
        Dismissed = "dismissed",
    }
}

/// A report. It has no `Debug`: a note may name people.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// Its identity.
    pub id: ReportId,
    /// The posting.
    pub posting: PostingId,
    /// The posting's job group when it was reported: reports on reposts are seen together.
    pub group: PostingId,
    /// What is wrong.
    pub concern: Concern,
    /// In the reporter's words; may be empty.
    pub note: String,
    /// When it came in.
    pub at: DateTime<Utc>,
    /// What became of it; who decided and why is with the [decision](crate::moderation::Decision).
    pub state: State,
}

/// Why a report cannot be decided so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecided {
    /// It was decided before.
    #[error("the report is decided")]
    Decided,
    /// There is nothing to restore: it was not upheld.
    #[error("the report was not upheld")]
    NotUpheld,
}

impl Report {
    /// What a decision makes of it.
    ///
    /// # Errors
    /// [`NotDecided`].
    pub const fn decide(&self, decision: &Decision) -> Result<State, NotDecided> {
        match (self.state, decision.ruling()) {
            (State::Open, Ruling::Uphold) => Ok(State::Upheld),
            (State::Upheld, Ruling::Restore) => Ok(State::Dismissed),
            (_, Ruling::Restore) => Err(NotDecided::NotUpheld),
            (State::Open, _) => Ok(State::Dismissed),
            _ => Err(NotDecided::Decided),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::{Queue, Reason};

    #[test]
    fn a_report_is_decided_once_and_what_was_upheld_by_mistake_is_undone_once() {
        let posting = PostingId(Uuid::from_u128(2));
        let report = Report {
            id: ReportId(Uuid::from_u128(3)),
            posting,
            group: posting,
            concern: Concern::AsksForMoney,
            note: String::new(),
            at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
            state: State::Open,
        };
        for (ruling, reason, expected) in [
            (Ruling::Uphold, Reason::AsksForMoney, State::Upheld),
            (Ruling::Dismiss, Reason::NoEvidence, State::Dismissed),
        ] {
            let decision = Decision::new(Queue::Reports, ruling, reason, "").unwrap();
            assert_eq!(report.decide(&decision), Ok(expected));
            let decided = Report { state: expected, ..report.clone() };
            assert_eq!(decided.decide(&decision), Err(NotDecided::Decided));
        }
        let restore = Decision::new(Queue::Reports, Ruling::Restore, Reason::Genuine, "").unwrap();
        for (state, expected) in [
            (State::Open, Err(NotDecided::NotUpheld)),
            (State::Upheld, Ok(State::Dismissed)),
            (State::Dismissed, Err(NotDecided::NotUpheld)),
        ] {
            assert_eq!(Report { state, ..report.clone() }.decide(&restore), expected);
        }
    }
}
