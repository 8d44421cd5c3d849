//! What became of each mail, written down. What several lanes have to write at the same time is one transaction: a lane goes
//! on when its own is durable, and the disk is waited for once for all of them.

use std::sync::{Mutex as Queue, PoisonError};

use chrono::{DateTime, Utc};
use storage::delivery::{self, Delivery, DeliveryId};
use storage::vault::Vault;
use storage::{Database, Transaction, begin};
use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{Mutex, oneshot};

use crate::Letter;
use crate::feedback::{Answer, heed};

/// Why a mail is given up to an address that does not exist.
pub(super) const UNKNOWN: &str = "unknown_address";

/// What became of a mail.
#[derive(Clone)]
pub(super) enum Outcome {
    /// It was handed over.
    Sent,
    /// There is nothing to be sent any more.
    Unwanted,
    /// It is tried again.
    Again(&'static str, DateTime<Utc>),
    /// It is given up.
    Dead(&'static str),
    /// It is given up, as there is no such address.
    Unknown,
}

/// One thing to write.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) id: DeliveryId,
    /// Of whom the mail was claimed.
    pub(super) owner: String,
    pub(super) recipient: String,
    /// Whether nothing is kept of it when it has ended.
    pub(super) leaves_nothing: bool,
    pub(super) outcome: Outcome,
    pub(super) at: DateTime<Utc>,
}

impl Mark {
    pub(super) fn of(delivery: &Delivery, owner: &str, outcome: Outcome, at: DateTime<Utc>) -> Self {
        let leaves_nothing = delivery.kind == Letter::AccountDeleted.kind();
        let (id, recipient) = (delivery.id, delivery.recipient.clone());
        Self { id, owner: owner.to_owned(), recipient, leaves_nothing, outcome, at }
    }
}

/// Writes marks.
pub(super) struct Ledger {
    db: Database,
    vault: Vault,
    waiting: Queue<Vec<(Mark, oneshot::Sender<()>)>>,
    /// Who holds it writes for all.
    pen: Mutex<()>,
}

impl Ledger {
    pub(super) fn new(db: Database, vault: Vault) -> Self {
        Self { db, vault, waiting: Queue::default(), pen: Mutex::default() }
    }

    /// Returns when the mark is durable.
    pub(super) async fn write(&self, mark: Mark) -> storage::Result<()> {
        let (done, mut is_done) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((mark.clone(), done));
        let pen = self.pen.lock().await;
        match is_done.try_recv() {
            Ok(()) => return Ok(()),
            // What it was written with failed.
            Err(TryRecvError::Closed) => {}
            Err(TryRecvError::Empty) => {
                let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
                let marks: Vec<&Mark> = waiting.iter().map(|(mark, _)| mark).collect();
                if self.commit(&marks).await.is_ok() {
                    for (_, done) in waiting {
                        _ = done.send(());
                    }
                    return Ok(());
                }
            }
        }
        drop(pen);
        // One that cannot be written takes no other with it.
        self.commit(&[&mark]).await
    }

    async fn commit(&self, marks: &[&Mark]) -> storage::Result<()> {
        let tx = begin(&self.db).await?;
        for mark in marks {
            self.note(&tx, mark).await?;
        }
        tx.commit().await
    }

    async fn note(&self, tx: &Transaction, mark: &Mark) -> storage::Result<()> {
        let Mark { id, owner, recipient, leaves_nothing, outcome, at } = mark;
        if let Outcome::Unknown = outcome {
            heed(tx, &self.vault, recipient, Answer::Bounce, *at).await?;
        }
        match outcome {
            Outcome::Again(error, again) => delivery::retry_later(tx, *id, owner, error, *again).await,
            _ if *leaves_nothing => delivery::remove(tx, *id).await,
            Outcome::Unwanted => delivery::remove(tx, *id).await,
            Outcome::Sent => delivery::mark_sent(tx, *id, *at).await,
            Outcome::Dead(error) => delivery::mark_dead(tx, *id, owner, error, *at).await,
            Outcome::Unknown => delivery::mark_dead(tx, *id, owner, UNKNOWN, *at).await,
        }
    }
}
