//! Random postings, changes, filters. Few distinct values, so that they meet.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use super::super::Board;
use super::model::Model;
use crate::Lang;
use crate::posting::{
    Apply, Arrangement, Content, Employer, Employment, Hours, Location, Origin, Pay, PayUnit, Posting, PostingId,
    Setting, Shift, Status, Text,
};
use crate::reference::{Credential, Language, Province, Region, Role};
use crate::requirement::{Ask, Basis, Necessity, Requirement};
use crate::search::{Filter, Sort};
use crate::set::{BitSet, Member};
use crate::worker::{Circle, Held, Licence, LicenceClass, Practice, Profile, Reach, Standing};

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

/// A day from a month before the day of the tests to three months after.
fn near_day() -> impl Strategy<Value = NaiveDate> {
    (-30..90_i64).prop_map(|days| at(days * 24 * 60).date_naive())
}

/// Credentials of every sort of validity, few enough that worker and posting meet.
fn credential() -> impl Strategy<Value = Credential> {
    let all: Vec<Credential> = Credential::all().collect();
    let sorts = |of: &Credential| (of.valid_months(), of.max_age_months(), of.obtain_days(), of.provenance().certainty);
    let mut seen = Vec::new();
    let mut one_of_each: Vec<Credential> = Vec::new();
    for credential in all {
        if !seen.contains(&sorts(&credential)) {
            seen.push(sorts(&credential));
            one_of_each.push(credential);
        }
    }
    select(one_of_each)
}

fn requirement() -> impl Strategy<Value = Requirement> {
    let months = select(vec![6, 12, 36]);
    let ask = prop_oneof![
        6 => credential().prop_map(|credential| Ask::Credential { credential }),
        1 => months.prop_map(|months| Ask::Experience { months }),
        1 => select(Language::ALL.to_vec()).prop_map(|language| Ask::Language { language }),
        1 => prop::option::of(role()).prop_map(|role| Ask::Licence { role }),
    ];
    (ask, select(Necessity::ALL.to_vec())).prop_map(|(ask, necessity)| Requirement {
        ask,
        necessity,
        basis: Basis::Form,
    })
}

fn role() -> impl Strategy<Value = Role> {
    roles(1).prop_map(|roles| roles[0])
}

fn licence() -> impl Strategy<Value = Licence> {
    let (class, standing) = (select(LicenceClass::ALL.to_vec()), select(Standing::ALL.to_vec()));
    let usual = prop_oneof![3 => Just((LicenceClass::General, Standing::Active)), 1 => (class, standing)];
    let dates = (prop::option::weighted(0.2, near_day()), prop::option::weighted(0.4, near_day()));
    (role(), select(vec![Province::On, Province::Qc, Province::Ab, Province::Ns]), usual, dates).prop_map(
        |(role, province, (class, standing), (valid_from, valid_until))| Licence {
            role,
            province,
            class,
            standing,
            valid_from,
            valid_until,
        },
    )
}

fn held() -> impl Strategy<Value = Held> {
    let issued = (0..900_i64).prop_map(|days| at(-days * 24 * 60).date_naive());
    (credential(), prop::option::weighted(0.8, issued), prop::option::weighted(0.3, near_day()))
        .prop_map(|(credential, issued, expires)| Held { credential, issued, expires })
}

prop_compose! {
    fn reach()(
        regions in prop::collection::vec(prop_oneof![region(), Just(Region::CANADA)], 0..3),
        near in prop::option::weighted(0.4, circle()),
        remote in any::<bool>(),
    ) -> Reach {
        Reach { regions, near, remote }
    }
}

prop_compose! {
    pub(super) fn profile()(
        practices in prop::collection::vec((role(), 0..40_u16), 1..4),
        licences in prop::collection::vec(licence(), 0..4),
        credentials in prop::collection::vec(held(), 0..6),
        (residence, internationally_educated) in
            (prop::option::of(select(vec![Province::On, Province::Ab])), prop::bool::weighted(0.2)),
        reach in reach(),
        (employment, shifts) in (set::<Employment>(2), set::<Shift>(2)),
        pay_floor in prop::option::of(pay()),
        languages in set::<Language>(4),
        available_from in prop::option::weighted(0.3, near_day()),
    ) -> Profile {
        Profile {
            roles: practices.into_iter().map(|(role, months)| Practice { role, months }).collect(),
            licences, credentials, residence, internationally_educated, reach, employment, shifts, pay_floor,
            languages, available_from,
        }
    }
}

prop_compose! {
    /// A worker who may do most of the work there is.
    pub(super) fn wanted()(profile in profile(), near in circle()) -> Profile {
        let licence = |(role, province)| Licence {
            role,
            province,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: None,
        };
        let roles: Vec<Role> = Role::all().take(4).collect();
        let everywhere = roles.iter().flat_map(|role| Province::ALL.iter().map(|province| (*role, *province)));
        let card = |credential| Held { credential, issued: Some(at(0).date_naive()), expires: None };
        Profile {
            licences: everywhere.map(licence).collect(),
            roles: roles.iter().map(|role| Practice { role: *role, months: 24 }).collect(),
            credentials: Credential::all().map(card).collect(),
            reach: Reach { regions: vec![Region::CANADA], near: Some(near), remote: true },
            available_from: None,
            ..profile
        }
    }
}

fn text() -> Text {
    Text { title: "Title".into(), description: "Description".into(), qualifications: Vec::new() }
}

prop_compose! {
    fn content()(
        roles in prop_oneof![8 => roles(1..3), 1 => roles(0)],
        locations in prop::collection::vec(location(), 0..3),
        remote in subsequence(vec![Province::On, Province::Ab], 0..=2),
        pay in prop::option::of(pay()),
        hours in prop::option::of((600..2400_u16).prop_map(|m| Hours { min_minutes: m / 2, max_minutes: m })),
        employment in set::<Employment>(3),
        shifts in set::<Shift>(3),
        langs in select(vec![(true, false), (false, true), (true, true)]),
        arrangement in prop::option::of(select(Arrangement::ALL.to_vec())),
        (setting, start) in (prop::option::of(select(Setting::ALL.to_vec())), prop::option::weighted(0.4, near_day())),
        requirements in prop::collection::vec(requirement(), 0..5),
        languages in set::<Language>(2),
    ) -> Content {
        Content {
            roles, locations, remote, pay, hours, employment, shifts, arrangement,
            setting, start, requirements, languages,
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
        // Hours: of these days, or of the weeks before.
        live in prop_oneof![-20..5_i64, -35 * 24..0_i64],
        until in -2..60_i64,
        content in content(),
    ) -> Posting {
        Posting {
            id: id(number),
            version,
            status: if withdrawn { Status::Withdrawn } else { Status::Live },
            group: id(number),
            live_at: at(live * 60),
            expires_at: at(until * 60 + 17),
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
