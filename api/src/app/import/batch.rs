//! Applying a batch: compared with what is there, inside its transaction.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::posting::{JobKey, Origin, Posting, PostingId, REPOST_DAYS, Status, repost, same_job};
use storage::source::{self, Candidate, Link, Listed, Source, SourceId};
use storage::{Result, Transaction, posting};
use uuid::Uuid;

use super::Report;
use super::read::Entry;

/// Applies a batch of entries of one source.
pub(super) async fn apply(
    tx: &Transaction,
    source: &str,
    entries: &[Entry],
    as_of: DateTime<Utc>,
    report: &mut Report,
) -> Result<()> {
    let known = known(tx, source, entries).await?;
    let mut unchanged = Vec::new();
    let mut fresh = Vec::new();
    for entry in entries {
        match known.get(entry.identity()) {
            Some(found) if found.content_hash == entry.content_key && found.withdrawn_at.is_none() => {
                unchanged.push(found.id);
            }
            Some(found) => {
                change(tx, found, entry, as_of).await?;
                report.changed += 1;
                count(entry, as_of, report);
            }
            None => fresh.push(entry),
        }
    }
    report.unchanged += unchanged.len();
    source::seen(tx, &unchanged, as_of).await?;
    add(tx, source, &fresh, as_of, report).await
}

/// Counts what a new or changed entry is besides.
fn count(entry: &Entry, as_of: DateTime<Utc>, report: &mut Report) {
    report.unclassified += usize::from(entry.content.roles.is_empty());
    report.expired += usize::from(entry.content.expires_at() <= as_of);
}

/// The entries of the source that are already there, by identity.
async fn known(tx: &Transaction, source: &str, entries: &[Entry]) -> Result<HashMap<String, Source>> {
    let references: Vec<&str> = entries.iter().filter_map(|entry| entry.reference.as_deref()).collect();
    let without = entries.iter().filter(|entry| entry.reference.is_none());
    let keys: Vec<&str> = without.map(|entry| entry.content_key.as_str()).collect();
    let mut known = source::by_references(tx, source, &references).await?;
    known.extend(source::by_content_keys(tx, source, &keys).await?);
    let identity = |found: &Source| found.reference.clone().unwrap_or_else(|| found.content_key.clone());
    Ok(known.into_iter().map(|found| (identity(&found), found)).collect())
}

/// An entry says something else than before, or is listed again after it was withdrawn.
async fn change(tx: &Transaction, found: &Source, entry: &Entry, as_of: DateTime<Utc>) -> Result<()> {
    let mut updated = Source {
        content_hash: entry.content_key.clone(),
        url: entry.url.clone(),
        last_seen_at: as_of,
        withdrawn_at: None,
        ..found.clone()
    };
    let mut current = posting::find(tx, found.posting).await?;
    if current.status == Status::Removed {
        // What a moderator took down stays down, whatever its sources say now.
        return source::update(tx, &updated).await;
    }
    if let Link::Merged { .. } = found.link {
        updated.link = Link::Merged { content: Box::new(entry.content.clone()) };
        source::update(tx, &updated).await?;
        if current.origin == Origin::Authored {
            // The employer's own word stands, and ends when the employer ends it.
        } else if !same_job(&current, &entry.content) {
            source::unlink(tx, updated.id, PostingId(Uuid::now_v7()), as_of).await?;
        } else if current.status == Status::Withdrawn {
            // Listed again here, whatever its first source does.
            current.status = Status::Live;
            posting::update(tx, &current, current.version, as_of).await?;
        }
        return Ok(());
    }
    source::update(tx, &updated).await?;
    let version = current.version;
    current.status = Status::Live;
    current.expires_at = entry.content.expires_at();
    current.content = entry.content.clone();
    posting::update(tx, &current, version, as_of).await?;
    Ok(())
}

/// Entries that were not there: each is the same job as a posting of another source, or a posting of its own.
async fn add(
    tx: &Transaction,
    source: &str,
    entries: &[&Entry],
    as_of: DateTime<Utc>,
    report: &mut Report,
) -> Result<()> {
    let mut candidates = candidates(tx, entries).await?;
    let (mut postings, mut sources) = (Vec::new(), Vec::new());
    for entry in entries {
        let key = JobKey::of(&entry.content);
        let alike = key.as_ref().and_then(|key| candidates.get(key)).map_or(&[][..], Vec::as_slice);
        let mut link = new_source(source, entry, as_of);
        let posting = if let Some(known) = same_elsewhere(alike, source, entry, as_of) {
            report.merged += 1;
            link.posting = known.id;
            link.link = Link::Merged { content: Box::new(entry.content.clone()) };
            known.clone()
        } else {
            report.new += 1;
            count(entry, as_of, report);
            let new = new_posting(link.posting, entry, reposted(alike, source, entry), as_of);
            postings.push(new.clone());
            new
        };
        remember(&mut candidates, key, posting, link.clone());
        sources.push(link);
    }
    posting::insert(tx, &postings, as_of).await?;
    source::insert(tx, &sources).await
}

