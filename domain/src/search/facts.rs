//! What filters, facets and sorts read of a posting; and which postings a filter admits.
//!
//! This is the one definition. The board answers the same from its columns and a text engine from its index;
//! tests hold both equal to it.

use chrono::{DateTime, Utc};

use super::{Filter, Sort};
use crate::Lang;
use crate::posting::{Arrangement, Content, EmploymentSet, Posting, ShiftSet};
use crate::reference::{Province, Region, Role};
use crate::set::BitSet;
use crate::worker::Circle;

/// What filters, facets and sorts read of a posting.
#[derive(Clone, Debug, PartialEq)]
pub struct PostingFacts {
    /// Its roles, each once.
    pub roles: Vec<Role>,
    /// The regions it lies in with all their ancestors, in the order of the table: of its locations, and the
    /// provinces whose patients it serves from anywhere.
    pub regions: Vec<Region>,
    /// The provinces among them.
    pub provinces: BitSet<Province>,
    /// Latitudes and longitudes of its locations, degrees; only finite ones.
    pub points: Vec<(f64, f64)>,
    /// Hours and tenure.
    pub employment: EmploymentSet,
    /// Shifts.
    pub shifts: ShiftSet,
    /// The languages it has a text in.
    pub langs: Vec<Lang>,
    /// Direct or agency, where known.
    pub arrangement: Option<Arrangement>,
    /// Lower and upper pay in cents per hour, where stated.
    pub hourly: Option<(u32, u32)>,
    /// When it went live.
    pub live_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

impl PostingFacts {
    /// Reads the facts of a posting.
    pub fn of(posting: &Posting) -> Self {
        let content = &posting.content;
        Self {
            roles: each_once(&content.roles),
            regions: regions(content),
            provinces: content.provinces().collect(),
            points: points(content),
            employment: content.employment,
            shifts: content.shifts,
            langs: langs(content),
            arrangement: content.arrangement,
            hourly: hourly(content),
            live_at: posting.live_at,
            expires_at: posting.expires_at,
        }
    }

    /// Kilometres from the centre of a circle to the nearest location; `None` where no location has a point.
    pub fn km_from(&self, circle: &Circle) -> Option<f64> {
        nearest_km(&self.points, circle)
    }

    /// The value by which a sort orders this posting: microseconds since 1970, cents per hour, or metres from
    /// the centre of the filter's circle. `None`: it has none and comes last.
    pub fn sort_key(&self, sort: Sort, near: Option<&Circle>) -> Option<i64> {
        match sort {
            Sort::Relevance | Sort::Date => Some(self.live_at.timestamp_micros()),
            Sort::Pay => self.hourly.map(|(min, _)| i64::from(min)),
            Sort::Distance => near.and_then(|circle| self.km_from(circle)).map(metres),
        }
    }
}

fn each_once(roles: &[Role]) -> Vec<Role> {
    let repeated = |i: usize| roles[..i].contains(&roles[i]);
    (0..roles.len()).filter(|i| !repeated(*i)).map(|i| roles[i]).collect()
}

/// Kilometres from the centre to the nearest of some points.
pub(crate) fn nearest_km(points: &[(f64, f64)], circle: &Circle) -> Option<f64> {
    points.iter().filter_map(|point| circle.km_to(*point)).min_by(f64::total_cmp)
}

/// Whole metres, as the distance sort has them.
#[expect(clippy::cast_possible_truncation, reason = "no two points on Earth are 2^63 metres apart")]
pub(crate) fn metres(km: f64) -> i64 {
    (km * 1000.0).floor() as i64
}

/// The regions of a posting with all their ancestors, each once, in the order of the table.
fn regions(content: &Content) -> Vec<Region> {
    let whole = content.remote.iter().map(|province| Region::of_province(*province));
    let mut regions: Vec<Region> = content.locations.iter().map(|location| location.region).chain(whole).collect();
    // A location whose place is unknown carries its province; one whose region is known must still be found by it.
    regions.extend(content.locations.iter().map(|location| Region::of_province(location.province)));
    let ancestors: Vec<Region> =
        regions.iter().flat_map(|region| std::iter::successors(region.parent(), |up| up.parent())).collect();
    regions.extend(ancestors);
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn points(content: &Content) -> Vec<(f64, f64)> {
    let finite = |(lat, lon): &(f64, f64)| lat.is_finite() && lon.is_finite();
    content.locations.iter().filter_map(|location| location.point).filter(finite).collect()
}

fn langs(content: &Content) -> Vec<Lang> {
    let has = |lang: &Lang| match lang {
        Lang::En => content.en.is_some(),
        Lang::Fr => content.fr.is_some(),
    };
    Lang::ALL.into_iter().filter(has).collect()
}

fn hourly(content: &Content) -> Option<(u32, u32)> {
    let clamped = |cents: i64| u32::try_from(cents.max(0)).unwrap_or(u32::MAX);
    content.pay.map(|pay| pay.hourly_cents(content.hours)).map(|(min, max)| (clamped(min), clamped(max)))
}

impl Filter {
    /// The pay floor in cents per hour: its lower end, a yearly one by the usual week.
    pub fn floor_cents(&self) -> Option<i64> {
        self.pay_floor.map(|pay| pay.hourly_cents(None).0)
    }

    /// Whether a posting with these facts passes. Expiry is not a filter: it is judged by the caller's clock.
    pub fn admits(&self, facts: &PostingFacts) -> bool {
        let any = |empty: bool, found: bool| empty || found;
        any(self.roles.is_empty(), self.roles.iter().any(|role| facts.roles.contains(role)))
            && any(self.regions.is_empty(), self.regions.iter().any(|region| facts.regions.contains(region)))
            && any(self.employment.is_empty(), self.employment.overlaps(facts.employment))
            && any(self.shifts.is_empty(), self.shifts.overlaps(facts.shifts))
            && self.lang.is_none_or(|lang| facts.langs.contains(&lang))
            && self.arrangement.is_none_or(|arrangement| facts.arrangement == Some(arrangement))
            && self.posted_since.is_none_or(|since| facts.live_at.timestamp_micros() >= since.timestamp_micros())
            && self.floor_cents().is_none_or(|floor| facts.hourly.is_some_and(|(_, max)| i64::from(max) >= floor))
            && self.near.is_none_or(|circle| facts.km_from(&circle).is_some_and(|km| km <= circle.km))
    }
}
