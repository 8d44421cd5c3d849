//! The line of a weekly digest that tells of the market: how much is open, and for which pay.

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::analytics::Cell;
use crate::message::{Arg, Message};
use crate::posting::PayUnit;
use crate::reference::{Region, Role};

/// What is open for a role in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The role.
    pub role: Role,
    /// The region.
    pub region: Region,
    /// How many jobs are open.
    pub openings: usize,
    /// The median pay in cents an hour; `None`: too few say what they pay.
    pub median_cents: Option<i64>,
}

impl Snapshot {
    /// That of a role in a region, in what [`market`](crate::analytics::market) has counted.
    pub fn of((role, region): (Role, Region), market: &[Cell]) -> Option<Self> {
        let found = market.binary_search_by_key(&(role, region), |cell| (cell.role, cell.region)).ok()?;
        let Cell { openings, median_cents, .. } = market[found];
        Some(Self { role, region, openings, median_cents })
    }

    /// It in a sentence.
    pub fn render(&self, lang: Lang) -> String {
        let key = if self.median_cents.is_some() { "digest-market-and-pay" } else { "digest-market" };
        let mut message = Message::new(key)
            .with("role", Arg::Role(self.role, self.region.province()))
            .with("region", Arg::Text(self.region.name(lang).to_owned()))
            .with("count", Arg::Count(i64::try_from(self.openings).unwrap_or(i64::MAX)));
        if let Some(cents) = self.median_cents {
            message = message.with("pay", Arg::Pay(cents, PayUnit::Hour));
        }
        message.render(lang)
    }
}
