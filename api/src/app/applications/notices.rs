//! Telling many applicants at once: that there is no decision yet, or that it is a no.

use domain::access::{Action, Owner};
use domain::application::clock::AGAIN;
use domain::application::{Application, ApplicationId, Decline, Event};
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use mailer::Letter;
use storage::application::{Which, clock};
use storage::audit::{self, Entry};
use storage::{account, application, organization};

use super::employer::moved;
use super::{APPLICATION, Case};
use crate::app::letters::write_to;
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::Problem;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// No decision yet: to those who were interviewed and wait.
    Undecided,
    /// A no, and why: to all whose application is open.
    Declined(Decline),
}

/// Applications read at a time.
const PAGE: u64 = 100;

/// Tells everyone whom it concerns of a posting's applicants, each in a transaction of its own; who was told is answered.
/// Asked again, it goes on where it stopped.
pub async fn send(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: PostingId,
    notice: Notice,
) -> Result<Vec<ApplicationId>, Problem> {
    caller.admit_to(Action::SendNotices, Owner::Organization(id))?;
    let known = storage::authored::find(&app.db, posting).await?;
    if known.organization != id {
        return Err(storage::Error::NotFound.into());
    }
    let which = Which { posting: Some(posting), stage: None };
    let (mut told, mut before) = (Vec::new(), None);
    loop {
        let page = application::of_organization(&app.db, id, which, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(told) };
        before = Some(last.id);
        for application in page {
            if tell(app, caller, &application, notice).await? {
                told.push(application.id);
            }
        }
    }
}

/// Tells one applicant, if it concerns them as things stand now.
async fn tell(app: &App, caller: &Caller, seen: &Application, notice: Notice) -> Result<bool, Problem> {
    if seen.progress.stage().has_ended() {
        return Ok(false);
    }
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let to = match account::lock(&tx, seen.worker).await {
        Ok(to) => to,
        // Deleted since the page was read.
        Err(storage::Error::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let case = Case::load(&tx, application::find(&tx, seen.id).await?).await?;
    match notice {
        Notice::Declined(_) if case.application.progress.stage().has_ended() => return Ok(false),
        Notice::Declined(reason) => {
            moved(app, &tx, caller, case, Event::Decline(reason), now).await?;
        }
        Notice::Undecided => {
            let lately = case.notices.last().is_some_and(|last| *last > now - AGAIN);
            if lately || case.owed(now).is_none() {
                return Ok(false);
            }
            clock::notify(&tx, new_id(now), seen.id, caller.account()?, now).await?;
            let organization = organization::find(&tx, seen.organization).await?.profile.name;
            let letter = Letter::NoDecisionYet { title: case.title(to.language), organization };
            write_to(app, &tx, &to, letter, now).await?;
            let entry = Entry::new(Some(caller.account()?), Action::SendNotices, APPLICATION, seen.id.0);
            audit::record(&tx, &entry, now).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}
