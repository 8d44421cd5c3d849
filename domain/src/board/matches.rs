//! The best postings for a worker: the exact top of all, without looking closely at most.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{DateTime, NaiveDate, Utc};
use roaring::{MultiOps, RoaringBitmap};
use serde::Serialize;

use super::Board;
use super::columns::{micros, moment};
use super::judge::{Judge, Outcome};
use super::value::Value;
use crate::intern::at;
use crate::matching::{Breadth, Eligibility, Rank, opens, score};
use crate::posting::{LIVE_DAYS, PostingId};
use crate::reference::Credential;
use crate::worker::Profile;

/// A posting that suits a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The posting.
    pub id: PostingId,
    /// The version that was judged.
    pub version: i32,
    /// Whether they may take it.
    #[serde(flatten)]
    pub eligibility: Eligibility,
    /// How many hard lines are unknown.
    pub unknowns: u8,
    /// How well it fits, 0–100.
    pub score: u8,
    /// When it went live.
    pub live_at: DateTime<Utc>,
}

impl Match {
    /// Its rank among the matches of one worker, best first.
    pub fn rank(&self) -> Rank {
        Rank {
            eligibility: self.eligibility,
            unknowns: self.unknowns,
            score: Reverse(self.score),
            live_at: Reverse(self.live_at),
            id: Reverse(self.id),
        }
    }
}

impl Board {
    /// The `k` best postings for a worker among all that are listed at `now`, best first by [`Rank`]: exactly those
    /// that asking [`verdict`](crate::matching::verdict) about every one would give.
    pub fn matches(
        &self,
        profile: &Profile,
        today: NaiveDate,
        now: DateTime<Utc>,
        breadth: Breadth,
        k: usize,
    ) -> Vec<Match> {
        if k == 0 {
            return Vec::new();
        }
        let rows = self.within_reach(profile, now);
        let mut top = Top { board: self, breadth, k, best: BinaryHeap::new(), worst: None };
        let mut judge = Judge::new(&self.columns, profile, today);
        let in_order = &rows - &self.late.rows;
        for (first, end, age) in self.ages(today) {
            let fresh = score::freshness_points(age);
            for row in in_order.range(first..end).rev() {
                let points = fresh + judge.terms_points(row);
                let most = points + judge.most_of_the_rest(row);
                if top.is_closed_to(Eligibility::Ready, 0, most) {
                    continue;
                }
                let Some(hope) = judge.hope(row) else { continue };
                let shown = breadth.admits(hope.eligibility, hope.judged_at);
                if !shown || top.is_closed_to(hope.eligibility, hope.unknowns, most) {
                    continue;
                }
                if let Some(outcome) = judge.outcome(row, points) {
                    top.offer(row, &outcome);
                }
            }
        }
        for row in rows & &self.late.rows {
            let points = self.fresh(row, today) + judge.terms_points(row);
            if let Some(outcome) = judge.outcome(row, points) {
                top.offer(row, &outcome);
            }
        }
        top.into_matches()
    }

    /// Which one credential would open how many of the postings in a worker's reach, most first: postings that are
    /// not ready now for want of it alone ([`missing_one`](crate::matching::missing_one)).
    pub fn unlocks(&self, profile: &Profile, today: NaiveDate, now: DateTime<Utc>) -> Vec<(Credential, u64)> {
        let mut judge = Judge::new(&self.columns, profile, today);
        let mut counts = vec![0; Credential::all().len()];
        for row in self.within_reach(profile, now) {
            let hope = judge.hope(row).filter(|hope| Breadth::Strict.admits(hope.eligibility, hope.judged_at));
            if hope.is_none() || judge.unmet(row).0.count_ones() != 1 {
                continue;
            }
            let points = self.fresh(row, today) + judge.terms_points(row);
            let opened = judge.outcome(row, points).and_then(|o| opens(o.others, o.unmet, o.judged_at));
            if let Some(credential) = opened {
                counts[credential.index()] += 1;
            }
        }
        let mut unlocks: Vec<_> = Credential::all().zip(counts).filter(|(_, count)| *count > 0).collect();
        unlocks.sort_by_key(|(_, count)| Reverse(*count));
        unlocks
    }

