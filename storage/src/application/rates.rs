//! How organizations answer those who apply, as it was lately.

use std::time::Duration;

use chrono::{DateTime, Months, Utc};
use domain::application::answer_rate::{AnswerRate, WINDOW_MONTHS, answer_rate};
use domain::organization::OrganizationId;
use moka::sync::Cache;

use super::ways;
use crate::{Connection, Result};

/// Answer rates that were asked for, each at most ten minutes old.
#[derive(Clone)]
pub struct AnswerRates(Cache<OrganizationId, Option<AnswerRate>>);

impl Default for AnswerRates {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(20_000).time_to_live(Duration::from_mins(10)).build())
    }
}

impl AnswerRates {
    /// How an organization answers. `None`: too few applied to say.
    pub async fn of(&self, c: &impl Connection, id: OrganizationId, now: DateTime<Utc>) -> Result<Option<AnswerRate>> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known);
        }
        let ways = ways(c, id, None, window(now)).await?;
        let rate = answer_rate(ways.iter().map(|(_, progress)| progress), now);
        self.0.insert(id, rate);
        Ok(rate)
    }
}

/// From when on applications count.
pub fn window(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(WINDOW_MONTHS)).unwrap_or(now)
}
