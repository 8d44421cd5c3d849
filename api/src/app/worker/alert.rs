//! Alerts: new postings that suit one's profile, or pass a search that one keeps, by mail. Neither alone is consent to it.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::access::Action;
use domain::account::AccountId;
use domain::digest::Taste;
use domain::search::Filter;
use domain::subscription::{Event, Means, Purpose, Purposes, Schedule, Subject, Subscription, SubscriptionId};
use storage::interest::{self, SavedSearch};
use storage::subscription::{self, Kept, consent};
use storage::{Connection, Transaction, account};
use uuid::Uuid;

use super::is_current;
use crate::app::subscriptions::{Opened, denied, keep, opened, record};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// One's profile.
    Profile,
    /// A search that one keeps; its alert has its id.
    Search(Uuid),
}

/// Reads the parameters of a search as what digests can be about.
pub type ReadQuery = fn(&str, Lang) -> Result<Filter, Problem>;

/// The caller's alert about something; `None`: they never asked for one.
///
/// # Errors
/// 404 for a search that is none.
pub async fn read(app: &App, caller: &Caller, about: About) -> Result<Option<Opened>, Problem> {
    caller.admit(if about == About::Profile { Action::ReadAlert } else { Action::ReadSearchAlert })?;
    match of(&app.db, caller.account()?, about).await? {
        Some(kept) => Ok(Some(opened(app, kept).await?)),
        None => Ok(None),
    }
}

/// Asks for an alert, which is at `version` (0: there is none), or changes when it comes; no digest before
/// `paused_until`. Whoever asks in their account has proved their address there.
///
/// # Errors
/// 404 for a search that is none; 409 where nothing may be sent to the address; 412; 422 for too long a pause, or a search
/// that no digest can be about.
pub async fn set(
    app: &App,
    caller: &Caller,
    peer: Peer,
    (about, read): (About, ReadQuery),
    version: i32,
    (schedule, paused_until): (Schedule, Option<DateTime<Utc>>),
) -> Result<Opened, Problem> {
    caller.admit(if about == About::Profile { Action::SetAlert } else { Action::SetSearchAlert })?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let account = account::lock(&tx, me).await?;
    let before = of(&tx, me, about).await?;
    is_current(before.as_ref().map_or(0, |kept| kept.version), version)?;
    let (id, subject) = match about {
        About::Profile => (SubscriptionId(new_id(now)), Subject::Profile),
        About::Search(id) => {
            let search = interest::find_search(&tx, me, id).await?;
            (SubscriptionId(id), subject(&search, read, account.language)?)
        }
    };
    let wanted = (Purposes::of([Purpose::Digest]), schedule, paused_until);
    let how = (Means::Account, peer);
    let kept = if let Some(mut kept) = before {
        let (chosen, change) = kept.subscription.choose(wanted, now).map_err(denied)?;
        kept.subscription = Subscription { language: account.language, ..chosen };
        kept.subject = subject;
        keep(&tx, kept, change, how, now).await?
    } else {
        let (first, given) = Subscription::alert(id, me, (account.language, schedule), now);
        let (subscription, _) = first.choose(wanted, now).map_err(denied)?;
        let kept = Kept { version: 1, email: None, subject, taste: Taste::default(), subscription };
        subscription::insert(&tx, &kept).await?;
        record(&tx, &kept, given, how, now).await?;
        kept
    };
    tx.commit().await?;
    opened(app, kept).await
}

/// No alert any more, from this moment on.
///
/// # Errors
/// 404 for a search that is none.
pub async fn remove(app: &App, caller: &Caller, peer: Peer, about: About) -> Result<(), Problem> {
    caller.admit(if about == About::Profile { Action::RemoveAlert } else { Action::RemoveSearchAlert })?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    account::lock(&tx, me).await?;
    if let Some(kept) = of(&tx, me, about).await? {
        end(&tx, kept, peer, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn end(tx: &Transaction, mut kept: Kept, peer: Peer, now: DateTime<Utc>) -> Result<Kept, Problem> {
    let all = Event::Unsubscribe { purposes: kept.subscription.purposes };
    let (after, change) = kept.subscription.happen(all, now).map_err(denied)?;
    kept.subscription = after;
    keep(tx, kept, change, (Means::Account, peer), now).await
}

/// A search was changed: so is what its alert is about.
///
/// # Errors
/// 422 for one that no digest can be about, while there is an alert.
pub(super) async fn follow(tx: &Transaction, search: &SavedSearch, read: ReadQuery) -> Result<(), Problem> {
    let Some(mut kept) = of_search(tx, search.account, search.id).await? else { return Ok(()) };
    kept.subject = subject(search, read, kept.subscription.language)?;
    subscription::update(tx, &kept).await?;
    Ok(())
}

/// A search was removed: its alert goes with it. That it was agreed to stays, and names nobody.
pub(super) async fn forget(
    tx: &Transaction,
    (me, search): (AccountId, Uuid),
    peer: Peer,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let Some(kept) = of_search(tx, me, search).await? else { return Ok(()) };
    let ended = end(tx, kept, peer, now).await?;
    consent::forget_whence(tx, ended.subscription.id).await?;
    Ok(subscription::remove(tx, ended.subscription.id).await?)
}

fn subject(search: &SavedSearch, read: ReadQuery, lang: Lang) -> Result<Subject, Problem> {
    Ok(Subject::Search { filter: Box::new(read(&search.query, lang)?), query: search.query.clone() })
}

async fn of(c: &impl Connection, me: AccountId, about: About) -> Result<Option<Kept>, Problem> {
    let About::Search(id) = about else {
        let all = subscription::of_account(c, me).await?;
        return Ok(all.into_iter().find(|kept| kept.subject == Subject::Profile));
    };
    interest::find_search(c, me, id).await?;
    of_search(c, me, id).await
}

async fn of_search(c: &impl Connection, me: AccountId, search: Uuid) -> Result<Option<Kept>, Problem> {
    match subscription::find(c, SubscriptionId(search)).await {
        Err(storage::Error::NotFound) => Ok(None),
        Ok(kept) if kept.subscription.account != Some(me) => Err(Problem::new(Kind::NotFound)),
        found => Ok(Some(found?)),
    }
}
