//! Postings to store.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::posting::{
    Apply, Arrangement, Content, Employer, Employment, EmploymentSet, Hours, Location, Origin, Pay, PayUnit, Posting,
    PostingId, Setting, Shift, ShiftSet, Status, Text,
};
use domain::reference::{Language, Province, Region, Role};
use domain::requirement::{Ask, Basis, Field, Necessity, Requirement, Span};
use domain::set::BitSet;
use uuid::Uuid;

/// Some moment, with more digits than a database keeps.
pub(crate) fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + second, 123_456_789).unwrap()
}

/// The same as a database keeps it.
pub(crate) fn kept_at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + second, 123_456_000).unwrap()
}

pub(crate) fn id(n: u128) -> PostingId {
    PostingId(Uuid::from_u128(n))
}

/// A posting with every field filled.
pub(crate) fn posting(n: u128) -> Posting {
    Posting {
        id: id(n),
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id(n),
        live_at: kept_at(0),
        expires_at: kept_at(0) + TimeDelta::days(30),
        content: content("Registered nurse, « nuits »"),
    }
}

pub(crate) fn content(title: &str) -> Content {
    let span = Span { field: Field::Description, lang: Lang::En, item: 0, start: 3, end: 9 };
    Content {
        lang: Lang::En,
        en: Some(Text {
            title: title.to_owned(),
            description: "BLS required.\n\0'\"\\ 🏥".to_owned(),
            qualifications: vec![],
        }),
        fr: None,
        employer: Employer { name: "Sault Area Hospital".to_owned(), key: Some("sault area hospital".to_owned()) },
        arrangement: Some(Arrangement::Direct),
        roles: vec![Role::parse("rn").unwrap(), Role::parse("lpn").unwrap()],
        locations: vec![Location {
            place: "Sault Ste. Marie".to_owned(),
            province: Province::On,
            region: Region::parse("on-north-east").unwrap(),
            point: Some((46.521_858, -84.346_09)),
            fsa: Some("P6A".to_owned()),
        }],
        remote: vec![Province::Nu],
        setting: Some(Setting::Hospital),
        requirements: vec![Requirement {
            ask: Ask::Experience { months: 24 },
            necessity: Necessity::Preferred,
            basis: Basis::Stated { span },
        }],
        pay: Some(Pay { min_cents: 4_827, max_cents: 6_291, unit: PayUnit::Hour }),
        hours: Some(Hours { min_minutes: 900, max_minutes: 2250 }),
        employment: EmploymentSet::of([Employment::PartTime, Employment::Permanent]),
        shifts: ShiftSet::of([Shift::Night]),
        languages: BitSet::of([Language::ALL[0]]),
        start: None,
        vacancies: Some(3),
        apply: Apply::External { url: "https://jobs.example/1".to_owned() },
        published_at: kept_at(-60),
        valid_through: Some(kept_at(0) + TimeDelta::days(30)),
    }
}
