//! A Canada-shaped generator of postings and workers, for measurements.
//!
//! Seeded: the same postings and workers every time. Roles and regions are log-uniform, as they are in real postings:
//! the commonest of each is many times the rarest.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::Lang;
use crate::digest::Wish;
use crate::posting::{
    Apply, Arrangement, Content, Employer, Employment, Location, Origin, Pay, PayUnit, Posting, PostingId, Setting,
    Shift, Status, Text,
};
use crate::reference::{Credential, Language, Place, Province, Region, Role};
use crate::requirement::{Ask, Basis, Necessity, Requirement};
use crate::search::Filter;
use crate::set::BitSet;
use crate::worker::{Circle, Held, Licence, LicenceClass, Practice, Profile, Reach, Standing};

/// Log-uniform below `count`: the first is drawn most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and count")]
pub fn skewed(rng: &mut ChaCha8Rng, count: usize) -> usize {
    let drawn = (rng.random::<f64>() * ((count + 1) as f64).ln()).exp() as usize;
    drawn.saturating_sub(1).min(count - 1)
}

/// What the generator draws from.
pub struct Country {
    now: DateTime<Utc>,
    roles: Vec<Role>,
    credentials: Vec<Credential>,
    towns: Vec<Location>,
}

impl Country {
    /// The country as of `now`.
    pub fn new(rng: &mut ChaCha8Rng, now: DateTime<Utc>) -> Self {
        // A region's share falls with its rank, and so does a place's within all; each in an order of its own.
        let mut by_region: Vec<Vec<&Place>> = vec![Vec::new(); Region::all().len()];
        Place::all().iter().take(4_000).for_each(|place| by_region[place.region.index()].push(place));
        by_region.retain(|places| !places.is_empty());
        by_region.sort_by_key(|places| std::cmp::Reverse(places.iter().map(|place| place.population).sum::<u32>()));
        let towns = (0..20_000).map(|_| {
            let places = &by_region[skewed(rng, by_region.len())];
            let place = places[skewed(rng, places.len())];
            Location {
                place: place.name.to_owned(),
                province: place.province,
                region: place.region,
                point: Some(place.point),
                fsa: None,
            }
        });
        Self { now, roles: Role::all().collect(), credentials: Credential::all().collect(), towns: towns.collect() }
    }

    /// A role, the common ones often.
    pub fn role(&self, rng: &mut ChaCha8Rng) -> Role {
        self.roles[skewed(rng, self.roles.len())]
    }

    /// A place of work, where many live often.
    pub fn town(&self, rng: &mut ChaCha8Rng) -> &Location {
        &self.towns[rng.random_range(0..self.towns.len())]
    }

    /// A live posting without words, `number` of so many, the last one the newest.
    pub fn posting(&self, rng: &mut ChaCha8Rng, number: u32, of: u32) -> Posting {
        let text = || Some(Text { title: String::new(), description: String::new(), qualifications: Vec::new() });
        let french = rng.random_bool(0.2);
        let min_cents = rng.random_range(1_800..6_000);
        let mut roles = vec![self.role(rng)];
        if rng.random_bool(0.03) {
            roles.push(self.role(rng));
        }
        let content = Content {
            lang: if french { Lang::Fr } else { Lang::En },
            en: if french { None } else { text() },
            fr: if french { text() } else { None },
            employer: Employer { name: String::new(), key: None },
            arrangement: rng
                .random_bool(0.8)
                .then(|| if rng.random_bool(0.9) { Arrangement::Direct } else { Arrangement::Agency }),
            roles,
            locations: vec![self.town(rng).clone()],
            remote: Vec::from_iter(rng.random_bool(0.02).then_some(Province::On)),
            setting: rng.random_bool(0.6).then(|| Setting::ALL[skewed(rng, Setting::ALL.len())]),
            requirements: self.requirements(rng),
            pay: rng.random_bool(0.7).then(|| Pay {
                min_cents,
                max_cents: min_cents + rng.random_range(0..1_500),
                unit: PayUnit::Hour,
            }),
            hours: None,
            employment: BitSet::of([Employment::SCHEDULES[skewed(rng, 3)], Employment::TENURES[skewed(rng, 3)]]),
            shifts: BitSet::of((0..rng.random_range(0..3)).map(|_| Shift::ALL[skewed(rng, Shift::ALL.len())])),
            languages: BitSet::of(rng.random_bool(0.3).then(|| Language::ALL[skewed(rng, Language::ALL.len())])),
            start: rng.random_bool(0.2).then(|| self.now.date_naive() + TimeDelta::days(rng.random_range(-10..90))),
            vacancies: None,
            apply: Apply::NotGiven,
            published_at: self.now,
            valid_through: None,
        };
        // From oldest to newest over 30 days.
        let live_at = self.now - TimeDelta::seconds(i64::from(of - number) * 30 * 86_400 / i64::from(of));
        let id = PostingId(Uuid::from_u128((u128::from(number) << 64) | u128::from(rng.random::<u64>())));
        Posting {
            id,
            version: 1,
            origin: Origin::Imported,
            status: Status::Live,
            group: id,
            live_at,
            expires_at: live_at + TimeDelta::days(30) + TimeDelta::seconds(1),
            content,
        }
    }

