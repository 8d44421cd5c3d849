//! Search without text: bitmaps, exact totals and facet counts, keyset cursors.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{DateTime, Utc};
use roaring::{MultiOps, RoaringBitmap};

use super::Board;
use super::columns::micros;
use super::grid::Near;
use super::value::{self, Value};
use crate::intern::at;
use crate::posting::PostingId;
use crate::search::{Cursor, Facet, FacetCounts, Filter, Hit, Page, SearchQuery, Sort, metres};

/// Results that few are counted row by row: cheaper than against every bitmap.
const FEW: u64 = 4096;

/// Values whose rows are put together one after the other.
const FEW_VALUES: usize = 4;

/// The place of a row in an order: what is least comes first.
type Place = (i64, Reverse<PostingId>);

impl Board {
    /// The page of postings that pass the filter at `now`. Words of the query are not looked at: with text, the
    /// text engine proposes and [`Board::dispose`] disposes. A sort by distance without a centre is by date.
    pub fn search(&self, query: &SearchQuery, now: DateTime<Utc>) -> Page {
        let (rows, near) = self.select(&query.filter, now);
        let sort = effective(query);
        // One more than asked for tells whether there is a next page.
        let mut found = self.page(&rows, near.as_ref(), query, sort);
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        let key = |ordinal: u32| match self.rank(ordinal, sort, near.as_ref()) {
            i64::MAX => None,
            rank if sort == Sort::Distance => Some(rank),
            rank => Some(-rank),
        };
        let cursor = |ordinal: u32| Cursor::After { key: key(ordinal), id: self.columns.key[at(ordinal)].1 };
        Page {
            total: rows.len(),
            total_is_exact: true,
            facets: if query.facets { self.facets(&rows) } else { Vec::new() },
            next: found.last().copied().filter(|_| more).map(cursor),
            hits: found.into_iter().map(|ordinal| self.hit(ordinal, near.as_ref())).collect(),
        }
    }

    /// Whether a posting is on the board at `now` and passes the filter.
    pub fn admits(&self, id: PostingId, filter: &Filter, now: DateTime<Utc>) -> bool {
        self.ordinal(id, now).is_some_and(|ordinal| filter.admits(&self.columns.facts(ordinal)))
    }

    /// What remains of a text engine's hits: those on the board at `now` that pass the filter, with the board's
    /// version and exact distance.
    pub fn dispose(&self, hits: Vec<Hit>, filter: &Filter, now: DateTime<Utc>) -> Vec<Hit> {
        let remains = |mut hit: Hit| {
            let ordinal = self.ordinal(hit.id, now)?;
            let facts = self.columns.facts(ordinal);
            filter.admits(&facts).then(|| {
                hit.version = self.columns.version[at(ordinal)];
                hit.km = filter.near.and_then(|circle| facts.km_from(&circle));
                hit
            })
        };
        hits.into_iter().filter_map(remains).collect()
    }

    /// The rows that pass a filter at `now`.
    pub(crate) fn passing(&self, filter: &Filter, now: DateTime<Utc>) -> RoaringBitmap {
        self.select(filter, now).0
    }

    /// The rows that pass, and the distances to their sites where the filter has a circle.
    fn select(&self, filter: &Filter, now: DateTime<Utc>) -> (RoaringBitmap, Option<Near>) {
        // From the rows of a value on, which are few of all; every bitmap holds only what is on the board.
        let mut rows: Option<RoaringBitmap> = None;
        for any_of in alternatives(filter) {
            match (&mut rows, any_of.as_slice()) {
                (Some(rows), [value]) => *rows &= self.index.with(*value),
                (Some(rows), values) => *rows &= self.with_any(values),
                (None, values) => rows = Some(self.with_any(values)),
            }
        }
        let mut rows = match rows {
            Some(rows) => rows - self.index.expired(&self.columns, micros(now)),
            None => self.listed(now),
        };
        if let Some(since) = filter.posted_since {
            self.keep_since(&mut rows, micros(since));
        }
        if let Some(floor) = filter.floor_cents() {
            rows.retain(|ordinal| {
                self.columns.hourly[at(ordinal)].stated().is_some_and(|(_, max)| i64::from(max) >= floor)
            });
        }
        let near = filter.near.map(|circle| self.index.near(&circle));
        let near = near.map(|(near, within)| {
            rows &= within;
            near
        });
        (rows, near)
    }

    /// The rows of any of these values: one after the other where they are few, as a union of many begins with room for all.
    fn with_any(&self, values: &[Value]) -> RoaringBitmap {
        let rows = values.iter().map(|value| self.index.with(*value));
        if values.len() > FEW_VALUES {
            return rows.union();
        }
        rows.fold(RoaringBitmap::new(), |all, rows| all | rows)
    }

    fn page(&self, rows: &RoaringBitmap, near: Option<&Near>, query: &SearchQuery, sort: Sort) -> Vec<u32> {
        let limit = query.limit.saturating_add(1);
        let after = match &query.after {
            Some(Cursor::After { key, id }) => Some((*key, *id)),
            Some(Cursor::Offset { .. }) | None => None,
        };
        if matches!(sort, Sort::Relevance | Sort::Date) {
            let before = after.map(|(key, id)| (key.unwrap_or(i64::MIN), id));
            return self.newest(rows, before, limit);
        }
        if let Some(near) = near.filter(|_| sort == Sort::Distance) {
            let after = after.map(|(key, id)| (key.unwrap_or(i64::MAX), Reverse(id)));
            return self.nearest(rows, near, after, limit);
        }
        let after = after.map(|(key, id)| (key.map_or(i64::MAX, i64::saturating_neg), Reverse(id)));
        self.best_paid(rows, after, limit)
    }

