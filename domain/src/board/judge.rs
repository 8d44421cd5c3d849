//! One worker against the rows: the verdict's eligibility and score from columns, without its sentences.
//!
//! What a verdict asks again and again is worked out once per worker: the licence answer of each role, province
//! and setting, the credentials that count on each first day, the points of each place and each set of shifts.
//! The functions that decide are the verdict's own.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::columns::{Columns, Site};
use crate::intern::at;
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
    pub(super) fn fit(&self) -> (Eligibility, u8, Reverse<u8>) {
        (self.eligibility, self.unknowns, Reverse(self.score))
    }
}

/// The best that an outcome can be.
pub(super) struct Hope {
    pub(super) eligibility: Eligibility,
    pub(super) unknowns: u8,
    pub(super) judged_at: NaiveDate,
}

/// One worker, prepared for many rows.
pub(super) struct Judge<'a> {
    columns: &'a Columns,
    profile: &'a Profile,
    /// Each role they do, with months of experience in it.
    practices: Vec<(Role, u16)>,
    /// By the number of a set of roles: which practices it shares, in the posting's order.
    shared: Vec<Vec<usize>>,
    days: Days,
    licences: Licences<'a>,
    places: Places<'a>,
    floor: Option<i64>,
    /// Points by the bits of a set of employment types.
    employment: Vec<i32>,
    /// Points by the bits of a set of shifts.
    shifts: Vec<i32>,
    /// The most points of the other lines, by [`Glance::scored`](super::columns::Glance).
    rest: [i32; 8],
}

impl<'a> Judge<'a> {
    pub(super) fn new(columns: &'a Columns, profile: &'a Profile, today: NaiveDate) -> Self {
        let employment = |offered: EmploymentSet| score::employment_points(profile.employment, offered);
        let shifts = |offered: ShiftSet| score::shift_points(profile.shifts, offered);
        let roles: Vec<Role> = profile.roles.iter().map(|practice| practice.role).collect();
        let practice = |role: &Role| roles.iter().position(|practised| practised == role);
        let sets = columns.role_sets.values().iter();
        Self {
            columns,
            profile,
            shared: sets.map(|set| set.iter().filter_map(practice).collect()).collect(),
            practices: roles.iter().map(|role| (*role, score::months_in(profile, *role))).collect(),
            days: Days::new(profile, today),
            licences: Licences::new(profile, today),
            places: Places::new(profile, columns.sites.values().len()),
            floor: score::floor_cents(profile.pay_floor),
            employment: subsets::<Employment>().map(employment).collect(),
            shifts: subsets::<Shift>().map(shifts).collect(),
            rest: std::array::from_fn(|scored| most_of_the_rest(profile, scored)),
        }
    }

    /// The points of a row's terms: employment, shifts and pay.
    pub(super) fn terms_points(&self, row: u32) -> i32 {
        let (glance, hourly) = (self.columns.glance[at(row)], self.columns.hourly[at(row)].stated());
        let hourly = hourly.map(|(min, max)| (i64::from(min), i64::from(max)));
        self.employment[at(glance.employment().bits())]
            + self.shifts[at(glance.shifts().bits())]
            + score::pay_points(self.floor, hourly)
    }

    /// The most that all points of a row but those of freshness and terms can come to for this worker.
    pub(super) fn most_of_the_rest(&self, row: u32) -> i32 {
        self.rest[usize::from(self.columns.glance[at(row)].scored)]
    }

    /// The best that a row's outcome can be, by its role, place, start and the licence alone: what else it asks
    /// can only make it worse. `None` where no role or no place is the worker's.
    pub(super) fn hope(&mut self, row: u32) -> Option<Hope> {
        let work = &self.columns.work[at(row)];
        let day = self.days.number(work.start, self.columns);
        let on = self.days.judged[day].on;
        let available = self.available(on);
        let (first, last) = self.places.of(work.site, self.columns);
        let mut best: Option<(Eligibility, u8)> = None;
        for practice in &self.shared[at(work.roles)] {
            for place in &self.places.views[first..last] {
                let mut tally = available;
                tally.add_licence(self.licences.status(self.practices[*practice].0, *place, work.setting, (day, on)));
                let next = (tally.eligibility(), tally.unknowns());
                best = Some(best.map_or(next, |best| best.min(next)));
            }
        }
        best.map(|(eligibility, unknowns)| Hope { eligibility, unknowns, judged_at: on })
    }

