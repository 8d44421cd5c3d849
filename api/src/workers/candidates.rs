//! Makes the snapshots of postings' candidates: of each live posting once a period, of a new one soon.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::candidate::{Period, is_due};
use storage::candidate::snapshot::{self, Waiting};
use storage::lease;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;
use crate::app::candidates::snapshot::make;
use crate::clock::Clock;

/// Looked at this often even when nothing changes.
const EVERY: Duration = Duration::from_mins(1);
/// Nothing is looked at more often.
const PAUSE: Duration = Duration::from_secs(1);
/// Postings read at a time.
const PAGE: u64 = 100;
/// How long a process may go on without saying that it lives.
const TTL: TimeDelta = TimeDelta::minutes(5);
/// The lease under which one process of several makes them.
const LEASE: &str = "candidates";

/// Makes snapshots until `stop` turns true. Any number of processes may do so: one at a time does. `name` is what others
/// know this one by.
pub async fn run(app: App, name: String, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let mut signal = app.db.changes();
    loop {
        let loaded = app.progress.is_pool_loaded();
        if loaded {
            match step(&app, &name).await {
                Ok(0) => {}
                Ok(made) => tracing::debug!(made, "made snapshots of candidates"),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot make snapshots of candidates"),
            }
        }
        if is_stopped_within(PAUSE, &mut stop).await {
            return Ok(());
        }
        if loaded {
            tokio::select! {
                _ = signal.changed() => {}
                stopped = is_stopped_within(EVERY, &mut stop) => if stopped { return Ok(()) },
            }
        }
    }
}

/// Makes all that are due; says how many. By the system's clock, as leases go.
async fn step(app: &App, name: &str) -> anyhow::Result<usize> {
    let now = app.clock.now();
    // Mostly there is nothing: then nothing is written.
    if snapshot::waiting(&app.db, Period::of(now), now, None, 1).await?.is_empty() {
        return Ok(0);
    }
    let Some(lease) = lease::acquire(&app.db, LEASE, name, TTL, Clock::default().now()).await? else { return Ok(0) };
    let made = pass(app, now).await;
    lease::release(&app.db, &lease, Clock::default().now()).await?;
    made
}

/// Makes every snapshot that is due; says how many.
pub async fn pass(app: &App, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (mut made, mut after) = (0, None);
    loop {
        let page = snapshot::waiting(&app.db, Period::of(now), now, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(made) };
        after = Some(last.posting);
        for waiting in page {
            match of_one(app, waiting, now).await {
                Ok(one) => made += usize::from(one),
                // Others are still to be made.
                Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot make a snapshot of candidates"),
            }
        }
    }
}

async fn of_one(app: &App, waiting: Waiting, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let first_ones = snapshot::first_ones(&app.db, waiting.organization, Period::of(now)).await?;
    if is_due(waiting.taken, first_ones, now) { make(app, waiting, now).await } else { Ok(false) }
}
