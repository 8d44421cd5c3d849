//! Digests: what is due is matched with what is new, and what is found is queued, in one transaction with the note of how
//! far each subscription is. What such a mail says is put into words when it is sent, of what is still live then.

mod say;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::analytics::{Cell, market};
use domain::digest::{Fresh, Gathering, Ledger, OLDEST, Selection, Snapshot, Wish};
use domain::subscription::{Event, Rhythm, Subject, Subscription, SubscriptionId};
use storage::subscription::digest::{self, Due};
use storage::vault::Vault;
use storage::{Connection, Database, Transaction, account, begin, posting, subscription, worker};

use crate::queue::{Sealed, queue_all};
use crate::{Error, Letter, Outgoing};

pub(crate) use say::{Desk, Told, said};

/// Subscriptions in one transaction: their owners wait no longer than it takes when they change something.
const BATCH: u64 = 1_000;
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
    fresh: Option<(Fresh, DateTime<Utc>)>,
    market: Option<(Vec<Cell>, DateTime<Utc>)>,
}

impl Digests {
    /// One that has read nothing yet.
    pub fn new(db: Database, vault: Vault, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self { db, vault, clock: Arc::new(clock), fresh: None, market: None }
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
        self.refresh(now).await?;
        let tx = begin(&self.db).await?;
        let mut due = digest::due(&tx, now, BATCH).await?;
        let mut mails = Vec::new();
        for one in &mut due {
            mails.extend(self.serve(&tx, one, now).await?);
        }
        queue_all(&tx, &mails, now).await?;
        let far: Vec<(&Subscription, &Ledger)> = due.iter().map(|one| (&one.kept.subscription, &one.sent)).collect();
        digest::keep(&tx, &far).await?;
        tx.commit().await?;
        metrics::counter!("digests_served_total").increment(u64::try_from(due.len()).unwrap_or_default());
        Ok(due.len())
    }

    /// The mail that a subscription would get, were its digest due now; `None`: there is nothing to tell. Nothing is kept.
    ///
    /// # Errors
    /// What the database says, [`storage::Error::NotFound`] above all.
    pub async fn preview(&mut self, id: SubscriptionId) -> Result<Option<Outgoing>, Error> {
        let now = (self.clock)();
        let kept = subscription::find(&self.db, id).await?;
        let one = Due { kept, sent: digest::ledger(&self.db, id).await? };
        self.refresh(now).await?;
        let found = self.select(&self.db, &one, (now, now.date_naive())).await?;
        match found.filter(|(selection, _)| !selection.is_empty()) {
            Some(told) => outgoing(&self.db, &one, told).await,
            None => Ok(None),
        }
    }

    /// Tells operators how many digests are due, and how long the oldest has been.
    pub async fn measure(&self) {
        let now = (self.clock)();
        let Ok((due, oldest)) = digest::backlog(&self.db, now).await else { return };
        metrics::gauge!("digests_due").set(due as f64);
        metrics::gauge!("digests_oldest_due_seconds").set(oldest.map_or(0.0, |since| (now - since).as_seconds_f64()));
    }

    /// Reads what is new, unless it was read just now.
    async fn refresh(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        if self.fresh.as_ref().is_some_and(|(_, read_at)| now - *read_at < FRESH_FOR && *read_at <= now) {
            return Ok(());
        }
        let (mut gathering, mut after) = (Gathering::default(), None);
        loop {
            let page = posting::live_since(&self.db, (now - OLDEST, now), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some((last.live_at, last.id));
            gathering.add(&page, now);
        }
        self.fresh = Some((gathering.finish(), now));
        if self.market.as_ref().is_none_or(|(_, at)| now - *at >= MARKET_FOR || *at > now) {
            self.market = Some((market(&posting::openings(&self.db, now).await?), now));
        }
        Ok(())
    }

    /// What there is to tell to one, who is moved on.
    async fn serve(
        &self,
        tx: &Transaction,
        one: &mut Due,
        now: DateTime<Utc>,
    ) -> Result<Option<(Outgoing, Sealed)>, Error> {
        let today = now.date_naive();
        let (selection, market) = self.select(tx, one, (now, today)).await?.unwrap_or_default();
        let sent = !selection.is_empty();
        let subscription = &one.kept.subscription;
        let Ok((after, _)) = subscription.happen(Event::Digest { sent }, now) else {
            tracing::error!(subscription = %subscription.id.0, "a digest was due that may not be sent");
            one.kept.subscription.due_at = None;
            return Ok(None);
        };
        let mail = if sent {
            one.sent.add(today, selection.jobs.iter().map(|job| job.group));
            self.mail(tx, one, (selection, market), now).await?
        } else {
            None
        };
        one.kept.subscription = after;
        Ok(mail)
    }

    async fn select(
        &self,
        c: &impl Connection,
        one: &Due,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<Option<(Selection, Option<Snapshot>)>, Error> {
        let Some((fresh, _)) = &self.fresh else { return Ok(None) };
        let subscription = &one.kept.subscription;
        let Some(wish) = wish(c, &one.kept.subject, subscription).await? else { return Ok(None) };
        let fitting = fresh.fitting(&wish, subscription.mark, now, today);
        let selection = fresh.select(&fitting, &one.sent, &one.kept.taste);
        let is_weekly = matches!(subscription.schedule.rhythm, Rhythm::Weekly { .. });
        let about = fresh.market_of(&wish, &selection.jobs).filter(|_| is_weekly);
        let market = about.zip(self.market.as_ref()).and_then(|(about, (market, _))| Snapshot::of(about, market));
        Ok(Some((selection, market)))
    }

    /// Under a key of its own, so that nothing is told twice.
    async fn mail(
        &self,
        tx: &Transaction,
        one: &Due,
        told: (Selection, Option<Snapshot>),
        now: DateTime<Utc>,
    ) -> Result<Option<(Outgoing, Sealed)>, Error> {
        let Some(mail) = outgoing(tx, one, told).await? else { return Ok(None) };
        let subscription = &one.kept.subscription;
        match Sealed::of(&self.vault, &mail, now) {
            // One that no mail can be sent to keeps nobody else from theirs.
            Err(Error::Address) => {
                tracing::warn!(subscription = %subscription.id.0, "no mail can be sent there");
                Ok(None)
            }
            sealed => Ok(Some((mail, sealed?))),
        }
    }
}

/// The mail that tells of what was found; `None`: nobody is told any more.
async fn outgoing(
    c: &impl Connection,
    one: &Due,
    (Selection { jobs, rest }, market): (Selection, Option<Snapshot>),
) -> Result<Option<Outgoing>, Error> {
    let subscription = &one.kept.subscription;
    let to = match (&one.kept.email, subscription.account) {
        (Some(email), _) => email.clone(),
        (None, Some(account)) => account::find(c, account).await?.email,
        (None, None) => return Ok(None),
    };
    let letter = Letter::Digest { subscription: subscription.id, jobs, rest, market };
    let key = format!("digest:{}:{}", subscription.id.0, subscription.mark.timestamp_micros());
    let language = subscription.language;
    Ok(Some(Outgoing { to, to_name: String::new(), language, letter, dedupe_key: Some(key) }))
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