    /// What a subscriber wants: one to three roles; 70 % in one to four regions or a circle, 25 % in a province, 5 %
    /// anywhere; some with employment types, shifts or a least pay.
    pub fn wish(&self, rng: &mut ChaCha8Rng) -> Wish {
        let home = self.town(rng).clone();
        let mut filter =
            Filter { roles: (0..rng.random_range(1..4)).map(|_| self.role(rng)).collect(), ..Filter::default() };
        match rng.random_range(0..20) {
            0 => {}
            1..6 => filter.regions = vec![Region::of_province(home.province)],
            6..14 => filter.regions = (0..rng.random_range(1..5)).map(|_| self.town(rng).region).collect(),
            _ => filter.near = home.point.map(|(lat, lon)| Circle { lat, lon, km: rng.random_range(10.0..100.0) }),
        }
        if rng.random_bool(0.2) {
            filter.employment = BitSet::of([Employment::ALL[rng.random_range(0..4)]]);
        }
        if rng.random_bool(0.1) {
            filter.shifts = BitSet::of([Shift::ALL[skewed(rng, Shift::ALL.len())]]);
        }
        if rng.random_bool(0.1) {
            let cents = rng.random_range(2_000..5_000);
            filter.pay_floor = Some(Pay { min_cents: cents, max_cents: cents, unit: PayUnit::Hour });
        }
        Wish::Search { filter: Box::new(filter) }
    }

    fn requirements(&self, rng: &mut ChaCha8Rng) -> Vec<Requirement> {
        let mut requirements: Vec<Requirement> = (0..rng.random_range(0..6))
            .map(|_| Requirement {
                ask: Ask::Credential { credential: self.credentials[skewed(rng, self.credentials.len())] },
                necessity: if rng.random_bool(0.7) { Necessity::Required } else { Necessity::Preferred },
                basis: Basis::Form,
            })
            .collect();
        if rng.random_bool(0.4) {
            let ask = Ask::Experience { months: 12 * rng.random_range(1..6) };
            requirements.push(Requirement { ask, necessity: Necessity::Required, basis: Basis::Form });
        }
        requirements
    }

    /// One to three roles, mostly licensed at home; some credentials; 70 % one to four regions or a circle, 25 % the
    /// province, 5 % anywhere.
    pub fn profile(&self, rng: &mut ChaCha8Rng) -> Profile {
        let home = self.town(rng).clone();
        let roles: Vec<Role> = (0..rng.random_range(1..4)).map(|_| self.role(rng)).collect();
        let licence = |role: &Role| Licence {
            role: *role,
            province: home.province,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: None,
        };
        let mut reach = Reach { remote: rng.random_bool(0.2), ..Reach::default() };
        match rng.random_range(0..20) {
            0 => reach.regions = vec![Region::CANADA],
            1..6 => reach.regions = vec![Region::of_province(home.province)],
            6..12 => reach.regions = (0..rng.random_range(1..5)).map(|_| self.town(rng).region).collect(),
            _ => reach.near = home.point.map(|(lat, lon)| Circle { lat, lon, km: rng.random_range(10.0..100.0) }),
        }
        let cents = rng.random_range(2_000..5_000);
        let card = |credential: Credential| Held { credential, issued: Some(self.now.date_naive()), expires: None };
        Profile {
            licences: roles.iter().filter(|_| rng.random_bool(0.8)).map(licence).collect(),
            roles: roles.into_iter().map(|role| Practice { role, months: rng.random_range(0..120) }).collect(),
            credentials: (0..rng.random_range(0..12))
                .map(|_| card(self.credentials[skewed(rng, self.credentials.len())]))
                .collect(),
            residence: Some(home.province),
            reach,
            employment: BitSet::of([Employment::ALL[rng.random_range(0..4)]]),
            shifts: BitSet::of((0..rng.random_range(0..3)).map(|_| Shift::ALL[skewed(rng, Shift::ALL.len())])),
            pay_floor: rng.random_bool(0.5).then_some(Pay { min_cents: cents, max_cents: cents, unit: PayUnit::Hour }),
            languages: BitSet::of([Language::English]),
            ..Profile::default()
        }
    }
}
