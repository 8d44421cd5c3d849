//! The worker that sends what is due, over several lanes.
//!
//! A lane claims some mails, commits, and hands them over one after the other over a connection of its own, recording what
//! became of each before it goes on. Killed before it claims, nothing happened; between claim and hand-over, another sends
//! when the claim has run out; between hand-over and record, another sends the same message again under the same
//! Message-ID: no more of them than there were lanes. Nothing is lost.

mod lane;
mod ledger;
mod pacing;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use storage::application::rates::AnswerRates;
use storage::vault::Vault;
use storage::{Database, begin, delivery};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::digest::Desk;
use crate::dkim::Signer;
use crate::sender::Sender;
use crate::transport::Transport;

use lane::Lane;
use ledger::Ledger;
use pacing::Pacing;

/// The queue is looked at this often. Whoever queues does not wake the worker: were a mail sent while the request that
/// asked for it is being answered, the time of the answer would tell that there is one.
const POLL: Duration = Duration::from_secs(1);
/// How often the backlog is measured.
const MEASURED: Duration = Duration::from_secs(10);
/// How often what ended long ago is dropped.
const PRUNED: Duration = Duration::from_hours(1);

/// Sends what is due. Any number of them may run.
pub struct Mailer {
    office: Office,
    lanes: usize,
}

/// What the lanes of a worker share.
struct Office {
    db: Database,
    vault: Vault,
    transport: Transport,
    sender: Sender,
    signer: Option<Signer>,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    owner: String,
    ledger: Ledger,
    pacing: Pacing,
    rates: AnswerRates,
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
        let ledger = Ledger::new(db.clone(), vault.clone());
        let pacing = Pacing::new(0, 1);
        let clock = Arc::new(clock);
        let office = Office {
            db,
            vault,
            transport,
            sender,
            signer: None,
            clock,
            owner,
            ledger,
            pacing,
            rates: AnswerRates::default(),
        };
        Ok(Self { office, lanes: 1 })
    }

    /// Signs what goes out.
    #[must_use]
    pub fn signed(mut self, signer: Option<Signer>) -> Self {
        self.office.signer = signer;
        self
    }

    /// Sends over so many connections at once, and at most so many mails a minute to one domain; 0: any number. Half of the
    /// connections are left free by any one domain.
    #[must_use]
    pub fn over(mut self, lanes: usize, a_minute: u32) -> Self {
        self.lanes = lanes.max(1);
        self.office.pacing = Pacing::new(a_minute, self.lanes.div_ceil(2));
        self
    }

    /// Sends what becomes due until `stop` turns true, then gives back what it has not begun.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let office = Arc::new(self.office);
        let mut lanes = JoinSet::new();
        for number in 0..self.lanes {
            let (office, stop) = (Arc::clone(&office), stop.clone());
            lanes.spawn(async move { Lane::new(&office, number).run(stop).await });
        }
        lanes.spawn(async move { office.keep_house(stop).await });
        while let Some(ended) = lanes.join_next().await {
            // A part that has panicked takes the worker with it.
            if let Some(panic) = ended.err().and_then(|error| error.try_into_panic().ok()) {
                std::panic::resume_unwind(panic);
            }
        }
    }

    /// Sends one batch of what is due over one connection, and returns how many it claimed. Leaves the rest when `stop`
    /// turns true.
    ///
    /// # Errors
    /// What the database says; mails that were claimed are sent when their claims run out.
    pub async fn step(&self, stop: &watch::Receiver<bool>) -> storage::Result<usize> {
        Box::pin(Lane::new(&self.office, 0).step(stop)).await
    }
}

impl Office {
    /// Measures, and drops what is old, until `stop` turns true.
    async fn keep_house(&self, mut stop: watch::Receiver<bool>) {
        let (mut measure_at, mut prune_at) = (Instant::now(), Instant::now());
        loop {
            if due(&mut measure_at, MEASURED) {
                self.measure().await;
            }
            if due(&mut prune_at, PRUNED) {
                self.prune().await;
            }
            // An error means that the sender is gone, which is a stop too.
            if tokio::time::timeout(POLL, stop.wait_for(|stop| *stop)).await.is_ok() {
                return;
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// What digests are put into words with.
    fn desk(&self) -> Desk<'_> {
        Desk { db: &self.db, vault: &self.vault, sender: &self.sender, rates: &self.rates }
    }

    async fn measure(&self) {
        let now = self.now();
        let Ok(backlog) = delivery::backlog(&self.db, now).await else { return };
        let waited = backlog.oldest_due.map_or(0.0, |since| (now - since).as_seconds_f64());
        metrics::gauge!("mail_due").set(backlog.due as f64);
        metrics::gauge!("mail_oldest_due_seconds").set(waited);
        metrics::gauge!("mail_dead").set(backlog.dead as f64);
    }

    async fn prune(&self) {
        let pruning = async {
            let tx = begin(&self.db).await?;
            let pruned = delivery::prune(&tx, self.now() - delivery::KEPT).await?;
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

/// Whether a moment has come; then the next is so much later.
fn due(moment: &mut Instant, every: Duration) -> bool {
    let has_come = Instant::now() >= *moment;
    if has_come {
        *moment = Instant::now() + every;
    }
    has_come
}
