//! The worker that sends what is due.
//!
//! It claims some mails, commits, and hands them over one after the other, recording what became of each. Killed
//! before it claims, nothing happened; between claim and hand-over, another sends when the claim has run out; between
//! hand-over and record, another sends the same message again under the same Message-ID. Nothing is lost.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use storage::delivery::{self, Delivery, State};
use storage::vault::Vault;
use storage::{Database, begin};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::compose::{compose, message};
use crate::digest;
use crate::queue::Payload;
use crate::sender::Sender;
use crate::transport::{Failure, Transport};
use crate::{Error, Letter};

/// Mails claimed at a time.
const BATCH: u64 = 20;
/// How long a claim lasts: after a worker was killed, what it had claimed waits this long.
const CLAIM: TimeDelta = TimeDelta::minutes(5);
/// No mail is begun when its claim runs out within this, so that nobody else begins it meanwhile.
const MARGIN: TimeDelta = TimeDelta::minutes(1);
/// The queue is looked at this often. Whoever queues does not wake the worker: were a mail sent while the request that
/// asked for it is being answered, the time of the answer would tell that there is one.
const POLL: Duration = Duration::from_secs(1);
/// How often the backlog is measured.
const MEASURED: Duration = Duration::from_secs(10);
/// How often what ended long ago is dropped.
const PRUNED: Duration = Duration::from_hours(1);

/// Minutes to wait after the first failure, the second and so on; after one more it is given up, two days on.
const WAITS: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 720, 720];

/// Sends what is due. Any number of them may run.
pub struct Mailer {
    db: Database,
    vault: Vault,
    transport: Transport,
    sender: Sender,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    owner: String,
}

impl Mailer {
    /// A worker that is known to others as `owner`, which no other one that runs may be called.
    ///
    /// # Errors
    /// [`crate::Error::Sender`].
    pub fn new(
        db: Database,
        vault: Vault,
        transport: Transport,
        sender: Sender,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
        owner: String,
    ) -> Result<Self, crate::Error> {
        sender.check()?;
        Ok(Self { db, vault, transport, sender, clock: Arc::new(clock), owner })
    }

