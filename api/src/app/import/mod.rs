//! Importing postings: read everything, check everything, then apply it in batches.
//!
//! Nothing is written before every file is parsed and checked. Each batch is one transaction with its change rows
//! and the run's progress, so a killed run goes on where it stopped when it is run again; an entry that is already
//! there is found unchanged, so running twice changes nothing.

mod batch;
pub mod facilities;
mod read;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use storage::Database;
use storage::import_run::{self, ImportRun, ImportRunId};
use storage::source::Listed;
use uuid::Uuid;

use crate::feed::Format;
pub use read::Input;

/// Entries applied in one transaction.
const BATCH: usize = 500;

/// What to import, and how.
#[expect(clippy::struct_excessive_bools, reason = "one for each option of the command line")]
pub struct Request<'a> {
    /// The source's name: its entries are known by it ever after.
    pub source: &'a str,
    /// The format of the files.
    pub format: Format,
    /// The files.
    pub inputs: &'a [Input],
    /// The moment as of which they are taken.
    pub as_of: DateTime<Utc>,
    /// Whether that moment was asked for: then a killed run as of another is not gone on with.
    pub as_of_given: bool,
    /// Whether the files are all that the source lists: then what they do not list is withdrawn.
    pub complete: bool,
    /// Whether a complete feed may shrink by more than a third.
    pub accept_shrink: bool,
    /// Whether to write nothing.
    pub dry_run: bool,
}

/// A row that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotTaken {
    /// The file.
    pub file: String,
    /// The line (CSV) or element (XML, JSON), from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// What an import did. `new + changed + unchanged + merged + repeated + rejected` is the number of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows read.
    pub rows: usize,
    /// Postings made.
    pub new: usize,
    /// Entries that say something else than before.
    pub changed: usize,
    /// Entries that say what they said before.
    pub unchanged: usize,
    /// Entries of a job that another source already lists.
    pub merged: usize,
    /// Rows that say what another row of the same import says.
    pub repeated: Vec<NotTaken>,
    /// Of the new and changed: titles in which no role was recognised.
    pub unclassified: usize,
    /// Of the new and changed: those that have expired as of the import, and so are not live.
    pub expired: usize,
    /// Entries that the complete feed no longer lists.
    pub withdrawn: usize,
    /// Why nothing was withdrawn though the complete feed no longer lists some entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// Rows that cannot be taken.
    pub rejected: Vec<NotTaken>,
    /// Whether this run went on where a killed one stopped.
    pub resumed: bool,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read as its format.
    #[error("{file}: {malformed}")]
    Malformed {
        /// The file.
        file: String,
        /// Where and why.
        malformed: crate::feed::Malformed,
    },
    /// Too many rows cannot be taken.
    #[error("{rejected} of {rows} rows cannot be taken, so none was; the first: {file}, line {line}: {reason}", file = first.file, line = first.line, reason = first.reason)]
    TooManyRejected {
        /// How many.
        rejected: usize,
        /// Of how many.
        rows: usize,
        /// The first of them.
        first: NotTaken,
    },
    /// A complete feed shrank by more than a third: a person has to look.
    #[error(
        "held for a person: the source listed {before} entries and now lists {missing} of them no more; nothing was changed (--accept-shrink takes it)"
    )]
    Shrunk {
        /// Entries listed before.
        before: usize,
        /// Of those, how many the feed lists no more.
        missing: usize,
    },
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Imports; `progress` is told how many of how many entries are done.
///
/// # Errors
/// [`ImportError`]; nothing is changed unless it is [`ImportError::Storage`], after which running again goes on.
pub async fn import(
    db: &Database,
    request: &Request<'_>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Report, ImportError> {
    let digest = read::digest(request);
    let demanded = request.as_of_given.then_some(request.as_of);
    let begun = if request.dry_run { None } else { import_run::resume(db, request.source, &digest, demanded).await? };
    // What a killed run took as of its moment is gone on with as of that moment.
    let as_of = begun.as_ref().map_or(request.as_of, |run| run.as_of);
    let checked = read::read(request, as_of)?;
    let mut gone = if request.complete { no_longer_listed(db, request, &checked).await? } else { Vec::new() };
    let read::Checked { entries, mut report, unknown, .. } = checked;
    if let Some(row) = unknown.filter(|_| !gone.is_empty()) {
        report.held = Some(held(gone.len(), &row));
        gone.clear();
    }

    if request.dry_run {
        let tx = storage::begin(db).await?;
        for entries in entries.chunks(BATCH) {
            batch::apply(&tx, request.source, entries, as_of, &mut report).await?;
        }
        batch::withdraw(&tx, &gone, as_of, &mut report).await?;
        tx.rollback().await?;
        return Ok(report);
    }
    report.resumed = begun.is_some();
    let run = match begun {
        Some(run) => run,
        None => start(db, request, digest).await?,
    };
    restore(&run, &mut report);
    let done = usize::try_from(run.applied_batches).unwrap_or_default();
    for (number, entries_of_batch) in entries.chunks(BATCH).enumerate().skip(done) {
        let tx = storage::begin(db).await?;
        batch::apply(&tx, request.source, entries_of_batch, as_of, &mut report).await?;
        let applied = i32::try_from(number + 1).unwrap_or(i32::MAX);
        import_run::progress(&tx, run.id, applied, &counts(&report)).await?;
        tx.commit().await?;
        progress((number * BATCH + entries_of_batch.len()).min(entries.len()), entries.len());
    }
    let tx = storage::begin(db).await?;
    batch::withdraw(&tx, &gone, as_of, &mut report).await?;
    import_run::finish(&tx, run.id, &counts(&report), as_of).await?;
    tx.commit().await?;
    Ok(report)
}

