//! Feeds that are fetched on a schedule: staff say which, as what they hold goes live without another look.

use domain::access::{Action, Owner};
use domain::message::Message;
use storage::Error;
use storage::audit::{self, Entry};
use storage::feed::{self, Feed};
use uuid::Uuid;

use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::feed::Format;
use crate::problem::{Kind, Problem};

/// Feeds at most.
const MOST: usize = 200;

/// A feed to add.
pub struct Subscription {
    /// The name of its source.
    pub source: String,
    /// Where it is.
    pub url: String,
    /// Its format.
    pub format: Format,
    /// Whether it is all that the source lists.
    pub complete: bool,
    /// Hours between two fetches.
    pub every_hours: u16,
}

/// Every feed, oldest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Feed>, Problem> {
    caller.admit_to(Action::ListFeeds, Owner::Nobody)?;
    Ok(feed::list(&app.db).await?)
}

/// Adds a feed, which is fetched soon.
///
/// # Errors
/// 409 where there is one of the same source; 422 where its address may not be reached.
pub async fn add(app: &App, caller: &Caller, wanted: Subscription) -> Result<Feed, Problem> {
    caller.admit_to(Action::AddFeed, Owner::Nobody)?;
    if app.outbound.url(&wanted.url).is_err() {
        return Err(Problem::field("/url", Message::new("partner-not-public")));
    }
    let now = app.clock.now();
    let added = Feed {
        id: new_id(now),
        source: wanted.source,
        url: wanted.url,
        format: wanted.format.key().to_owned(),
        complete: wanted.complete,
        every_hours: wanted.every_hours,
        by: caller.account()?,
        created_at: now,
        next_at: now,
        accept_shrink: false,
        failures: 0,
        validator: None,
        modified: None,
        last: None,
        report: None,
    };
    let tx = storage::begin(&app.db).await?;
    if feed::list(&tx).await?.len() >= MOST {
        return Err(Problem::new(Kind::Quota));
    }
    match feed::insert(&tx, &added).await {
        Err(Error::Unique(_)) => {
            return Err(Problem::new(Kind::Conflict).because(Message::new("partner-source-known")));
        }
        inserted => inserted?,
    }
    audit::record(&tx, &Entry::new(Some(added.by), Action::AddFeed, "feed", added.id), now).await?;
    tx.commit().await?;
    Ok(added)
}

/// Has a feed fetched soon; `accept_shrink`: once, it may list less than before by more than a third.
pub async fn fetch(app: &App, caller: &Caller, id: Uuid, accept_shrink: bool) -> Result<Feed, Problem> {
    caller.admit_to(Action::FetchFeed, Owner::Nobody)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut found = feed::find(&tx, id).await?;
    (found.next_at, found.accept_shrink) = (now, accept_shrink);
    // What was held is to be read again, though it is as it was.
    (found.validator, found.modified) = (None, None);
    feed::keep(&tx, &found).await?;
    audit::record(&tx, &Entry::new(Some(caller.account()?), Action::FetchFeed, "feed", id), now).await?;
    tx.commit().await?;
    Ok(found)
}

/// Fetches a feed no more. What was imported from it stays until it expires.
pub async fn remove(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit_to(Action::RemoveFeed, Owner::Nobody)?;
    let tx = storage::begin(&app.db).await?;
    feed::remove(&tx, id).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RemoveFeed, "feed", id);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
