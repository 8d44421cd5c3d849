//! Expires authored postings whose days are over, and forgets those that ended more than three years ago. An imported
//! one needs nobody: it is off board and search by its date.

use std::time::Duration;

use storage::Database;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::own_postings::upkeep;
use crate::clock::Clock;

/// How often is looked for postings to expire. They are off board and search at their very moment anyway.
const EVERY: Duration = Duration::from_mins(1);
/// After how many looks the old ones are forgotten: once a day.
const FORGET_AFTER: u32 = 24 * 60;

/// Expires and forgets by `clock` until `stop` turns true. Any number of processes may do so.
pub async fn keep_up(db: Database, clock: Clock, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    for looks in 0_u32.. {
        match upkeep::expire_due(&db, clock.now()).await {
            Ok(0) => {}
            Ok(expired) => tracing::info!(expired, "postings have expired"),
            // Another process may have been quicker.
            Err(error) => tracing::warn!(%error, "postings could not be expired"),
        }
        if looks % FORGET_AFTER == 0 {
            match upkeep::forget_old(&db, clock.now()).await {
                Ok(0) => {}
                Ok(forgotten) => tracing::info!(forgotten, "forgot postings that ended three years ago"),
                Err(error) => tracing::warn!(%error, "old postings could not be forgotten"),
            }
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
    Ok(())
}
