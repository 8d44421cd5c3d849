//! One worker against the rows: the verdict's eligibility and score from columns, without its sentences.
//!
//! What a verdict asks again and again is worked out once per worker: the licence answer of each role, province
//! and setting, the credentials that count on each first day, the points of each place and each set of shifts.
//! The functions that decide are the verdict's own.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::columns::{Columns, Site};
use super::intern::at;
use crate::matching::{Answer, Eligibility, Tally, Wallet, accepts_place, distance_and_radius, judged_at, score};
use crate::mobility::{AnswerStatus, Prepared, prepare};
use crate::posting::{Employment, EmploymentSet, Setting, Shift, ShiftSet};
use crate::reference::{Credential, CredentialSet, Province, Role};
use crate::set::{BitSet, Member};
use crate::worker::Profile;

/// What a worker's verdict on a row comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) eligibility: Eligibility,
    pub(super) unknowns: u8,
    pub(super) score: u8,
    /// The hard lines other than credentials.
    pub(super) others: Tally,
    /// The required credentials that are not met.
    pub(super) unmet: CredentialSet,
    /// The day it was judged at.
    pub(super) judged_at: NaiveDate,
}

impl Outcome {
    fn fit(&self) -> (Eligibility, u8, Reverse<u8>) {
        (self.eligibility, self.unknowns, Reverse(self.score))
    }
}

/// One worker, prepared for many rows.
pub(super) struct Judge<'a> {
    columns: &'a Columns,
    profile: &'a Profile,
    today: NaiveDate,
    days: Days,
    licences: Licences<'a>,
    places: Places<'a>,
    floor: Option<i64>,
    /// Points by the bits of a set of employment types.
    employment: Vec<i32>,
    /// Points by the bits of a set of shifts.
    shifts: Vec<i32>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(columns: &'a Columns, profile: &'a Profile, today: NaiveDate) -> Self {
        let employment = |offered: EmploymentSet| score::employment_points(profile.employment, offered);
        let shifts = |offered: ShiftSet| score::shift_points(profile.shifts, offered);
        Self {
            columns,
            profile,
            today,
            days: Days::new(profile, today),
            licences: Licences { profile, today, roles: Vec::new(), lanes: Vec::new(), later: HashMap::new() },
            places: Places {
                profile,
                seen: vec![0; columns.sites.values().len()],
                ranges: Vec::new(),
                views: Vec::new(),
            },
            floor: score::floor_cents(profile.pay_floor),
            employment: subsets::<Employment>().map(employment).collect(),
            shifts: subsets::<Shift>().map(shifts).collect(),
        }
    }

    /// The points of a row that few columns tell: employment, shifts and pay.
    pub(super) fn cheap_points(&self, row: u32) -> i32 {
        let i = at(row);
        let hourly = self.columns.hourly(row).map(|(min, max)| (i64::from(min), i64::from(max)));
        self.employment[at(self.columns.employment[i].bits())]
            + self.shifts[at(self.columns.shifts[i].bits())]
            + score::pay_points(self.floor, hourly)
    }

    /// The most that the points left out of [`Judge::cheap_points`] and freshness can come to for this worker.
    pub(super) fn most_of_the_rest(&self) -> i32 {
        let or_neutral = |open: bool, weight: i32| if open { weight } else { score::neutral(weight) };
        let reach = &self.profile.reach;
        or_neutral(!self.profile.credentials.is_empty(), score::PREFERRED)
            + or_neutral(reach.near.is_some() || reach.remote, score::DISTANCE)
            + or_neutral(!self.profile.languages.is_empty(), score::LANGUAGE)
            + score::EXPERIENCE
    }

    /// The best outcome of a row over the worker's roles and the places in their reach, of equals the first, as
    /// the verdict has it; `None` where no role or no place is theirs. `points` are those of freshness and
    /// [`Judge::cheap_points`].
    pub(super) fn outcome(&mut self, row: u32, points: i32) -> Option<Outcome> {
        let i = at(row);
        let judged_at = judged_at(self.columns.start[i], self.today);
        let day = self.days.on(judged_at);
        let unmet = CredentialSet(self.columns.required[i].0 & !day.met);
        let preferred = self.columns.preferred[i].0;
        let points = points
            + score::preferred_points(preferred.count_ones(), (preferred & day.met).count_ones())
            + score::language_points(self.profile.languages, self.columns.languages[i]);
        let mut hard = Tally::default();
        if let Some(from) = self.profile.available_from.filter(|from| *from > judged_at) {
            hard.add(Answer::Obtainable { from });
        }
        let mut best: Option<Outcome> = None;
        for role in self.columns.roles_of(row) {
            let Some(months) = practised(self.profile, *role) else { continue };
            let points = points + score::experience_points(months, self.columns.months[i]);
            let (first, last) = self.places.of(self.columns.site[i], self.columns.site_of(row));
            for place in first..last {
                let place = self.places.views[place];
                let mut others = hard;
                others.add_licence(self.licences.status(*role, place, self.columns.setting[i], judged_at));
                let asked = self.columns.licence_lists.get(self.columns.licences[i]).iter();
                let asked = asked.map(|role| self.licences.status(*role, place, self.columns.setting[i], judged_at));
                if let Some(best) = asked.min() {
                    others.add_licence(best);
                }
                let mut tally = others;
                bits(unmet).for_each(|credential| tally.add(day.answers[credential]));
                let next = Outcome {
                    eligibility: tally.eligibility(),
                    unknowns: tally.unknowns(),
                    score: u8::try_from(points + place.points).unwrap_or_default(),
                    others,
                    unmet,
                    judged_at,
                };
                if best.is_none_or(|best| next.fit() < best.fit()) {
                    best = Some(next);
                }
            }
        }
        best
    }
}

