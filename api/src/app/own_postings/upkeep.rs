//! What time does to authored postings.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::posting::authored::{Event, kept_since};
use storage::audit::{self, Entry};
use storage::{Database, Error, authored};

/// Postings expired in one transaction.
const BATCH: u64 = 200;

/// Expires what is due at `now`; returns how many. Any number of processes may do so.
pub async fn expire_due(db: &Database, now: DateTime<Utc>) -> Result<usize, Error> {
    let mut expired = 0;
    // Mostly there is nothing: then no lock is taken.
    while !authored::due(db, now, 1).await?.is_empty() {
        let tx = storage::begin(db).await?;
        let due = authored::due(&tx, now, BATCH).await?;
        expired += due.len();
        for due in due {
            let (posting, version) = (due.id, due.version);
            let ended = due.after(&Event::Expire, now).map_err(|_| Error::Conflict { current: version })?;
            authored::update(&tx, &ended, version, now).await?;
            let entry =
                Entry { action: "expire_posting", ..Entry::new(None, Action::ClosePosting, "posting", posting.0) };
            audit::record(&tx, &entry.fields(&["status"]), now).await?;
        }
        tx.commit().await?;
    }
    Ok(expired)
}

/// Forgets what ended more than three years before `now`; returns how many.
pub async fn forget_old(db: &Database, now: DateTime<Utc>) -> Result<usize, Error> {
    let tx = storage::begin(db).await?;
    let forgotten = authored::prune_closed(&tx, kept_since(now), now).await?;
    tx.commit().await?;
    Ok(forgotten)
}
