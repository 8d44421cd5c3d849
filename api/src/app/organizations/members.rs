//! Members of an organization.

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::account::AccountId;
use domain::message::Message;
use domain::organization::{Member, MemberError, MemberRole, OrganizationId};
use storage::Transaction;
use storage::audit::{self, Entry};
use storage::organization::{self, member};

use super::is_current;
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Why members cannot be changed so, as a problem.
pub(super) fn refused(why: MemberError) -> Problem {
    match why {
        MemberError::NotAMember => Problem::new(Kind::NotFound),
        MemberError::AlreadyAMember => {
            Problem::new(Kind::Conflict).because(Message::new("organization-member-already"))
        }
        MemberError::NotAnOwner => Problem::new(Kind::Forbidden),
        MemberError::LastOwner => Problem::new(Kind::Conflict).because(Message::new("organization-last-owner")),
        MemberError::TooMany => Problem::new(Kind::Quota),
    }
}

/// Everyone who may act for the organization, longest first.
pub async fn list(app: &App, caller: &Caller, id: OrganizationId) -> Result<Vec<member::Named>, Problem> {
    caller.admit_to(Action::ListMembers, Owner::Organization(id))?;
    Ok(member::list_named(&app.db, id).await?)
}

/// Gives a member who is at `version` another part.
pub async fn set_role(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    account: AccountId,
    version: i32,
    role: MemberRole,
) -> Result<Member, Problem> {
    caller.admit_to(Action::UpdateMember, Owner::Organization(id))?;
    let tx = storage::begin(&app.db).await?;
    organization::lock(&tx, id).await?;
    let mut members = member::list(&tx, id).await?;
    is_current(members.get(account).map_err(refused)?.version, version)?;
    let member = members.set_role(account, role).map_err(refused)?.clone();
    member::update(&tx, id, &member).await?;
    note(&tx, caller, Action::UpdateMember, id, account, app.clock.now()).await?;
    tx.commit().await?;
    Ok(member)
}

/// Lets a member go: oneself, or as an owner anyone.
pub async fn remove(app: &App, caller: &Caller, id: OrganizationId, account: AccountId) -> Result<(), Problem> {
    caller.admit_to(Action::RemoveMember, Owner::Organization(id))?;
    let by = caller.account()?;
    let tx = storage::begin(&app.db).await?;
    organization::lock(&tx, id).await?;
    let mut members = member::list(&tx, id).await?;
    members.dismiss(by, account).map_err(refused)?;
    member::remove(&tx, id, account).await?;
    note(&tx, caller, Action::RemoveMember, id, account, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Two lines of the audit trail: it can be asked for the organization, and for the member.
pub(super) async fn note(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    organization: OrganizationId,
    member: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let actor = Some(caller.account()?);
    audit::record(tx, &Entry::new(actor, action, "organization", organization.0).fields(&["members"]), now).await?;
    Ok(audit::record(tx, &Entry::new(actor, action, "member", member.0).fields(&["role"]), now).await?)
}
