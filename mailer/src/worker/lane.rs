//! One lane: claims, composes the next mail while the last one is handed over, and writes down what became of each.

use std::collections::VecDeque;
use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use futures::future::{FusedFuture, join};
use lettre::Message;
use storage::begin;
use storage::delivery::{self, Delivery, DeliveryId, State};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::ledger::{Mark, Outcome, UNKNOWN};
use super::pacing::{CROWDED, SLOW, domain_of};
use super::{Office, POLL};
use crate::compose::composed;
use crate::queue::Payload;
use crate::transport::{Failure, Line};
use crate::{Error, Letter};

/// Mails claimed at a time.
const BATCH: u64 = 20;
/// How long a claim lasts: after a worker was killed, what it had claimed waits this long.
const CLAIM: TimeDelta = TimeDelta::minutes(5);
/// No mail is begun when its claim runs out within this, which is longer than one takes to be handed over, so that nobody
/// else begins it meanwhile.
const MARGIN: TimeDelta = TimeDelta::minutes(2);
/// Minutes to wait after the first failure, the second and so on; after one more it is given up, two days on.
const WAITS: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 720, 720];

pub(super) struct Lane<'a> {
    office: &'a Office,
    /// What it claims by.
    owner: String,
    line: Line,
}

/// What can be handed over, or why it cannot; no message: it is not wanted any more.
type Composed = (Delivery, Result<Option<Message>, Failure>);

impl<'a> Lane<'a> {
    pub(super) fn new(office: &'a Office, number: usize) -> Self {
        Self { office, owner: format!("{} lane {number}", office.owner), line: office.transport.line() }
    }

    /// Sends what becomes due until `stop` turns true.
    pub(super) async fn run(&mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let wait = match self.step(&stop).await {
                Ok(0) => POLL,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "mail cannot be sent for now");
                    POLL
                }
            };
            self.line.rest().await;
            tokio::select! {
                biased;
                // An error means that the sender is gone, which is a stop too.
                _ = stop.wait_for(|stop| *stop) => break,
                () = tokio::time::sleep(wait) => {}
            }
        }
        self.line.close().await;
    }

    /// Sends one batch of what is due, and returns how many it claimed. Gives back what it has not begun when `stop` turns
    /// true, or when one takes long: the other lanes have it.
    pub(super) async fn step(&mut self, stop: &watch::Receiver<bool>) -> storage::Result<usize> {
        let (office, owner) = (self.office, self.owner.as_str());
        let claimed = delivery::claim(&office.db, owner, BATCH, CLAIM, office.now()).await?;
        let mut unbegun: Vec<DeliveryId> = claimed.iter().map(|delivery| delivery.id).collect();
        let mut left: VecDeque<Delivery> = claimed.into();
        let count = left.len();
        let mut next = office.prepare(&mut left, owner).await?;
        while let Some((delivery, composed)) = next.take().filter(|_| !*stop.borrow()) {
            unbegun.retain(|id| *id != delivery.id);
            let mut sending = pin!(office.finish(&mut self.line, owner, &delivery, composed).fuse());
            let Ok((sent, prepared)) = timeout(SLOW, join(&mut sending, office.prepare(&mut left, owner))).await else {
                office.pacing.rest(&domain_of(&delivery.recipient), Instant::now());
                let giving_back = office.give_back(owner, &unbegun, office.now());
                if sending.is_terminated() {
                    return giving_back.await.map(|()| count);
                }
                // Both at once: each may wait for a lock that the other is next to get.
                let (given_back, sent) = join(giving_back, sending).await;
                return given_back.and(sent).map(|()| count);
            };
            sent?;
            next = prepared?;
        }
        office.give_back(owner, &unbegun, office.now()).await?;
        Ok(count)
    }
}

impl Office {
    /// Composes the next mail that is still to be sent, and whose domain it is the turn of.
    async fn prepare(&self, left: &mut VecDeque<Delivery>, owner: &str) -> storage::Result<Option<Composed>> {
        while let Some(claimed) = left.pop_front() {
            // Looked at again: it may have been forgotten since, or the claim be running out.
            let Some(delivery) = delivery::find(&self.db, claimed.id).await? else { continue };
            if !self.may_begin(&delivery, owner) {
                continue;
            }
            if let Some(wait) = self.pacing.put_off(&domain_of(&delivery.recipient), Instant::now()) {
                self.give_back(owner, &[delivery.id], self.now() + span(wait)).await?;
                continue;
            }
            let composed = self.composed(&delivery).await;
            return Ok(Some((delivery, composed)));
        }
        Ok(None)
    }

