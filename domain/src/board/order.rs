//! The order of rows: by ordinal, save for those that came late.

use roaring::RoaringBitmap;

use super::Board;
use super::columns::{Key, Micros};
use crate::intern::at;

impl Board {
    /// The key that orders a row's ordinal: its own, or for a late row the newest before it. Never falls from one
    /// ordinal to the next.
    pub(super) fn order_key(&self, ordinal: u32) -> Key {
        self.late.before.get(&ordinal).copied().unwrap_or(self.columns.key[at(ordinal)])
    }

    /// The first ordinal whose order key is not below what `below` says of it.
    pub(super) fn first_not(&self, below: impl Fn(Key) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.columns.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if below(self.order_key(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Keeps the rows that went live at `since` or later.
    pub(super) fn keep_since(&self, rows: &mut RoaringBitmap, since: Micros) {
        let first = self.first_not(|(live_at, _)| live_at < since);
        rows.remove_range(..first);
        for ordinal in &*rows & &self.late.rows {
            if self.columns.key[at(ordinal)].0 < since {
                rows.remove(ordinal);
            }
        }
    }

    /// The newest `limit` of some rows, newest first; of those before `before` in that order, where given.
    pub(super) fn newest(&self, rows: &RoaringBitmap, before: Option<Key>, limit: usize) -> Vec<u32> {
        let key = |ordinal: &u32| self.columns.key[at(*ordinal)];
        let old = |ordinal: &u32| before.is_none_or(|before| key(ordinal) < before);
        let mut late: Vec<u32> = (rows & &self.late.rows).iter().filter(old).collect();
        late.sort_unstable_by_key(|ordinal| std::cmp::Reverse(key(ordinal)));
        let mut late = late.into_iter().peekable();

        let end = before.map_or(self.columns.len(), |before| self.first_not(|key| key < before));
        let in_order = rows.range(..end).rev().filter(|ordinal| !self.late.rows.contains(*ordinal));
        let mut in_order = in_order.peekable();
        std::iter::from_fn(|| match (in_order.peek(), late.peek()) {
            (Some(row), Some(other)) if key(other) > key(row) => late.next(),
            (Some(_), _) => in_order.next(),
            (None, _) => late.next(),
        })
        .take(limit)
        .collect()
    }
}
