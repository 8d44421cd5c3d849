//! Decisions on postings that rules held.

use domain::access::{Action, Owner};
use domain::moderation::Decision;
use domain::posting::PostingId;
use domain::posting::authored::Authored;
use mailer::PostingOutcome;
use storage::authored;

use super::{Deed, record, write_to_recruiters};
use crate::app::App;
use crate::app::own_postings::ruling::{self, Ruling};
use crate::caller::Caller;
use crate::problem::Problem;

/// Decides on a posting that is still at `version`, and writes to those who may post for its organization.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: PostingId,
    version: i32,
    decision: &Decision,
) -> Result<Authored, Problem> {
    const ACTION: Action = Action::DecidePosting;
    caller.admit(ACTION)?;
    let (by, at) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let held = authored::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Organization(held.organization))?;
    let step = if decision.grants() { Ruling::Approve } else { Ruling::Return(decision.grounds().clone()) };
    let decided = ruling::rule(&tx, id, version, step, at).await?;
    let deed = Deed { action: ACTION, kind: "posting", object: id.0, decision, evidence: None, by, at };
    record(&tx, deed, &["status"]).await?;
    let outcome = if decision.grants() { PostingOutcome::Approved } else { PostingOutcome::Refused };
    write_to_recruiters(app, &tx, &decided, outcome, decision, at).await?;
    tx.commit().await?;
    Ok(decided)
}
