//! From a set of candidates to what is shown of it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{Candidate, CandidateId, Count, Facts, K};
use crate::reference::Credential;

/// Five candidates of whom the same is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// What is shown of each.
    pub facts: Facts,
    /// Who they are, in the order of ids, which means nothing.
    pub ids: [CandidateId; K],
}

/// What is shown of a posting's candidates for one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// How many there are, shown or not.
    pub total: Count,
    /// The cards, best first: by standing, fit, what is ready, then role, region and lines.
    pub batches: Vec<Batch>,
}

/// What is shown of a set of candidates, each of whom [may be seen as a card](super::Seen::Card).
///
/// Each group of candidates of whom the same could be shown gives as many whole [`Batch`]es as it has; the up to four
/// that are left are made one step coarser and try again with what is left of other groups. Who is left at the coarsest
/// is only counted. Which five make a batch is decided by ids, that is by chance; what the batches show is not, since
/// all of a group look the same at every later step.
pub fn release(candidates: &[Candidate]) -> Release {
    let mut left: Vec<&Candidate> = candidates.iter().collect();
    left.sort_unstable_by_key(|candidate| candidate.id);
    let mut batches = Vec::with_capacity(left.len() / K);
    for level in 0..Facts::LEVELS {
        let mut groups: BTreeMap<Facts, Vec<&Candidate>> = BTreeMap::new();
        for candidate in left.drain(..) {
            groups.entry(candidate.facts.coarser(level)).or_default().push(candidate);
        }
        for (facts, group) in groups {
            let (fives, rest) = group.as_chunks::<K>();
            batches.extend(fives.iter().map(|five| Batch { facts: facts.clone(), ids: five.map(|one| one.id) }));
            left.extend(rest);
        }
    }
    batches.sort_by(|a, b| a.rank().cmp(&b.rank()));
    Release { total: Count::of(candidates.len()), batches }
}

impl Batch {
    /// Best first, and total: no two batches share an id.
    fn rank(&self) -> impl Ord {
        let facts = &self.facts;
        // What is told comes before what is not.
        let fit = (facts.fit.is_none(), facts.fit);
        let ready = std::cmp::Reverse(facts.ready.map(|(met, _)| met));
        (facts.standing, fit, ready, facts.clone(), self.ids)
    }
}

impl Release {
    /// The batches that are still to be shown though some candidates have gone since the snapshot: hidden, deleted, or
    /// blocking the organization. One that goes takes the batch along, so that no card vanishes alone, in one posting or
    /// in two at once.
    pub fn without(&self, gone: impl Fn(CandidateId) -> bool) -> impl Iterator<Item = &Batch> {
        self.batches.iter().filter(move |batch| !batch.ids.iter().any(|id| gone(*id)))
    }
}

/// Days within which it is counted who could begin; no others can be asked for.
pub const START_WITHIN: [u64; 4] = [7, 14, 30, 90];

/// Counts over a posting's candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many could begin lawfully within so many days.
    pub startable: Vec<(u64, Count)>,
    /// How many lack only this one credential, most first; those of fewer than five are left out.
    pub short_of_one: Vec<(Credential, Count)>,
}

/// Counts over a set of candidates as of `today`.
pub fn summary(candidates: &[Candidate], today: NaiveDate) -> Summary {
    let within = |days: u64| {
        let last = today + Days::new(days);
        Count::of(candidates.iter().filter(|candidate| candidate.starts_on.is_some_and(|day| day <= last)).count())
    };
    let mut lacking: BTreeMap<Credential, usize> = BTreeMap::new();
    for credential in candidates.iter().filter_map(|candidate| candidate.short_of) {
        *lacking.entry(credential).or_default() += 1;
    }
    let counts = lacking.into_iter().map(|(credential, count)| (credential, Count::of(count)));
    let mut short_of_one: Vec<_> = counts.filter(|(_, count)| *count != Count::Few).collect();
    // By the coarse count: the exact one must not show in the order.
    short_of_one.sort_by_key(|(credential, count)| (std::cmp::Reverse(*count), *credential));
    Summary { startable: START_WITHIN.map(|days| (days, within(days))).to_vec(), short_of_one }
}
