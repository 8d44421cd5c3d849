//! Digests: what is due is matched with what is new, and what is found is queued, in one transaction with the note of how
//! far each subscription is. What such a mail says is put into words when it is sent, of what is still live then.

mod compose;
mod say;

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::analytics::market;
use domain::digest::{Fresh, Gathering, OLDEST, Wish};
use domain::subscription::{Subject, Subscription, SubscriptionId};
use storage::delivery::PER_STATEMENT;
use storage::subscription::Kept;
use storage::subscription::digest::{self, Due};
use storage::vault::Vault;
use storage::{Connection, Database, Transaction, account, begin, posting, subscription, worker};
use tokio::task::spawn_blocking;

use self::compose::{News, Reader, Served, serve};
use crate::queue::{Sealed, queue_all};
use crate::{Error, Outgoing};

pub(crate) use say::{Desk, Told, said};

/// Subscriptions in one transaction: their owners wait no longer than it takes when they change something.
const BATCH: usize = 8_000;
/// Subscriptions that are read, matched and written together.
const CHUNK: usize = 250;
/// Chunks that are matched at once, or wait to be written.
const AT_ONCE: usize = 3;
/// Postings read at a time.
const PAGE: u64 = 1_000;
/// How long what was read as new is used for further digests: what went live since waits for the next one, which reaches
/// back farther than this.
const FRESH_FOR: TimeDelta = TimeDelta::minutes(1);

/// How long what was counted of the market is told.
const MARKET_FOR: TimeDelta = TimeDelta::hours(1);

/// Puts digests together. Any number of them may run: each due digest is taken by one.
pub struct Digests {
    db: Database,
    vault: Vault,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    news: Option<News>,
}

impl Digests {
    /// One that has read nothing yet.
    pub fn new(db: Database, vault: Vault, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self { db, vault, clock: Arc::new(clock), news: None }
    }

    /// Serves those that have been due longest, and returns how many they were; 0: none is due.
    ///
    /// # Errors
    /// What the database says; then nothing of this was done, and all of it is still due.
    pub async fn step(&mut self) -> Result<usize, Error> {
        let now = (self.clock)();
        if !digest::is_any_due(&self.db, now).await? {
            return Ok(0);
        }
        let news = self.refreshed(now).await?;
        let tx = begin(&self.db).await?;
        let served = self.serve(&tx, &news, now).await?;
        tx.commit().await?;
        metrics::counter!("digests_served_total").increment(u64::try_from(served).unwrap_or_default());
        Ok(served)
    }

    /// Those of one transaction: while some are matched on threads of their own, those before them are written and those after
    /// them read.
    async fn serve(&self, tx: &Transaction, news: &News, now: DateTime<Utc>) -> Result<usize, Error> {
        let (mut count, mut last, mut are_more, mut mails) = (0, None, true, Vec::new());
        let mut serving = VecDeque::new();
        loop {
            while are_more && serving.len() < AT_ONCE {
                let waiting = digest::due(tx, now, last, CHUNK as u64).await?;
                (last, count) = (waiting.last(), count + waiting.count());
                are_more = waiting.count() == CHUNK && count < BATCH;
                let (news, vault) = (news.clone(), self.vault.clone());
                serving.push_back(spawn_blocking(move || serve(&waiting, &news, &vault, now)));
            }
            let Some(first) = serving.pop_front() else { break };
            let (mut served, others) = first.await.map_err(|_| Error::Interrupted)??;
            for due in others {
                served.push(reader(tx, due).await?.serve(news, &self.vault, now)?);
            }
            keep(tx, served, &mut mails, now).await?;
        }
        queue_all(tx, &mails, now).await?;
        Ok(count)
    }

    /// The mail that a subscription would get, were its digest due now; `None`: there is nothing to tell. Nothing is kept.
    ///
    /// # Errors
    /// What the database says, [`storage::Error::NotFound`] above all.
    pub async fn preview(&mut self, id: SubscriptionId) -> Result<Option<Outgoing>, Error> {
        let now = (self.clock)();
        let kept = subscription::find(&self.db, id).await?;
        let due = Due { kept, sent: digest::ledger(&self.db, id).await? };
        let reader = reader(&self.db, due).await?;
        let told = self.refreshed(now).await?.select(&reader, now);
        Ok(told.and_then(|told| reader.outgoing(told)))
    }

    /// Tells operators how many digests are due, and how long the oldest has been.
    pub async fn measure(&self) {
        let now = (self.clock)();
        let Ok((due, oldest)) = digest::backlog(&self.db, now).await else { return };
        metrics::gauge!("digests_due").set(due as f64);
        metrics::gauge!("digests_oldest_due_seconds").set(oldest.map_or(0.0, |since| (now - since).as_seconds_f64()));
    }

    /// What is new, read unless it was just now.
    async fn refreshed(&mut self, now: DateTime<Utc>) -> Result<News, Error> {
        let is_within = |at: DateTime<Utc>, time| now - at < time && at <= now;
        let known = self.news.take();
        let (fresh, read_at) = match &known {
            Some(known) if is_within(known.read_at, FRESH_FOR) => (Arc::clone(&known.fresh), known.read_at),
            _ => (Arc::new(self.fresh(now).await?), now),
        };
        let (market, counted_at) = match &known {
            Some(known) if is_within(known.counted_at, MARKET_FOR) => (Arc::clone(&known.market), known.counted_at),
            _ => (market(&posting::openings(&self.db, now).await?).into(), now),
        };
        Ok(self.news.insert(News { fresh, read_at, market, counted_at }).clone())
    }

    async fn fresh(&self, now: DateTime<Utc>) -> Result<Fresh, Error> {
        let (mut gathering, mut after) = (Gathering::default(), None);
        loop {
            let page = posting::live_since(&self.db, (now - OLDEST, now), after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(gathering.finish()) };
            after = Some((last.live_at, last.id));
            gathering.add(&page, now);
        }
    }
}

/// One with all that has to be known to serve them.
async fn reader(c: &impl Connection, due: Due) -> Result<Reader, Error> {
    let Kept { email, subject, subscription, .. } = &due.kept;
    let wish = wish(c, subject, subscription).await?;
    let to = match (email, subscription.account) {
        (Some(email), _) => Some(email.clone()),
        (None, Some(account)) => Some(account::find(c, account).await?.email),
        (None, None) => None,
    };
    Ok(Reader { due, wish, to })
}

/// Keeps how far those are who were served, and queues what they are told, but for some mails that the next go with.
async fn keep(
    tx: &Transaction,
    served: Vec<Served>,
    mails: &mut Vec<(Outgoing, Sealed)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let far: Vec<_> = served.iter().map(|one| (&one.subscription, &one.sent)).collect();
    digest::keep(tx, &far).await?;
    mails.extend(served.into_iter().filter_map(|one| one.mail));
    let whole = mails.len() / PER_STATEMENT * PER_STATEMENT;
    queue_all(tx, &mails[..whole], now).await?;
    mails.drain(..whole);
    Ok(())
}

/// What someone wants to hear of, as of now; `None`: there is nobody any more.
async fn wish(c: &impl Connection, subject: &Subject, subscription: &Subscription) -> Result<Option<Wish>, Error> {
    Ok(match (subject, subscription.account) {
        (Subject::Search { filter, .. }, _) => Some(Wish::Search { filter: filter.clone() }),
        (Subject::Profile, Some(account)) => {
            let profile = Box::new(worker::whole(c, account).await?.matching());
            Some(Wish::Profile { profile })
        }
        (Subject::Profile, None) => None,
    })
}