    /// The required credentials of a row that do not count on the day it is judged at.
    pub(super) fn unmet(&mut self, row: u32) -> CredentialSet {
        let day = self.days.number(self.columns.work[at(row)].start, self.columns);
        CredentialSet(self.columns.asked[at(row)].required.0 & !self.days.judged[day].met)
    }

    /// The best outcome of a row over the worker's roles and the places in their reach, of equals the first, as
    /// the verdict has it; `None` where no role or no place is theirs. `points` are those of freshness and terms.
    pub(super) fn outcome(&mut self, row: u32, points: i32) -> Option<Outcome> {
        let columns = self.columns;
        let (work, asked) = (&columns.work[at(row)], &columns.asked[at(row)]);
        let number = self.days.number(work.start, columns);
        let day = &self.days.judged[number];
        let (judged_at, available) = (day.on, self.available(day.on));
        let unmet = CredentialSet(asked.required.0 & !day.met);
        let held = asked.preferred.0 & day.met;
        let points = points
            + score::preferred_points(asked.preferred.0.count_ones(), held.count_ones())
            + score::language_points(self.profile.languages, asked.languages);
        let others_asked = columns.licence_lists.get(asked.licences);
        let (first, last) = self.places.of(work.site, columns);
        let mut best: Option<Outcome> = None;
        for practice in &self.shared[at(work.roles)] {
            let (role, months) = self.practices[*practice];
            let points = points + score::experience_points(months, asked.months);
            for place in &self.places.views[first..last] {
                let on = (number, judged_at);
                let mut others = available;
                others.add_licence(self.licences.status(role, *place, work.setting, on));
                let asked = others_asked.iter().map(|role| self.licences.status(*role, *place, work.setting, on));
                if let Some(best) = asked.min() {
                    others.add_licence(best);
                }
                let mut tally = others;
                bits(unmet).for_each(|credential| tally.add(day.answers[credential]));
                let (eligibility, unknowns) = (tally.eligibility(), tally.unknowns());
                let score = u8::try_from(points + place.points).unwrap_or_default();
                let next = Outcome { eligibility, unknowns, score, others, unmet, judged_at };
                if best.is_none_or(|best| next.fit() < best.fit()) {
                    best = Some(next);
                }
            }
        }
        best
    }

    /// The line of the worker's first available day.
    fn available(&self, on: NaiveDate) -> Tally {
        let mut tally = Tally::default();
        if let Some(from) = self.profile.available_from.filter(|from| *from > on) {
            tally.add(Answer::Obtainable { from });
        }
        tally
    }
}

/// The most points that preferred credentials, distance, languages and experience can give a worker, where a posting
/// has the kinds of lines that [`Glance::scored`](super::columns::Glance) says; a line that it has not is neutral.
fn most_of_the_rest(profile: &Profile, scored: usize) -> i32 {
    let or_neutral = |open: bool, weight: i32| if open { weight } else { score::neutral(weight) };
    or_neutral(scored & 1 != 0 && !profile.credentials.is_empty(), score::PREFERRED)
        + or_neutral(scored & 2 != 0 && !profile.languages.is_empty(), score::LANGUAGE)
        + or_neutral(scored & 4 != 0, score::EXPERIENCE)
        + or_neutral(profile.reach.near.is_some() || profile.reach.remote, score::DISTANCE)
}

