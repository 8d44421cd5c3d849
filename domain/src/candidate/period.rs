//! When answers about candidates change.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A day of snapshots: from 9:00 by UTC, when it is night everywhere in Canada, to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Period(i64);

const LENGTH: i64 = 24 * 60 * 60;
const BEGINS: i64 = 9 * 60 * 60;

/// New postings of one organization that get their first snapshot within one period; further ones wait for the next.
/// An edit of a posting gets none.
pub const NEW_PER_PERIOD: usize = 10;

impl Period {
    /// The one in which a moment lies.
    pub fn of(at: DateTime<Utc>) -> Self {
        Self((at.timestamp() - BEGINS).div_euclid(LENGTH))
    }

    /// Its number: one more each day.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The one with this number.
    pub const fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// The day on which it begins, by UTC: each has one of its own.
    pub fn day(self) -> NaiveDate {
        (self.ends_at() - TimeDelta::seconds(LENGTH)).date_naive()
    }

    /// When the next one begins, and with it answers may change.
    pub fn ends_at(self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds((self.0 + 1) * LENGTH + BEGINS)
    }
}

/// Whether a snapshot is to be made of a posting whose last one was taken in `taken`, where its organization has had so
/// many first ones in the period of `now`.
pub fn is_due(taken: Option<Period>, first_ones: usize, now: DateTime<Utc>) -> bool {
    taken.map_or(first_ones < NEW_PER_PERIOD, |taken| taken < Period::of(now))
}
