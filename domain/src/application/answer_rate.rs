//! How often, and how fast, an employer answers those who apply: shown on its postings.

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::Serialize;

use super::{Party, Progress, Stage};
use crate::message::{Arg, Message};

/// Months of applications that count.
pub const WINDOW_MONTHS: u32 = 12;

/// Days that an employer has before an application without an answer counts as unanswered.
pub const GRACE_DAYS: i64 = 14;

/// Fewer applications than this say nothing about an employer, and would say something about those who applied.
pub const FLOOR: usize = 5;

/// How an employer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerRate {
    /// Applications that were answered, of a hundred: a multiple of 5, rounded down.
    pub percent: u8,
    /// The median time to the first answer in days, rounded up; `None`: too few answers.
    pub days: Option<u16>,
}

/// The answer rate of an employer at `now` from the applications to it. `None`: too few.
///
/// Those of the last [`WINDOW_MONTHS`] count that have been there for [`GRACE_DAYS`], answered or not: to count only
/// the answered ones among the newest would flatter. One that the worker withdrew within the grace, unanswered, does
/// not count.
pub fn answer_rate<'a>(applications: impl IntoIterator<Item = &'a Progress>, now: DateTime<Utc>) -> Option<AnswerRate> {
    let oldest = now.checked_sub_months(Months::new(WINDOW_MONTHS))?;
    let newest = now - TimeDelta::days(GRACE_DAYS);
    let counts = |progress: &&Progress| (oldest..=newest).contains(&progress.submitted_at()) && !went_early(progress);
    let counted: Vec<&Progress> = applications.into_iter().filter(counts).collect();
    if counted.len() < FLOOR {
        return None;
    }
    let waited = |progress: &&Progress| Some(progress.answered_at()? - progress.submitted_at());
    let mut waits: Vec<TimeDelta> = counted.iter().filter_map(waited).collect();
    waits.sort_unstable();
    let percent = u8::try_from(waits.len() * 100 / counted.len() / 5 * 5).unwrap_or(100);
    let median = waits.get(waits.len() / 2).filter(|_| waits.len() >= FLOOR);
    Some(AnswerRate { percent, days: median.map(|wait| whole_days(*wait)) })
}

fn went_early(progress: &Progress) -> bool {
    let last = progress.last();
    let early = last.at < progress.submitted_at() + TimeDelta::days(GRACE_DAYS);
    early && last.to == Stage::Withdrawn && last.by.party == Party::Worker && progress.answered_at().is_none()
}

/// Days, a begun one counted whole; at least one.
fn whole_days(wait: TimeDelta) -> u16 {
    let begun = i64::from(wait - TimeDelta::days(wait.num_days()) > TimeDelta::zero());
    u16::try_from(wait.num_days() + begun).unwrap_or(u16::MAX).max(1)
}

impl AnswerRate {
    /// It in a sentence.
    pub fn message(&self) -> Message {
        let percent = Arg::Count(self.percent.into());
        match self.days {
            Some(days) => Message::new("hiring-answer-rate-and-time")
                .with("percent", percent)
                .with("days", Arg::Count(days.into())),
            None => Message::new("hiring-answer-rate").with("percent", percent),
        }
    }
}