/// Every subset of a set's items, by its bits.
fn subsets<T: Member>() -> impl Iterator<Item = BitSet<T>> {
    let within = |bits: usize| move |item: &&T| bits & (1 << item.number()) != 0;
    (0..1_usize << T::all().len()).map(move |bits| T::all().iter().filter(within(bits)).copied().collect())
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
    /// By the number of a start: one more than the number of the day it is judged at; 0 where not asked yet.
    numbers: Vec<usize>,
    /// Today first.
    judged: Vec<Day>,
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
        let judged = vec![Day::new(&wallet, today)];
        Self { wallet, numbers: Vec::new(), judged }
    }

    /// The number of the day at which postings with a start are judged.
    fn number(&mut self, start: u32, columns: &Columns) -> usize {
        if self.numbers.is_empty() {
            self.numbers.resize(columns.starts.values().len(), 0);
        }
        if let Some(number) = self.numbers[at(start)].checked_sub(1) {
            return number;
        }
        let today = self.judged[0].on;
        let judged_at = judged_at(**columns.starts.get(start), today);
        let number = if judged_at == today {
            0
        } else {
            self.judged.push(Day::new(&self.wallet, judged_at));
            self.judged.len() - 1
        };
        self.numbers[at(start)] = number + 1;
        number
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
    /// By the number of a site: its range of `views`; both ends 0 where it was not looked at yet.
    ranges: Vec<(u32, u32)>,
    /// Behind one that belongs to no site.
    views: Vec<Place>,
}

impl<'a> Places<'a> {
    fn new(profile: &'a Profile, sites: usize) -> Self {
        let nowhere = Place { province: Province::On, remote: false, points: 0 };
        Self { profile, ranges: vec![(0, 0); sites], views: vec![nowhere] }
    }

    /// The places of a site, as a range of `views`, in the posting's order.
    fn of(&mut self, site: u32, columns: &Columns) -> (usize, usize) {
        if self.ranges[at(site)] == (0, 0) {
            let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
            let first = number(self.views.len());
            self.look_at(columns.sites.get(site));
            self.ranges[at(site)] = (first, number(self.views.len()));
        }
        let (first, last) = self.ranges[at(site)];
        (at(first), at(last))
    }

    fn look_at(&mut self, site: &Site) {
        let reach = &self.profile.reach;
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
    }
}

/// The licence answers, each worked out when first asked.
struct Licences<'a> {
    profile: &'a Profile,
    today: NaiveDate,
    /// The roles asked about; each has [`LANES`] lanes: one for each province, setting and way of working.
    roles: Vec<Role>,
    lanes: Vec<Lane>,
}

/// The answers of one role, province, setting and way of working.
#[derive(Clone, Default)]
struct Lane {
    prepared: Option<Box<Prepared>>,
    /// By the number of the day.
    answers: Vec<Option<AnswerStatus>>,
}

const SETTINGS: usize = Setting::ALL.len() + 1;
const LANES: usize = Province::ALL.len() * SETTINGS * 2;

impl<'a> Licences<'a> {
    fn new(profile: &'a Profile, today: NaiveDate) -> Self {
        Self { profile, today, roles: Vec::new(), lanes: Vec::new() }
    }

    fn status(
        &mut self,
        role: Role,
        place: Place,
        setting: Option<Setting>,
        (number, on): (usize, NaiveDate),
    ) -> AnswerStatus {
        let slot = self.roles.iter().position(|known| *known == role).unwrap_or_else(|| {
            self.roles.push(role);
            self.lanes.resize(self.roles.len() * LANES, Lane::default());
            self.roles.len() - 1
        });
        let setting_number = setting.map_or(0, |setting| at(setting.number()) + 1);
        let within = (at(place.province.number()) * SETTINGS + setting_number) * 2 + usize::from(place.remote);
        let lane = &mut self.lanes[slot * LANES + within];
        if let Some(Some(status)) = lane.answers.get(number) {
            return *status;
        }
        let prepare = || prepare(self.profile, role, place.province, setting, place.remote, self.today);
        let status = lane.prepared.get_or_insert_with(|| Box::new(prepare())).status(on);
        lane.answers.resize(lane.answers.len().max(number + 1), None);
        lane.answers[number] = Some(status);
        status
    }
}
