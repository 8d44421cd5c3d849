//! Invitations of anonymous candidates, as the organization sends them.

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::account::AccountId;
use domain::candidate::{
    Asked, CandidateId, Denied, Event, Invitation, InvitationId, Refused, Seen as SeenAs, State, invite as invited,
};
use domain::message::Message;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::posting::authored::Authored;
use mailer::Letter;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::candidate::invitation;
use storage::candidate::snapshot;
use storage::{Error, Transaction, account, organization};

use super::snapshot::Known;
use super::{not_yet, searching, seen_as};
use crate::answer::{Created, Made};
use crate::app::applications::seen::{Seen, seen};
use crate::app::creation::{self, Begun, Once};
use crate::app::grants::see;
use crate::app::letters::{title, write_to};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// What invitations are called in the audit trail.
pub const INVITATION: &str = "candidate_invitation";

/// An invitation as the organization sees it.
pub struct Sent {
    /// The invitation.
    pub invitation: Invitation,
    /// Whom, as far as they said yes.
    pub seen: Option<Seen>,
}

/// Invites an anonymous candidate of a posting to say who they are.
///
/// # Errors
/// 409 where the candidate was invited before, or may not be looked for; 422 where there is no such card; 429 where
/// enough were invited today. None of them depends on the worker.
pub async fn invite<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    of: (OrganizationId, PostingId),
    candidate: CandidateId,
    present: impl FnOnce(&Sent) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::InviteCandidate, Owner::Organization(of.0))?;
    let work = match creation::begin(app, caller, Action::InviteCandidate, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    organization::lock(tx, of.0).await?;
    let (employer, own) = searching(tx, of, now).await?;
    let snapshot = snapshot::latest(tx, of.1).await?.ok_or_else(not_yet)?;
    let worker = Known::open(&app.vault, &snapshot)?.worker(candidate);
    let worker = worker.ok_or_else(|| Problem::field("/candidate", Message::new("hiring-no-candidate")))?;
    lock(tx, worker).await?;
    let seen = seen_as(tx, &employer, &[worker], now).await?.get(&worker) == Some(&SeenAs::Card);
    let before = invitation::before(tx, (of.1, of.0), worker, now).await?;
    let (id, by) = (InvitationId(new_id(now)), caller.account()?);
    let asked = Asked { id, posting: of.1, organization: of.0, by, candidate, worker };
    let invitation = invited(asked, before, seen, now).map_err(refused)?;
    invitation::insert(tx, &invitation).await?;
    audit::record(tx, &Entry::new(Some(by), Action::InviteCandidate, INVITATION, id.0), now).await?;
    if invitation.reaches {
        announce(app, tx, &invitation, &own, employer.profile.name, now).await?;
    }
    let location = format!("/api/v1/organizations/{}/candidate-invitations/{}", of.0.0, id.0);
    let body = present(&Sent { invitation, seen: None });
    work.finish(Created { location, version: 1, body }).await
}

/// So that two invitations at once count each other. Who has gone cannot be locked, and needs not.
async fn lock(tx: &Transaction, worker: AccountId) -> Result<(), Error> {
    match account::lock(tx, worker).await {
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn announce(
    app: &App,
    tx: &Transaction,
    invitation: &Invitation,
    own: &Authored,
    organization: String,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let to = account::find(tx, invitation.worker).await?;
    let letter = Letter::CandidateInvited { title: title(&own.content, to.language), organization };
    write_to(app, tx, &to, letter, now).await
}

fn refused(why: Refused) -> Problem {
    match why {
        Refused::Already => Problem::new(Kind::Conflict).because(Message::new("hiring-invited-already")),
        Refused::Posting | Refused::Organization => {
            Problem::new(Kind::TooManyRequests).because(Message::new("hiring-invitations-enough")).retry_after(60 * 60)
        }
    }
}

/// Why an invitation takes no such step.
pub(in crate::app) fn denied(why: Denied) -> Problem {
    match why {
        Denied::Ended | Denied::NotYet => Problem::new(Kind::Conflict).because(Message::new("hiring-invitation-ended")),
        Denied::Unknown => Problem::new(Kind::NotFound),
    }
}

/// An organization's invitations, latest first: the next `limit` before `before`. Nobody is shown in a list.
pub async fn list(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: Option<PostingId>,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Sent>, Problem> {
    caller.admit_to(Action::ListCandidateInvitations, Owner::Organization(id))?;
    let found = invitation::of_organization(&app.db, id, posting, before, limit).await?;
    Ok(found.into_iter().map(|invitation| Sent { invitation, seen: None }).collect())
}

/// One invitation, with whoever said yes to it. That they are looked at can be read by them.
pub async fn read(app: &App, caller: &Caller, id: OrganizationId, wanted: InvitationId) -> Result<Sent, Problem> {
    caller.admit_to(Action::ReadCandidateInvitation, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let invitation = found(&tx, id, wanted).await?;
    let what = match invitation.state(now) {
        State::Accepted => see(&tx, caller.account()?, invitation.worker, id, None, now).await?,
        State::Sent | State::Declined | State::Expired | State::Withdrawn => None,
    };
    let seen = match what {
        Some(what) => Some(seen(app, &tx, invitation.worker, what, None).await?),
        None => None,
    };
    tx.commit().await?;
    Ok(Sent { invitation, seen })
}

/// Takes an invitation back that was not answered.
pub async fn withdraw(app: &App, caller: &Caller, id: OrganizationId, wanted: InvitationId) -> Result<Sent, Problem> {
    caller.admit_to(Action::WithdrawCandidateInvitation, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let (invitation, _) = found(&tx, id, wanted).await?.after(Event::Withdraw, now).map_err(denied)?;
    answered(&tx, caller, Action::WithdrawCandidateInvitation, &invitation, now).await?;
    tx.commit().await?;
    Ok(Sent { invitation, seen: None })
}

/// Keeps an answer, and that it was given.
pub(in crate::app) async fn answered(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    match invitation::answer(tx, invitation).await {
        // Answered by another request between its reading and now.
        Err(Error::NotFound) => return Err(denied(Denied::Ended)),
        kept => kept?,
    }
    Ok(audit::record(tx, &Entry::new(Some(caller.account()?), action, INVITATION, invitation.id.0), now).await?)
}

async fn found(tx: &Transaction, id: OrganizationId, wanted: InvitationId) -> Result<Invitation, Problem> {
    let found = invitation::find(tx, wanted).await?;
    if found.organization == id { Ok(found) } else { Err(Problem::new(Kind::NotFound)) }
}
