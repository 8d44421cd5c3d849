//! What moderators do: read what waits, decide with a reason, publish the policy, read the trail.
//!
//! Each decision is one transaction with the words that were given, a line of the audit trail and the letters to those
//! concerned. A decision on something that can be edited names the version that the moderator saw: what was changed
//! since is looked at again.

pub mod feeds;
pub mod licences;
pub mod organizations;
pub mod policy;
pub mod postings;
pub mod queues;
pub mod reports;
pub mod reviews;
pub mod staff;

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use domain::moderation::Decision;
use domain::organization::MemberRole;
use domain::posting::authored::Authored;
use domain::verification::Evidence;
use mailer::{Letter, PostingOutcome};
use storage::Transaction;
use storage::audit::{self, Entry, Filter, Line};
use storage::decision::{self, Taken};
use uuid::Uuid;

use super::letters::{members, title, write_to};
use super::{App, new_id};
use crate::caller::Caller;
use crate::problem::Problem;

/// A decision about to be written down.
struct Deed<'a> {
    action: Action,
    /// The kind of the object in the audit trail.
    kind: &'static str,
    object: Uuid,
    decision: &'a Decision,
    evidence: Option<Evidence>,
    by: AccountId,
    at: DateTime<Utc>,
}

/// Writes a decision down, with its line in the audit trail.
async fn record(tx: &Transaction, deed: Deed<'_>, fields: &[&str]) -> Result<(), Problem> {
    let Deed { action, kind, object, decision, evidence, by, at } = deed;
    let taken = Taken { id: new_id(at), object, decision: decision.clone(), evidence, by, at };
    decision::record(tx, &taken).await?;
    let entry = Entry::new(Some(by), action, kind, object).fields(fields).reason(decision.reason().key());
    audit::record(tx, &entry, at).await?;
    Ok(())
}

/// Writes to those who may post for an organization what was decided on a posting of it.
async fn write_to_recruiters(
    app: &App,
    tx: &Transaction,
    decided: &Authored,
    outcome: PostingOutcome,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    for member in members(tx, decided.organization, MemberRole::Recruiter).await? {
        let title = title(&decided.content, member.language);
        let letter = Letter::PostingDecided { title, outcome, reason: Some(decision.words(member.language)) };
        write_to(app, tx, &member, letter, now).await?;
    }
    Ok(())
}

/// Lines of the audit trail, last written first.
pub async fn trail(app: &App, caller: &Caller, filter: &Filter, limit: u64) -> Result<Vec<Line>, Problem> {
    caller.admit(Action::ReadAudit)?;
    Ok(audit::page(&app.db, filter, limit).await?)
}
