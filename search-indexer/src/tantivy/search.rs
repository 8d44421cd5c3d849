//! A search over one state of the index.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::posting::PostingId;
use domain::search::{Cursor, Facet, FacetCounts, Hit, Page, SearchQuery, Sort};
use domain::worker::Circle;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TantivyDocument};

use super::filter::{Points, clauses};
use super::highlight::Highlighter;
use super::schema::{Fields, ID_HIGH, ID_LOW, LIVE_AT, PAY_MIN, POSTING_VERSION};
use super::text::TextQuery;
use crate::port::MAX_DEPTH;
use crate::words::Words;
use crate::{Error, Result};

/// What a hit is ordered by, highest first: the sort's own value, then the newest id.
type Key = (i64, u64, u64);

/// Values counted of a facet: more than any has.
const FACET_VALUES: u32 = 1_000;

/// Answers a query.
pub(super) fn search(searcher: &Searcher, fields: &Fields, query: &SearchQuery, now: DateTime<Utc>) -> Result<Page> {
    let words = Words::of(query);
    let text = TextQuery::new(searcher, fields, query.lang, &words)?;
    let skip = match query.after {
        Some(Cursor::Offset { skip }) => skip.min(MAX_DEPTH),
        _ => 0,
    };
    let limit = query.limit.clamp(1, MAX_DEPTH).min(MAX_DEPTH - skip);
    let found = find(searcher, fields, query, &text, now, skip..skip + limit)?;
    let mut highlighter = Highlighter::new(searcher, fields, text.sought())?;
    let mut hits = Vec::with_capacity(found.top.len());
    for address in &found.top {
        hits.push(hit(searcher, fields, query, &mut highlighter, *address)?);
    }
    let end = skip + hits.len();
    let more = !hits.is_empty() && end < found.total && end < MAX_DEPTH;
    Ok(Page {
        hits,
        total: u64::try_from(found.total).unwrap_or(u64::MAX),
        total_is_exact: false,
        facets: found.facets,
        next: more.then_some(Cursor::Offset { skip: end }),
    })
}

struct Found {
    top: Vec<DocAddress>,
    total: usize,
    facets: FacetCounts,
}

/// Documents in which every part of the text is found; where there is none, half of the parts, then any.
fn find(
    searcher: &Searcher,
    fields: &Fields,
    query: &SearchQuery,
    text: &TextQuery<'_>,
    now: DateTime<Utc>,
    range: std::ops::Range<usize>,
) -> Result<Found> {
    let all = text.len();
    let mut required = vec![all, all.div_ceil(2), 1];
    required.dedup();
    let mut found = None;
    for required in required {
        let words: Box<dyn Query> = if all == 0 { Box::new(AllQuery) } else { text.query(required) };
        let filter = clauses(fields, &query.filter, now);
        let clauses = std::iter::once(words).chain(filter).map(|clause| (Occur::Must, clause)).collect();
        let here = collect(searcher, &BooleanQuery::new(clauses), query, range.clone())?;
        let any = here.total > 0;
        found = Some(here);
        if any || all == 0 {
            break;
        }
    }
    found.ok_or_else(|| Error::Answer("no search was made".to_owned()))
}

fn collect(
    searcher: &Searcher,
    words: &BooleanQuery,
    query: &SearchQuery,
    range: std::ops::Range<usize>,
) -> Result<Found> {
    // One document more than none: the collector does not take an empty range.
    let range = range.start..range.end.max(range.start + 1);
    let sort = effective(query);
    let near = query.filter.near;
    let order = move |segment: &SegmentReader| order(segment, sort, near);
    let top = TopDocs::for_doc_range(range.clone()).tweak_score(order);
    let facets = query.facets.then(aggregations).transpose()?;
    let facets = facets.map(|counts| AggregationCollector::from_aggs(counts, AggContextParams::default()));
    let (top, total, facets) = searcher.search(words, &(top, Count, facets))?;
    Ok(Found {
        top: top.into_iter().map(|(_, address)| address).collect(),
        total,
        facets: facets.map(counts).transpose()?.unwrap_or_default(),
    })
}

/// A sort that cannot be is by date.
fn effective(query: &SearchQuery) -> Sort {
    match query.sort {
        Sort::Distance if query.filter.near.is_none() => Sort::Date,
        Sort::Relevance if !query.has_text() => Sort::Date,
        sort => sort,
    }
}

