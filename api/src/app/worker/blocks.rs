//! Employers that may not see the worker.

use domain::access::{Action, Owner};
use domain::worker::Blocked;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::worker::{Block, block};
use uuid::Uuid;

use super::has_room;
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The kind of object in the audit trail.
const BLOCK: &str = "block";
/// Blocked employers of one worker.
const MOST: usize = 200;

/// The employers that the caller has blocked, oldest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Block>, Problem> {
    caller.admit(Action::ListBlocks)?;
    Ok(block::of(&app.db, caller.account()?).await?)
}

/// Blocks an employer. Whether an organization of that id exists is not told.
pub async fn add<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    (blocked, name): (Blocked, Option<String>),
    present: impl FnOnce(&Block) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::AddBlock, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (account, now) = (caller.account()?, work.now());
    has_room(block::of(work.tx(), account).await?.len(), MOST)?;
    let block = Block { id: new_id(now), account, blocked, name, created_at: now };
    block::insert(work.tx(), &block).await.map_err(|error| match error {
        storage::Error::Unique(_) => Problem::new(Kind::Conflict),
        error => error.into(),
    })?;
    audit::record(work.tx(), &Entry::new(Some(account), Action::AddBlock, BLOCK, block.id), now).await?;
    let location = format!("/api/v1/me/blocks/{}", block.id);
    work.finish(Created { location, version: 1, body: present(&block) }).await
}

/// Takes a block away.
pub async fn remove(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::RemoveBlock)?;
    let tx = storage::begin(&app.db).await?;
    let found = block::find(&tx, id).await?;
    caller.admit_to(Action::RemoveBlock, Owner::Account(found.account))?;
    block::remove(&tx, &found, app.clock.now()).await?;
    let entry = Entry::new(Some(found.account), Action::RemoveBlock, BLOCK, id);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