async fn start(db: &Database, request: &Request<'_>, digest: String) -> Result<ImportRun, storage::Error> {
    let run = ImportRun {
        id: ImportRunId(Uuid::now_v7()),
        source: request.source.to_owned(),
        format: request.format.key().to_owned(),
        digest,
        as_of: request.as_of,
        started_at: request.as_of,
        finished_at: None,
        applied_batches: 0,
        counts: Value::Null,
    };
    import_run::start(db, &run).await?;
    Ok(run)
}

/// What the batches have counted so far, kept with the run.
fn counts(report: &Report) -> Value {
    serde_json::json!({
        "new": report.new, "changed": report.changed, "unchanged": report.unchanged, "merged": report.merged,
        "unclassified": report.unclassified, "expired": report.expired, "withdrawn": report.withdrawn,
    })
}

fn restore(run: &ImportRun, report: &mut Report) {
    let count = |name: &str| run.counts[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    report.new = count("new");
    report.changed = count("changed");
    report.unchanged = count("unchanged");
    report.merged = count("merged");
    report.unclassified = count("unclassified");
    report.expired = count("expired");
}

/// Why no entry is withdrawn.
fn held(missing: usize, row: &NotTaken) -> String {
    let NotTaken { file, line, reason } = row;
    format!(
        "{missing} entries that the feed no longer names were kept, because a row that cannot be taken may be one of them: {file}, line {line}: {reason}"
    )
}

/// The entries that a complete feed no longer lists. A row that cannot be taken lists its entry all the same.
async fn no_longer_listed(
    db: &Database,
    request: &Request<'_>,
    checked: &read::Checked,
) -> Result<Vec<Listed>, ImportError> {
    let listed = storage::source::listed(db, request.source).await?;
    let taken = checked.entries.iter().map(read::Entry::identity);
    let now: std::collections::HashSet<&str> = taken.chain(checked.rejected.iter().map(String::as_str)).collect();
    let identity = |entry: &Listed| now.contains(entry.reference.as_deref().unwrap_or(&entry.content_key));
    let before = listed.len();
    let gone: Vec<Listed> = listed.into_iter().filter(|entry| !identity(entry)).collect();
    if gone.len() * 3 > before && !request.accept_shrink {
        return Err(ImportError::Shrunk { before, missing: gone.len() });
    }
    Ok(gone)
}

#[cfg(test)]
mod tests;