/// The key of a segment's documents.
fn order(segment: &SegmentReader, sort: Sort, near: Option<Circle>) -> impl Fn(DocId, Score) -> Key + use<> {
    let fast = segment.fast_fields();
    let (high, low) = (fast.u64(ID_HIGH).ok(), fast.u64(ID_LOW).ok());
    let value = fast.i64(if sort == Sort::Pay { PAY_MIN } else { LIVE_AT }).ok();
    let points = Points::of(segment).ok();
    move |doc, score| {
        let column = || value.as_ref().and_then(|column| column.first(doc));
        let id = |column: &Option<tantivy::columnar::Column<u64>>| column.as_ref().and_then(|c| c.first(doc));
        let first = match sort {
            Sort::Relevance => {
                return (band(score), column().unwrap_or_default().cast_unsigned(), id(&high).unwrap_or(0));
            }
            Sort::Date | Sort::Pay => column(),
            Sort::Distance => near.and_then(|circle| points.as_ref()?.km(doc, &circle)).map(|km| -metres(km)),
        };
        (first.unwrap_or(i64::MIN), id(&high).unwrap_or(0), id(&low).unwrap_or(0))
    }
}

/// Scores within about five per cent count as equal, and then the newest posting comes first.
#[expect(clippy::cast_possible_truncation, reason = "a logarithm of a score is small")]
fn band(score: Score) -> i64 {
    if score > 0.0 { (score.ln() * 20.0).floor() as i64 } else { i64::MIN }
}

#[expect(clippy::cast_possible_truncation, reason = "no two points on Earth are 2^63 metres apart")]
fn metres(km: f64) -> i64 {
    (km * 1000.0).floor() as i64
}

fn aggregations() -> Result<Aggregations> {
    let terms = |facet: &Facet| {
        let request = serde_json::json!({ "terms": { "field": facet.key(), "size": FACET_VALUES } });
        (facet.key().to_owned(), request)
    };
    let request: serde_json::Map<_, _> = Facet::ALL.iter().map(terms).collect();
    serde_json::from_value(request.into()).map_err(|error| Error::Answer(error.to_string()))
}

/// The counts, most first, then by key, as the board gives them.
fn counts(results: AggregationResults) -> Result<FacetCounts> {
    let results = serde_json::to_value(results).map_err(|error| Error::Answer(error.to_string()))?;
    let facet = |facet: &Facet| {
        let buckets = results[facet.key()]["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
        let bucket = |b: &serde_json::Value| Some((b["key"].as_str()?.to_owned(), b["doc_count"].as_u64()?));
        let mut counted: Vec<(String, u64)> = buckets.iter().filter_map(bucket).filter(|(_, n)| *n > 0).collect();
        counted.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        (*facet, counted)
    };
    Ok(Facet::ALL.iter().map(facet).collect())
}

fn hit(
    searcher: &Searcher,
    fields: &Fields,
    query: &SearchQuery,
    highlighter: &mut Highlighter,
    address: DocAddress,
) -> Result<Hit> {
    let segment = searcher.segment_reader(address.segment_ord);
    let doc = address.doc_id;
    let (id, version) = identity(segment, doc)?;
    let km = match query.filter.near {
        Some(circle) => Points::of(segment)?.km(doc, &circle),
        None => None,
    };
    let mut hit = Hit { id, version, title: None, snippet: None, km };
    if query.has_text() {
        let stored: TantivyDocument = searcher.doc(address)?;
        let text = |field| stored.get_first(field).and_then(|value| value.as_str());
        let other = if query.lang == Lang::En { Lang::Fr } else { Lang::En };
        let has = |lang: &Lang| text(fields.of(*lang).title).is_some();
        let lang = [query.lang, other].into_iter().find(has).unwrap_or(query.lang);
        hit.title = text(fields.of(lang).title).map(|title| highlighter.title(title, lang));
        hit.snippet = text(fields.of(lang).body).map(|body| highlighter.snippet(body, lang));
    }
    Ok(hit)
}

/// The posting of a document and its version.
pub(super) fn identity(segment: &SegmentReader, doc: DocId) -> Result<(PostingId, i32)> {
    let fast = segment.fast_fields();
    let half = |name| fast.u64(name).map(|column| column.first(doc).unwrap_or_default());
    let id = PostingId(uuid::Uuid::from_u64_pair(half(ID_HIGH)?, half(ID_LOW)?));
    let version = fast.i64(POSTING_VERSION)?.first(doc).unwrap_or_default();
    Ok((id, i32::try_from(version).unwrap_or(i32::MAX)))
}
