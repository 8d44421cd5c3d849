//! Subscriptions: asked for without an account, proved and managed by links that are mailed.

mod feedback;
mod preview;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::digest::Taste;
use domain::message::Message;
use domain::subscription::{
    Change, Consent, Denied, Event, Means, Purposes, Schedule, State, Subject, Subscription, SubscriptionId,
};
use mailer::{Letter, Outgoing};
use storage::Transaction;
use storage::subscription::{self, Kept, consent, digest, link, suppression};

use super::accounts::address;
use super::accounts::tries::{self, Try};
use super::letters::send;
use super::{App, new_id};
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

pub use feedback::{Feedback, hear, posting_of};
pub use preview::{Preview, preview};

/// What someone asks for.
pub struct Wanted {
    /// The purposes that were ticked.
    pub purposes: Purposes,
    /// What digests are about.
    pub subject: Subject,
    /// When they are wanted.
    pub schedule: Schedule,
    /// The language of mail.
    pub language: Lang,
}

/// A subscription with all that is held about it.
pub struct Opened {
    /// The subscription.
    pub kept: Kept,
    /// What was agreed to and taken back, oldest first, and from where.
    pub consents: Vec<(Consent, Option<IpAddr>)>,
    /// How many jobs it is known to have been sent.
    pub jobs: usize,
    /// What opens it.
    pub token: String,
}

