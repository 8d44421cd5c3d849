//! An employer's side: reading who applied, as far as it is disclosed, and answering them.

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::application::{Actor, Application, ApplicationId, Decline, Denied, Event, Party, Stage};
use domain::disclosure::Datum;
use domain::document::{Document, DocumentId};
use domain::organization::OrganizationId;
use mailer::Letter;
use storage::application::Which;
use storage::audit::{self, Entry};
use storage::{Transaction, account, application, grant, organization};

use super::seen::{Seen, seen};
use super::{APPLICATION, Case, advance, denied, is_current};
use crate::app::App;
use crate::app::grants::see;
use crate::app::letters::write_to;
use crate::caller::Caller;
use crate::files::Content;
use crate::problem::{Kind, Problem};

/// An application as its employer sees it.
pub struct Applicant {
    /// The application with what decides on it.
    pub case: Case,
    /// Whether their answers are disclosed.
    pub answers: bool,
    /// The worker, as far as disclosed.
    pub seen: Seen,
}

/// The applications to an organization, latest first: the next `limit` before `before`. Whoever's name is shown can read
/// that it was.
pub async fn list(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    which: Which,
    before: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Applicant>, Problem> {
    caller.admit_to(Action::ListApplications, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut listed = Vec::new();
    for application in application::of_organization(&tx, id, which, before, limit).await? {
        let case = Case::load(&tx, application).await?;
        listed.push(shown(app, &tx, caller, case, now).await?);
    }
    tx.commit().await?;
    Ok(listed)
}

/// One application. That it is read can be read by the worker.
pub async fn read(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
) -> Result<Applicant, Problem> {
    caller.admit_to(Action::ReadApplication, Owner::Organization(id))?;
    load(app, caller, id, application).await
}

/// An application to an organization as it is until the transaction ends: its worker changes nothing meanwhile. Another's
/// is absent.
pub(super) async fn locked(tx: &Transaction, id: OrganizationId, application: ApplicationId) -> Result<Case, Problem> {
    let found = application::find_to(tx, id, application).await?;
    account::lock(tx, found.worker).await?;
    Ok(Case::load(tx, application::find_to(tx, id, application).await?).await?)
}

/// Refuses what would reach an applicant who blocks the organization, or has taken everything back.
pub(super) async fn reachable(tx: &Transaction, case: &Case, now: DateTime<Utc>) -> Result<(), Problem> {
    let Application { id, worker, organization, .. } = case.application;
    match grant::between(tx, worker, organization).await?.shows(Some(id), now) {
        Some(_) => Ok(()),
        None => Err(denied(Denied::NotGranted)),
    }
}

async fn shown(
    app: &App,
    tx: &Transaction,
    caller: &Caller,
    case: Case,
    now: DateTime<Utc>,
) -> Result<Applicant, Problem> {
    let Application { id, worker, organization, resume, .. } = case.application;
    let what = see(tx, caller.account()?, worker, organization, Some(id), now).await?;
    let Some(what) = what else { return Ok(Applicant { case, answers: false, seen: Seen::default() }) };
    let seen = seen(app, tx, worker, what, resume).await?;
    Ok(Applicant { case, answers: what.contains(Datum::Answers), seen })
}

/// A document of an applicant that is disclosed: the résumé that was sent along, or a proof.
///
/// # Errors
/// 404 where it is not disclosed, as for one that is not there.
pub async fn document(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
    wanted: DocumentId,
) -> Result<(Document, Content), Problem> {
    caller.admit_to(Action::ReadApplicantDocument, Owner::Organization(id))?;
    let Applicant { seen, .. } = load(app, caller, id, application).await?;
    let mut disclosed = seen.resume.into_iter().chain(seen.proofs);
    let document = disclosed.find(|document| document.id == wanted).ok_or_else(|| Problem::new(Kind::NotFound))?;
    let content = crate::app::documents::content(app, &document).await?;
    Ok((document, content))
}

/// An application as the caller sees it, for one who was admitted.
async fn load(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
) -> Result<Applicant, Problem> {
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let case = Case::load(&tx, application::find_to(&tx, id, application).await?).await?;
    let applicant = shown(app, &tx, caller, case, now).await?;
    tx.commit().await?;
    Ok(applicant)
}

/// A member moves an application that is at `version`; a no says why. The applicant is told.
pub async fn step(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    application: ApplicationId,
    version: i32,
    (to, reason): (Stage, Option<Decline>),
) -> Result<Applicant, Problem> {
    caller.admit_to(Action::MoveApplication, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let case = locked(&tx, id, application).await?;
    is_current(&case.application, version)?;
    let event = Event::by_employer(case.application.progress.stage(), to, reason);
    let event = event.ok_or_else(|| denied(Denied::OtherSide))?;
    let case = moved(app, &tx, caller, case, event, now).await?;
    let applicant = shown(app, &tx, caller, case, now).await?;
    tx.commit().await?;
    Ok(applicant)
}

/// Moves an application for the caller's organization and writes to the applicant.
pub(super) async fn moved(
    app: &App,
    tx: &Transaction,
    caller: &Caller,
    mut case: Case,
    event: Event,
    now: DateTime<Utc>,
) -> Result<Case, Problem> {
    let Application { id, worker, organization, .. } = case.application;
    let by = Actor { party: Party::Employer, account: caller.account()? };
    let event = match event {
        Event::Reopen { .. } => {
            let granted = grant::between(tx, worker, organization).await?.shows(Some(id), now).is_some();
            Event::Reopen { granted }
        }
        event => event,
    };
    case.application.progress = case.application.progress.after(event, by, now).map_err(denied)?;
    advance(tx, &mut case, now).await?;
    let last = *case.application.progress.last();
    if last.is_told() {
        let to = account::find(tx, worker).await?;
        let letter = Letter::ApplicationMoved {
            title: case.title(to.language),
            organization: organization::find(tx, organization).await?.profile.name,
            stage: last.to,
            reason: last.reason.map(|reason| reason.message().render(to.language)),
        };
        write_to(app, tx, &to, letter, now).await?;
    }
    let entry = Entry::new(Some(by.account), Action::MoveApplication, APPLICATION, id.0).fields(&["stage"]);
    audit::record(tx, &entry, now).await?;
    Ok(case)
}