    fn may_begin(&self, delivery: &Delivery, owner: &str) -> bool {
        match &delivery.state {
            State::Claimed { by, until } => *by == owner && *until > self.now() + MARGIN,
            _ => false,
        }
    }

    /// Puts one into words; `None`: there is nothing to be sent any more.
    async fn composed(&self, delivery: &Delivery) -> Result<Option<Message>, Failure> {
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
        let Some(mut composed) = composed(&self.desk(), delivery, &payload, self.now()).await? else { return Ok(None) };
        if let Some(signer) = &self.signer {
            signer.sign(&mut composed);
        }
        Ok(Some(composed))
    }

    /// Hands one over, and returns when what became of it is durable.
    async fn finish(
        &self,
        line: &mut Line,
        owner: &str,
        delivery: &Delivery,
        composed: Result<Option<Message>, Failure>,
    ) -> storage::Result<()> {
        let domain = domain_of(&delivery.recipient);
        let outcome = match composed {
            Ok(None) => Outcome::Unwanted,
            Err(failure) => self.failed(delivery, failure),
            Ok(Some(message)) => {
                let Some(_place) = self.pacing.place(&domain).await else {
                    return self.give_back(owner, &[delivery.id], self.now() + span(CROWDED)).await;
                };
                match line.send(delivery.id, &message).await {
                    Ok(()) => Outcome::Sent,
                    Err(failure) => self.failed(delivery, failure),
                }
            }
        };
        self.ledger.write(Mark::of(delivery, owner, outcome.clone(), self.now())).await?;
        if delivery.kind == Letter::AccountDeleted.kind() && !self.db.forget_deleted().await? {
            tracing::warn!("the database was busy: its log still holds an address that was deleted");
        }
        outcome.tell(delivery);
        Ok(())
    }

    /// What follows from a failure.
    fn failed(&self, delivery: &Delivery, failure: Failure) -> Outcome {
        match failure {
            Failure::Unknown => Outcome::Unknown,
            Failure::Permanent(error) => Outcome::Dead(error),
            Failure::Transient(error) => match wait_after(delivery) {
                Some(wait) => Outcome::Again(error, self.now() + wait),
                None => Outcome::Dead(error),
            },
        }
    }

    async fn give_back(&self, owner: &str, ids: &[DeliveryId], at: DateTime<Utc>) -> storage::Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let tx = begin(&self.db).await?;
        delivery::give_back(&tx, owner, ids, at).await?;
        tx.commit().await
    }
}

impl Outcome {
    /// Tells operators.
    fn tell(&self, delivery: &Delivery) {
        let kind = delivery.kind.clone();
        match self {
            Self::Unwanted => metrics::counter!("mail_unwanted_total", "kind" => kind).increment(1),
            Self::Sent => metrics::counter!("mail_sent_total", "kind" => kind).increment(1),
            Self::Again(error, _) => {
                metrics::counter!("mail_retried_total", "kind" => kind, "error" => *error).increment(1);
            }
            Self::Dead(_) | Self::Unknown => {
                let error = if let Self::Dead(error) = self { error } else { UNKNOWN };
                tracing::warn!(delivery = %delivery.id, kind, error, "a mail was given up");
                metrics::counter!("mail_dead_total", "kind" => kind, "error" => error).increment(1);
            }
        }
    }
}

/// How long to wait after so many attempts that failed; `None`: no more. What failed together does not come back together:
/// each waits up to a thirtieth longer, by its identity.
fn wait_after(delivery: &Delivery) -> Option<TimeDelta> {
    let failures = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
    let seconds = WAITS.get(failures.saturating_sub(1))? * 60;
    let part = i64::try_from(delivery.id.0.as_u128() % 1_000).unwrap_or_default();
    Some(TimeDelta::seconds(seconds + seconds * part / 30_000))
}

fn span(wait: Duration) -> TimeDelta {
    TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)
}
