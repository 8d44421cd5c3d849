//! Generators of realistic workers and postings for property tests, here and in other crates (feature `testing`).
//!
//! Realistic: few roles, so that they meet; licensed ones and others; licences of every class and standing, mostly
//! good; starts and expiries around today; several roles and places; remote work; circles and regions.

pub mod country;
mod data;
pub mod files;
pub mod subscription;

pub use data::{real_data, skipped};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use crate::Lang;
use crate::posting::{
    Apply, Arrangement, Content, Employer, Employment, EmploymentSet, Hours, Location, Origin, Pay, PayUnit, Posting,
    PostingId, Setting, Shift, ShiftSet, Status, Text,
};
use crate::reference::{Credential, Language, Place, Province, Region, Role};
use crate::requirement::{Ask, Basis, Necessity, Requirement};
use crate::set::{BitSet, Member};
use crate::worker::{Circle, Held, Licence, LicenceClass, Practice, Profile, Reach, Standing};

/// Roles, the common ones often, so that workers and postings meet: with a rule of mobility of their own, licensed
/// without one, and unlicensed.
const ROLES: [(u32, &[&str]); 4] = [
    (6, &["rn", "psw"]),
    (2, &["lpn", "family_md", "med_admin"]),
    (1, &["np", "rpsych", "rt", "mlt", "ot", "pharmacist", "sw"]),
    (1, &["ssw", "paramedic", "pa", "psychotherapist", "nurse_lead", "rmt", "orderly"]),
];

/// A role.
pub fn role() -> impl Strategy<Value = Role> {
    let some = |keys: &[&str]| select(keys.iter().filter_map(|key| Role::parse(key)).collect::<Vec<_>>());
    proptest::strategy::Union::new_weighted(ROLES.map(|(weight, keys)| (weight, some(keys))).to_vec())
}

/// A province or territory.
pub fn province() -> impl Strategy<Value = Province> {
    prop_oneof![
        3 => select(vec![Province::On, Province::Ab, Province::Bc, Province::Qc]),
        2 => select(Province::ALL),
    ]
}

/// A day to call today, on either side of the days on which rules begin.
pub fn today() -> impl Strategy<Value = NaiveDate> {
    day_around(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default(), 420)
}

/// A day at most so many days before or after another.
pub fn day_around(day: NaiveDate, days: u64) -> impl Strategy<Value = NaiveDate> {
    (0..=2 * days).prop_map(move |offset| day - Days::new(days) + Days::new(offset))
}

/// A place of the country with its coordinates.
fn place() -> impl Strategy<Value = &'static Place> {
    select(Place::all().iter().take(150).collect::<Vec<_>>())
}

fn location() -> impl Strategy<Value = Location> {
    (place(), 0..10_u8).prop_map(|(place, detail)| Location {
        place: place.name.to_owned(),
        province: place.province,
        region: if detail == 0 { Region::of_province(place.province) } else { place.region },
        point: (detail > 1).then_some(place.point),
        fsa: None,
    })
}

fn reach() -> impl Strategy<Value = Reach> {
    let region = prop_oneof![
        3 => Just(Region::CANADA),
        3 => province().prop_map(Region::of_province),
        3 => place().prop_map(|place| place.region),
    ];
    let circle = (place(), 1.0..900.0_f64).prop_map(|(at, km)| Circle { lat: at.point.0, lon: at.point.1, km });
    (vec(region, 0..3), option::of(circle), any::<bool>()).prop_map(|(regions, near, remote)| Reach {
        regions,
        near,
        remote,
    })
}

fn subset<T: Member + std::fmt::Debug>() -> impl Strategy<Value = BitSet<T>> {
    subsequence(T::all(), 0..=T::all().len().min(4)).prop_map(BitSet::of)
}

/// A licence, mostly a good one.
pub fn licence(role: impl Strategy<Value = Role>, today: NaiveDate) -> impl Strategy<Value = Licence> {
    let class = prop_oneof![5 => Just(LicenceClass::General), 2 => select(LicenceClass::ALL)];
    let standing = prop_oneof![6 => Just(Standing::Active), 2 => select(Standing::ALL)];
    let dates = (option::weighted(0.2, day_around(today, 90)), option::of(day_around(today, 400)));
    (role, province(), class, standing, dates).prop_map(
        |(role, province, class, standing, (valid_from, valid_until))| Licence {
            role,
            province,
            class,
            standing,
            valid_from,
            valid_until,
        },
    )
}

fn held(today: NaiveDate) -> impl Strategy<Value = Held> {
    let dates = (option::of(day_around(today, 500)), option::of(day_around(today, 300)));
    (credential(), dates).prop_map(|(credential, (issued, expires))| Held { credential, issued, expires })
}

/// A credential; often one of the first, so that workers hold what postings ask.
pub fn credential() -> impl Strategy<Value = Credential> {
    let all: Vec<Credential> = Credential::all().collect();
    let first = all.iter().copied().take(12).collect::<Vec<_>>();
    prop_oneof![4 => select(first), 1 => select(all)]
}

