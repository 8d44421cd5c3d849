//! From a set of candidates to what is shown of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Candidate, CandidateId, Facts, K};

/// Five candidates of whom the same is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// What is shown of each.
    pub facts: Facts,
    /// Who they are, in the order of ids, which means nothing.
    pub ids: [CandidateId; K],
}

/// What is shown of a posting's candidates for one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
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
    Release { batches }
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