    /// Every row with a role of the worker's that may be in their reach; the places of each decide.
    fn within_reach(&self, profile: &Profile, now: DateTime<Utc>) -> RoaringBitmap {
        let reach = &profile.reach;
        let of_role = profile.roles.iter().map(|practice| self.index.with(Value::Role(practice.role))).union();
        let mut within = reach.regions.iter().map(|region| self.index.with(Value::Region(*region))).union();
        if let Some(circle) = &reach.near {
            within |= self.index.near(circle).1;
        }
        if reach.remote {
            within |= &self.index.remote;
        }
        (of_role & within) - self.index.expired(&self.columns, micros(now))
    }

    fn fresh(&self, row: u32, today: NaiveDate) -> i32 {
        let (live_at, _) = self.columns.key[at(row)];
        score::freshness_points(score::age_days(moment(live_at), today))
    }

    /// The ordinals by the age of their postings in whole days, newest first; rows that came late excepted.
    fn ages(&self, today: NaiveDate) -> Vec<(u32, u32, i64)> {
        let midnight = |age: i64| {
            let day = today.checked_sub_signed(chrono::Duration::days(age)).unwrap_or(NaiveDate::MIN);
            micros(day.and_time(chrono::NaiveTime::MIN).and_utc())
        };
        let mut end = self.columns.len();
        let mut ages = Vec::new();
        for age in 0..LIVE_DAYS {
            let since = midnight(age);
            let first = self.first_not(|(live_at, _)| live_at < since);
            ages.push((first, end, age));
            end = first;
        }
        ages.push((0, end, LIVE_DAYS));
        ages
    }
}

/// The best so far.
struct Top<'a> {
    board: &'a Board,
    breadth: Breadth,
    k: usize,
    best: BinaryHeap<(Rank, u32)>,
    /// The worst of them, once there are `k`.
    worst: Option<Rank>,
}

impl Top<'_> {
    /// Whether a row that is older than all in the top, and at best fits so, cannot come in: it must fit better
    /// than the worst, for of equals the newer stays.
    fn is_closed_to(&self, eligibility: Eligibility, unknowns: u8, score: i32) -> bool {
        self.worst.as_ref().is_some_and(|worst| {
            let least = Reverse(i32::from(worst.score.0));
            (eligibility, unknowns, Reverse(score)) >= (worst.eligibility, worst.unknowns, least)
        })
    }

    fn offer(&mut self, row: u32, outcome: &Outcome) {
        let beaten =
            self.worst.as_ref().is_some_and(|worst| outcome.fit() > (worst.eligibility, worst.unknowns, worst.score));
        if beaten || !self.breadth.admits(outcome.eligibility, outcome.judged_at) {
            return;
        }
        let (live_at, id) = self.board.columns.key[at(row)];
        let rank = Rank {
            eligibility: outcome.eligibility,
            unknowns: outcome.unknowns,
            score: Reverse(outcome.score),
            live_at: Reverse(moment(live_at)),
            id: Reverse(id),
        };
        if self.worst.as_ref().is_some_and(|worst| rank >= *worst) {
            return;
        }
        if self.best.len() == self.k {
            self.best.pop();
        }
        self.best.push((rank, row));
        self.worst = self.best.peek().filter(|_| self.best.len() == self.k).map(|(worst, _)| *worst);
    }

    fn into_matches(self) -> Vec<Match> {
        let version = |row: u32| self.board.columns.version[at(row)];
        let best = self.best.into_sorted_vec().into_iter();
        best.map(|(rank, row)| Match {
            id: rank.id.0,
            version: version(row),
            eligibility: rank.eligibility,
            unknowns: rank.unknowns,
            score: rank.score.0,
            live_at: rank.live_at.0,
        })
        .collect()
    }
}
