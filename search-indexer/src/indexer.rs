//! The indexer: keeps the index up with the database.
//!
//! Of all processes one is active, by a lease. It reads the change feed from its position, loads the current state
//! of what changed, writes it, and moves the position only when the engine has made it durable. So whatever is
//! repeated or cut short does no harm.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::posting::PostingId;
use domain::search::document;
use storage::change::{self, Kind, Position};
use storage::lease::{self, Lease};
use storage::{Database, cursor, posting};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::port::SearchIndex;
use crate::rebuild::{Report, doctor, rebuild};

/// The name of the lease and of the position in the change feed.
pub const CONSUMER: &str = "search-index";

/// Changes taken at once.
const BATCH: u64 = 500;
/// How long the feed is left alone where nothing wakes the indexer: what other processes commit wakes nobody.
const POLL: Duration = Duration::from_millis(500);
/// How often index and database are compared.
const COMPARE: Duration = Duration::from_hours(1);
/// After a failure, and between two tries to become active.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the lease lasts unless renewed.
const LEASE: Duration = Duration::from_secs(10);

/// Why the index could not be kept up.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database.
    #[error("database: {0}")]
    Storage(#[from] storage::Error),
    /// The index.
    #[error(transparent)]
    Index(#[from] crate::Error),
    /// Another process keeps the index up.
    #[error("the search index is kept up by {0}")]
    Held(String),
    /// The lease ended before the work did.
    #[error("the lease on the search index was lost")]
    Lost,
}

/// What an indexer is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether this process has the lease.
    pub active: bool,
    /// Up to where changes are in the index, as far as this process knows.
    pub position: Option<Position>,
}

/// Keeps an index up with a database.
pub struct Indexer {
    db: Database,
    index: Arc<dyn SearchIndex>,
    clock: Box<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    owner: String,
    lease_for: Duration,
    held: Mutex<Option<Lease>>,
    status: watch::Sender<Status>,
}

impl Indexer {
    /// An indexer that tells the time by `clock` and is known to others as `owner`.
    pub fn new(
        db: Database,
        index: Arc<dyn SearchIndex>,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
        owner: impl Into<String>,
    ) -> Self {
        let status = watch::Sender::default();
        let held = Mutex::default();
        Self { db, index, clock: Box::new(clock), owner: owner.into(), lease_for: LEASE, held, status }
    }

    /// With a lease that lasts this long: how long others wait after a crash.
    #[must_use]
    pub fn lease_for(self, lease_for: Duration) -> Self {
        Self { lease_for, ..self }
    }

