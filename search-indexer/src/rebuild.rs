//! Making the index anew from the database, and comparing the two.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::posting::{Posting, PostingId};
use domain::search::document;
use storage::Database;
use storage::posting::{by_ids, count_listed, listed_page, listed_versions};

use crate::indexer::Failure;
use crate::port::SearchIndex;

/// Postings read at once.
const BATCH: u64 = 500;
/// Identities read at once.
const VERSIONS: u64 = 5_000;

/// Fills an index beside the live one with every posting listed at `now` and swaps it in; returns how many.
/// `progress` hears how many of how many are done.
///
/// What changes meanwhile is not in it: read the change feed from a head taken before.
///
/// # Errors
/// [`Failure`]; the live index is then as it was.
pub async fn rebuild(
    db: &Database,
    index: &dyn SearchIndex,
    now: DateTime<Utc>,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<u64, Failure> {
    let total = count_listed(db, now).await?;
    let mut beside = index.begin_rebuild().await?;
    let mut done = 0;
    let mut after = None;
    loop {
        progress(done, total);
        let postings = listed_page(db, now, after, BATCH).await?;
        let Some(last) = postings.last() else { break };
        after = Some((last.expires_at, last.id));
        let documents: Vec<_> = postings.iter().map(document).collect();
        beside.add(&documents).await?;
        done += u64::try_from(documents.len()).unwrap_or_default();
    }
    beside.swap().await?;
    Ok(done)
}

/// How index and database differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Postings in the index.
    pub documents: u64,
    /// Listed and not in the index.
    pub missing: Vec<PostingId>,
    /// In the index in another version.
    pub stale: Vec<PostingId>,
    /// In the index and not listed.
    pub extra: Vec<PostingId>,
    /// In the index and expired since: no search shows them, and the hourly comparison takes them out.
    pub expired: Vec<PostingId>,
}

impl Report {
    /// Whether every search sees what the database has.
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.extra.is_empty()
    }
}

/// Compares the index with the database. While changes are being written it may report some that are on their way.
///
/// # Errors
/// [`Failure`] where one of the two cannot be read.
pub async fn doctor(db: &Database, index: &dyn SearchIndex, now: DateTime<Utc>) -> Result<Report, Failure> {
    let mut indexed: HashMap<PostingId, i32> = index.inventory().await?.into_iter().collect();
    let documents = u64::try_from(indexed.len()).unwrap_or_default();
    let mut report = Report { documents, ..Report::default() };
    let mut after = None;
    loop {
        let listed = listed_versions(db, now, after, VERSIONS).await?;
        let Some(last) = listed.last() else { break };
        after = Some((last.expires_at, last.id));
        for posting in listed {
            match indexed.remove(&posting.id) {
                None => report.missing.push(posting.id),
                Some(version) if version != posting.version => report.stale.push(posting.id),
                Some(_) => {}
            }
        }
    }
    let mut rest: Vec<PostingId> = indexed.into_keys().collect();
    rest.sort_unstable();
    for ids in rest.chunks(usize::try_from(BATCH).unwrap_or(1)) {
        let was_listed = |posting: &Posting| posting.is_listed(DateTime::<Utc>::MIN_UTC) && posting.expires_at <= now;
        let expired: Vec<PostingId> = by_ids(db, ids).await?.iter().filter(|p| was_listed(p)).map(|p| p.id).collect();
        report.extra.extend(ids.iter().filter(|id| !expired.contains(id)));
        report.expired.extend(expired);
    }
    Ok(report)
}
