//! Messages between the two sides of an application, and the employer's notes among themselves.

use domain::access::{Action, Owner};
use domain::application::{Application, ApplicationId, Party, Stage};
use domain::organization::{MemberRole, OrganizationId};
use mailer::Letter;
use serde::Serialize;
use storage::application::talk::{self, Written};
use storage::audit::{self, Entry};
use storage::{Transaction, account, application, grant};
use uuid::Uuid;

use super::employer::{locked, reachable};
use super::{APPLICATION, Case, worker};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once, Work};
use crate::app::letters::{members, write_once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Messages of one application, and notes on it.
const MOST: u64 = 500;

/// The messages of one of the caller's applications, oldest first.
pub async fn of_worker(app: &App, caller: &Caller, id: ApplicationId) -> Result<Vec<Written>, Problem> {
    let application = worker::found(&app.db, caller, Action::ListOwnMessages, id).await?;
    Ok(talk::messages(&app.db, application.id).await?)
}

/// The caller writes to the employer.
pub async fn write_as_worker<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    id: ApplicationId,
    text: String,
    present: impl FnOnce(&Written) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::WriteOwnMessage, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let application = worker::found(tx, caller, Action::WriteOwnMessage, id).await?;
    let written = said(&work, caller, Action::WriteOwnMessage, &application, Party::Worker, text).await?;
    let case = Case::load(tx, application).await?;
    for member in members(tx, case.application.organization, MemberRole::Recruiter).await? {
        let letter = Letter::MessageReceived { title: case.title(member.language) };
        write_once(app, tx, &member, letter, key(id, member.id.0, now.date_naive()), now).await?;
    }
    let location = format!("/api/v1/me/applications/{}/messages", id.0);
    let body = present(&written);
    work.finish(Created { location, version: 1, body }).await
}

/// The messages of an application to an organization, oldest first.
/// None where the worker has taken everything back.
pub async fn of_employer(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Written>, Problem> {
    caller.admit_to(Action::ListMessages, Owner::Organization(id))?;
    let application = application::find_to(&app.db, id, application).await?;
    let between = grant::between(&app.db, application.worker, id).await?;
    if between.shows(Some(application.id), app.clock.now()).is_none() {
        return Ok(Vec::new());
    }
    Ok(talk::messages(&app.db, application.id).await?)
}

/// A member writes to the applicant.
pub async fn write_as_employer<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    (id, application): (OrganizationId, ApplicationId),
    text: String,
    present: impl FnOnce(&Written) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::WriteMessage, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::WriteMessage, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let case = locked(tx, id, application).await?;
    reachable(tx, &case, now).await?;
    let written = said(&work, caller, Action::WriteMessage, &case.application, Party::Employer, text).await?;
    let to = account::find(tx, case.application.worker).await?;
    let letter = Letter::MessageReceived { title: case.title(to.language) };
    write_once(app, tx, &to, letter, key(case.application.id, to.id.0, now.date_naive()), now).await?;
    let location = format!("/api/v1/organizations/{}/applications/{}/messages", id.0, case.application.id.0);
    let body = present(&written);
    work.finish(Created { location, version: 1, body }).await
}

/// One letter a day tells of messages.
fn key(id: ApplicationId, to: Uuid, day: chrono::NaiveDate) -> String {
    format!("messages:{}:{to}:{day}", id.0)
}

async fn said(
    work: &Work,
    caller: &Caller,
    action: Action,
    application: &Application,
    party: Party,
    text: String,
) -> Result<Written, Problem> {
    let (tx, now) = (work.tx(), work.now());
    if application.progress.stage() == Stage::Withdrawn {
        return Err(super::denied(domain::application::Denied::Ended));
    }
    if talk::count_messages(tx, application.id).await? >= MOST {
        return Err(Problem::new(Kind::Quota));
    }
    let by = caller.account()?;
    let written = Written { id: new_id(now), application: application.id, party, by, at: now, text };
    talk::say(tx, &written).await?;
    note_down(tx, caller, action, application.id, now).await?;
    Ok(written)
}

async fn note_down(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Problem> {
    Ok(audit::record(tx, &Entry::new(Some(caller.account()?), action, APPLICATION, id.0), now).await?)
}

/// The notes on an application, oldest first.
pub async fn notes(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Written>, Problem> {
    caller.admit_to(Action::ListNotes, Owner::Organization(id))?;
    let application = application::find_to(&app.db, id, application).await?;
    Ok(talk::notes(&app.db, application.id).await?)
}

/// Adds a note.
pub async fn note<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    (id, application): (OrganizationId, ApplicationId),
    text: String,
    present: impl FnOnce(&Written) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::WriteNote, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::WriteNote, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let application = application::find_to(tx, id, application).await?;
    if talk::count_notes(tx, application.id).await? >= MOST {
        return Err(Problem::new(Kind::Quota));
    }
    let (by, party) = (caller.account()?, Party::Employer);
    let written = Written { id: new_id(now), application: application.id, party, by, at: now, text };
    talk::note(tx, &written).await?;
    note_down(tx, caller, Action::WriteNote, application.id, now).await?;
    let location = format!("/api/v1/organizations/{}/applications/{}/notes", id.0, application.id.0);
    let body = present(&written);
    work.finish(Created { location, version: 1, body }).await
}
