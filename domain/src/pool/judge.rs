//! One posting against the rows: the verdict's eligibility and score from columns, without its sentences.
//!
//! What is asked again and again is worked out once per posting: the licence answer of everyone who is licensed
//! alike, and from when a new card would count. The functions that decide are the verdict's own.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Candidate;
use super::row::{Row, Shared};
use crate::matching::{Answer, Asks, NewCard, Tally, accepts_regions, judged_at, metres_within, score};
use crate::mobility::{AnswerStatus, status_of};
use crate::posting::Posting;
use crate::reference::{Credential, CredentialSet, Province, Region, Role};
use crate::worker::{Circle, Profile};

/// A place of the posting.
#[derive(Clone, Copy)]
enum Site {
    Place { province: Province, region: Region, point: Option<(f64, f64)> },
    Remote(Province),
}

/// One posting, prepared for many rows.
pub(super) struct Judge<'a> {
    shared: &'a Shared,
    posting: &'a Posting,
    today: NaiveDate,
    judged_at: NaiveDate,
    asks: Asks,
    sites: Vec<Site>,
    required: Vec<(Credential, NewCard)>,
    preferred: Vec<(Credential, NewCard)>,
    hourly: Option<(i64, i64)>,
    fresh: i32,
    /// By standing, role and site: the answer for the role itself, and the best for another that is asked.
    licences: HashMap<(u32, usize, usize), (AnswerStatus, Option<AnswerStatus>)>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(shared: &'a Shared, posting: &'a Posting, today: NaiveDate) -> Self {
        let content = &posting.content;
        let judged_at = judged_at(content.start, today);
        let asks = Asks::of(content);
        let card = |credential| (credential, NewCard::of(credential, today, judged_at));
        let places = content.locations.iter().map(|location| Site::Place {
            province: location.province,
            region: location.region,
            point: location.point,
        });
        Self {
            shared,
            posting,
            today,
            judged_at,
            sites: places.chain(content.remote.iter().copied().map(Site::Remote)).collect(),
            required: asks.required.iter().map(card).collect(),
            preferred: asks.preferred.iter().map(card).collect(),
            asks,
            hourly: content.pay.map(|pay| pay.hourly_cents(content.hours)),
            fresh: score::freshness_points(score::age_days(posting.live_at, today)),
            licences: HashMap::new(),
        }
    }

    /// What the worker's verdict comes to over the roles they do and the places in their reach, of equals the first;
    /// `None` where no role or no place is theirs.
    pub(super) fn candidate(&mut self, row: &Row) -> Option<Candidate> {
        let sites: Vec<(usize, i32)> =
            (0..self.sites.len()).filter_map(|at| Some((at, self.accepted(at, row)?))).collect();
        if sites.is_empty() {
            return None;
        }
        let (unmet, credentials) = self.credentials(row);
        let terms = self.terms(row);
        let mut best: Option<Candidate> = None;
        for (role_at, role) in self.posting.content.roles.iter().enumerate() {
            let Some(months) = self.months(row, *role) else { continue };
            let points = terms + score::experience_points(months, self.asks.months);
            for (site_at, distance) in &sites {
                let others = self.others(row, (role_at, *role), *site_at);
                let mut tally = others;
                for answer in &credentials {
                    tally.add(*answer);
                }
                let next = Candidate {
                    worker: row.worker,
                    version: row.version,
                    open: row.open,
                    eligibility: tally.eligibility(),
                    unknowns: tally.unknowns(),
                    score: u8::try_from(points + distance).unwrap_or_default(),
                    others,
                    unmet,
                    judged_at: self.judged_at,
                };
                if best.is_none_or(|best| next.fit() < best.fit()) {
                    best = Some(next);
                }
            }
        }
        best
    }

    /// Whether a place is in the worker's reach, and the points for its distance.
    fn accepted(&self, at: usize, row: &Row) -> Option<i32> {
        match self.sites[at] {
            Site::Remote(_) => row.remote.then(|| score::distance_points(true, None)),
            Site::Place { region, point, .. } => {
                let km = row.near.as_ref().zip(point).and_then(|(circle, point)| Some((circle, circle.km_to(point)?)));
                let inside = km.is_some_and(|(circle, km)| km <= circle.km);
                let accepted = inside || accepts_regions(self.shared.regions.get(row.regions), region);
                let apart = km.map(|(Circle { km: radius, .. }, km)| metres_within(km, *radius));
                accepted.then(|| score::distance_points(false, apart))
            }
        }
    }

    /// The required credentials that are not met, and what each comes to.
    fn credentials(&self, row: &Row) -> (CredentialSet, Vec<Answer>) {
        let (mut unmet, mut answers) = (CredentialSet::default(), Vec::new());
        for (credential, card) in &self.required {
            let answer = card.answer(row.held.iter().filter(|held| held.credential == *credential));
            if !matches!(answer, Answer::Met | Answer::MetUntil { .. }) {
                unmet.insert(*credential);
                answers.push(answer);
            }
        }
        (unmet, answers)
    }

    /// The points of everything but experience and distance.
    fn terms(&self, row: &Row) -> i32 {
        let counts = |(credential, card): &&(Credential, NewCard)| {
            let answer = card.answer(row.held.iter().filter(|held| held.credential == *credential));
            matches!(answer, Answer::Met | Answer::MetUntil { .. })
        };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let held = number(self.preferred.iter().filter(counts).count());
        let content = &self.posting.content;
        self.fresh
            + score::preferred_points(number(self.preferred.len()), held)
            + score::employment_points(row.employment, content.employment)
            + score::shift_points(row.shifts, content.shifts)
            + score::pay_points(score::floor_cents(row.pay_floor), self.hourly)
            + score::language_points(row.languages, self.asks.languages)
    }

    /// Months of experience, where the worker does the role.
    fn months(&self, row: &Row, role: Role) -> Option<u16> {
        let practices = self.shared.practices.get(row.practices);
        practices.iter().filter(|practice| practice.role == role).map(|practice| practice.months).max()
    }

    /// The hard lines other than credentials.
    fn others(&mut self, row: &Row, (role_at, role): (usize, Role), site_at: usize) -> Tally {
        let mut tally = Tally::default();
        if let Some(from) = row.available_from.filter(|from| *from > self.judged_at) {
            tally.add(Answer::Obtainable { from });
        }
        let key = (row.standing, role_at, site_at);
        let known = self.licences.get(&key).copied();
        let (own, other) = known.unwrap_or_else(|| {
            let statuses = self.statuses(row, role, self.sites[site_at]);
            self.licences.insert(key, statuses);
            statuses
        });
        tally.add_licence(own);
        if let Some(other) = other {
            tally.add_licence(other);
        }
        tally
    }

    fn statuses(&self, row: &Row, role: Role, site: Site) -> (AnswerStatus, Option<AnswerStatus>) {
        let standing = self.shared.standings.get(row.standing);
        let profile = Profile {
            licences: standing.licences.to_vec(),
            residence: standing.residence,
            internationally_educated: standing.internationally_educated,
            ..Profile::default()
        };
        let (province, remote) = match site {
            Site::Place { province, .. } => (province, false),
            Site::Remote(province) => (province, true),
        };
        let setting = self.posting.content.setting;
        let status = |role| status_of(&profile, role, province, setting, remote, self.judged_at, self.today);
        (status(role), self.asks.licences.iter().map(|other| status(*other)).min())
    }
}
