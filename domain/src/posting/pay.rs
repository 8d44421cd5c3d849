//! Pay: what salary texts mean, in cents per hour or year.

use serde::{Deserialize, Serialize};

use super::Hours;
use crate::set::keyed_enum;

keyed_enum! {
    /// The unit in which pay is kept.
    PayUnit {
        /// An hour of work.
        Hour = "hour",
        /// A year.
        Year = "year",
    }
}

/// Pay before deductions, in Canadian cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pay {
    /// The lower end, in cents.
    pub min_cents: i64,
    /// The upper end, in cents; equal to the lower one where a single figure is stated.
    pub max_cents: i64,
    /// Per hour or year.
    pub unit: PayUnit,
}

/// Weekly minutes assumed where a posting states none: 37.5 hours.
pub(super) const USUAL_WEEK_MINUTES: i64 = 2250;

impl Pay {
    /// The range as cents per hour: a yearly figure is divided by 52 weeks of the stated hours, or of
    /// 37.5 hours where none are stated. Rounded down, so that a floor is never met by rounding.
    pub fn hourly_cents(&self, hours: Option<Hours>) -> (i64, i64) {
        match self.unit {
            PayUnit::Hour => (self.min_cents, self.max_cents),
            PayUnit::Year => {
                let week = hours.map_or(USUAL_WEEK_MINUTES, |h| i64::from(h.max_minutes)).max(60);
                let hourly = |cents: i64| cents.saturating_mul(60) / (week * 52);
                (hourly(self.min_cents), hourly(self.max_cents))
            }
        }
    }
}
