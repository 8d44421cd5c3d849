//! What a worker writes about themselves: profile, licences, wallet, blocked employers; and what follows from it.

pub mod alert;
pub mod blocks;
pub mod interests;
pub mod invitations;
pub mod licences;
pub mod matches;
pub mod profile;
pub mod reviews;
pub mod wallet;

use chrono::NaiveDate;
use domain::access::Action;
use domain::message::Message;
use domain::worker::{Completeness, Item, Lapse, Pathway, completeness, lapses_before, pathways};
use storage::worker::{Worker, whole};

use super::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// How complete the caller's record is.
pub async fn complete(app: &App, caller: &Caller) -> Result<Completeness, Problem> {
    let worker = own(app, caller, Action::ReadCompleteness).await?;
    let seen = worker.matching();
    Ok(completeness(&worker.profile.record, &seen.licences, &seen.credentials, app.today()))
}

/// The caller's next step towards each role, in each province where they would work.
pub async fn next_steps(app: &App, caller: &Caller) -> Result<Vec<Pathway>, Problem> {
    let worker = own(app, caller, Action::ReadPathways).await?;
    Ok(pathways(&worker.profile.record, &worker.matching(), app.today()))
}

/// What of the caller's would no longer count on the first day of work `day`.
pub async fn lapses(app: &App, caller: &Caller, day: NaiveDate) -> Result<Vec<Lapse>, Problem> {
    let worker = own(app, caller, Action::ListLapses).await?;
    let licences = worker.licences.iter().map(|licence| Item::of_licence(licence.id, &licence.fields));
    let wallet = worker.wallet.iter().map(|credential| Item::of_credential(credential.id, &credential.held));
    Ok(lapses_before(&licences.chain(wallet).collect::<Vec<_>>(), day))
}

async fn own(app: &App, caller: &Caller, action: Action) -> Result<Worker, Problem> {
    caller.admit(action)?;
    Ok(whole(&app.db, caller.account()?).await?)
}

/// Whether the edit names the version that is there.
pub(in crate::app) fn is_current(current: i32, named: i32) -> Result<(), Problem> {
    if current == named { Ok(()) } else { Err(storage::Error::Conflict { current }.into()) }
}

/// Whether one more can be kept.
fn has_room(kept: usize, most: usize) -> Result<(), Problem> {
    if kept < most { Ok(()) } else { Err(Problem::new(Kind::Quota).because(Message::new("worker-too-many"))) }
}
