//! The alert: new postings that suit one's profile, by mail. A profile alone is no consent to it.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use domain::digest::Taste;
use domain::subscription::{Event, Means, Purpose, Purposes, Schedule, Subject, Subscription, SubscriptionId};
use storage::subscription::{self, Kept};
use storage::{Connection, account};

use super::is_current;
use crate::app::subscriptions::{Opened, denied, keep, opened, record};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::peer::Peer;
use crate::problem::Problem;

/// The caller's alert; `None`: they never asked for one.
pub async fn read(app: &App, caller: &Caller) -> Result<Option<Opened>, Problem> {
    caller.admit(Action::ReadAlert)?;
    match of(&app.db, caller.account()?).await? {
        Some(kept) => Ok(Some(opened(app, kept).await?)),
        None => Ok(None),
    }
}

/// Asks for the alert, which is at `version` (0: there is none), or changes when it comes; no digest before
/// `paused_until`. Whoever asks in their account has proved their address there.
///
/// # Errors
/// 409 where nothing may be sent to the address; 412; 422 for too long a pause.
pub async fn set(
    app: &App,
    caller: &Caller,
    peer: Peer,
    version: i32,
    (schedule, paused_until): (Schedule, Option<DateTime<Utc>>),
) -> Result<Opened, Problem> {
    caller.admit(Action::SetAlert)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let account = account::lock(&tx, me).await?;
    let before = of(&tx, me).await?;
    is_current(before.as_ref().map_or(0, |kept| kept.version), version)?;
    let wanted = (Purposes::of([Purpose::Digest]), schedule, paused_until);
    let how = (Means::Account, peer);
    let kept = if let Some(mut kept) = before {
        let (chosen, change) = kept.subscription.choose(wanted, now).map_err(denied)?;
        kept.subscription = Subscription { language: account.language, ..chosen };
        keep(&tx, kept, change, how, now).await?
    } else {
        let id = SubscriptionId(new_id(now));
        let (first, given) = Subscription::alert(id, me, (account.language, schedule), now);
        let (subscription, _) = first.choose(wanted, now).map_err(denied)?;
        let kept = Kept { version: 1, email: None, subject: Subject::Profile, taste: Taste::default(), subscription };
        subscription::insert(&tx, &kept).await?;
        record(&tx, &kept, given, how, now).await?;
        kept
    };
    tx.commit().await?;
    opened(app, kept).await
}

/// No alert any more, from this moment on.
pub async fn remove(app: &App, caller: &Caller, peer: Peer) -> Result<(), Problem> {
    caller.admit(Action::RemoveAlert)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    account::lock(&tx, me).await?;
    if let Some(mut kept) = of(&tx, me).await? {
        let all = Event::Unsubscribe { purposes: kept.subscription.purposes };
        let (after, change) = kept.subscription.happen(all, now).map_err(denied)?;
        kept.subscription = after;
        keep(&tx, kept, change, (Means::Account, peer), now).await?;
    }
    Ok(tx.commit().await?)
}

async fn of(c: &impl Connection, me: AccountId) -> Result<Option<Kept>, storage::Error> {
    Ok(subscription::of_account(c, me).await?.into_iter().find(|kept| kept.subject == Subject::Profile))
}
