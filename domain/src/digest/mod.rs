//! A digest: the new postings that fit what someone asked for, none of which they were sent before.
//!
//! What is new is put on a [`Board`] of its own, which is small: so a million wishes are matched with what went live since
//! yesterday by the very rules by which one is searched for. What was sent is kept as a [`Ledger`] for half a year, by job and not by posting: a job that is posted again, or by another source, is no news.

mod ledger;
mod snapshot;
mod taste;
mod why;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use self::ledger::Mark;
use self::taste::Traits;
pub use ledger::{KEPT_DAYS, Ledger, Unreadable};
pub use snapshot::Snapshot;
pub use taste::{Opinion, Taste};
pub use why::{licence, pay, why};

use crate::board::{Board, Filling};
use crate::intern::at;
use crate::matching::Breadth;
use crate::posting::{Posting, PostingId};
use crate::reference::{Region, Role};
use crate::search::{Filter, PostingFacts};
use crate::worker::{Circle, Profile};

/// Jobs in one mail at most; of others it says how many there are.
pub const MOST_JOBS: usize = 10;

/// What went live so long before the last digest is looked at again: a posting may be written down after it went live, and
/// the ledger keeps it from being sent twice.
pub const REACH_BACK: TimeDelta = TimeDelta::hours(24);

/// The oldest that is news, however long ago the last digest was.
pub const OLDEST: TimeDelta = TimeDelta::days(14);

/// What someone wants to hear of.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// What passes a filter, newest first.
    Search {
        /// The filter.
        filter: Box<Filter>,
    },
    /// What a worker may take, best first.
    Profile {
        /// What they hold and would accept.
        profile: Box<Profile>,
    },
}

/// A job of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The posting.
    pub posting: PostingId,
    /// The job that it is a posting of.
    pub group: PostingId,
    /// Whole kilometres from the centre of the circle that was asked for.
    pub km: Option<u32>,
}

/// What is in a digest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The jobs, at most [`MOST_JOBS`].
    pub jobs: Vec<Job>,
    /// How many others there are.
    pub rest: usize,
}

impl Selection {
    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }
}

/// The postings that may be news, with the job that each belongs to.
pub struct Fresh {
    board: Board,
    /// The job of each row.
    jobs: Vec<PostingId>,
    /// What of each row matters to a taste.
    traits: Vec<Traits>,
    /// The rows of each job, by what a ledger keeps of it.
    rows: HashMap<Mark, Vec<u32>>,
    /// The rows whose job has others.
    shared: RoaringBitmap,
}

/// What fits a wish: the same for everyone with this wish and mark, whatever they were sent.
pub struct Fitting {
    rows: Rows,
    near: Option<Circle>,
}

enum Rows {
    /// Newest first.
    Newest(RoaringBitmap),
    /// Best first.
    Ranked(Vec<u32>),
}

/// What is new, being gathered piece by piece, so that nobody needs to hold all of it at once.
#[derive(Default)]
pub struct Gathering {
    board: Filling,
    jobs: HashMap<PostingId, (PostingId, Traits)>,
}

impl Gathering {
    /// Adds those of the postings that are live at `now`.
    pub fn add<'a>(&mut self, postings: impl IntoIterator<Item = &'a Posting>, now: DateTime<Utc>) {
        let jobs = &mut self.jobs;
        let noted = postings.into_iter().inspect(|posting| {
            jobs.insert(posting.id, (posting.group, Traits::of(&posting.content)));
        });
        self.board.add(noted, now);
    }

    /// All of it.
    pub fn finish(self) -> Fresh {
        let (board, known) = (self.board.finish(), self.jobs);
        let noted = |id| known.get(&id).cloned().unwrap_or_else(|| (id, Traits::default()));
        let (jobs, traits): (Vec<PostingId>, Vec<Traits>) = board.ids().map(noted).unzip();
        let mut rows: HashMap<Mark, Vec<u32>> = HashMap::with_capacity(jobs.len());
        for (row, job) in (0..).zip(&jobs) {
            rows.entry(ledger::mark(*job)).or_default().push(row);
        }
        let shared = rows.values().filter(|rows| rows.len() > 1).flatten().copied().collect();
        Fresh { board, jobs, traits, rows, shared }
    }
}

