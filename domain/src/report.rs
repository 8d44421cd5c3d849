//! Reports of fraud: anyone may make one on any posting, without an account.
//!
//! Ontario asks every platform of publicly advertised postings for a way to report fraudulent ones
//! (Employment Standards Act, 2000, Part III.1, in force 2026-01-01; <https://www.ontario.ca/document/your-guide-employment-standards-act-0>,
//! as of 2026). What follows from a report is ours to set.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::AccountId;
use crate::moderation::{Decision, Queue, Reason, Ruling};
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

/// What became of a report, with who says so and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Upheld or dismissed.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
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
    /// `None`: open.
    pub outcome: Option<Outcome>,
}

/// The report was decided before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the report is decided")]
pub struct Decided;

impl Report {
    /// What became of it.
    pub fn state(&self) -> State {
        self.outcome.map_or(State::Open, |outcome| outcome.state)
    }

    /// Decides it.
    ///
    /// # Errors
    /// [`Decided`].
    pub fn decide(&self, decision: &Decision, by: AccountId, at: DateTime<Utc>) -> Result<Outcome, Decided> {
        debug_assert_eq!(decision.queue(), Queue::Reports);
        if self.outcome.is_some() {
            return Err(Decided);
        }
        let state = if decision.ruling() == Ruling::Uphold { State::Upheld } else { State::Dismissed };
        Ok(Outcome { state, reason: decision.reason(), by, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_decided_once() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let by = AccountId(Uuid::from_u128(1));
        let posting = PostingId(Uuid::from_u128(2));
        let report = Report {
            id: ReportId(Uuid::from_u128(3)),
            posting,
            group: posting,
            concern: Concern::AsksForMoney,
            note: String::new(),
            at,
            outcome: None,
        };
        assert_eq!(report.state(), State::Open);
        for (ruling, reason, expected) in [
            (Ruling::Uphold, Reason::AsksForMoney, State::Upheld),
            (Ruling::Dismiss, Reason::NoEvidence, State::Dismissed),
        ] {
            let decision = Decision::new(Queue::Reports, ruling, reason, "").unwrap();
            let outcome = report.decide(&decision, by, at).unwrap();
            assert_eq!((outcome.state, outcome.reason, outcome.by), (expected, reason, by));
            let decided = Report { outcome: Some(outcome), ..report.clone() };
            assert_eq!(decided.state(), expected);
            assert_eq!(decided.decide(&decision, by, at), Err(Decided));
        }
    }
}
