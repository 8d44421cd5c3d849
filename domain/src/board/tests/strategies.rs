//! Random postings, changes, filters. Few distinct values, so that they meet.

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use super::super::Board;
use super::model::Model;
use crate::Lang;
use crate::posting::{
    Apply, Arrangement, Content, Employer, Employment, Origin, Pay, PayUnit, Posting, PostingId, Shift, Status, Text,
};
use crate::reference::{Credential, Place, Province, Region, Role};
use crate::search::{Filter, Sort};
use crate::set::{BitSet, Member};
use crate::testing;
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

fn region() -> impl Strategy<Value = Region> {
    prop_oneof![testing::province().prop_map(Region::of_province), select(Region::all().collect::<Vec<_>>())]
}

/// Around one of the larger places, often exactly there.
pub(super) fn circle() -> impl Strategy<Value = Circle> {
    let place = select(Place::all().iter().take(150).collect::<Vec<_>>());
    (place, select(vec![0.0, 25.0, 100.0, 800.0])).prop_map(|(place, km)| {
        let (lat, lon) = place.point;
        Circle { lat, lon, km }
    })
}

pub(super) fn pay() -> impl Strategy<Value = Pay> {
    (20..60_i64, 0..20_i64, any::<bool>()).prop_map(|(dollars, more, hourly)| {
        let (factor, unit) = if hourly { (100, PayUnit::Hour) } else { (100 * 1950, PayUnit::Year) };
        Pay { min_cents: dollars * factor, max_cents: (dollars + more) * factor, unit }
    })
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
        let roles: Vec<Role> = Role::all().collect();
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

/// What a posting says; in English, French or both.
fn content() -> impl Strategy<Value = Content> {
    let langs = select(vec![(true, false), (false, true), (true, true)]);
    (testing::content(at(0).date_naive()), langs).prop_map(|(content, (en, fr))| {
        let text = content.en.clone();
        Content { en: text.clone().filter(|_| en), fr: text.filter(|_| fr), ..content }
    })
}

/// A worker; every second one does the commonest roles and would go anywhere.
pub(super) fn profile() -> impl Strategy<Value = Profile> {
    let widened = |mut profile: Profile| {
        profile.reach.regions.push(Region::CANADA);
        let common = ["rn", "lpn", "psw"].into_iter().filter_map(Role::parse);
        profile.roles.extend(common.map(|role| Practice { role, months: 12 }));
        profile
    };
    let any = || testing::profile(at(0).date_naive());
    prop_oneof![any(), any().prop_map(widened)]
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
        roles in prop::collection::vec(testing::role(), 0..3),
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
