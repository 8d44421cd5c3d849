//! From the answers of the hard lines to one eligibility.

use chrono::NaiveDate;

use super::{Answer, Breadth, Eligibility};
use crate::mobility::AnswerStatus;
use crate::reference::{Credential, CredentialSet};

/// Counts the answers of the hard lines. The order in which they are added does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    missing: u8,
    unknown: u8,
    by: Option<NaiveDate>,
    ruled_out: bool,
}

impl Tally {
    /// Adds the answer of a hard line.
    pub fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Met | Answer::MetUntil { .. } => {}
            Answer::Obtainable { from } => self.by = self.by.max(Some(from)),
            Answer::Missing => self.missing = self.missing.saturating_add(1),
            Answer::Unknown => self.unknown = self.unknown.saturating_add(1),
        }
    }

    /// Adds the answer of a licence line: one that is out of reach rules the posting out.
    pub fn add_licence(&mut self, status: AnswerStatus) {
        self.ruled_out |= status == AnswerStatus::OutOfReach;
        self.add(status.into());
    }

    /// Another role, or out of reach.
    pub fn rule_out(&mut self) {
        self.ruled_out = true;
    }

    /// How many hard lines are unknown.
    pub fn unknowns(self) -> u8 {
        self.unknown
    }

    /// What follows: ruled out, else short, else unclear, else ready by the latest date, else ready.
    pub fn eligibility(self) -> Eligibility {
        match self {
            Self { ruled_out: true, .. } => Eligibility::NotEligible,
            Self { missing: 1.., .. } => Eligibility::Short { missing: self.missing },
            Self { unknown: 1.., .. } => Eligibility::Unclear,
            Self { by: Some(date), .. } => Eligibility::ReadyBy { date },
            Self { by: None, .. } => Eligibility::Ready,
        }
    }
}

/// The one credential whose acquisition alone makes a posting ready, or ready by the day it is judged at: `unmet`
/// are the required credentials that are not met, `others` counts every other hard line.
pub fn opens(others: Tally, unmet: CredentialSet, judged_at: NaiveDate) -> Option<Credential> {
    let only = unmet.0.is_power_of_two().then(|| unmet.iter().next()).flatten();
    only.filter(|_| Breadth::Strict.admits(others.eligibility(), judged_at))
}

impl From<AnswerStatus> for Answer {
    fn from(status: AnswerStatus) -> Self {
        match status {
            AnswerStatus::Met { until: None } => Self::Met,
            AnswerStatus::Met { until: Some(date) } => Self::MetUntil { date },
            AnswerStatus::Obtainable { from } => Self::Obtainable { from },
            AnswerStatus::Unknown => Self::Unknown,
            AnswerStatus::Missing | AnswerStatus::OutOfReach => Self::Missing,
        }
    }
}

impl Breadth {
    /// Whether a match with this eligibility is shown, judged at `judged_at` (the start, or today without one).
    pub fn admits(self, eligibility: Eligibility, judged_at: NaiveDate) -> bool {
        match eligibility {
            Eligibility::Ready => true,
            Eligibility::ReadyBy { date } => self == Self::Broad || date <= judged_at,
            Eligibility::Unclear => self == Self::Broad,
            Eligibility::Short { missing } => self == Self::Broad && missing <= 2,
            Eligibility::NotEligible => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(answers: &[Answer]) -> Eligibility {
        let mut tally = Tally::default();
        for answer in answers {
            tally.add(*answer);
        }
        tally.eligibility()
    }

    #[test]
    fn the_worst_line_decides() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).unwrap();
        let (met, by3, by9) = (
            Answer::MetUntil { date: day(1) },
            Answer::Obtainable { from: day(3) },
            Answer::Obtainable { from: day(9) },
        );
        assert_eq!(tally(&[Answer::Met, met]), Eligibility::Ready);
        assert_eq!(tally(&[by9, met, by3]), Eligibility::ReadyBy { date: day(9) });
        assert_eq!(tally(&[by9, Answer::Unknown]), Eligibility::Unclear);
        assert_eq!(tally(&[Answer::Missing, Answer::Unknown, Answer::Missing]), Eligibility::Short { missing: 2 });
        let mut out = Tally::default();
        out.add_licence(AnswerStatus::OutOfReach);
        assert_eq!(out.eligibility(), Eligibility::NotEligible);
    }

    #[test]
    fn strict_shows_only_what_is_ready_by_the_start() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).unwrap();
        let ready_by = Eligibility::ReadyBy { date: day(9) };
        assert!(Breadth::Strict.admits(ready_by, day(9)) && !Breadth::Strict.admits(ready_by, day(8)));
        assert!(Breadth::Broad.admits(ready_by, day(8)) && Breadth::Broad.admits(Eligibility::Unclear, day(8)));
        assert!(Breadth::Broad.admits(Eligibility::Short { missing: 2 }, day(8)));
        assert!(!Breadth::Broad.admits(Eligibility::Short { missing: 3 }, day(8)));
        assert!(!Breadth::Strict.admits(Eligibility::Unclear, day(8)));
    }
}
