//! The same-job rule: when two postings from different sources are one job (design §5, Same job).

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::specialty::Distinction;
use super::{Content, Employment, EmploymentSet, Location, Posting};
use crate::reference::Place;
use crate::set::BitSet;
use crate::text::fold;

/// Days between two publications of one job in two sources.
pub const SAME_JOB_DAYS: i64 = 14;
/// Days for which a new posting of a source is a repost of an earlier one: as long as digests remember what they sent.
pub const REPOST_DAYS: i64 = 180;

/// Longest job key kept as it is, in bytes. PostgreSQL refuses an index entry of more than 2,704 bytes.
const KEY_BYTES: usize = 500;

/// What two postings of the same job share: employer, roles and place. The storage looks candidates up by it.
/// A long one is its digest (SHA-256, hexadecimal).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JobKey(pub String);

impl JobKey {
    /// The key of a posting; `None` when the employer is masked, or there is no role or place to compare.
    pub fn of(content: &Content) -> Option<Self> {
        let employer = content.employer.key.as_deref()?;
        if content.roles.is_empty() || content.locations.is_empty() {
            return None;
        }
        let sorted = |mut items: Vec<String>| {
            items.sort_unstable();
            items.dedup();
            items.join("+")
        };
        let roles = sorted(content.roles.iter().map(|role| role.key().to_owned()).collect());
        let places = sorted(content.locations.iter().map(place_key).collect());
        let key = format!("{employer}|{roles}|{places}");
        Some(Self(if key.len() > KEY_BYTES { digest(&key) } else { key }))
    }
}

/// What stands for a key too long to be looked up by.
fn digest(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A place by its table name where it has one, so that its spellings agree.
fn place_key(location: &Location) -> String {
    let name =
        Place::find(&location.place, Some(location.province)).map_or(location.place.as_str(), |place| place.name);
    format!("{}:{}", location.province.key(), fold(name))
}

/// Whether `new`, from another source, is the same job as `known`: the same key, published within 14 days,
/// and nothing that both state (or that one states and is not what a posting means by silence) tells them apart.
///
/// It would rather leave two postings of one job than make one of two: different units, shifts, hours,
/// tenures, postal areas or pay are different jobs.
pub fn same_job(known: &Posting, new: &Content) -> bool {
    published_within(SAME_JOB_DAYS, known.content.published_at, new.published_at) && alike(&known.content, new)
}

/// Whether `new`, from the same source under another reference, is `known` posted again: the same job in one job
/// group, though a posting of its own.
pub fn repost(known: &Posting, new: &Content) -> bool {
    published_within(REPOST_DAYS, known.content.published_at, new.published_at) && alike(&known.content, new)
}

fn published_within(days: i64, a: DateTime<Utc>, b: DateTime<Utc>) -> bool {
    (a - b).abs() <= TimeDelta::days(days)
}

fn alike(a: &Content, b: &Content) -> bool {
    let key = JobKey::of(a);
    key.is_some()
        && key == JobKey::of(b)
        && agree(a.arrangement, b.arrangement)
        && agree(a.setting, b.setting)
        && agree(a.start, b.start)
        && same_areas(a, b)
        && same_terms(a.employment, b.employment)
        && (a.shifts.is_empty() || b.shifts.is_empty() || a.shifts.overlaps(b.shifts))
        && hours_overlap(a, b)
        && pay_overlaps(a, b)
        && Distinction::of(a).agrees(&Distinction::of(b))
}

fn agree<T: PartialEq + Copy>(a: Option<T>, b: Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Two sites of one employer in one town have different postal areas.
fn same_areas(a: &Content, b: &Content) -> bool {
    let areas = |content: &Content| content.locations.iter().filter_map(|l| l.fsa.clone()).collect::<Vec<_>>();
    let (a, b) = (areas(a), areas(b));
    a.is_empty() || b.is_empty() || a.iter().any(|area| b.contains(area))
}

/// Hours and tenure agree, where silence means full time and without an end date.
fn same_terms(a: EmploymentSet, b: EmploymentSet) -> bool {
    let usual = [(Employment::SCHEDULES, Employment::FullTime), (Employment::TENURES, Employment::Permanent)];
    usual.into_iter().all(|(axis, silence)| {
        let of = |set: EmploymentSet| {
            let said = set.intersection(BitSet::of(axis));
            if said.is_empty() { BitSet::of([silence]) } else { said }
        };
        of(a).overlaps(of(b))
    })
}

fn hours_overlap(a: &Content, b: &Content) -> bool {
    let (Some(a), Some(b)) = (a.hours, b.hours) else { return true };
    a.min_minutes <= b.max_minutes && b.min_minutes <= a.max_minutes
}

/// Pay overlaps by at least half of the narrower range: neighbouring steps of a grid only touch.
fn pay_overlaps(a: &Content, b: &Content) -> bool {
    let (Some(pay_a), Some(pay_b)) = (a.pay, b.pay) else { return true };
    let ranges = if pay_a.unit == pay_b.unit {
        [(pay_a.min_cents, pay_a.max_cents), (pay_b.min_cents, pay_b.max_cents)]
    } else {
        [pay_a.hourly_cents(a.hours.or(b.hours)), pay_b.hourly_cents(b.hours.or(a.hours))]
    };
    let [(a_min, a_max), (b_min, b_max)] = ranges;
    // Between a yearly and an hourly figure a cent of rounding is no difference.
    let slack = i64::from(pay_a.unit != pay_b.unit);
    let shared = a_max.min(b_max) - a_min.max(b_min) + slack;
    shared >= 0 && shared * 2 >= (a_max - a_min).min(b_max - b_min)
}

#[cfg(test)]
#[path = "same_job_tests.rs"]
mod tests;
