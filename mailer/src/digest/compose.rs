//! What is told to one reader, of all that was read: without I/O, so that many are served on a thread of their own.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::analytics::Cell;
use domain::digest::{Fresh, Ledger, Selection, Snapshot, Wish};
use domain::subscription::{Event, Rhythm, Subject, Subscription};
use storage::subscription::digest::{Due, Waiting};
use storage::vault::Vault;
use uuid::Uuid;

use crate::queue::Sealed;
use crate::{Error, Letter, Outgoing};

/// What digests tell of, shared.
#[derive(Clone)]
pub(super) struct News {
    pub(super) fresh: Arc<Fresh>,
    pub(super) read_at: DateTime<Utc>,
    pub(super) market: Arc<[Cell]>,
    pub(super) counted_at: DateTime<Utc>,
}

/// Someone whose digest is due.
pub(super) struct Reader {
    pub(super) due: Due,
    /// `None`: there is nobody any more.
    pub(super) wish: Option<Wish>,
    /// The address.
    pub(super) to: Option<String>,
}

/// Someone whose digest was due.
pub(super) struct Served {
    /// As it is from now on.
    pub(super) subscription: Subscription,
    /// What was sent, with what is.
    pub(super) sent: Ledger,
    /// `None`: nothing is new.
    pub(super) mail: Option<(Outgoing, Sealed)>,
}

/// What there is to tell: some jobs at least, and what the market is like.
type Told = (Selection, Option<Snapshot>);

impl News {
    /// What there is to tell to someone; `None`: nothing.
    pub(super) fn select(&self, reader: &Reader, now: DateTime<Utc>) -> Option<Told> {
        let (kept, wish) = (&reader.due.kept, reader.wish.as_ref()?);
        let fitting = self.fresh.fitting(wish, kept.subscription.mark, now, now.date_naive());
        let selection = self.fresh.select(&fitting, &reader.due.sent, &kept.taste);
        if selection.is_empty() {
            return None;
        }
        let is_weekly = matches!(kept.subscription.schedule.rhythm, Rhythm::Weekly { .. });
        let about = self.fresh.market_of(wish, &selection.jobs).filter(|_| is_weekly);
        let market = about.and_then(|about| Snapshot::of(about, &self.market));
        Some((selection, market))
    }
}

/// Serves those who wait, and returns too those of whom more has to be read first: of an alert the profile or the address.
///
/// # Errors
/// [`storage::Error::Unreadable`], [`Error::Letter`].
pub(super) fn serve(
    waiting: &Waiting,
    news: &News,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<(Vec<Served>, Vec<Due>), Error> {
    let (mut served, mut others) = (Vec::with_capacity(waiting.count()), Vec::new());
    for due in waiting.read()? {
        match Reader::of(due) {
            Ok(reader) => served.push(reader.serve(news, vault, now)?),
            Err(due) => others.push(*due),
        }
    }
    Ok((served, others))
}

impl Reader {
    /// One of whom all is known already.
    fn of(due: Due) -> Result<Self, Box<Due>> {
        match (&due.kept.subject, &due.kept.email) {
            (Subject::Search { filter, .. }, Some(to)) => {
                Ok(Self { wish: Some(Wish::Search { filter: filter.clone() }), to: Some(to.clone()), due })
            }
            _ => Err(Box::new(due)),
        }
    }

    /// The mail that tells of what was found; `None`: there is nobody to tell.
    pub(super) fn outgoing(&self, (Selection { jobs, rest }, market): Told) -> Option<Outgoing> {
        let Subscription { id, language, .. } = self.due.kept.subscription;
        let jobs = jobs.iter().map(|job| (job.posting, job.km)).collect();
        let letter = Letter::Digest { subscription: id, jobs, rest, market };
        // Without a key: it is queued with the note that it was, or not at all.
        Some(Outgoing { to: self.to.clone()?, to_name: String::new(), language, letter, dedupe_key: None })
    }

    /// What becomes of the subscription, and what is sent.
    pub(super) fn serve(self, news: &News, vault: &Vault, now: DateTime<Utc>) -> Result<Served, Error> {
        let told = news.select(&self, now);
        let event = Event::Digest { sent: told.is_some() };
        let Ok((subscription, _)) = self.due.kept.subscription.happen(event, now) else {
            return Ok(self.out_of_turn());
        };
        let jobs: Vec<_> = told.iter().flat_map(|(selection, _)| &selection.jobs).map(|job| job.group).collect();
        let mail = told.and_then(|told| self.outgoing(told)).map(|mail| sealed(vault, subscription.id.0, mail, now));
        let mail = mail.transpose()?.flatten();
        let mut sent = self.due.sent;
        sent.add(now.date_naive(), jobs);
        Ok(Served { subscription, sent, mail })
    }

    /// Left alone until something happens to the subscription.
    fn out_of_turn(self) -> Served {
        let Due { kept, sent } = self.due;
        tracing::error!(subscription = %kept.subscription.id.0, "a digest was due that may not be sent");
        Served { subscription: Subscription { due_at: None, ..kept.subscription }, sent, mail: None }
    }
}

/// `None`: no mail can be sent there, which keeps nobody else from theirs.
fn sealed(
    vault: &Vault,
    subscription: Uuid,
    mail: Outgoing,
    now: DateTime<Utc>,
) -> Result<Option<(Outgoing, Sealed)>, Error> {
    match Sealed::of(vault, &mail, now) {
        Err(Error::Address) => {
            tracing::warn!(%subscription, "no mail can be sent there");
            Ok(None)
        }
        sealed => Ok(Some((mail, sealed?))),
    }
}
