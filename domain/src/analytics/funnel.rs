//! From a view to a hire, for one employer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Count, median};
use crate::application::{Lost, Progress, Source, Stage};
use crate::posting::PostingId;

/// What happened before anyone applied, by the way people came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How they came.
    pub source: Source,
    /// How often postings were opened.
    pub views: u64,
    /// How many workers postings matched: [`matched`].
    pub matches: usize,
}

/// How many workers some postings matched, each on the day on which it matched most; who matches two counts twice.
pub fn matched(days: impl IntoIterator<Item = (PostingId, u64)>) -> usize {
    let mut most: BTreeMap<PostingId, u64> = BTreeMap::new();
    for (posting, count) in days {
        most.entry(posting).and_modify(|most| *most = count.max(*most)).or_insert(count);
    }
    usize::try_from(most.values().sum::<u64>()).unwrap_or(usize::MAX)
}

/// One way to the postings, from views to hires. Who came further has also come as far: nobody is hired without counting
/// as interviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// How they came.
    pub source: Source,
    /// How often postings were opened.
    pub views: u64,
    /// How many workers matched, coarse.
    pub matches: Count,
    /// How many applied.
    pub applications: usize,
    /// How many came as far as an interview.
    pub interviews: usize,
    /// How many came as far as an offer.
    pub offers: usize,
    /// How many were hired.
    pub hires: usize,
}

/// The funnel of each [`Source`], in their order.
pub fn funnel<'a>(reach: &[Reach], applications: impl IntoIterator<Item = (Source, &'a Progress)>) -> Vec<Funnel> {
    let mut came: BTreeMap<Source, Vec<Stage>> = BTreeMap::new();
    for (source, progress) in applications {
        came.entry(source).or_default().push(furthest(progress));
    }
    let line = |source: Source| {
        let reach = reach.iter().filter(|reach| reach.source == source);
        let (views, matches) = reach.fold((0, 0), |sum, reach| (sum.0 + reach.views, sum.1 + reach.matches));
        let came = came.get(&source).map(Vec::as_slice).unwrap_or_default();
        let as_far_as = |stage: Stage| came.iter().filter(|furthest| **furthest >= stage).count();
        Funnel {
            source,
            views,
            matches: Count::of(matches),
            applications: came.len(),
            interviews: as_far_as(Stage::Interview),
            offers: as_far_as(Stage::Offer),
            hires: as_far_as(Stage::Hired),
        }
    };
    Source::ALL.iter().copied().map(line).collect()
}

/// How far an application came, whatever became of it then.
fn furthest(progress: &Progress) -> Stage {
    let stages = progress.steps().map(|step| step.to).filter(|stage| *stage <= Stage::Hired);
    stages.max().unwrap_or(Stage::Submitted)
}

/// Why applicants were lost, the commonest reason first. One whose no was taken back is not lost.
pub fn lost<'a>(applications: impl IntoIterator<Item = &'a Progress>) -> Vec<(Lost, usize)> {
    let mut counts: BTreeMap<Lost, usize> = BTreeMap::new();
    for reason in applications.into_iter().filter_map(|progress| progress.last().reason) {
        *counts.entry(reason).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    counts
}

/// How long applications stand at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StageTime {
    /// An open stage.
    pub stage: Stage,
    /// How many times one was left.
    pub left: usize,
    /// The median of the minutes until it was left; `None`: none was.
    pub median_minutes: Option<i64>,
}

/// How long applications stand at each open stage before they leave it.
pub fn stage_times<'a>(applications: impl IntoIterator<Item = &'a Progress>) -> Vec<StageTime> {
    let mut minutes: BTreeMap<Stage, Vec<i64>> = BTreeMap::new();
    for progress in applications {
        for (step, next) in progress.steps().zip(progress.steps().skip(1)) {
            minutes.entry(step.to).or_default().push((next.at - step.at).num_minutes());
        }
    }
    let open = Stage::ALL.iter().copied().filter(|stage| !stage.has_ended());
    let time = |stage| {
        let mut minutes = minutes.remove(&stage).unwrap_or_default();
        StageTime { stage, left: minutes.len(), median_minutes: median(&mut minutes) }
    };
    open.map(time).collect()
}