    /// Sends what becomes due until `stop` turns true, then gives back what it has not begun.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let (mut measure_at, mut prune_at) = (Instant::now(), Instant::now());
        loop {
            let claimed = self.step(&stop).await;
            if due(&mut measure_at, MEASURED) {
                self.measure().await;
            }
            if due(&mut prune_at, PRUNED) {
                self.prune().await;
            }
            let wait = match claimed {
                Ok(0) => POLL,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "mail cannot be sent for now");
                    POLL
                }
            };
            tokio::select! {
                biased;
                // An error means that the sender is gone, which is a stop too.
                _ = stop.wait_for(|stop| *stop) => break,
                () = tokio::time::sleep(wait) => {}
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!(%error, "claims could not be given back: these mails wait until they run out");
        }
    }

    /// Sends one batch of what is due, and returns how many it claimed. Leaves the rest when `stop` turns true.
    ///
    /// # Errors
    /// What the database says; mails that were claimed are sent when their claims run out.
    pub async fn step(&self, stop: &watch::Receiver<bool>) -> storage::Result<usize> {
        let claimed = delivery::claim(&self.db, &self.owner, BATCH, CLAIM, (self.clock)()).await?;
        for delivery in &claimed {
            if *stop.borrow() {
                break;
            }
            // Looked at again: it may have been forgotten since, or the claim be running out.
            let Some(delivery) = delivery::find(&self.db, delivery.id).await? else { continue };
            if self.may_begin(&delivery) {
                let outcome = self.attempt(&delivery).await;
                self.record(&delivery, outcome).await?;
            }
        }
        Ok(claimed.len())
    }

    fn may_begin(&self, delivery: &Delivery) -> bool {
        match &delivery.state {
            State::Claimed { by, until } => *by == self.owner && *until > (self.clock)() + MARGIN,
            _ => false,
        }
    }

    /// Hands one over; `false`: there is nothing to be sent any more.
    async fn attempt(&self, delivery: &Delivery) -> Result<bool, Failure> {
        // One that takes its worker down each time is not tried for ever.
        if usize::try_from(delivery.attempts).unwrap_or(usize::MAX) > WAITS.len() + 1 {
            return Err(Failure::Permanent("abandoned"));
        }
        let payload = match Payload::of(&self.vault, delivery) {
            Ok(Some(payload)) => payload,
            // The key may be brought back.
            Err(Error::Sealed) => return Err(Failure::Transient("sealed")),
            Ok(None) | Err(_) => return Err(Failure::Permanent("payload")),
        };
        let message = match &payload.letter {
            Letter::Digest { subscription, jobs, rest } => {
                let with = (&self.db, &self.vault, &self.sender);
                let said = digest::said(with, (*subscription, jobs, *rest), (self.clock)()).await;
                let Some(said) = said.map_err(|_| Failure::Transient("digest"))? else { return Ok(false) };
                message(delivery, &payload.to_name, said, &self.sender)?
            }
            _ => compose(delivery, &payload, &self.sender)?,
        };
        self.transport.send(delivery.id, &message).await.map(|()| true)
    }

    async fn record(&self, delivery: &Delivery, outcome: Result<bool, Failure>) -> storage::Result<()> {
        let (id, owner, now) = (delivery.id, &self.owner, (self.clock)());
        let again = match outcome {
            Err(Failure::Transient(error)) => wait_after(delivery.attempts).map(|wait| (error, now + wait)),
            Ok(_) | Err(Failure::Permanent(_)) => None,
        };
        let tx = begin(&self.db).await?;
        match (outcome, again) {
            (_, Some((error, at))) => delivery::retry_later(&tx, id, owner, error, at).await?,
            (Ok(_) | Err(_), None) if delivery.kind == Letter::AccountDeleted.kind() => {
                delivery::remove(&tx, id).await?;
            }
            (Ok(false), None) => delivery::remove(&tx, id).await?,
            (Ok(true), None) => delivery::mark_sent(&tx, id, now).await?,
            (Err(failure), None) => delivery::mark_dead(&tx, id, owner, failure.kind(), now).await?,
        }
        tx.commit().await?;
        if delivery.kind == Letter::AccountDeleted.kind() && !self.db.forget_deleted().await? {
            tracing::warn!("the database was busy: its log still holds an address that was deleted");
        }
        let kind = delivery.kind.clone();
        match (outcome, again) {
            (Ok(false), _) => metrics::counter!("mail_unwanted_total", "kind" => kind).increment(1),
            (Ok(true), _) => metrics::counter!("mail_sent_total", "kind" => kind).increment(1),
            (Err(failure), Some(_)) => {
                metrics::counter!("mail_retried_total", "kind" => kind, "error" => failure.kind()).increment(1);
            }
            (Err(failure), None) => {
                tracing::warn!(delivery = %id, kind, error = failure.kind(), "a mail was given up");
                metrics::counter!("mail_dead_total", "kind" => kind, "error" => failure.kind()).increment(1);
            }
        }
        Ok(())
    }

    async fn release(&self) -> storage::Result<()> {
        let tx = begin(&self.db).await?;
        delivery::release(&tx, &self.owner, (self.clock)()).await?;
        tx.commit().await
    }

    async fn measure(&self) {
        let now = (self.clock)();
        let Ok(backlog) = delivery::backlog(&self.db, now).await else { return };
        let waited = backlog.oldest_due.map_or(0.0, |since| (now - since).as_seconds_f64());
        metrics::gauge!("mail_due").set(backlog.due as f64);
        metrics::gauge!("mail_oldest_due_seconds").set(waited);
        metrics::gauge!("mail_dead").set(backlog.dead as f64);
    }

    async fn prune(&self) {
        let pruning = async {
            let tx = begin(&self.db).await?;
            let pruned = delivery::prune(&tx, (self.clock)() - delivery::KEPT).await?;
            tx.commit().await?;
            storage::Result::Ok(pruned)
        };
        match pruning.await {
            Ok(0) => {}
            Ok(pruned) => tracing::info!(pruned, "dropped old deliveries"),
            Err(error) => tracing::warn!(%error, "old deliveries could not be dropped"),
        }
    }
}

/// How long to wait after so many attempts that failed; `None`: no more.
fn wait_after(attempts: u32) -> Option<TimeDelta> {
    let failures = usize::try_from(attempts).unwrap_or(usize::MAX);
    WAITS.get(failures.saturating_sub(1)).map(|minutes| TimeDelta::minutes(*minutes))
}

/// Whether a moment has come; then the next is so much later.
fn due(moment: &mut Instant, every: Duration) -> bool {
    let has_come = Instant::now() >= *moment;
    if has_come {
        *moment = Instant::now() + every;
    }
    has_come
}