fn pay() -> impl Strategy<Value = Pay> {
    let hourly = (1_700..9_000_i64, 0..2_000_i64).prop_map(|(min, more)| Pay {
        min_cents: min,
        max_cents: min + more,
        unit: PayUnit::Hour,
    });
    let yearly = (3_500_000..20_000_000_i64, 0..3_000_000_i64).prop_map(|(min, more)| Pay {
        min_cents: min,
        max_cents: min + more,
        unit: PayUnit::Year,
    });
    prop_oneof![3 => hourly, 1 => yearly]
}

/// A worker, as of `today`.
pub fn profile(today: NaiveDate) -> impl Strategy<Value = Profile> {
    let practice = (role(), 0..120_u16).prop_map(|(role, months)| Practice { role, months });
    let who = vec(practice, 0..4).prop_flat_map(move |roles| {
        let own = roles.iter().map(|practice| practice.role).collect::<Vec<_>>();
        let of = if own.is_empty() { role().boxed() } else { prop_oneof![4 => select(own), 1 => role()].boxed() };
        (Just(roles), vec(licence(of, today), 0..4))
    });
    let wants = (reach(), subset::<Employment>(), subset::<Shift>(), option::of(pay()), subset::<Language>());
    let rest = (option::of(province()), prop::bool::weighted(0.2), option::of(day_around(today, 60)));
    (who, vec(held(today), 0..8), wants, rest).prop_map(|((roles, licences), credentials, wants, rest)| {
        let (reach, employment, shifts, pay_floor, languages) = wants;
        let (residence, internationally_educated, available_from) = rest;
        Profile {
            roles,
            licences,
            credentials,
            residence,
            internationally_educated,
            reach,
            employment,
            shifts,
            pay_floor,
            languages,
            available_from,
        }
    })
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        5 => credential().prop_map(|credential| Ask::Credential { credential }),
        1 => option::of(role()).prop_map(|role| Ask::Licence { role }),
        1 => (0..60_u16).prop_map(|months| Ask::Experience { months }),
        1 => select(Language::ALL).prop_map(|language| Ask::Language { language }),
    ]
}

fn requirement() -> impl Strategy<Value = Requirement> {
    (ask(), select(Necessity::ALL)).prop_map(|(ask, necessity)| Requirement { ask, necessity, basis: Basis::Form })
}

fn hours() -> impl Strategy<Value = Hours> {
    (300..2400_u16, 0..300_u16).prop_map(|(min, more)| Hours { min_minutes: min, max_minutes: min + more })
}

/// What a posting says, as of `today`.
pub fn content(today: NaiveDate) -> impl Strategy<Value = Content> {
    let what = (vec(role(), 0..3), vec(location(), 0..4), vec(province(), 0..2), option::of(select(Setting::ALL)));
    let terms = (option::of(pay()), option::of(hours()), subset::<Employment>(), subset::<Shift>());
    let start = prop_oneof![2 => Just(None), 3 => day_around(today, 120).prop_map(Some)];
    let languages = prop_oneof![Just(BitSet::EMPTY), subset::<Language>()];
    (what, terms, vec(requirement(), 0..6), languages, start, moment(today), option::of(select(Arrangement::ALL)))
        .prop_map(move |(what, terms, requirements, languages, start, published_at, arrangement)| {
            let (roles, locations, remote, setting) = what;
            let (pay, hours, employment, shifts) = terms;
            let words = Content { arrangement, requirements, languages, start, ..said(published_at) };
            Content { roles, locations, remote, setting, pay, hours, employment, shifts, ..words }
        })
}

/// A posting's words, without its facts.
fn said(published_at: DateTime<Utc>) -> Content {
    Content {
        lang: Lang::En,
        en: Some(Text { title: "A posting".to_owned(), description: String::new(), qualifications: vec![] }),
        fr: None,
        employer: Employer { name: "An employer".to_owned(), key: Some("an employer".to_owned()) },
        arrangement: None,
        roles: vec![],
        locations: vec![],
        remote: vec![],
        setting: None,
        requirements: vec![],
        pay: None,
        hours: None,
        employment: EmploymentSet::EMPTY,
        shifts: ShiftSet::EMPTY,
        languages: BitSet::EMPTY,
        start: None,
        vacancies: None,
        apply: Apply::NotGiven,
        published_at,
        valid_through: None,
    }
}

fn moment(today: NaiveDate) -> impl Strategy<Value = DateTime<Utc>> {
    let midnight = today.and_time(NaiveTime::MIN).and_utc();
    (0..40 * 24 * 60_i64).prop_map(move |minutes| midnight - TimeDelta::minutes(minutes))
}

/// A live posting, as of `today`.
pub fn posting(today: NaiveDate) -> impl Strategy<Value = Posting> {
    (content(today), any::<u128>()).prop_map(|(content, id)| live(PostingId(Uuid::from_u128(id)), content))
}

/// A live posting that says nothing yet, published at the first minute of `today`.
pub fn blank_posting(today: NaiveDate) -> Posting {
    live(PostingId(Uuid::from_u128(1)), said(today.and_time(NaiveTime::MIN).and_utc()))
}

fn live(id: PostingId, content: Content) -> Posting {
    Posting {
        id,
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id,
        live_at: content.published_at,
        expires_at: content.expires_at(),
        content,
    }
}

/// A day to call today, a worker and a posting of that time.
pub fn pair() -> impl Strategy<Value = (NaiveDate, Profile, Posting)> {
    today().prop_flat_map(|today| (Just(today), profile(today), posting(today)))
}
