//! The board: every live posting in compact columns, in memory.
//!
//! It answers two questions without a text engine: *which postings pass this filter, newest first, how many
//! in all and per facet* ([`Board::search`]), and *which are this worker's best* ([`Board::matches`]). Both
//! answers are exact, and equal to asking every posting one by one.
//!
//! Rows are numbered from oldest to newest, so *newest first* is walking a bitmap backwards. A posting that
//! comes late (older than the newest) gets the next number and is remembered as late; when there are many of
//! those, or many numbers are no longer in use, the board renumbers itself.

mod columns;
mod grid;
mod index;
mod judge;
mod matches;
mod order;
mod search;
mod value;

#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use crate::posting::{Posting, PostingId};
use crate::search::nearest_km;
use crate::worker::Circle;
pub(crate) use grid::{Boxes, Degrees};
pub use matches::Match;

use crate::intern::at;
use columns::{Columns, Key, Row, micros};
use index::Index;

/// Every live posting, in compact columns.
///
/// Time goes forward: a posting that has expired at the `now` of a change is gone for any later question,
/// even one asked for an earlier moment.
#[derive(Default)]
pub struct Board {
    columns: Columns,
    index: Index,
    /// The ordinal of each posting on the board.
    ordinals: HashMap<PostingId, u32>,
    late: Late,
    gone: Gone,
}

/// Rows whose ordinal is out of order, each with the newest key before it when it came.
#[derive(Default)]
struct Late {
    rows: RoaringBitmap,
    before: HashMap<u32, Key>,
}

/// The least version at which a posting that was taken off may come back: an answer that was read before it went
/// may arrive after. Bounded: the oldest are forgotten, for no answer is that late.
#[derive(Default)]
struct Gone {
    least: HashMap<PostingId, i32>,
    order: VecDeque<PostingId>,
}

const GONE_MAX: usize = 1 << 16;

impl Gone {
    fn remember(&mut self, id: PostingId, least: i32) {
        if self.least.insert(id, least).is_none() {
            self.order.push_back(id);
        }
        while self.order.len() > GONE_MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.least.remove(&oldest);
            }
        }
    }

    fn refuses(&self, id: PostingId, version: i32) -> bool {
        self.least.get(&id).is_some_and(|least| version < *least)
    }
}

/// What the board knows of one posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The posting.
    pub id: PostingId,
    /// The version on the board.
    pub version: i32,
}

/// A board being [loaded](Board::load) piece by piece, so that no one needs to hold all postings at once.
#[derive(Default)]
pub struct Filling(Board);

impl Filling {
    /// Adds those of the postings that are listed at `now`.
    pub fn add<P: Borrow<Posting>>(&mut self, postings: impl IntoIterator<Item = P>, now: DateTime<Utc>) {
        let board = &mut self.0;
        for posting in postings {
            let posting = posting.borrow();
            if !posting.is_listed(now) {
                continue;
            }
            let row = board.columns.read(posting);
            match board.ordinals.get(&posting.id) {
                Some(known) if board.columns.version[at(*known)] < row.version => board.columns.set(*known, row),
                Some(_) => {}
                None => {
                    board.ordinals.insert(posting.id, board.columns.len());
                    board.columns.push(row);
                }
            }
        }
    }

    /// The board, which can be asked from here on.
    pub fn finish(self) -> Board {
        let mut board = self.0;
        let ordinals = 0..board.columns.len();
        if board.columns.key.is_sorted() {
            for ordinal in ordinals {
                board.index.add(&board.columns, ordinal);
            }
        } else {
            board.renumber(ordinals.collect());
        }
        board
    }
}

impl Board {
    /// Fills a board with every posting that is listed at `now`. Fastest when they come sorted by (`live_at`, id).
    /// Of a posting that comes twice, the newest version counts.
    pub fn load<P: Borrow<Posting>>(postings: impl IntoIterator<Item = P>, now: DateTime<Utc>) -> Self {
        let mut filling = Filling::default();
        filling.add(postings, now);
        filling.finish()
    }

    /// Puts a posting's current state on the board, or takes it off when it is not listed at `now`. An older
    /// version never overwrites a newer one, in whatever order they come.
    pub fn apply(&mut self, posting: &Posting, now: DateTime<Utc>) {
        self.sweep(now);
        let known = self.ordinals.get(&posting.id).copied();
        let stale = known.is_some_and(|ordinal| self.columns.version[at(ordinal)] > posting.version);
        if stale || self.gone.refuses(posting.id, posting.version) {
            return;
        }
        if !posting.is_listed(now) {
            self.take_off(posting.id);
            self.gone.remember(posting.id, posting.version);
            return;
        }
        let row = self.columns.read(posting);
        match known {
            Some(ordinal) if self.columns.key[at(ordinal)] == row.key => {
                self.index.remove(&self.columns, ordinal);
                self.columns.set(ordinal, row);
                self.index.add(&self.columns, ordinal);
            }
            _ => {
                self.take_off(posting.id);
                self.append(row);
            }
        }
        self.renumber_when_worth_it();
    }

