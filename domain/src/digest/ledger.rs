//! Which jobs someone was sent: six bytes each, for half a year.

use chrono::{Datelike, Days, NaiveDate};

use crate::posting::PostingId;

/// Days for which it is kept what was sent.
pub const KEPT_DAYS: u64 = 180;

/// Jobs that were sent, by the day on which they were.
///
/// A job is known by 48 bits of its id, which are random: that one is taken for another of a thousand is as likely as one
/// in 280 thousand million.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<Page>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    day: NaiveDate,
    jobs: Vec<Mark>,
}

/// What is kept of a job.
pub(super) type Mark = [u8; MARK];

const MARK: usize = 6;

/// Bytes that are no ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a ledger of what was sent")]
pub struct Unreadable;

impl Ledger {
    /// Whether a job was sent.
    pub fn has(&self, job: PostingId) -> bool {
        let mark = mark(job);
        self.marks().any(|known| *known == mark)
    }

    /// How many jobs were sent.
    pub fn len(&self) -> usize {
        self.0.iter().map(|page| page.jobs.len()).sum()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every job that was sent.
    pub(super) fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.0.iter().flat_map(|page| &page.jobs)
    }

    /// Adds what is sent on a day, and forgets what was sent longer than [`KEPT_DAYS`] before it.
    pub fn add(&mut self, day: NaiveDate, jobs: impl IntoIterator<Item = PostingId>) {
        let oldest = day.checked_sub_days(Days::new(KEPT_DAYS)).unwrap_or(NaiveDate::MIN);
        self.0.retain(|page| page.day >= oldest);
        let marks = jobs.into_iter().map(mark);
        match self.0.iter_mut().find(|page| page.day == day) {
            Some(page) => page.jobs.extend(marks),
            None => self.0.push(Page { day, jobs: marks.collect() }),
        }
        self.0.retain(|page| !page.jobs.is_empty());
    }

    /// As it is kept: each day as four bytes from the first day of our era, how many jobs as two, and the jobs.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.iter().map(|page| 6 + MARK * page.jobs.len()).sum());
        for page in &self.0 {
            let count = u16::try_from(page.jobs.len()).unwrap_or(u16::MAX);
            bytes.extend(page.day.num_days_from_ce().to_be_bytes());
            bytes.extend(count.to_be_bytes());
            page.jobs.iter().take(count.into()).for_each(|mark| bytes.extend(mark));
        }
        bytes
    }

    /// Reads [`bytes`](Self::bytes).
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn parse(mut bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut pages = Vec::new();
        while let Some((day, rest)) = bytes.split_first_chunk() {
            let (count, rest) = rest.split_first_chunk().ok_or(Unreadable)?;
            let length = MARK * usize::from(u16::from_be_bytes(*count));
            let (marks, rest) = rest.split_at_checked(length).ok_or(Unreadable)?;
            let day = NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(*day)).ok_or(Unreadable)?;
            pages.push(Page { day, jobs: marks.as_chunks().0.to_vec() });
            bytes = rest;
        }
        if bytes.is_empty() { Ok(Self(pages)) } else { Err(Unreadable) }
    }
}

/// The last of an id's bytes: random in ids of versions 4 and 7 (RFC 9562), and of the hash in others.
pub(super) fn mark(job: PostingId) -> Mark {
    job.0.as_bytes().last_chunk().copied().unwrap_or_default()
}
