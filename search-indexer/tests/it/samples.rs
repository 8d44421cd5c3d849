//! Postings, documents and filters for the tests.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::posting::{
    Apply, Arrangement, Content, Employer, Employment, EmploymentSet, Location, Origin, Pay, PayUnit, Posting,
    PostingId, Shift, ShiftSet, Status, Text,
};
use domain::reference::{Province, Region, RegionKind, Role};
use domain::search::{Document, Filter, SearchQuery, Sort, document};
use domain::set::BitSet;
use domain::worker::Circle;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

/// The moment at which the tests search.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-02T12:00:00Z").unwrap().to_utc()
}

pub(crate) fn id(n: u128) -> PostingId {
    PostingId(Uuid::from_u128(n))
}

pub(crate) fn role(key: &str) -> Role {
    Role::parse(key).unwrap()
}

pub(crate) fn text(title: &str, description: &str) -> Text {
    Text { title: title.to_owned(), description: description.to_owned(), qualifications: Vec::new() }
}

pub(crate) fn location(place: &str, province: Province, point: Option<(f64, f64)>) -> Location {
    Location { place: place.to_owned(), province, region: Region::of_province(province), point, fsa: None }
}

/// A posting of a registered nurse in Sudbury, in English.
pub(crate) fn posting(n: u128, title: &str, description: &str) -> Posting {
    let live_at = now() - TimeDelta::days(1);
    let content = Content {
        lang: Lang::En,
        en: Some(text(title, description)),
        fr: None,
        employer: Employer { name: "Northern Lakes Hospital".to_owned(), key: None },
        arrangement: None,
        roles: vec![role("rn")],
        locations: vec![location("Sudbury", Province::On, Some((46.49, -81.0)))],
        remote: Vec::new(),
        setting: None,
        requirements: Vec::new(),
        pay: None,
        hours: None,
        employment: EmploymentSet::EMPTY,
        shifts: ShiftSet::EMPTY,
        languages: BitSet::EMPTY,
        start: None,
        vacancies: None,
        apply: Apply::NotGiven,
        published_at: live_at,
        valid_through: None,
    };
    let expires_at = now() + TimeDelta::days(30);
    Posting {
        id: id(n),
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id(n),
        live_at,
        expires_at,
        content,
    }
}

/// Its document, without a role, so that only the texts are found.
pub(crate) fn english(n: u128, title: &str, description: &str) -> Document {
    with_roles(posting(n, title, description), &[])
}

/// The same in French, in Laval.
pub(crate) fn french(n: u128, title: &str, description: &str) -> Document {
    let mut posting = posting(n, "", "");
    posting.content.lang = Lang::Fr;
    posting.content.en = None;
    posting.content.fr = Some(text(title, description));
    posting.content.locations = vec![location("Laval", Province::Qc, Some((45.6, -73.75)))];
    with_roles(posting, &[])
}

/// The document of a posting with these roles instead.
pub(crate) fn with_roles(mut posting: Posting, roles: &[&str]) -> Document {
    posting.content.roles = roles.iter().map(|key| role(key)).collect();
    document(&posting)
}

pub(crate) fn query(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        lang: Lang::En,
        filter: Filter::default(),
        sort: Sort::Relevance,
        facets: false,
        limit: 100,
        after: None,
    }
}

fn minutes(range: std::ops::Range<i64>) -> impl Strategy<Value = DateTime<Utc>> {
    range.prop_map(|minutes| now() + TimeDelta::minutes(minutes))
}

fn regions() -> Vec<Region> {
    Region::all().filter(|region| region.kind() != RegionKind::Country).collect()
}

fn place() -> impl Strategy<Value = Location> {
    let point = proptest::option::weighted(0.8, (43.0..46.0f64, -80.0..-73.0f64));
    (select(regions()), point)
        .prop_map(|(region, point)| Location { region, ..location("Somewhere", region.province().unwrap(), point) })
}

