//! A search on the server, completed here where its filter language is coarser than ours.
//!
//! The server keeps one point per document and we have several. So it is asked for the cells that a circle covers,
//! and what lies outside the circle is dropped here and the page refilled; by distance, the hits are ordered here.

use std::cmp::Reverse;
use std::ops::Range;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::search::{Cursor, Facet, FacetCounts, Hit, Page, SearchQuery, Sort};
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery as Request, SearchResult, SearchResults, Selectors};

use super::client::call;
use super::document::{BODIES, Stored, TITLES};
use super::filter;
use crate::Result;
use crate::mark::{CLOSE_TAG, OPEN_TAG, from_tagged};
use crate::port::MAX_DEPTH;
use crate::words::{Part, Words};

/// Words of a snippet.
const SNIPPET_WORDS: usize = 40;

/// A query as the server is asked it.
struct Asked<'a> {
    index: &'a Index,
    query: &'a SearchQuery,
    /// The words that do not name a role.
    text: String,
    filter: String,
    strategy: MatchingStrategies,
}

/// Answers a query.
pub(super) async fn search(index: &Index, query: &SearchQuery, now: DateTime<Utc>) -> Result<Page> {
    let words = Words::of(query);
    // A role is asked for by its key, exactly; the rest by its words.
    let roles = words.parts.iter().find_map(|part| match part {
        Part::Role { roles, .. } => Some(roles.as_slice()),
        Part::Word(_) => None,
    });
    let text: Vec<&str> = words
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Word(word) => Some(word.text.as_str()),
            Part::Role { .. } => None,
        })
        .collect();
    let filter = filter::expression(&query.filter, roles.unwrap_or_default(), now);
    let mut asked = Asked { index, query, text: text.join(" "), filter, strategy: MatchingStrategies::ALL };
    let page = asked.page().await?;
    if page.total > 0 || text.len() < 2 {
        return Ok(page);
    }
    asked.strategy = MatchingStrategies::LAST;
    asked.page().await
}

