//! How often something may be tried: a bucket of tries that fills again evenly (GCRA).
//!
//! Kept as one moment, the *theoretical arrival time* (TAT): when the bucket will be full. A try moves it by
//! [`Limit::every`]; it may lie ahead of now by no more than the burst allows.

use chrono::{DateTime, TimeDelta, Utc};

/// How many tries at once, and how long until there is one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Tries at once, at least one.
    pub burst: i32,
    /// One more after this time.
    pub every: TimeDelta,
}

impl Limit {
    /// `burst` tries at once, one more every so many seconds.
    pub const fn new(burst: i32, seconds: i64) -> Self {
        Self { burst, every: TimeDelta::seconds(seconds) }
    }

    /// So many times as generous.
    #[must_use]
    pub fn times(self, factor: u16) -> Self {
        let factor = i32::from(factor.max(1));
        Self { burst: self.burst.saturating_mul(factor), every: self.every / factor }
    }

    /// The latest TAT at which a try is still admitted at `now`.
    pub fn horizon(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + self.every * (self.burst - 1)
    }

    /// The TAT after a try at `now`.
    ///
    /// # Errors
    /// How long to wait for the next try.
    pub fn admit(self, tat: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, TimeDelta> {
        let tat = tat.map_or(now, |tat| tat.max(now));
        if tat <= self.horizon(now) { Ok(tat + self.every) } else { Err(tat - self.horizon(now)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn three_at_once_then_one_every_twenty_seconds() {
        let limit = Limit::new(3, 20);
        let mut tat = None;
        for _ in 0..3 {
            tat = Some(limit.admit(tat, at(0)).unwrap());
        }
        assert_eq!(limit.admit(tat, at(0)), Err(TimeDelta::seconds(20)));
        assert_eq!(limit.admit(tat, at(19)), Err(TimeDelta::seconds(1)));
        tat = Some(limit.admit(tat, at(20)).unwrap());
        assert_eq!(limit.admit(tat, at(20)), Err(TimeDelta::seconds(20)));
        // Left alone for a minute, it is full again, and no fuller.
        for _ in 0..3 {
            tat = Some(limit.admit(tat, at(3_600)).unwrap());
        }
        assert!(limit.admit(tat, at(3_600)).is_err());
    }

    proptest! {
        /// In any stretch of time no more is admitted than the burst and what was refilled.
        #[test]
        fn never_more_than_promised(
            burst in 1..6_i32,
            every in 1..30_i64,
            mut tries in proptest::collection::vec(0..300_i64, 1..80),
        ) {
            tries.sort_unstable();
            let limit = Limit::new(burst, every);
            let (mut tat, mut admitted) = (None, Vec::new());
            for second in tries {
                match limit.admit(tat, at(second)) {
                    Ok(next) => {
                        tat = Some(next);
                        admitted.push(second);
                    }
                    Err(wait) => prop_assert!(limit.admit(tat, at(second) + wait).is_ok()),
                }
            }
            for (i, from) in admitted.iter().enumerate() {
                for (n, to) in admitted.iter().enumerate().skip(i) {
                    let most = i64::from(burst) + (to - from) / every;
                    prop_assert!(i64::try_from(n - i).unwrap() < most, "{from} to {to}");
                }
            }
        }
    }
}
