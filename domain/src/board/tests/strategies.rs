//! Random postings, changes, filters. Few distinct values, so that they meet.

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use super::super::Board;
use super::model::Model;
use crate::Lang;
use crate::posting::{
    Apply, Arrangement, Content, Employer, Employment, Hours, Location, Origin, Pay, PayUnit, Posting, PostingId,
    Shift, Status, Text,
};
use crate::reference::{Province, Region, Role};
use crate::search::{Filter, Sort};
use crate::set::{BitSet, Member};
use crate::worker::Circle;

/// So many minutes after the moment at which the tests play.
pub(super) fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).unwrap() + Duration::minutes(minutes)
}

pub(super) fn id(number: u32) -> PostingId {
    PostingId(Uuid::from_u128(u128::from(number)))
}

/// An ordinary posting.
pub(super) fn fixed() -> Posting {
    let content = Content {
        lang: Lang::En,
        en: Some(Text { title: "Registered nurse".into(), description: String::new(), qualifications: Vec::new() }),
        fr: None,
        employer: Employer { name: "A hospital".into(), key: None },
        arrangement: None,
        roles: Role::all().take(1).collect(),
        locations: Vec::new(),
        remote: vec![Province::On],
        setting: None,
        requirements: Vec::new(),
        pay: None,
        hours: None,
        employment: BitSet::EMPTY,
        shifts: BitSet::EMPTY,
        languages: BitSet::EMPTY,
        start: None,
        vacancies: None,
        apply: Apply::NotGiven,
        published_at: at(0),
        valid_through: None,
    };
    Posting {
        id: id(0),
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id(0),
        live_at: at(0),
        expires_at: at(100_000),
        content,
    }
}

pub(super) fn set<T: Member + std::fmt::Debug>(most: usize) -> impl Strategy<Value = BitSet<T>> {
    subsequence(T::all().to_vec(), 0..=most).prop_map(BitSet::of)
}

/// The first roles of the table: few enough that worker, filter and posting meet.
pub(super) fn roles(count: impl Into<proptest::sample::SizeRange>) -> impl Strategy<Value = Vec<Role>> {
    subsequence(Role::all().take(4).collect::<Vec<_>>(), count)
}

pub(super) fn region() -> impl Strategy<Value = Region> {
    select(Region::all().collect::<Vec<_>>())
}

/// Points in and around Toronto, Ottawa and Calgary, some of them the same.
pub(super) fn point() -> impl Strategy<Value = (f64, f64)> {
    let towns = vec![(43.6532, -79.3832), (43.8, -79.1), (45.4215, -75.6972), (51.0447, -114.0719)];
    (select(towns), 0..3_u8).prop_map(|((lat, lon), step)| (lat + f64::from(step) / 10.0, lon))
}

pub(super) fn circle() -> impl Strategy<Value = Circle> {
    (point(), select(vec![0.0, 5.0, 25.0, 60.0, 400.0])).prop_map(|((lat, lon), km)| Circle { lat, lon, km })
}

fn location() -> impl Strategy<Value = Location> {
    let province = || select(vec![Province::On, Province::Qc, Province::Ab]);
    (province(), region(), any::<bool>(), prop::option::weighted(0.8, point())).prop_map(
        |(province, region, known, point)| Location {
            place: "Somewhere".into(),
            province,
            region: if known { region } else { Region::of_province(province) },
            point,
            fsa: None,
        },
    )
}

pub(super) fn pay() -> impl Strategy<Value = Pay> {
    (20..60_i64, 0..20_i64, any::<bool>()).prop_map(|(dollars, more, hourly)| {
        let (factor, unit) = if hourly { (100, PayUnit::Hour) } else { (100 * 1950, PayUnit::Year) };
        Pay { min_cents: dollars * factor, max_cents: (dollars + more) * factor, unit }
    })
}

fn text() -> Text {
    Text { title: "Title".into(), description: "Description".into(), qualifications: Vec::new() }
}

prop_compose! {
    fn content()(
        roles in roles(0..3),
        locations in prop::collection::vec(location(), 0..3),
        remote in subsequence(vec![Province::On, Province::Ab], 0..=2),
        pay in prop::option::of(pay()),
        hours in prop::option::of((600..2400_u16).prop_map(|m| Hours { min_minutes: m / 2, max_minutes: m })),
        employment in set::<Employment>(3),
        shifts in set::<Shift>(3),
        langs in select(vec![(true, false), (false, true), (true, true)]),
        arrangement in prop::option::of(select(Arrangement::ALL.to_vec())),
    ) -> Content {
        Content {
            roles, locations, remote, pay, hours, employment, shifts, arrangement,
            en: langs.0.then(text),
            fr: langs.1.then(text),
            ..fixed().content
        }
    }
}

prop_compose! {
    /// A posting of a small pool of ids, live around the moment of the tests.
    pub(super) fn posting()(
        number in 0..40_u32,
        version in 1..5,
        withdrawn in prop::bool::weighted(0.1),
        live in -20..5_i64,
        lives in 1..60_i64,
        content in content(),
    ) -> Posting {
        Posting {
            id: id(number),
            version,
            status: if withdrawn { Status::Withdrawn } else { Status::Live },
            group: id(number),
            live_at: at(live * 60),
            expires_at: at((live + lives) * 60 + 17),
            content,
            ..fixed()
        }
    }
}

prop_compose! {
    pub(super) fn filter()(
        roles in roles(0..3),
        regions in prop::collection::vec(region(), 0..2),
        near in prop::option::weighted(0.3, circle()),
        employment in set::<Employment>(2),
        shifts in set::<Shift>(2),
        pay_floor in prop::option::weighted(0.3, pay()),
        lang in prop::option::weighted(0.3, select(Lang::ALL.to_vec())),
        arrangement in prop::option::weighted(0.2, select(Arrangement::ALL.to_vec())),
        since in prop::option::weighted(0.3, (-20..5_i64).prop_map(|hours| at(hours * 60))),
        kept in subsequence((0..8).collect::<Vec<usize>>(), 0..=3),
    ) -> Filter {
        let keep = |i: usize| kept.contains(&i);
        Filter {
            roles: if keep(0) { roles } else { vec![] },
            regions: if keep(1) { regions } else { vec![] },
            near: near.filter(|_| keep(2)),
            employment: if keep(3) { employment } else { BitSet::EMPTY },
            shifts: if keep(4) { shifts } else { BitSet::EMPTY },
            pay_floor: pay_floor.filter(|_| keep(5)),
            lang: lang.filter(|_| keep(6)),
            arrangement: arrangement.filter(|_| keep(7)),
            posted_since: since,
        }
    }
}

pub(super) fn sort() -> impl Strategy<Value = Sort> {
    select(Sort::ALL.to_vec())
}

/// One change.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Apply(Box<Posting>),
    Remove(PostingId),
    Wait(i64),
}

pub(super) fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => posting().prop_map(|posting| Op::Apply(Box::new(posting))),
        1 => (0..40_u32).prop_map(|number| Op::Remove(id(number))),
        1 => (1..400_i64).prop_map(Op::Wait),
    ]
}

/// Makes the changes on a board and on the model.
pub(super) fn run(ops: &[Op]) -> (Board, Model, DateTime<Utc>) {
    let (mut board, mut model, mut now) = (Board::default(), Model::default(), at(0));
    for op in ops {
        match op {
            Op::Apply(posting) => {
                board.apply(posting, now);
                model.apply(posting, now);
            }
            Op::Remove(id) => {
                board.remove(*id);
                model.remove(*id);
            }
            Op::Wait(minutes) => now += Duration::minutes(*minutes),
        }
    }
    (board, model, now)
}