impl Asked<'_> {
    fn skip(&self) -> usize {
        match self.query.after {
            Some(Cursor::Offset { skip }) => skip.min(MAX_DEPTH),
            _ => 0,
        }
    }

    async fn page(&self) -> Result<Page> {
        match self.query.sort {
            Sort::Distance if self.query.filter.near.is_some() => self.nearest().await,
            _ => self.in_order().await,
        }
    }

    /// The page in the server's order, refilled past hits outside the circle.
    async fn in_order(&self) -> Result<Page> {
        let limit = self.query.limit.clamp(1, MAX_DEPTH);
        let mut page: Option<Page> = None;
        let mut at = self.skip();
        loop {
            let step = limit.min(MAX_DEPTH - at);
            let answer = self.ask(&self.filter, at..at + step, self.query.facets && page.is_none(), true).await?;
            let page = page.get_or_insert_with(|| totals(&answer, self.query.facets));
            for hit in &answer.hits {
                at += 1;
                page.hits.extend(self.hit(hit));
                if page.hits.len() == limit {
                    break;
                }
            }
            let full = page.hits.len() == limit;
            if full || answer.hits.len() < step || at >= MAX_DEPTH {
                let more = full && at < MAX_DEPTH && u64::try_from(at).is_ok_and(|at| at < page.total);
                page.next = more.then_some(Cursor::Offset { skip: at });
                return Ok(std::mem::take(page));
            }
        }
    }

    /// The page by distance: all hits that can be reached are measured and ordered, then the page's are read.
    async fn nearest(&self) -> Result<Page> {
        let all = self.ask(&self.filter, 0..MAX_DEPTH, self.query.facets, false).await?;
        let mut page = totals(&all, self.query.facets);
        let measured = all.hits.iter().filter_map(|hit| Some((metres(self.km(&hit.result)?), &hit.result)));
        let mut measured: Vec<(i64, &Stored)> = measured.filter(|(_, hit)| self.admits(hit)).collect();
        measured.sort_by_key(|(metres, hit)| (*metres, Reverse(hit.id)));
        let limit = self.query.limit.clamp(1, MAX_DEPTH);
        let chosen: Vec<&Stored> = measured.iter().skip(self.skip()).take(limit).map(|(_, hit)| *hit).collect();
        if chosen.is_empty() {
            return Ok(page);
        }
        let end = self.skip() + chosen.len();
        let read = filter::ids(chosen.iter().map(|hit| hit.posting()));
        let read = self.ask(&format!("{} AND {read}", self.filter), 0..chosen.len(), false, true).await?;
        let by_id = |hit: &&Stored| read.hits.iter().find(|answer| answer.result.id == hit.id);
        page.hits = chosen.iter().filter_map(by_id).filter_map(|answer| self.hit(answer)).collect();
        page.next = (end < measured.len()).then_some(Cursor::Offset { skip: end });
        Ok(page)
    }

    async fn ask(&self, filter: &str, range: Range<usize>, facets: bool, shown: bool) -> Result<SearchResults<Stored>> {
        let counted: Vec<&str> = Facet::ALL.iter().map(|facet| facet.key()).collect();
        let marked: Vec<&str> = TITLES.into_iter().chain(BODIES).collect();
        let cropped: Vec<(&str, Option<usize>)> = BODIES.iter().map(|body| (*body, None)).collect();
        let sort = self.sort();
        let mut request = Request::new(self.index);
        request.with_query(&self.text).with_filter(filter).with_offset(range.start).with_limit(range.len());
        request.with_matching_strategy(self.strategy.clone());
        request.with_attributes_to_retrieve(Selectors::Some(&["id", "version", "points"]));
        if !sort.is_empty() {
            request.with_sort(&sort);
        }
        if facets {
            request.with_facets(Selectors::Some(&counted));
        }
        if shown && self.query.has_text() {
            request.with_attributes_to_highlight(Selectors::Some(&marked));
            request.with_highlight_pre_tag(OPEN_TAG).with_highlight_post_tag(CLOSE_TAG);
            request.with_attributes_to_crop(Selectors::Some(&cropped)).with_crop_length(SNIPPET_WORDS);
            request.with_crop_marker("…");
        }
        call(request.execute::<Stored>()).await
    }

    /// The server orders by distance only from one point: that order is made here.
    fn sort(&self) -> Vec<&'static str> {
        let near = self.query.filter.near.is_some();
        match self.query.sort {
            Sort::Relevance if self.query.has_text() => Vec::new(),
            Sort::Distance if near => Vec::new(),
            Sort::Relevance | Sort::Date | Sort::Distance => vec!["live_at:desc", "id:desc"],
            Sort::Pay => vec!["pay_min:desc", "id:desc"],
        }
    }

    fn km(&self, hit: &Stored) -> Option<f64> {
        let circle = self.query.filter.near?;
        hit.points.iter().filter_map(|point| circle.km_to(*point)).min_by(f64::total_cmp)
    }

    fn admits(&self, hit: &Stored) -> bool {
        self.query.filter.near.is_none_or(|circle| self.km(hit).is_some_and(|km| km <= circle.km))
    }

    /// The hit, unless it lies outside the circle.
    fn hit(&self, answer: &SearchResult<Stored>) -> Option<Hit> {
        let stored = &answer.result;
        let formatted = |attribute: &str| answer.formatted_result.as_ref()?.get(attribute)?.as_str().map(from_tagged);
        let [first, second] = if self.query.lang == Lang::Fr { [1, 0] } else { [0, 1] };
        let lang = if formatted(TITLES[first]).is_some() { first } else { second };
        self.admits(stored).then(|| Hit {
            id: stored.posting(),
            version: stored.version,
            title: formatted(TITLES[lang]),
            snippet: formatted(BODIES[lang]),
            km: self.km(stored),
        })
    }
}

/// A page without hits, with the server's estimates.
fn totals(answer: &SearchResults<Stored>, facets: bool) -> Page {
    let total = u64::try_from(answer.estimated_total_hits.unwrap_or_default()).unwrap_or(u64::MAX);
    let counted = |facet: &Facet| {
        let values = answer.facet_distribution.as_ref().and_then(|all| all.get(facet.key()));
        let values = values.into_iter().flatten().map(|(key, n)| (key.clone(), u64::try_from(*n).unwrap_or(u64::MAX)));
        let mut values: Vec<(String, u64)> = values.filter(|(_, n)| *n > 0).collect();
        values.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        (*facet, values)
    };
    let facets = if facets { Facet::ALL.iter().map(counted).collect() } else { FacetCounts::new() };
    Page { total, facets, ..Page::default() }
}

#[expect(clippy::cast_possible_truncation, reason = "no two points on Earth are 2^63 metres apart")]
fn metres(km: f64) -> i64 {
    (km * 1000.0).floor() as i64
}
