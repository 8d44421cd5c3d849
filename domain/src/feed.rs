//! Feeds that are fetched on a schedule: when next.

use std::ops::RangeInclusive;

use chrono::{DateTime, TimeDelta, Utc};

use crate::set::keyed_enum;

/// Hours between two fetches of one feed.
pub const EVERY_HOURS: RangeInclusive<u16> = 1..=168;

keyed_enum! {
    /// What the last fetch came to.
    Outcome {
        /// It was imported.
        Imported = "imported",
        /// It is as it was.
        Unchanged = "unchanged",
        /// It shrank by more than a third: a person has to look, nothing was changed.
        Held = "held",
        /// It could not be fetched, or not be read: nothing was changed.
        Failed = "failed",
    }
}

/// When a feed is fetched next that failed so often in a row: at its usual time, and the more it fails the later, up to a
/// week.
pub fn next_fetch(every_hours: u16, failures: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let usual = TimeDelta::hours(every_hours.clamp(*EVERY_HOURS.start(), *EVERY_HOURS.end()).into());
    let longest = TimeDelta::hours((*EVERY_HOURS.end()).into());
    let pause = usual.checked_mul(1 << failures.min(10)).unwrap_or(longest);
    now + pause.min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_fails_is_asked_less_and_less_but_once_a_week() {
        let after =
            |every, failures| (next_fetch(every, failures, DateTime::UNIX_EPOCH) - DateTime::UNIX_EPOCH).num_hours();
        assert_eq!([0, 1, 2, 7, 8, u32::MAX].map(|failures| after(1, failures)), [1, 2, 4, 128, 168, 168]);
        assert_eq!((after(0, 0), after(24, 0), after(999, 0)), (1, 24, 168));
    }
}