    /// The nearest rows: site by site from the centre outward, as far as needed.
    fn nearest(&self, rows: &RoaringBitmap, near: &Near, after: Option<Place>, limit: usize) -> Vec<u32> {
        let mut sites: Vec<(i64, u32)> = near.iter().map(|(site, km)| (metres(km), site)).collect();
        sites.sort_unstable();
        let mut found = Vec::new();
        for ring in sites.chunk_by(|a, b| a.0 == b.0) {
            let mut places: Vec<(Place, u32)> = Vec::new();
            for (metres, site) in ring.iter().filter(|(metres, _)| after.is_none_or(|(last, _)| last <= *metres)) {
                let here = rows & self.index.at_site(*site);
                places
                    .extend(here.iter().map(|ordinal| ((*metres, Reverse(self.columns.key[at(ordinal)].1)), ordinal)));
            }
            places.retain(|(place, _)| after.is_none_or(|after| *place > after));
            places.sort_unstable();
            found.extend(places.into_iter().map(|(_, ordinal)| ordinal));
            if found.len() >= limit {
                break;
            }
        }
        found.truncate(limit);
        found
    }

    /// The best paid rows, by a heap of as many as are asked for.
    fn best_paid(&self, rows: &RoaringBitmap, after: Option<Place>, limit: usize) -> Vec<u32> {
        let mut best: BinaryHeap<(Place, u32)> = BinaryHeap::with_capacity(limit.min(1024));
        for ordinal in rows {
            let rank = self.rank(ordinal, Sort::Pay, None);
            if best.len() == limit && best.peek().is_some_and(|((worst, _), _)| rank > *worst) {
                continue;
            }
            let place = (rank, Reverse(self.columns.key[at(ordinal)].1));
            if after.is_some_and(|after| place <= after) {
                continue;
            }
            best.push((place, ordinal));
            if best.len() > limit {
                best.pop();
            }
        }
        best.into_sorted_vec().into_iter().map(|(_, ordinal)| ordinal).collect()
    }

    /// A row's sort key turned so that what is least comes first; `i64::MAX` where it has none.
    fn rank(&self, ordinal: u32, sort: Sort, near: Option<&Near>) -> i64 {
        match sort {
            Sort::Relevance | Sort::Date => -self.columns.key[at(ordinal)].0,
            Sort::Pay => self.columns.hourly[at(ordinal)].stated().map_or(i64::MAX, |(min, _)| -i64::from(min)),
            Sort::Distance => self.km(ordinal, near).map_or(i64::MAX, metres),
        }
    }

    fn km(&self, ordinal: u32, near: Option<&Near>) -> Option<f64> {
        near?.get(self.columns.work[at(ordinal)].site)
    }

    fn hit(&self, ordinal: u32, near: Option<&Near>) -> Hit {
        let (_, id) = self.columns.key[at(ordinal)];
        let version = self.columns.version[at(ordinal)];
        Hit { id, version, title: None, snippet: None, km: self.km(ordinal, near) }
    }

    /// How many rows carry each value, most first, then by key.
    fn facets(&self, rows: &RoaringBitmap) -> FacetCounts {
        let counts = (rows.len() <= FEW).then(|| self.count(rows));
        let count = |slot: usize| match &counts {
            Some(counts) => counts[slot],
            None => rows.intersection_len(self.index.slot(slot)),
        };
        let facet = |facet: &Facet| {
            let counted = value::counted(*facet).into_iter().map(|(slot, key)| (key.to_owned(), count(slot)));
            let mut counted: Vec<(String, u64)> = counted.filter(|(_, count)| *count > 0).collect();
            counted.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
            (*facet, counted)
        };
        Facet::ALL.iter().map(facet).collect()
    }

    fn count(&self, rows: &RoaringBitmap) -> Vec<u64> {
        let mut counts = vec![0; value::slots()];
        for value in rows.iter().flat_map(|ordinal| self.columns.values(ordinal)) {
            counts[value.slot()] += 1;
        }
        counts
    }
}

/// The order that the board can give.
fn effective(query: &SearchQuery) -> Sort {
    match query.sort {
        Sort::Relevance => Sort::Date,
        Sort::Distance if query.filter.near.is_none() => Sort::Date,
        sort => sort,
    }
}

/// The bitmap part of a filter: of each inner list any, of the outer list all.
fn alternatives(filter: &Filter) -> Vec<Vec<Value>> {
    let lists: [Vec<Value>; 6] = [
        filter.roles.iter().copied().map(Value::Role).collect(),
        filter.regions.iter().copied().map(Value::Region).collect(),
        filter.employment.iter().map(Value::Employment).collect(),
        filter.shifts.iter().map(Value::Shift).collect(),
        filter.lang.into_iter().map(Value::Lang).collect(),
        filter.arrangement.into_iter().map(Value::Arrangement).collect(),
    ];
    lists.into_iter().filter(|list| !list.is_empty()).collect()
}
