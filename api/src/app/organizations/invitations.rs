//! Invitations to be a member, by mail.
//!
//! Nothing here looks whether an address has an account: an answer is the same for one that has and one that has not.

use domain::access::{Action, Owner};
use domain::message::Message;
use domain::organization::{Invitation, InvitationId, Member, MemberRole, OrganizationId};
use mailer::{Letter, Outgoing};
use serde::Serialize;
use storage::Transaction;
use storage::audit::{self, Entry};
use storage::organization::{self, invitation, member};

use super::members::{note, refused};
use super::with_room;
use crate::answer::{Created, Made};
use crate::app::accounts::tries::{self, Try};
use crate::app::creation::{self, Begun, Once, Work};
use crate::app::{App, new_id};
use crate::caller::{self, Caller};
use crate::problem::{Kind, Problem};

/// Open invitations of one organization.
const MOST_INVITATIONS: usize = 50;

/// The open invitations of an organization, newest first.
pub async fn list(app: &App, caller: &Caller, id: OrganizationId) -> Result<Vec<Invitation>, Problem> {
    caller.admit_to(Action::ListMemberInvitations, Owner::Organization(id))?;
    Ok(invitation::list(&app.db, id, app.clock.now()).await?)
}

/// Invites an address (in lower case) to be a member, by a mail with a token that is kept nowhere else.
pub async fn invite<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    id: OrganizationId,
    invited: (String, MemberRole),
    present: impl FnOnce(&Invitation) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::InviteMember, Owner::Organization(id))?;
    tries::count(app, &[Try::invite_by(caller.account()?), Try::invite_of(&invited.0)]).await?;
    let work = match creation::begin(app, caller, Action::InviteMember, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let organization = organization::lock(tx, id).await?;
    if invitation::list(tx, id, now).await?.len() >= MOST_INVITATIONS {
        return Err(Problem::new(Kind::Quota));
    }
    let (address, role) = invited;
    let made = Invitation::new(InvitationId(new_id(now)), id, address, role, now);
    let (token, token_hash) = caller::new_token();
    invitation::insert(tx, &made, &token_hash).await?;
    let sender = storage::account::find(tx, caller.account()?).await?;
    let letter = Letter::MemberInvitation {
        organization: organization.profile.name,
        inviter: sender.name,
        role,
        link: format!("/member-invitations?token={token}"),
    };
    let to = made.address.clone();
    let mail = Outgoing { to, to_name: String::new(), language: sender.language, letter, dedupe_key: None };
    mailer::queue(tx, &app.vault, &mail, now).await?;
    let entry = Entry::new(Some(sender.id), Action::InviteMember, "member_invitation", made.id.0);
    audit::record(tx, &entry, now).await?;
    let location = format!("/api/v1/organizations/{}/invitations/{}", id.0, made.id.0);
    work.finish(Created { location, version: 1, body: present(&made) }).await
}

/// Takes an invitation back.
pub async fn revoke(app: &App, caller: &Caller, id: OrganizationId, wanted: InvitationId) -> Result<(), Problem> {
    caller.admit_to(Action::RevokeMemberInvitation, Owner::Organization(id))?;
    let tx = storage::begin(&app.db).await?;
    let found = invitation::find(&tx, wanted).await?;
    if found.organization != id {
        return Err(Problem::new(Kind::NotFound));
    }
    invitation::remove(&tx, wanted).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RevokeMemberInvitation, "member_invitation", wanted.0);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Accepts the invitation with this token, for the caller's account, whose address has to be the invited one.
pub async fn accept<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    token: &str,
    present: impl FnOnce(OrganizationId, &Member) -> V,
) -> Result<Made, Problem> {
    caller.admit(Action::AcceptMemberInvitation)?;
    let person = caller.person()?;
    let work = match creation::begin(app, caller, Action::AcceptMemberInvitation, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    with_room(person)?;
    let accepted = joined(&work, caller, token).await?;
    let (id, member) = accepted;
    let location = format!("/api/v1/organizations/{}", id.0);
    work.finish(Created { location, version: member.version, body: present(id, &member) }).await
}

async fn joined(work: &Work, caller: &Caller, token: &str) -> Result<(OrganizationId, Member), Problem> {
    let (tx, now, person) = (work.tx(), work.now(), caller.person()?);
    let found = by_token(tx, token).await?;
    let account = storage::account::find(tx, person.account).await?;
    let confirmed = account.confirmed_at.map(|_| account.email.as_str());
    let role = found.accept(person.kind, confirmed, now).map_err(|_| not_accepted())?;
    organization::lock(tx, found.organization).await?;
    let mut members = member::list(tx, found.organization).await?;
    let member = members.join(person.account, role, now).map_err(refused)?.clone();
    // Of two who use the token at once, one finds it gone.
    invitation::remove(tx, found.id).await.map_err(|error| match error {
        storage::Error::NotFound => not_accepted(),
        error => error.into(),
    })?;
    member::insert(tx, found.organization, &member).await?;
    note(tx, caller, Action::AcceptMemberInvitation, found.organization, person.account, now).await?;
    Ok((found.organization, member))
}

async fn by_token(tx: &Transaction, token: &str) -> Result<Invitation, Problem> {
    invitation::by_token(tx, &caller::hash(token)).await.map_err(|error| match error {
        storage::Error::NotFound => not_accepted(),
        error => error.into(),
    })
}

/// One answer for a token that is unknown, used, taken back, has ended, or was sent to someone else.
fn not_accepted() -> Problem {
    Problem::new(Kind::NotFound).because(Message::new("organization-invitation-not-valid"))
}
