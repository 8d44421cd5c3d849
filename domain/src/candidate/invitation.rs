//! Invitations: an organization asks an anonymous candidate of its posting to say who they are.
//!
//! Not to be confused with the [invitation of a member](crate::organization::Invitation).

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CandidateId;
use crate::account::AccountId;
use crate::grant::{Basis, Grant, GrantId};
use crate::message::Message;
use crate::organization::OrganizationId;
use crate::posting::PostingId;
use crate::set::keyed_enum;

/// Days for which an invitation can be answered.
pub const INVITATION_DAYS: i64 = 14;

/// Most invitations for one posting within 24 hours.
pub const PER_POSTING: usize = 20;

/// Most invitations of one organization within 24 hours.
pub const PER_ORGANIZATION: usize = 100;

/// Most invitations that reach one worker within seven days from one organization, and from all.
pub const PER_WORKER: (usize, usize) = (2, 10);

/// Identifies an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(pub Uuid);

keyed_enum! {
    /// Where an invitation stands.
    State {
        /// It waits for an answer.
        Sent = "sent",
        /// The worker said yes: a grant was made.
        Accepted = "accepted",
        /// The worker said no.
        Declined = "declined",
        /// Nobody answered in its days.
        Expired = "expired",
        /// The organization took it back.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// It in a few words.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Sent => "hiring-invitation-sent",
            Self::Accepted => "hiring-invitation-accepted",
            Self::Declined => "hiring-invitation-declined",
            Self::Expired => "hiring-invitation-expired",
            Self::Withdrawn => "hiring-invitation-withdrawn",
        })
    }
}

/// An invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// For which posting.
    pub posting: PostingId,
    /// Whose posting that is.
    pub organization: OrganizationId,
    /// Which member invites.
    pub by: AccountId,
    /// Whom, as the organization knows them.
    pub candidate: CandidateId,
    /// Whom. The organization learns it only from a grant.
    pub worker: AccountId,
    /// Whether the worker sees it. One that does not reach them waits and expires like one that nobody answers: the
    /// organization must not learn from it what else the worker was asked, nor that they have gone.
    pub reaches: bool,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: State,
    /// When it came to that.
    pub since: DateTime<Utc>,
}

/// Never with the worker.
impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, posting, state, expires_at, .. } = self;
        write!(f, "Invitation({id:?}, {posting:?}, {state:?}, until {expires_at})")
    }
}

/// What happens to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The worker says yes. The grant that it makes has this id.
    Accept(GrantId),
    /// The worker says no.
    Decline,
    /// The organization takes it back.
    Withdraw,
    /// Time has passed.
    Expire,
}

/// Why something cannot happen to an invitation as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// It is answered, taken back, or its days are over.
    #[error("the invitation has ended")]
    Ended,
    /// Its days are not over.
    #[error("the invitation has not ended")]
    NotYet,
    /// The worker never saw it.
    #[error("there is no such invitation for this worker")]
    Unknown,
}

impl Invitation {
    /// Whether its days are over though nobody wrote that down yet.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Sent && self.expires_at <= now
    }

    /// Where it stands at `now`, whatever was written down.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        if self.is_due(now) { State::Expired } else { self.state }
    }

    /// What becomes of it when `event` happens at `now`, with the grant that a yes makes. The old state stays.
    ///
    /// # Errors
    /// [`Denied`] says why it cannot.
    pub fn after(&self, event: Event, now: DateTime<Utc>) -> Result<(Self, Option<Grant>), Denied> {
        let by_worker = matches!(event, Event::Accept(_) | Event::Decline);
        if by_worker && !self.reaches {
            return Err(Denied::Unknown);
        }
        let state = match (event, self.state(now)) {
            (Event::Accept(_), State::Sent) => State::Accepted,
            (Event::Decline, State::Sent) => State::Declined,
            (Event::Withdraw, State::Sent) => State::Withdrawn,
            (Event::Expire, State::Expired) if self.state == State::Sent => State::Expired,
            (Event::Expire, State::Sent) => return Err(Denied::NotYet),
            _ => return Err(Denied::Ended),
        };
        let since = if state == State::Expired { self.expires_at } else { now };
        let grant = match event {
            Event::Accept(id) => {
                Some(Grant::given(id, self.worker, self.organization, Basis::Invitation(self.id), now))
            }
            _ => None,
        };
        Ok((Self { state, since, ..self.clone() }, grant))
    }
}

/// What was sent before, as far as it limits another invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// For this posting, within the last 24 hours.
    pub for_posting: usize,
    /// By this organization, within the last 24 hours.
    pub by_organization: usize,
    /// Whether this candidate of this posting was invited to it before.
    pub this_candidate: bool,
    /// Those that reached the worker within the last seven days from this organization, for whatever posting.
    pub reached_from_organization: usize,
    /// The same, from all.
    pub reached: usize,
}

/// Why nobody is invited. It depends on nothing that an organization does not know: least of all on what else the
/// worker was asked, by whom, or on what they chose since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// [`PER_POSTING`].
    #[error("at most {PER_POSTING} invitations a day for one posting")]
    Posting,
    /// [`PER_ORGANIZATION`].
    #[error("at most {PER_ORGANIZATION} invitations a day")]
    Organization,
    /// This candidate was invited to this posting.
    #[error("invited already")]
    Already,
}

/// Who is invited to what, by whom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The identity of the invitation.
    pub id: InvitationId,
    /// For which posting.
    pub posting: PostingId,
    /// Whose posting that is.
    pub organization: OrganizationId,
    /// Which member invites.
    pub by: AccountId,
    /// Whom, as the organization knows them.
    pub candidate: CandidateId,
    /// Whom.
    pub worker: AccountId,
}

/// Invites a candidate at `now`. `seen`: whether the organization may still see the worker's card
/// ([`Seen::Card`](super::Seen)), looked up anew.
///
/// # Errors
/// [`Refused`].
pub fn invite(asked: Asked, before: Before, seen: bool, now: DateTime<Utc>) -> Result<Invitation, Refused> {
    if before.this_candidate {
        return Err(Refused::Already);
    }
    if before.for_posting >= PER_POSTING {
        return Err(Refused::Posting);
    }
    if before.by_organization >= PER_ORGANIZATION {
        return Err(Refused::Organization);
    }
    let Asked { id, posting, organization, by, candidate, worker } = asked;
    let rested = before.reached_from_organization < PER_WORKER.0 && before.reached < PER_WORKER.1;
    Ok(Invitation {
        id,
        posting,
        organization,
        by,
        candidate,
        worker,
        reaches: seen && rested,
        sent_at: now,
        expires_at: now + TimeDelta::days(INVITATION_DAYS),
        state: State::Sent,
        since: now,
    })
}
