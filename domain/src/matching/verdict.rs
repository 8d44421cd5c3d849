//! The verdict: one pair, line by line.

use chrono::NaiveDate;

use super::{Eligibility, Verdict};
use crate::posting::Posting;
use crate::worker::Profile;

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
