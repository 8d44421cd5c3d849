//! Postings that a worker saved or hid, employers they hide, searches they keep.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::message::Message;
use domain::posting::{Posting, PostingId, employer_key};
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::interest::{self, HiddenEmployer, Mark, SavedSearch};
use storage::{Transaction, posting};
use uuid::Uuid;

use super::alert::{self, ReadQuery};
use super::has_room;
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// Saved postings of one worker, and hidden ones.
const MOST_POSTINGS: usize = 500;
/// Hidden employers of one worker.
const MOST_EMPLOYERS: usize = 200;
/// Saved searches of one worker.
const MOST_SEARCHES: usize = 50;

/// A posting that was saved or hidden.
pub struct Marked {
    /// Which.
    pub id: PostingId,
    /// Since when.
    pub at: DateTime<Utc>,
    /// What it says; `None`: it has ended, or is off for a while.
    pub posting: Option<Posting>,
}

/// The postings that the caller saved, or hid; latest first.
pub async fn postings(app: &App, caller: &Caller, mark: Mark) -> Result<Vec<Marked>, Problem> {
    caller.admit(if mark == Mark::Saved { Action::ListSavedPostings } else { Action::ListHiddenPostings })?;
    let marks = interest::marks(&app.db, caller.account()?).await?;
    let kept = if mark == Mark::Saved { marks.saved } else { marks.hidden };
    let ids: Vec<PostingId> = kept.iter().map(|(id, _)| *id).collect();
    let now = app.clock.now();
    let mut known = posting::by_ids(&app.db, &ids).await?;
    known.retain(|posting| posting.is_live(now));
    let find = |id: PostingId| known.iter().find(|posting| posting.id == id).cloned();
    Ok(kept.into_iter().map(|(id, at)| Marked { id, at, posting: find(id) }).collect())
}

/// Saves or hides a posting that is to be seen; a hidden one that is saved is hidden no more, and the other way round.
pub async fn mark(app: &App, caller: &Caller, id: PostingId, mark: Mark) -> Result<(), Problem> {
    let action = if mark == Mark::Saved { Action::SavePosting } else { Action::HidePosting };
    caller.admit(action)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    if !posting::find(&tx, id).await?.is_live(now) {
        return Err(Problem::new(Kind::NotFound));
    }
    let marks = interest::marks(&tx, me).await?;
    let kept = if mark == Mark::Saved { marks.saved } else { marks.hidden };
    if !kept.iter().any(|(known, _)| *known == id) {
        has_room(kept.len(), MOST_POSTINGS)?;
        interest::mark(&tx, me, id, mark, now).await?;
        record(&tx, caller, action, "posting", id.0, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Does not keep a posting any more, or shows it again.
pub async fn unmark(app: &App, caller: &Caller, id: PostingId, mark: Mark) -> Result<(), Problem> {
    let action = if mark == Mark::Saved { Action::UnsavePosting } else { Action::UnhidePosting };
    caller.admit(action)?;
    let tx = storage::begin(&app.db).await?;
    interest::unmark(&tx, caller.account()?, id, mark).await?;
    record(&tx, caller, action, "posting", id.0, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    kind: &'static str,
    object: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    Ok(audit::record(tx, &Entry::new(Some(caller.account()?), action, kind, object), now).await?)
}

/// The employers whose postings the caller does not want to see, oldest first.
pub async fn employers(app: &App, caller: &Caller) -> Result<Vec<HiddenEmployer>, Problem> {
    caller.admit(Action::ListHiddenEmployers)?;
    Ok(interest::hidden_employers(&app.db, caller.account()?).await?)
}

/// Hides an employer's postings from the caller's matches. It may still see the caller: that is for a block.
pub async fn hide_employer<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    name: String,
    present: impl FnOnce(&HiddenEmployer) -> V,
) -> Result<Made, Problem> {
    let general = || Problem::field("/employer", Message::new("field-employer-unclear"));
    let employer = employer_key(&name).ok_or_else(general)?;
    let work = match creation::begin(app, caller, Action::HideEmployer, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now, account) = (work.tx(), work.now(), caller.account()?);
    has_room(interest::hidden_employers(tx, account).await?.len(), MOST_EMPLOYERS)?;
    let hidden = HiddenEmployer { id: new_id(now), account, employer, name, hidden_at: now };
    interest::hide_employer(tx, &hidden).await.map_err(|error| match error {
        storage::Error::Unique(_) => Problem::new(Kind::Conflict),
        error => error.into(),
    })?;
    record(tx, caller, Action::HideEmployer, "hidden_employer", hidden.id, now).await?;
    let location = format!("/api/v1/me/hidden-employers/{}", hidden.id);
    let body = present(&hidden);
    work.finish(Created { location, version: 1, body }).await
}

/// Shows an employer's postings again.
pub async fn show_employer(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::UnhideEmployer)?;
    let tx = storage::begin(&app.db).await?;
    interest::show_employer(&tx, caller.account()?, id).await?;
    record(&tx, caller, Action::UnhideEmployer, "hidden_employer", id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The caller's saved searches, oldest first.
pub async fn searches(app: &App, caller: &Caller) -> Result<Vec<SavedSearch>, Problem> {
    caller.admit(Action::ListSavedSearches)?;
    Ok(interest::searches(&app.db, caller.account()?).await?)
}

/// Keeps a search: its name, and its parameters as a query string that holds.
pub async fn save_search<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    (name, query): (String, String),
    present: impl FnOnce(&SavedSearch) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::SaveSearch, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now, account) = (work.tx(), work.now(), caller.account()?);
    has_room(interest::searches(tx, account).await?.len(), MOST_SEARCHES)?;
    let kept = SavedSearch { id: new_id(now), account, version: 1, name, query, saved_at: now };
    interest::insert_search(tx, &kept).await?;
    record(tx, caller, Action::SaveSearch, "saved_search", kept.id, now).await?;
    let location = format!("/api/v1/me/saved-searches/{}", kept.id);
    let body = present(&kept);
    work.finish(Created { location, version: 1, body }).await
}

/// Changes a saved search that is at `version`, and what its alert is about.
pub async fn update_search(
    app: &App,
    caller: &Caller,
    id: Uuid,
    version: i32,
    (name, query): (String, String),
    read: ReadQuery,
) -> Result<SavedSearch, Problem> {
    caller.admit(Action::UpdateSavedSearch)?;
    let tx = storage::begin(&app.db).await?;
    let known = interest::find_search(&tx, caller.account()?, id).await?;
    let mut kept = SavedSearch { version, name, query, ..known };
    kept.version = interest::update_search(&tx, &kept).await?;
    alert::follow(&tx, &kept, read).await?;
    record(&tx, caller, Action::UpdateSavedSearch, "saved_search", id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Removes a saved search, and its alert with it.
pub async fn remove_search(app: &App, caller: &Caller, peer: Peer, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::RemoveSavedSearch)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    interest::remove_search(&tx, me, id).await?;
    alert::forget(&tx, (me, id), peer, now).await?;
    record(&tx, caller, Action::RemoveSavedSearch, "saved_search", id, now).await?;
    tx.commit().await?;
    Ok(())
}
