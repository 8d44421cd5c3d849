//! The bitmaps over the rows: one per value that is filtered or counted, one per site, one per hour of expiry.

use std::collections::BTreeMap;

use roaring::{MultiOps, RoaringBitmap};

use super::columns::{Columns, Micros};
use super::grid::{Grid, Near};
use super::value;
use crate::intern::at;
use crate::worker::Circle;

/// Rows that expire within the same hour are found together.
const HOUR: Micros = 3_600_000_000;

/// Which rows have which value.
pub(super) struct Index {
    /// The rows on the board, expired or not.
    pub(super) listed: RoaringBitmap,
    /// By the slot of a value.
    values: Vec<RoaringBitmap>,
    /// By the number of a site.
    sites: Vec<RoaringBitmap>,
    grid: Grid,
    /// The rows whose work can be done from anywhere.
    pub(super) remote: RoaringBitmap,
    /// By the hour in which they expire.
    hours: BTreeMap<i64, RoaringBitmap>,
}

impl Default for Index {
    fn default() -> Self {
        let values = vec![RoaringBitmap::new(); value::slots()];
        let listed = RoaringBitmap::new();
        let remote = RoaringBitmap::new();
        Self { listed, values, sites: Vec::new(), grid: Grid::default(), remote, hours: BTreeMap::new() }
    }
}

impl Index {
    /// Enters a row by its columns.
    pub(super) fn add(&mut self, columns: &Columns, ordinal: u32) {
        self.listed.insert(ordinal);
        for value in columns.values(ordinal) {
            self.values[value.slot()].insert(ordinal);
        }
        let site = at(columns.work[at(ordinal)].site);
        if site >= self.sites.len() {
            for new in self.sites.len()..=site {
                let number = u32::try_from(new).unwrap_or(u32::MAX);
                self.grid.add(number, columns.sites.get(number));
            }
            self.sites.resize_with(site + 1, RoaringBitmap::new);
        }
        self.sites[site].insert(ordinal);
        if !columns.site_of(ordinal).remote.is_empty() {
            self.remote.insert(ordinal);
        }
        self.hours.entry(columns.expires_at[at(ordinal)].div_euclid(HOUR)).or_default().insert(ordinal);
    }

    /// Takes a row out. Its columns must still be those by which it was entered.
    pub(super) fn remove(&mut self, columns: &Columns, ordinal: u32) {
        self.listed.remove(ordinal);
        for value in columns.values(ordinal) {
            self.values[value.slot()].remove(ordinal);
        }
        self.sites[at(columns.work[at(ordinal)].site)].remove(ordinal);
        self.remote.remove(ordinal);
        let hour = columns.expires_at[at(ordinal)].div_euclid(HOUR);
        if let Some(rows) = self.hours.get_mut(&hour) {
            rows.remove(ordinal);
            if rows.is_empty() {
                self.hours.remove(&hour);
            }
        }
    }

    /// The rows with a value.
    pub(super) fn with(&self, value: value::Value) -> &RoaringBitmap {
        &self.values[value.slot()]
    }

    /// The rows with the value of a slot.
    pub(super) fn slot(&self, slot: usize) -> &RoaringBitmap {
        &self.values[slot]
    }

    /// The rows at a site.
    pub(super) fn at_site(&self, site: u32) -> &RoaringBitmap {
        &self.sites[at(site)]
    }

    /// The sites within a circle, and the rows at them.
    pub(super) fn near(&self, circle: &Circle) -> (Near, RoaringBitmap) {
        let near = self.grid.near(circle);
        let rows = near.iter().map(|(site, _)| self.at_site(site)).union();
        (near, rows)
    }

    /// The rows that have expired by a moment: whole hours at once, the running hour row by row.
    pub(super) fn expired(&self, columns: &Columns, now: Micros) -> RoaringBitmap {
        let running = now.div_euclid(HOUR);
        let mut expired = RoaringBitmap::new();
        for rows in self.hours.range(..running).map(|(_, rows)| rows) {
            expired |= rows;
        }
        if let Some(rows) = self.hours.get(&running) {
            expired.extend(rows.iter().filter(|ordinal| columns.expires_at[at(*ordinal)] <= now));
        }
        expired
    }
}