fn roles(most: usize) -> impl Strategy<Value = Vec<Role>> {
    subsequence(vec![role("rn"), role("lpn"), role("psw"), role("rpsych")], 1..=most)
}

fn pay() -> impl Strategy<Value = Option<Pay>> {
    let hourly = (2_000..6_000i64, 0..900i64, Just(PayUnit::Hour));
    let yearly = (4_000_000..12_000_000i64, 0..900_000i64, Just(PayUnit::Year));
    let pay = prop_oneof![hourly, yearly].prop_map(|(min_cents, more, unit)| Pay {
        min_cents,
        max_cents: min_cents + more,
        unit,
    });
    proptest::option::of(pay)
}

/// Some postings: half of them speak of zebras, one in ten or so has expired.
pub(crate) fn postings(most: usize) -> impl Strategy<Value = Vec<Posting>> {
    let number = |all: Vec<Posting>| {
        let numbered = all.into_iter().zip(1u128..);
        numbered.map(|(posting, n)| Posting { id: id((0x0190 << 112) + n), ..posting }).collect()
    };
    proptest::collection::vec(any_posting(), 1..=most).prop_map(number)
}

fn any_posting() -> impl Strategy<Value = Posting> {
    let word = select(vec!["Zebra", "Giraffe"]);
    let langs = subsequence(Lang::ALL.to_vec(), 1..=2);
    let (employment, shifts) = (subsequence(Employment::ALL, 0..=3), subsequence(Shift::ALL, 0..=3));
    let arrangement = proptest::option::of(select(Arrangement::ALL));
    let places = proptest::collection::vec(place(), 1..=3);
    let when = (minutes(-20_000..0), minutes(-2_000..20_000));
    (word, langs, employment, shifts, arrangement, roles(3), places, pay(), when).prop_map(
        |(word, langs, employment, shifts, arrangement, roles, locations, pay, (live_at, expires_at))| {
            let Posting { content, .. } = posting(0, "", "");
            let says = |lang, description| langs.contains(&lang).then(|| text(word, description));
            let content = Content {
                en: says(Lang::En, "Work with others."),
                fr: says(Lang::Fr, "Travail en équipe."),
                employment: EmploymentSet::of(employment),
                shifts: ShiftSet::of(shifts),
                arrangement,
                roles,
                locations,
                pay,
                ..content
            };
            Posting { live_at, expires_at, content, ..posting(0, "", "") }
        },
    )
}

pub(crate) fn filters() -> impl Strategy<Value = Filter> {
    let sets = (subsequence(Employment::ALL, 0..=2), subsequence(Shift::ALL, 0..=2));
    let near = (43.0..46.0f64, -80.0..-73.0f64, prop_oneof![1.0..60.0f64, 60.0..700.0f64]);
    let near = near.prop_map(|(lat, lon, km)| Circle { lat, lon, km });
    (
        proptest::option::of(roles(2)),
        proptest::option::weighted(0.3, proptest::collection::vec(select(regions()), 1..6)),
        proptest::option::weighted(0.5, near),
        proptest::option::weighted(0.3, sets),
        proptest::option::weighted(0.3, pay()),
        (
            proptest::option::weighted(0.3, select(&Lang::ALL[..])),
            proptest::option::weighted(0.2, select(Arrangement::ALL)),
        ),
        proptest::option::weighted(0.3, minutes(-20_000..0)),
    )
        .prop_map(|(roles, regions, near, sets, pay_floor, (lang, arrangement), posted_since)| {
            let (employment, shifts) = sets.unwrap_or_default();
            Filter {
                roles: roles.unwrap_or_default(),
                regions: regions.unwrap_or_default(),
                near,
                employment: EmploymentSet::of(employment),
                shifts: ShiftSet::of(shifts),
                pay_floor: pay_floor.flatten(),
                lang,
                arrangement,
                posted_since,
            }
        })
}