    /// Takes a posting off that exists no more; only a newer version than the one known here can bring it back.
    pub fn remove(&mut self, id: PostingId) {
        if let Some(version) = self.take_off(id) {
            self.gone.remember(id, version.saturating_add(1));
        }
    }

    /// Takes off what has expired by `now`, so that it costs no memory. Questions do not depend on it.
    pub fn sweep(&mut self, now: DateTime<Utc>) {
        for ordinal in self.index.expired(&self.columns, micros(now)) {
            let (_, id) = self.columns.key[at(ordinal)];
            if let Some(version) = self.take_off(id) {
                self.gone.remember(id, version);
            }
        }
    }

    /// What the board knows of a posting, unless it has expired by `now`.
    pub fn get(&self, id: PostingId, now: DateTime<Utc>) -> Option<Entry> {
        self.ordinal(id, now).map(|ordinal| self.entry(ordinal))
    }

    /// Every posting on the board that has not expired by `now`, in no particular order.
    pub fn entries(&self, now: DateTime<Utc>) -> impl Iterator<Item = Entry> {
        self.listed(now).into_iter().map(|ordinal| self.entry(ordinal))
    }

    /// How many postings have not expired by `now`.
    pub fn len(&self, now: DateTime<Utc>) -> u64 {
        self.index.listed.len() - self.index.expired(&self.columns, micros(now)).len()
    }

    /// The posting of each row, oldest first, of a board that was loaded and not changed since: then rows are numbered
    /// in this order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = PostingId> {
        self.columns.key.iter().map(|(_, id)| *id)
    }

    /// The posting of a row.
    pub(crate) fn id(&self, row: u32) -> PostingId {
        self.columns.key[at(row)].1
    }

    /// The row of a posting.
    pub(crate) fn row(&self, id: PostingId) -> Option<u32> {
        self.ordinals.get(&id).copied()
    }

    /// Kilometres from the centre of a circle to where a row's work is.
    pub(crate) fn km_from(&self, row: u32, circle: &Circle) -> Option<f64> {
        nearest_km(&self.columns.site_of(row).points(), circle)
    }

    fn entry(&self, ordinal: u32) -> Entry {
        let (_, id) = self.columns.key[at(ordinal)];
        Entry { id, version: self.columns.version[at(ordinal)] }
    }

    /// The row of a posting, unless it has expired by `now`.
    fn ordinal(&self, id: PostingId, now: DateTime<Utc>) -> Option<u32> {
        let ordinal = self.ordinals.get(&id).copied()?;
        (self.columns.expires_at[at(ordinal)] > micros(now)).then_some(ordinal)
    }

    /// The rows that have not expired by `now`.
    fn listed(&self, now: DateTime<Utc>) -> RoaringBitmap {
        &self.index.listed - self.index.expired(&self.columns, micros(now))
    }

    /// Takes a row out of every bitmap; its entries in the columns stay, for the order. Returns its version.
    fn take_off(&mut self, id: PostingId) -> Option<i32> {
        let ordinal = self.ordinals.remove(&id)?;
        self.index.remove(&self.columns, ordinal);
        Some(self.columns.version[at(ordinal)])
    }

    fn append(&mut self, row: Row) {
        let ordinal = self.columns.len();
        let newest = ordinal.checked_sub(1).map(|last| self.order_key(last));
        if let Some(newest) = newest.filter(|newest| *newest > row.key) {
            self.late.rows.insert(ordinal);
            self.late.before.insert(ordinal, newest);
        }
        self.ordinals.insert(row.key.1, ordinal);
        self.columns.push(row);
        self.index.add(&self.columns, ordinal);
    }

    /// Renumbers when a 64th of the rows is late, or a quarter of the numbers is out of use: it takes about a
    /// second for a million rows, so it must be rare.
    fn renumber_when_worth_it(&mut self) {
        const SMALL: u64 = 1024;
        let (used, all) = (self.index.listed.len(), u64::from(self.columns.len()));
        if self.late.rows.len() > SMALL + used / 64 || all - used > SMALL + used / 4 {
            self.renumber(self.index.listed.iter().collect());
        }
    }

    /// Numbers these rows anew, oldest first, and forgets all others.
    fn renumber(&mut self, mut rows: Vec<u32>) {
        rows.sort_unstable_by_key(|ordinal| self.columns.key[at(*ordinal)]);
        self.columns = Columns::copy(&self.columns, rows.into_iter());
        self.index = Index::default();
        self.late = Late::default();
        self.ordinals.clear();
        for ordinal in 0..self.columns.len() {
            self.ordinals.insert(self.columns.key[at(ordinal)].1, ordinal);
            self.index.add(&self.columns, ordinal);
        }
    }
}