    /// What it is doing, now and at every change.
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Works until `stop` is ready. Failures are logged and tried again: the database is the truth, and the index
    /// catches up.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        loop {
            let worked = tokio::select! {
                () = &mut stop => break,
                worked = self.under_lease(|lease| self.follow(lease)) => worked,
            };
            self.stand_by().await;
            match worked {
                Err(Failure::Held(by)) => tracing::debug!(by, "standing by"),
                Err(error) => tracing::warn!(%error, "indexing was interrupted"),
                Ok(()) => {}
            }
            tokio::select! {
                () = &mut stop => break,
                () = sleep(PAUSE) => {}
            }
        }
        self.stand_by().await;
    }

    /// Rebuilds the index, taking the lease for it; returns how many postings are in it. `progress` hears how many
    /// of how many are done.
    ///
    /// # Errors
    /// [`Failure::Held`] says who has the lease.
    pub async fn reindex(&self, progress: impl FnMut(u64, u64) + Send) -> Result<u64, Failure> {
        let done = self.under_lease(|lease| self.rebuild(lease, progress)).await.map(|(_, documents)| documents);
        self.stand_by().await;
        done
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Takes the lease and works; ends early where it is lost. [`stand_by`](Self::stand_by) gives it back.
    async fn under_lease<T, F: Future<Output = Result<T, Failure>>>(
        &self,
        work: impl FnOnce(Lease) -> F,
    ) -> Result<T, Failure> {
        let ttl = TimeDelta::from_std(self.lease_for).unwrap_or(TimeDelta::MAX);
        let Some(lease) = lease::acquire(&self.db, CONSUMER, &self.owner, ttl, self.now()).await? else {
            let holder = lease::holder(&self.db, CONSUMER, self.now()).await?;
            return Err(Failure::Held(holder.map_or_else(|| "another process".to_owned(), |lease| lease.owner)));
        };
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(lease.clone());
        metrics::gauge!("carematch_index_active").set(1.0);
        self.status.send_modify(|status| status.active = true);
        tokio::select! {
            worked = work(lease.clone()) => worked,
            lost = self.keep(lease, ttl) => Err(lost),
        }
    }

    /// Gives up the right to write and then the lease, so that another process need not wait for it to end.
    async fn stand_by(&self) {
        let Some(lease) = self.held.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        metrics::gauge!("carematch_index_active").set(0.0);
        self.status.send_modify(|status| status.active = false);
        if let Err(error) = self.index.release().await {
            tracing::warn!(%error, "the index was not released cleanly");
        }
        if let Err(error) = lease::release(&self.db, &lease, self.now()).await {
            tracing::warn!(%error, "the lease was not given back and has to end by itself");
        }
    }

    /// Renews the lease until that fails.
    async fn keep(&self, mut lease: Lease, ttl: TimeDelta) -> Failure {
        loop {
            sleep(self.lease_for / 3).await;
            match lease::renew(&self.db, &lease, ttl, self.now()).await {
                Ok(Some(renewed)) => lease = renewed,
                Ok(None) => return Failure::Lost,
                // It may still be renewed in time; if not, the next try says so.
                Err(error) => tracing::warn!(%error, "the lease could not be renewed"),
            }
        }
    }

    /// Follows the change feed.
    async fn follow(&self, lease: Lease) -> Result<(), Failure> {
        let built = self.index.health().await?.built;
        let known = cursor::get(&self.db, CONSUMER).await?;
        let mut position = match known.filter(|_| built) {
            Some(cursor) => cursor.position,
            None => self.rebuild(lease.clone(), |_, _| {}).await?.0,
        };
        self.at(position);
        let mut wake = self.db.changes();
        let mut compared = Instant::now();
        loop {
            // Before reading, so that a commit right after is not slept through.
            wake.mark_unchanged();
            let changes = change::read(&self.db, position, BATCH).await?;
            if changes.gap {
                tracing::warn!("the change feed does not reach back to the index's position");
                position = self.rebuild(lease.clone(), |_, _| {}).await?.0;
                self.at(position);
                continue;
            }
            if changes.next != position {
                let rows = changes.rows.iter().filter(|change| change.kind == Kind::Posting);
                self.apply(&lease, rows.map(|change| PostingId(change.id)).collect()).await?;
                cursor::set(&self.db, CONSUMER, changes.next, lease.epoch, self.now()).await?;
                position = changes.next;
                self.at(position);
                continue;
            }
            if compared.elapsed() >= COMPARE {
                self.repair(&lease).await?;
                compared = Instant::now();
            }
            tokio::select! {
                // An error means that the database handle is gone; then reading says so.
                _ = wake.changed() => {}
                () = sleep(POLL) => {}
            }
        }
    }

    fn at(&self, position: Position) {
        self.status.send_modify(|status| status.position = Some(position));
    }

    /// Builds the index anew; returns where to read on in the change feed, and how many postings it has.
    async fn rebuild(&self, lease: Lease, progress: impl FnMut(u64, u64) + Send) -> Result<(Position, u64), Failure> {
        tracing::info!("rebuilding the search index");
        let started = Instant::now();
        let head = change::head(&self.db).await?;
        let documents = rebuild(&self.db, self.index.as_ref(), self.now(), progress).await?;
        cursor::set(&self.db, CONSUMER, head, lease.epoch, self.now()).await?;
        tracing::info!(documents, elapsed = ?started.elapsed(), "the search index is rebuilt");
        Ok((head, documents))
    }

    /// Brings postings in the index to their current state, durably.
    async fn apply(&self, lease: &Lease, ids: BTreeSet<PostingId>) -> Result<(), Failure> {
        let started = Instant::now();
        let ids: Vec<PostingId> = ids.into_iter().collect();
        for ids in ids.chunks(usize::try_from(BATCH).unwrap_or(1)) {
            let now = self.now();
            let postings = posting::by_ids(&self.db, ids).await?;
            let documents: Vec<_> = postings.iter().filter(|posting| posting.is_listed(now)).map(document).collect();
            let kept: BTreeSet<PostingId> = documents.iter().map(|document| document.id).collect();
            let gone: Vec<PostingId> = ids.iter().filter(|id| !kept.contains(id)).copied().collect();
            if !lease::is_held(&self.db, lease, now).await? {
                return Err(Failure::Lost);
            }
            self.index.upsert(&documents).await?;
            self.index.delete(&gone).await?;
            count("upserted", documents.len());
            count("deleted", gone.len());
        }
        self.index.commit().await?;
        metrics::histogram!("carematch_index_batch_seconds").record(started.elapsed().as_secs_f64());
        Ok(())
    }

    /// Compares index and database and repairs what differs.
    async fn repair(&self, lease: &Lease) -> Result<(), Failure> {
        let report = doctor(&self.db, self.index.as_ref(), self.now()).await?;
        if !report.is_clean() {
            let (missing, stale, extra) = (report.missing.len(), report.stale.len(), report.extra.len());
            tracing::warn!(missing, stale, extra, "the index differed from the database and is repaired");
            count("repaired", missing + stale + extra);
        }
        let Report { missing, stale, extra, expired, .. } = report;
        // A version newer than the database's, as after a restore, would keep the true one out.
        self.index.delete(&stale).await?;
        self.apply(lease, [missing, stale, extra, expired].concat().into_iter().collect()).await
    }
}

fn count(what: &'static str, how_many: usize) {
    let how_many = u64::try_from(how_many).unwrap_or(u64::MAX);
    metrics::counter!("carematch_index_postings_total", "what" => what).increment(how_many);
}