/// Every subset of a set's items, by its bits.
fn subsets<T: Member>() -> impl Iterator<Item = BitSet<T>> {
    let within = |bits: usize| move |item: &&T| bits & (1 << item.number()) != 0;
    (0..1_usize << T::all().len()).map(move |bits| T::all().iter().filter(within(bits)).copied().collect())
}

/// Months of experience in a role; `None` where the worker does not do it.
fn practised(profile: &Profile, role: Role) -> Option<u16> {
    profile.roles.iter().filter(|practice| practice.role == role).map(|practice| practice.months).max()
}

/// The numbers of the credentials in a set.
fn bits(set: CredentialSet) -> impl Iterator<Item = usize> {
    let rest = |bits: &u64| Some(bits & (bits - 1)).filter(|bits| *bits != 0);
    let some = Some(set.0).filter(|bits| *bits != 0);
    std::iter::successors(some, rest).map(|bits| at(bits.trailing_zeros()))
}

/// The worker's credentials on each first day of work that was asked about.
struct Days {
    wallet: Wallet,
    numbers: HashMap<NaiveDate, usize>,
    days: Vec<Day>,
}

/// The worker's credentials on one day.
struct Day {
    on: NaiveDate,
    /// By the number of the credential.
    answers: Vec<Answer>,
    /// Those that count.
    met: u64,
}

impl Days {
    fn new(profile: &Profile, today: NaiveDate) -> Self {
        let wallet = Wallet::new(profile, today);
        let days = vec![Day::new(&wallet, today)];
        Self { wallet, numbers: HashMap::new(), days }
    }

    fn on(&mut self, day: NaiveDate) -> &Day {
        // Most postings name no start: then it is today, which stands first.
        let number = if self.days[0].on == day {
            0
        } else {
            let Self { wallet, days, .. } = self;
            *self.numbers.entry(day).or_insert_with(|| {
                days.push(Day::new(wallet, day));
                days.len() - 1
            })
        };
        &self.days[number]
    }
}

impl Day {
    fn new(wallet: &Wallet, on: NaiveDate) -> Self {
        let answers: Vec<Answer> = Credential::all().map(|credential| wallet.answer(credential, on)).collect();
        let is_met = |answer: &Answer| matches!(answer, Answer::Met | Answer::MetUntil { .. });
        let met = answers.iter().enumerate().filter(|(_, answer)| is_met(answer)).fold(0, |met, (i, _)| met | 1 << i);
        Self { on, answers, met }
    }
}

/// A place in the worker's reach.
#[derive(Clone, Copy)]
struct Place {
    province: Province,
    remote: bool,
    /// Points for its distance.
    points: i32,
}

/// The places in the worker's reach, by site.
struct Places<'a> {
    profile: &'a Profile,
    /// By the number of a site: 0 where it was not looked at yet, else one more than its number in `ranges`.
    seen: Vec<u32>,
    ranges: Vec<(usize, usize)>,
    views: Vec<Place>,
}

impl Places<'_> {
    /// The places of a site, as a range of `views`, in the posting's order.
    fn of(&mut self, number: u32, site: &Site) -> (usize, usize) {
        if let Some(seen) = self.seen[at(number)].checked_sub(1) {
            return self.ranges[at(seen)];
        }
        let reach = &self.profile.reach;
        let first = self.views.len();
        let accepted = site.spots.iter().filter(|spot| accepts_place(reach, spot.region, spot.point()));
        self.views.extend(accepted.map(|spot| Place {
            province: spot.province,
            remote: false,
            points: score::distance_points(false, distance_and_radius(reach, spot.point())),
        }));
        if reach.remote {
            let points = score::distance_points(true, None);
            self.views.extend(site.remote.iter().map(|province| Place { province: *province, remote: true, points }));
        }
        self.ranges.push((first, self.views.len()));
        self.seen[at(number)] = u32::try_from(self.ranges.len()).unwrap_or(u32::MAX);
        (first, self.views.len())
    }
}

/// The licence answers, each worked out when first asked.
struct Licences<'a> {
    profile: &'a Profile,
    today: NaiveDate,
    /// The roles asked about; each has [`LANES`] lanes.
    roles: Vec<Role>,
    lanes: Vec<Option<Lane>>,
    /// Answers for other days than today.
    later: HashMap<(usize, NaiveDate), AnswerStatus>,
}

/// The answers for one role, province, setting and way of working.
struct Lane {
    prepared: Prepared,
    today: AnswerStatus,
}

const SETTINGS: usize = Setting::ALL.len() + 1;
const LANES: usize = Province::ALL.len() * SETTINGS * 2;

impl Licences<'_> {
    fn status(&mut self, role: Role, place: Place, setting: Option<Setting>, day: NaiveDate) -> AnswerStatus {
        let slot = self.roles.iter().position(|known| *known == role).unwrap_or_else(|| {
            self.roles.push(role);
            self.lanes.resize_with(self.roles.len() * LANES, || None);
            self.roles.len() - 1
        });
        let setting_number = setting.map_or(0, |setting| at(setting.number()) + 1);
        let lane = at(place.province.number()) * SETTINGS * 2 + setting_number * 2 + usize::from(place.remote);
        let number = slot * LANES + lane;
        let (profile, today) = (self.profile, self.today);
        let lane = self.lanes[number].get_or_insert_with(|| {
            let prepared = prepare(profile, role, place.province, setting, place.remote, today);
            Lane { today: prepared.status(today), prepared }
        });
        if day == today {
            return lane.today;
        }
        *self.later.entry((number, day)).or_insert_with(|| lane.prepared.status(day))
    }
}