type Candidates = HashMap<JobKey, Vec<Candidate>>;

/// Postings that may be the same job as one of the entries, by key.
async fn candidates(tx: &Transaction, entries: &[&Entry]) -> Result<Candidates> {
    let keys: Vec<JobKey> = entries.iter().filter_map(|entry| JobKey::of(&entry.content)).collect();
    let published = entries.iter().map(|entry| entry.content.published_at);
    let (Some(first), Some(last)) = (published.clone().min(), published.max()) else { return Ok(HashMap::new()) };
    let margin = TimeDelta::days(REPOST_DAYS);
    let mut found: Candidates = HashMap::new();
    for candidate in source::candidates(tx, &keys, first - margin..=last + margin).await? {
        if let Some(key) = JobKey::of(&candidate.posting.content) {
            found.entry(key).or_default().push(candidate);
        }
    }
    Ok(found)
}

/// What this batch adds is a candidate for the rest of it.
fn remember(candidates: &mut Candidates, key: Option<JobKey>, posting: Posting, source: Source) {
    let Some(key) = key else { return };
    let alike = candidates.entry(key).or_default();
    match alike.iter_mut().find(|known| known.posting.id == posting.id) {
        Some(known) => known.sources.push(source),
        None => alike.push(Candidate { posting, sources: vec![source] }),
    }
}

/// Whether no entry of this source is linked to the posting yet.
fn is_elsewhere(known: &Candidate, source: &str) -> bool {
    known.sources.iter().all(|entry| entry.source != source)
}

/// The posting of another source that is the same job. One that has ended takes in no entry that has not: it would
/// be seen no more.
fn same_elsewhere<'a>(
    alike: &'a [Candidate],
    source: &str,
    entry: &Entry,
    as_of: DateTime<Utc>,
) -> Option<&'a Posting> {
    let ended = |known: &Posting| known.status != Status::Live || known.expires_at <= as_of;
    let seen = |known: &Posting| !ended(known) || entry.content.expires_at() <= as_of;
    let same = |known: &&Candidate| {
        is_elsewhere(known, source) && seen(&known.posting) && same_job(&known.posting, &entry.content)
    };
    alike.iter().find(same).map(|known| &known.posting)
}

/// The posting that an entry of the same source advertises again.
fn reposted<'a>(alike: &'a [Candidate], source: &str, entry: &Entry) -> Option<&'a Posting> {
    let again = |known: &&Candidate| !is_elsewhere(known, source) && repost(&known.posting, &entry.content);
    alike.iter().find(again).map(|known| &known.posting)
}

fn new_source(source: &str, entry: &Entry, as_of: DateTime<Utc>) -> Source {
    Source {
        id: SourceId(Uuid::now_v7()),
        posting: PostingId(Uuid::now_v7()),
        source: source.to_owned(),
        reference: entry.reference.clone(),
        content_key: entry.content_key.clone(),
        content_hash: entry.content_key.clone(),
        url: entry.url.clone(),
        link: Link::Primary,
        first_seen_at: as_of,
        last_seen_at: as_of,
        withdrawn_at: None,
    }
}

/// A new posting, in the job group of the one that it `repeats`. What a moderator took down does not come back under
/// another reference.
fn new_posting(id: PostingId, entry: &Entry, repeats: Option<&Posting>, as_of: DateTime<Utc>) -> Posting {
    let removed = repeats.is_some_and(|known| known.status == Status::Removed);
    Posting {
        id,
        version: 1,
        origin: Origin::Imported,
        status: if removed { Status::Removed } else { Status::Live },
        group: repeats.map_or(id, |known| known.group),
        live_at: as_of,
        expires_at: entry.content.expires_at(),
        content: entry.content.clone(),
    }
}

/// Entries that a complete feed no longer lists; a posting that no source lists any more is withdrawn, unless its
/// employer writes it here.
pub(super) async fn withdraw(
    tx: &Transaction,
    gone: &[Listed],
    as_of: DateTime<Utc>,
    report: &mut Report,
) -> Result<()> {
    report.withdrawn += gone.len();
    for gone in gone.chunks(super::BATCH) {
        let ids: Vec<SourceId> = gone.iter().map(|entry| entry.id).collect();
        source::withdraw(tx, &ids, as_of).await?;
        let mut unlisted: HashSet<PostingId> = gone.iter().map(|entry| entry.posting).collect();
        let postings: Vec<PostingId> = unlisted.iter().copied().collect();
        for entry in source::of_postings(tx, &postings).await? {
            if entry.withdrawn_at.is_none() {
                unlisted.remove(&entry.posting);
            }
        }
        let unlisted: Vec<PostingId> = unlisted.into_iter().collect();
        let unlisted = posting::by_ids(tx, &unlisted).await?;
        let ends = |posting: &Posting| posting.origin != Origin::Authored && posting.status != Status::Removed;
        for mut posting in unlisted.into_iter().filter(ends) {
            posting.status = Status::Withdrawn;
            posting::update(tx, &posting, posting.version, as_of).await?;
        }
    }
    Ok(())
}
