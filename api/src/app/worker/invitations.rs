//! Invitations to say who one is, as a worker answers them.

use domain::access::Action;
use domain::account::AccountId;
use domain::candidate::{Event, Invitation, InvitationId};
use domain::grant::GrantId;
use domain::organization::{MemberRole, Organization};
use domain::posting::authored::Authored;
use mailer::Letter;
use storage::candidate::invitation;
use storage::{Connection, Error, Transaction, account, authored, grant, organization};

use crate::app::candidates::invitations::{answered, denied};
use crate::app::letters::{members, title, write_to};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// An invitation of the caller, with who invites them to what.
pub struct Received {
    /// The invitation.
    pub invitation: Invitation,
    /// Who invites; `None`: it is gone.
    pub organization: Option<Organization>,
    /// To what; `None`: it is forgotten.
    pub posting: Option<Authored>,
}

/// The caller's invitations, latest first: the next `limit` before `before`.
pub async fn list(
    app: &App,
    caller: &Caller,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Received>, Problem> {
    caller.admit(Action::ListOwnInvitations)?;
    of_worker(&app.db, caller.account()?, before, limit).await
}

/// A worker's invitations, latest first.
pub async fn of_worker(
    c: &impl Connection,
    worker: AccountId,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Received>, Problem> {
    let mut received = Vec::new();
    for invitation in invitation::of_worker(c, worker, before, limit).await? {
        received.push(with_names(c, invitation).await?);
    }
    Ok(received)
}

/// Says yes to who invites: from now on the organization sees name, contact, roles, licences and credentials.
///
/// # Errors
/// 409 where the invitation has ended.
pub async fn accept(app: &App, caller: &Caller, id: InvitationId) -> Result<Received, Problem> {
    let event = Event::Accept(GrantId(new_id(app.clock.now())));
    decide(app, caller, Action::AcceptInvitation, id, event).await
}

/// Says no. The organization does not learn who did.
pub async fn decline(app: &App, caller: &Caller, id: InvitationId) -> Result<Received, Problem> {
    decide(app, caller, Action::DeclineInvitation, id, Event::Decline).await
}

async fn decide(
    app: &App,
    caller: &Caller,
    action: Action,
    id: InvitationId,
    event: Event,
) -> Result<Received, Problem> {
    caller.admit(action)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    account::lock(&tx, me).await?;
    let found = invitation::find(&tx, id).await?;
    if found.worker != me {
        return Err(Problem::new(Kind::NotFound));
    }
    let (invitation, given) = found.after(event, now).map_err(denied)?;
    answered(&tx, caller, action, &invitation, now).await?;
    let received = with_names(&tx, invitation).await?;
    if let Some(given) = given {
        grant::keep(&tx, &[given]).await?;
        tell(app, &tx, &received, now).await?;
    }
    tx.commit().await?;
    Ok(received)
}

/// Tells those who may hire that someone said yes; not who.
async fn tell(
    app: &App,
    tx: &Transaction,
    received: &Received,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Problem> {
    for member in members(tx, received.invitation.organization, MemberRole::Recruiter).await? {
        let title = received.posting.as_ref().map(|own| title(&own.content, member.language)).unwrap_or_default();
        write_to(app, tx, &member, Letter::InvitationAccepted { title }, now).await?;
    }
    Ok(())
}

async fn with_names(c: &impl Connection, invitation: Invitation) -> Result<Received, Problem> {
    let known = organization::by_ids(c, &[invitation.organization]).await?;
    let posting = match authored::find(c, invitation.posting).await {
        Err(Error::NotFound) => None,
        found => Some(found?),
    };
    Ok(Received { invitation, organization: known.into_iter().next(), posting })
}
