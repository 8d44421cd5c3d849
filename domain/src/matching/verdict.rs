//! The verdict: one pair, line by line.

use chrono::NaiveDate;

use super::{Eligibility, Verdict};
use crate::posting::Posting;
use crate::worker::Profile;

/// The day at which a posting is judged: its start, or today where it names none or that has passed.
pub fn judged_at(start: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    start.unwrap_or(today).max(today)
}

/// Explains one worker and one posting as of `today`.
pub fn verdict(profile: &Profile, posting: &Posting, today: NaiveDate) -> Verdict {
    let _ = profile;
    Verdict {
        posting: posting.id,
        eligibility: Eligibility::NotEligible,
        unknowns: 0,
        score: 0,
        judged_at: today,
        lines: vec![],
    }
}
