//! What moderators do: read what waits, decide with a reason, publish the policy, read the trail.
//!
//! Each decision is one transaction with the words that were given, a line of the audit trail and the letters to those
//! concerned. A decision on something that can be edited names the version that the moderator saw: what was changed
//! since is looked at again.

pub mod licences;
pub mod organizations;
pub mod policy;
pub mod postings;
pub mod queues;
pub mod reports;
pub mod staff;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::access::Action;
use domain::account::AccountId;
use domain::moderation::Decision;
use domain::organization::{MemberRole, OrganizationId};
use domain::posting::Content;
use domain::posting::authored::Authored;
use domain::verification::Evidence;
use mailer::{Letter, Outgoing, PostingOutcome};
use storage::account::Account;
use storage::audit::{self, Entry, Filter, Line};
use storage::decision::{self, Taken};
use storage::{Transaction, account, organization};
use uuid::Uuid;

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

/// Queues a letter to an account.
async fn write_to(
    app: &App,
    tx: &Transaction,
    to: &Account,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let mail =
        Outgoing { to: to.email.clone(), to_name: to.name.clone(), language: to.language, letter, dedupe_key: None };
    send(app, tx, &mail, now).await
}

/// Queues a mail. An address that no mail can be sent to is no reason to undo a decision.
async fn send(app: &App, tx: &Transaction, mail: &Outgoing, now: DateTime<Utc>) -> Result<(), Problem> {
    match mailer::queue(tx, &app.vault, mail, now).await {
        Ok(_) => Ok(()),
        Err(mailer::Error::Address) => {
            tracing::warn!("a letter about a decision has no address it can be sent to");
            Ok(())
        }
        Err(error) => Err(Problem::from(anyhow::Error::from(error))),
    }
}

/// The members of an organization who are at least `least`: whom a decision concerns.
async fn members(tx: &Transaction, id: OrganizationId, least: MemberRole) -> Result<Vec<Account>, Problem> {
    let mut found = Vec::new();
    for member in organization::member::list(tx, id).await?.iter().filter(|member| member.role >= least) {
        found.push(account::find(tx, member.account).await?);
    }
    Ok(found)
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

fn title(content: &Content, lang: Lang) -> String {
    content.text(lang).map(|text| text.title.clone()).unwrap_or_default()
}

/// Lines of the audit trail, last written first.
pub async fn trail(app: &App, caller: &Caller, filter: &Filter, limit: u64) -> Result<Vec<Line>, Problem> {
    caller.admit(Action::ReadAudit)?;
    Ok(audit::page(&app.db, filter, limit).await?)
}
