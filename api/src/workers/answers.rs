//! Sees that whoever was interviewed is answered: reminds employers 14, 7 and 1 days ahead, and tells both sides once the
//! day has passed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::application::clock::{Mark, Sent};
use domain::application::{Application, ApplicationId};
use domain::organization::MemberRole;
use mailer::Letter;
use storage::application::clock;
use storage::{Error, account, application, organization};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;
use crate::app::applications::Case;
use crate::app::letters::{members, write_to};
use crate::problem::Problem;

/// How often.
const EVERY: Duration = Duration::from_mins(10);
/// Looked at in one reading.
const PAGE: u64 = 100;

/// Reminds until `stop` turns true. Any number of processes may do so: what was sent is kept, each under its own key.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match pass(&app, app.clock.now()).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "reminded of answers that are owed"),
            Err(error) => tracing::warn!(%error, "cannot remind of answers that are owed"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Sends everything that is due; says how much.
pub async fn pass(app: &App, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (mut sent, mut after) = (0, None);
    loop {
        let page = clock::waiting(&app.db, now, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(sent) };
        after = Some(last.id);
        for application in page {
            if remind(app, application, now).await? {
                sent += 1;
            }
        }
    }
}

/// Reminds of one application, if anything is due.
async fn remind(app: &App, seen: Application, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let id = seen.id;
    if due(app, &Case::load(&app.db, seen).await?, now).await?.is_none() {
        return Ok(false);
    }
    // Looked at once more, as it may have been answered, or reminded of, meanwhile.
    match send(app, id, now).await {
        Ok(sent) => Ok(sent),
        Err(problem) => Err(anyhow::anyhow!("{problem:?}")),
    }
}

async fn due(app: &App, case: &Case, now: DateTime<Utc>) -> Result<Option<Sent>, Error> {
    let Some(owed) = case.owed(now) else { return Ok(None) };
    let sent = clock::sent(&app.db, case.application.id).await?;
    Ok(owed.due(&sent, now))
}

async fn send(app: &App, id: ApplicationId, now: DateTime<Utc>) -> Result<bool, Problem> {
    let tx = storage::begin(&app.db).await?;
    let application = match application::find(&tx, id).await {
        Err(Error::NotFound) => return Ok(false),
        found => found?,
    };
    let applicant = account::lock(&tx, application.worker).await?;
    let case = Case::load(&tx, application::find(&tx, id).await?).await?;
    let Some(owed) = case.owed(now) else { return Ok(false) };
    let Some(due) = owed.due(&clock::sent(&tx, id).await?, now) else { return Ok(false) };
    clock::mark(&tx, id, due).await?;
    for member in members(&tx, case.application.organization, MemberRole::Recruiter).await? {
        let letter =
            Letter::AnswerOwed { title: case.title(member.language), owed: owed.message(now).render(member.language) };
        write_to(app, &tx, &member, letter, now).await?;
    }
    if due.mark == Mark::Overdue {
        let organization = organization::find(&tx, case.application.organization).await?.profile.name;
        let letter = Letter::AnswerOverdue { title: case.title(applicant.language), organization };
        write_to(app, &tx, &applicant, letter, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
