//! The filter as clauses: each only admits or not, and never changes a score.

use std::ops::Bound;

use chrono::{DateTime, Utc};
use domain::posting::{Employment, Shift};
use domain::search::{Cover, Facet, Filter, cover};
use domain::worker::Circle;
use tantivy::columnar::Column;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{ConstScoreQuery, Query, RangeQuery, TermSetQuery};
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, Term};

use super::schema::{Fields, LAT, LON};

/// The clauses that a document must all pass.
pub(super) fn clauses(fields: &Fields, filter: &Filter, now: DateTime<Utc>) -> Vec<Box<dyn Query>> {
    let mut clauses = vec![range(fields.expires_at, Bound::Excluded(now.timestamp_micros()))];
    let mut any = |field: Field, keys: Vec<&str>| {
        if !keys.is_empty() {
            clauses.push(set(keys.into_iter().map(|key| Term::from_field_text(field, key))));
        }
    };
    any(fields.facet(Facet::Role), filter.roles.iter().map(|role| role.key()).collect());
    any(fields.regions, filter.regions.iter().map(|region| region.key()).collect());
    any(fields.facet(Facet::Employment), filter.employment.iter().map(Employment::key).collect());
    any(fields.facet(Facet::Shift), filter.shifts.iter().map(Shift::key).collect());
    any(fields.facet(Facet::Lang), filter.lang.iter().map(|lang| lang.code()).collect());
    any(fields.facet(Facet::Arrangement), filter.arrangement.iter().map(|a| a.key()).collect());
    if let Some(since) = filter.posted_since {
        clauses.push(range(fields.live_at, Bound::Included(since.timestamp_micros())));
    }
    if let Some(floor) = filter.floor_cents() {
        clauses.push(range(fields.pay_max, Bound::Included(floor)));
    }
    if let Some(circle) = filter.near {
        if let Cover::Coarse(cells) | Cover::Fine(cells) = cover(&circle) {
            clauses.push(set(cells.into_iter().map(|cell| Term::from_field_u64(fields.cells, cell))));
        }
        clauses.push(within(circle));
    }
    clauses
}

/// Admits without scoring.
pub(super) fn unscored(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

fn set(terms: impl Iterator<Item = Term>) -> Box<dyn Query> {
    unscored(TermSetQuery::new(terms))
}

fn range(field: Field, lower: Bound<i64>) -> Box<dyn Query> {
    unscored(RangeQuery::new(lower.map(|value| Term::from_field_i64(field, value)), Bound::Unbounded))
}

/// Exact: any location within the circle.
fn within(circle: Circle) -> Box<dyn Query> {
    let predicate: DocPredicateQuery = FunctionPredicate::from(move |segment: &SegmentReader| {
        let points = Points::of(segment)?;
        Ok(move |doc: DocId| points.km(doc, &circle).is_some_and(|km| km <= circle.km))
    })
    .into();
    unscored(predicate)
}

/// The locations of a segment's documents.
pub(super) struct Points {
    lat: Column<f64>,
    lon: Column<f64>,
}

impl Points {
    /// Of a segment.
    pub(super) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self { lat: segment.fast_fields().f64(LAT)?, lon: segment.fast_fields().f64(LON)? })
    }

    /// Kilometres from the centre to a document's nearest location.
    pub(super) fn km(&self, doc: DocId, circle: &Circle) -> Option<f64> {
        let points = self.lat.values_for_doc(doc).zip(self.lon.values_for_doc(doc));
        points.filter_map(|point| circle.km_to(point)).min_by(f64::total_cmp)
    }
}