/// Asks for a subscription: a mail with a token goes to the address. The answer is the same for an address that has one,
/// whose owner gets the link to it, and for one that nothing may be sent to; and however often it is asked.
///
/// # Errors
/// 422 where no purpose is given; 429.
pub async fn ask(app: &App, peer: Peer, email: &str, wanted: Wanted) -> Result<(), Problem> {
    if wanted.purposes.is_empty() {
        return Err(Problem::field("/purposes", Message::new("subscription-nothing")));
    }
    tries::count(app, &[Try::subscribe_from(peer)]).await?;
    let (email, now) = (address(email), app.clock.now());
    let tx = storage::begin(&app.db).await?;
    if let Some((Means::Bounce | Means::Complaint, _)) = suppression::of(&tx, &app.vault, &email).await? {
        return Ok(());
    }
    let kept = match subscription::by_email(&tx, &email).await? {
        Some(kept) => again(&tx, kept.subscription.id, wanted, now).await?,
        None => match first(&tx, &email, wanted, (SubscriptionId(new_id(now)), now)).await? {
            Some(kept) => kept,
            None => return Ok(()),
        },
    };
    // However often it is asked, one message is sent.
    if kept.subscription.asked_at != Some(now) {
        return Ok(tx.commit().await?);
    }
    let (id, subscription) = (kept.subscription.id, &kept.subscription);
    let letter = match subscription.state {
        State::Asked => Letter::ConfirmSubscription {
            link: format!(
                "/newsletter/confirm?token={}",
                link::proof(&app.vault, id, subscription.asked_at.unwrap_or(now))
            ),
        },
        _ => {
            Letter::AlreadySubscribed { link: format!("/newsletter/preferences?token={}", link::token(&app.vault, id)) }
        }
    };
    let language = subscription.language;
    let mail = Outgoing { to: email, to_name: String::new(), language, letter, dedupe_key: None };
    send(app, &tx, &mail, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A new subscription; `None`: another request was quicker, and sends the mail.
async fn first(
    tx: &Transaction,
    email: &str,
    wanted: Wanted,
    (id, now): (SubscriptionId, DateTime<Utc>),
) -> Result<Option<Kept>, Problem> {
    let asked = Subscription::ask(id, (wanted.purposes, wanted.language, wanted.schedule), now).map_err(denied)?;
    let kept = Kept {
        version: 1,
        email: Some(email.to_owned()),
        subject: wanted.subject,
        taste: Taste::default(),
        subscription: asked,
    };
    match subscription::insert(tx, &kept).await {
        Err(storage::Error::Unique(_)) => Ok(None),
        inserted => Ok(inserted.map(|()| Some(kept))?),
    }
}

/// One that was asked for before.
async fn again(tx: &Transaction, id: SubscriptionId, wanted: Wanted, now: DateTime<Utc>) -> Result<Kept, Problem> {
    let mut kept = subscription::lock(tx, id).await?;
    let Wanted { purposes, language, schedule, subject } = wanted;
    if let Ok((asked, _)) = kept.subscription.happen(Event::Ask { purposes, language, schedule }, now) {
        // What someone unknown asks for changes nothing of what its owner has chosen.
        if asked.state == State::Asked {
            kept.subject = subject;
        }
        kept.subscription = asked;
        kept.version = subscription::update(tx, &kept).await?;
    }
    Ok(kept)
}

/// Proves an address by the token that was mailed to it: what was asked for is agreed to.
///
/// # Errors
/// 422 where the token is none, was used or has ended.
pub async fn confirm(app: &App, peer: Peer, token: &str) -> Result<Opened, Problem> {
    let ended = || Problem::field("/token", Message::new("token-ended"));
    let id = link::named(token).ok_or_else(ended)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut kept = match subscription::lock(&tx, id).await {
        Err(storage::Error::NotFound) => return Err(ended()),
        kept => kept?,
    };
    let proof = kept.subscription.asked_at.map(|at| link::proof(&app.vault, id, at));
    if proof.as_deref() != Some(token) {
        return Err(ended());
    }
    let (after, change) = kept.subscription.happen(Event::Confirm, now).map_err(|_| ended())?;
    kept.subscription = after;
    if let Some(email) = &kept.email {
        suppression::lift(&tx, &app.vault, email).await?;
    }
    let kept = keep(&tx, kept, change, (Means::Confirmation, peer), now).await?;
    tx.commit().await?;
    opened(app, kept).await
}

/// The subscription that a link opens, with all that is held about it.
///
/// # Errors
/// 404 where the link is none, or what it led to is deleted.
pub async fn read(app: &App, token: &str) -> Result<Opened, Problem> {
    let kept = subscription::find(&app.db, by(app, token)?).await?;
    opened(app, kept).await
}

/// Wants this, and nothing else, and no digest before `paused_until`.
///
/// # Errors
/// 404; 409 where the address was never proved or nothing may be sent to it; 412; 422 for too long a pause.
pub async fn update(
    app: &App,
    peer: Peer,
    token: &str,
    version: i32,
    (wanted, paused_until): (Wanted, Option<DateTime<Utc>>),
) -> Result<Opened, Problem> {
    let (id, now) = (by(app, token)?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let mut kept = subscription::lock(&tx, id).await?;
    super::worker::is_current(kept.version, version)?;
    let choice = (wanted.purposes, wanted.schedule, paused_until);
    let (chosen, change) = kept.subscription.choose(choice, now).map_err(denied)?;
    kept.subscription = Subscription { language: wanted.language, ..chosen };
    // An alert stays about its worker's profile, or the search that they keep.
    if kept.subscription.account.is_none() {
        kept.subject = wanted.subject;
    }
    let kept = keep(&tx, kept, change, (Means::Preferences, peer), now).await?;
    tx.commit().await?;
    opened(app, kept).await
}

/// No mail of these purposes any more, from this moment on.
///
/// # Errors
/// 404.
pub async fn unsubscribe(
    app: &App,
    peer: Peer,
    token: &str,
    (purposes, means): (Purposes, Means),
) -> Result<(), Problem> {
    let (id, now) = (by(app, token)?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let mut kept = subscription::lock(&tx, id).await?;
    let (after, change) = kept.subscription.happen(Event::Unsubscribe { purposes }, now).map_err(denied)?;
    kept.subscription = after;
    keep(&tx, kept, change, (means, peer), now).await?;
    Ok(tx.commit().await?)
}

/// Deletes a subscription with all that is held about it. That there were consents stays, without the address; and the
/// address, as a keyed hash, so that nothing is sent to it until its owner asks again.
///
/// # Errors
/// 404.
pub async fn delete(app: &App, peer: Peer, token: &str) -> Result<(), Problem> {
    let (id, now) = (by(app, token)?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let mut kept = subscription::lock(&tx, id).await?;
    let all = Event::Unsubscribe { purposes: kept.subscription.purposes };
    let (after, change) = kept.subscription.happen(all, now).map_err(denied)?;
    kept.subscription = after;
    let kept = keep(&tx, kept, change, (Means::Deletion, peer), now).await?;
    if let Some(email) = &kept.email {
        suppression::add(&tx, &app.vault, email, Means::Deletion, now).await?;
    }
    consent::forget_whence(&tx, id).await?;
    subscription::remove(&tx, id).await?;
    Ok(tx.commit().await?)
}

fn by(app: &App, token: &str) -> Result<SubscriptionId, Problem> {
    link::of(&app.vault, token).ok_or_else(|| Problem::new(Kind::NotFound))
}

/// Keeps what has happened, with what was agreed to or taken back by it.
pub(super) async fn keep(
    tx: &Transaction,
    mut kept: Kept,
    change: Change,
    (means, peer): (Means, Peer),
    now: DateTime<Utc>,
) -> Result<Kept, Problem> {
    kept.version = subscription::update(tx, &kept).await?;
    record(tx, &kept, change, (means, peer), now).await?;
    Ok(kept)
}

/// Writes down what was agreed to or taken back.
pub(super) async fn record(
    tx: &Transaction,
    kept: &Kept,
    change: Change,
    (means, peer): (Means, Peer),
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    consent::record(tx, &change.consents(&kept.subscription, means, now), Some(peer.0)).await?;
    Ok(())
}

pub(super) async fn opened(app: &App, kept: Kept) -> Result<Opened, Problem> {
    let id = kept.subscription.id;
    let consents = consent::of(&app.db, id).await?;
    let jobs = digest::ledger(&app.db, id).await?.len();
    Ok(Opened { kept, consents, jobs, token: link::token(&app.vault, id) })
}

pub(super) fn denied(why: Denied) -> Problem {
    match why {
        Denied::Pause => Problem::field("/paused_until", Message::new("subscription-pause")),
        Denied::Nothing => Problem::field("/purposes", Message::new("subscription-nothing")),
        _ => Problem::new(Kind::Conflict).because(Message::new("subscription-not-active")),
    }
}
