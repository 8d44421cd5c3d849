//! Counts over all of a posting's candidates, the exact ones for us alone.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Count, is_candidate};
use crate::matching::{Breadth, Eligibility};
use crate::pool;
use crate::reference::{Credential, CredentialSet};

/// Days within which it is counted who could begin; no others can be asked for.
pub const START_WITHIN: [u64; 4] = [7, 14, 30, 90];

/// Exact counts as of the moment of a snapshot. Nobody is told any of them but as a [`Count`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    total: usize,
    /// As many as could begin lawfully within each of [`START_WITHIN`].
    startable: [usize; 4],
    /// How many could begin on the day, if they had these required credentials: each set of them, as bits.
    lacking: Vec<(u64, usize)>,
}

impl Census {
    /// Of those who may be seen as a card, as of `today`.
    pub fn of<'a>(all: impl Iterator<Item = &'a pool::Candidate>, today: NaiveDate) -> Self {
        let (mut census, mut lacking) = (Self::default(), BTreeMap::<u64, usize>::new());
        for candidate in all.filter(|candidate| is_candidate(candidate.eligibility)) {
            census.total += 1;
            let starts_on = match candidate.eligibility {
                Eligibility::Ready => Some(candidate.judged_at),
                Eligibility::ReadyBy { date } => Some(date),
                Eligibility::Unclear | Eligibility::Short { .. } | Eligibility::NotEligible => None,
            };
            for (count, days) in census.startable.iter_mut().zip(START_WITHIN) {
                *count += usize::from(starts_on.is_some_and(|day| day <= today + Days::new(days)));
            }
            let unmet = candidate.unmet;
            if unmet.0 != 0 && Breadth::Strict.admits(candidate.others.eligibility(), candidate.judged_at) {
                *lacking.entry(unmet.0).or_default() += 1;
            }
        }
        Self { lacking: lacking.into_iter().collect(), ..census }
    }

    /// How many there are, shown or not.
    pub const fn total(&self) -> Count {
        Count::of(self.total)
    }

    /// How many could begin lawfully within so many days.
    pub fn startable(&self) -> impl Iterator<Item = (u64, Count)> {
        START_WITHIN.into_iter().zip(self.startable.map(Count::of))
    }

    /// How many lack only this one credential on the day, most first; those of fewer than five are left out.
    pub fn short_of_one(&self) -> Vec<(Credential, Count)> {
        let alone =
            Credential::all().map(|credential| (credential, self.if_preferred([credential].into_iter().collect())));
        let mut counts: Vec<_> = alone.filter(|(_, count)| *count != Count::Few).collect();
        // By the coarse count: the exact one must not show in the order.
        counts.sort_by_key(|(credential, count)| (std::cmp::Reverse(*count), *credential));
        counts
    }

    /// How many more could begin on the day if these required credentials were only preferred.
    pub fn if_preferred(&self, preferred: CredentialSet) -> Count {
        let covered = self.lacking.iter().filter(|(unmet, _)| unmet & !preferred.0 == 0);
        Count::of(covered.map(|(_, count)| count).sum())
    }
}