impl Fresh {
    /// Of postings that are live at `now`.
    pub fn load<'a>(postings: impl IntoIterator<Item = &'a Posting>, now: DateTime<Utc>) -> Self {
        let mut gathering = Gathering::default();
        gathering.add(postings, now);
        gathering.finish()
    }

    /// From which moment on a posting is news to someone whose last digest was put together at `mark`.
    pub fn since(mark: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        (mark - REACH_BACK).max(now - OLDEST)
    }

    /// What fits a wish.
    pub fn fitting(&self, wish: &Wish, mark: DateTime<Utc>, now: DateTime<Utc>, today: NaiveDate) -> Fitting {
        let since = Self::since(mark, now);
        match wish {
            Wish::Search { filter } => {
                let posted_since = Some(filter.posted_since.map_or(since, |wanted| wanted.max(since)));
                let rows = Rows::Newest(self.board.passing(&Filter { posted_since, ..(**filter).clone() }, now));
                Fitting { rows, near: filter.near }
            }
            Wish::Profile { profile } => {
                let best = self.board.matches(profile, today, now, Breadth::Strict, usize::MAX).into_iter();
                let new = best.filter(|found| found.live_at >= since);
                let rows = new.filter_map(|found| self.board.row(found.id)).collect();
                Fitting { rows: Rows::Ranked(rows), near: profile.reach.near }
            }
        }
    }

    /// Of what fits, what is told to someone who was sent these jobs before, and has said this of some: each job once.
    pub fn select(&self, fitting: &Fitting, sent: &Ledger, taste: &Taste) -> Selection {
        let sent: RoaringBitmap = sent.marks().filter_map(|mark| self.rows.get(mark)).flatten().copied().collect();
        match &fitting.rows {
            Rows::Newest(rows) if taste.is_empty() => self.newest(&(rows - sent), fitting.near),
            Rows::Newest(rows) => {
                let newest = (rows - sent).iter().collect::<Vec<u32>>().into_iter().rev();
                self.ranked(self.to_taste(newest, fitting.near, taste), fitting.near)
            }
            Rows::Ranked(rows) => {
                let new = rows.iter().copied().filter(|row| !sent.contains(*row));
                self.ranked(self.to_taste(new, fitting.near, taste), fitting.near)
            }
        }
    }

    /// The newest of some rows; that of most is only how many they are.
    fn newest(&self, rows: &RoaringBitmap, near: Option<Circle>) -> Selection {
        let mut chosen = Chosen { fresh: self, near, selection: Selection::default() };
        let shared = rows & &self.shared;
        let jobs: HashSet<PostingId> = shared.iter().map(|row| self.jobs[at(row)]).collect();
        let all = usize::try_from(rows.len() - shared.len()).unwrap_or(usize::MAX) + jobs.len();
        for row in rows.iter().rev() {
            if !chosen.offer(row) {
                break;
            }
        }
        chosen.selection.rest = all - chosen.selection.jobs.len();
        chosen.selection
    }

    /// The first of some rows.
    fn ranked(&self, rows: impl IntoIterator<Item = u32>, near: Option<Circle>) -> Selection {
        let mut chosen = Chosen { fresh: self, near, selection: Selection::default() };
        let mut seen = HashSet::new();
        for row in rows {
            if seen.insert(self.jobs[at(row)]) && !chosen.offer(row) {
                chosen.selection.rest += 1;
            }
        }
        chosen.selection
    }

    /// Without what someone does not want, and first what they like, each in the order in which they were.
    fn to_taste(&self, rows: impl Iterator<Item = u32>, near: Option<Circle>, taste: &Taste) -> Vec<u32> {
        let wanted = rows.filter(|row| taste.admits(&self.traits[at(*row)], self.km(*row, near)));
        let (mut first, others): (Vec<u32>, Vec<u32>) = wanted.partition(|row| taste.likes(&self.traits[at(*row)]));
        first.extend(others);
        first
    }

    /// Whole kilometres from the middle of a circle to where a row's work is.
    fn km(&self, row: u32, near: Option<Circle>) -> Option<u32> {
        near.and_then(|circle| self.board.km_from(row, &circle)).map(whole)
    }

    /// Which role, in which region, the market is told of beside some jobs: those of the first of them, the role one that was
    /// asked for. `None`: there is no job that is anywhere.
    pub fn market_of(&self, wish: &Wish, jobs: &[Job]) -> Option<(Role, Region)> {
        let Traits { roles, regions } = &self.traits[at(self.board.row(jobs.first()?.posting)?)];
        let asked = |role: &Role| match wish {
            Wish::Search { filter } => filter.roles.contains(role),
            Wish::Profile { profile } => profile.roles.iter().any(|practice| practice.role == *role),
        };
        let role = roles.iter().copied().find(asked).or_else(|| roles.first().copied())?;
        Some((role, *regions.first()?))
    }
}

/// The jobs of a digest as they are found.
struct Chosen<'a> {
    fresh: &'a Fresh,
    near: Option<Circle>,
    selection: Selection,
}

impl Chosen<'_> {
    /// Takes a row in, unless its job is there already; `false`: there is no more room.
    fn offer(&mut self, row: u32) -> bool {
        let group = self.fresh.jobs[at(row)];
        let jobs = &mut self.selection.jobs;
        if jobs.len() == MOST_JOBS {
            return false;
        }
        if jobs.iter().all(|job| job.group != group) {
            jobs.push(Job { posting: self.fresh.board.id(row), group, km: self.fresh.km(row, self.near) });
        }
        true
    }
}

/// Whole kilometres from the middle of a circle to where a posting's work is.
pub fn km(posting: &Posting, near: Option<Circle>) -> Option<u32> {
    near.and_then(|circle| PostingFacts::of(posting).km_from(&circle)).map(whole)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 20,038")]
fn whole(km: f64) -> u32 {
    km.round() as u32
}

#[cfg(test)]
mod tests;
