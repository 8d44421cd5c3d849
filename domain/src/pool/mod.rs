//! The pool: every worker who may be found, in compact columns, in memory. The other side of the [board](crate::board).
//!
//! It answers one question: *who could fill this posting, and how well* ([`Pool::candidates`]), exactly as asking
//! [`verdict`](crate::matching::verdict) about every worker would. It holds no name and nothing to reach anyone by.
//! Who is hidden is not in it at all; who blocks an employer is left out by the caller, who reads that from the
//! database each time.

mod index;
mod judge;
mod row;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::account::AccountId;
use crate::intern::at;
use crate::matching::{Eligibility, Tally};
use crate::posting::Posting;
use crate::reference::CredentialSet;
use crate::worker::Profile;

use index::Index;
use judge::Judge;
use row::{Row, Shared};

/// Every worker who may be found.
#[derive(Default)]
pub struct Pool {
    rows: Vec<Row>,
    shared: Shared,
    index: Index,
    ordinals: HashMap<AccountId, u32>,
    /// Ordinals that are free again.
    free: Vec<u32>,
}

/// What a worker's verdict on a posting comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The worker.
    pub worker: AccountId,
    /// The version of the profile that was judged.
    pub version: i32,
    /// Whether they are open to all verified employers; else they are anonymous.
    pub open: bool,
    /// Whether they may take it.
    pub eligibility: Eligibility,
    /// How many hard lines are unknown.
    pub unknowns: u8,
    /// How well it fits, 0–100.
    pub score: u8,
    /// The hard lines other than credentials.
    pub others: Tally,
    /// The required credentials that are not met on the day it was judged at.
    pub unmet: CredentialSet,
    /// The day it was judged at.
    pub judged_at: NaiveDate,
}

impl Candidate {
    /// How well it fits, best first by `Ord`.
    pub fn fit(&self) -> (Eligibility, u8, Reverse<u8>) {
        (self.eligibility, self.unknowns, Reverse(self.score))
    }
}

impl Pool {
    /// Puts a worker's current state into the pool. An older version never overwrites a newer one. `open`: whether they
    /// are open to all verified employers; else they are anonymous.
    pub fn apply(&mut self, worker: AccountId, version: i32, open: bool, profile: &Profile) {
        if let Some(known) = self.ordinals.get(&worker) {
            if self.rows[at(*known)].version > version {
                return;
            }
            self.remove(worker);
        }
        let row = self.shared.read(worker, version, open, profile);
        let ordinal = self.free.pop().unwrap_or_else(|| u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        self.index.add(&self.shared, ordinal, &row);
        if at(ordinal) < self.rows.len() {
            self.rows[at(ordinal)] = row;
        } else {
            self.rows.push(row);
        }
        self.ordinals.insert(worker, ordinal);
    }

    /// Takes a worker out: hidden again, or gone.
    pub fn remove(&mut self, worker: AccountId) {
        let Some(ordinal) = self.ordinals.remove(&worker) else { return };
        let row = std::mem::replace(&mut self.rows[at(ordinal)], Row::gone());
        self.index.remove(&self.shared, ordinal, &row);
        self.free.push(ordinal);
    }

    /// How many workers are in it.
    pub fn len(&self) -> usize {
        self.ordinals.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.ordinals.is_empty()
    }

    /// A worker's profile as the pool has it, with its version.
    pub fn profile(&self, worker: AccountId) -> Option<(i32, Profile)> {
        let row = &self.rows[at(*self.ordinals.get(&worker)?)];
        Some((row.version, self.shared.profile(row)))
    }

    /// Every worker for whom the posting is of a role of theirs and in their reach, with what their verdict comes to,
    /// in no particular order.
    pub fn candidates(&self, posting: &Posting, today: NaiveDate) -> Vec<Candidate> {
        let mut judge = Judge::new(&self.shared, posting, today);
        let rows = self.index.near(&posting.content);
        rows.into_iter().filter_map(|ordinal| judge.candidate(&self.rows[at(ordinal)])).collect()
    }

    /// The ordinals in use.
    #[cfg(test)]
    fn used(&self) -> roaring::RoaringBitmap {
        self.ordinals.values().copied().collect()
    }
}
