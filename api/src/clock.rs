//! The one clock. Everything else takes time as an argument.

use chrono::{DateTime, Duration, SubsecRound, Utc};

/// Tells the time: the system's, or the system's shifted so that the process began at a chosen moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: Duration,
}

impl Clock {
    /// A clock that showed `moment` just now and ticks on. For old real data, outside production.
    pub fn starting_at(moment: DateTime<Utc>) -> Self {
        Self { shift: moment - Self::default().now() }
    }

    /// Now, in UTC, in whole microseconds: what both databases keep.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    pub fn now(self) -> DateTime<Utc> {
        (Utc::now() + self.shift).trunc_subsecs(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_starts_where_it_is_told_and_ticks() {
        let start = DateTime::parse_from_rfc3339("2020-06-01T12:00:00Z").unwrap().to_utc();
        let clock = Clock::starting_at(start);
        let first = clock.now();
        assert!(first >= start && first < start + Duration::minutes(1));
        assert!(clock.now() >= first);
    }
}
