//! Invitations to be a member, sent by mail.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MemberRole, OrganizationId};
use crate::account::Kind;

/// Days for which an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 14;

/// Identifies an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(pub Uuid);

/// An invitation that has not been answered: one that was accepted or taken back is no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// To which organization.
    pub organization: OrganizationId,
    /// The address it was mailed to, as it is compared.
    pub address: String,
    /// As what.
    pub role: MemberRole,
    /// When it was made.
    pub invited_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Never with the address.
impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, organization, role, expires_at, .. } = self;
        write!(f, "Invitation({id:?}, {organization:?}, {role:?}, until {expires_at})")
    }
}

/// Why an invitation cannot be accepted. A caller tells none from another, nor from an unknown token: who holds a
/// token that is not theirs learns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAccepted {
    /// Its days are over.
    #[error("the invitation has ended")]
    Expired,
    /// It was mailed to someone else, or the address is not confirmed.
    #[error("the invitation was sent to another address")]
    AnotherAddress,
    /// Only an employer's account can be a member.
    #[error("a worker's account cannot be a member")]
    NotAnEmployer,
}

impl Invitation {
    /// Invites an address.
    pub fn new(
        id: InvitationId,
        organization: OrganizationId,
        address: String,
        role: MemberRole,
        now: DateTime<Utc>,
    ) -> Self {
        let expires_at = now + TimeDelta::days(INVITATION_DAYS);
        Self { id, organization, address, role, invited_at: now, expires_at }
    }

    /// Whether it can still be accepted.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at
    }

    /// Whether an account of this kind with this confirmed address (as it is compared) may accept it, and as what.
    ///
    /// # Errors
    /// [`NotAccepted`].
    pub fn accept(&self, kind: Kind, confirmed: Option<&str>, now: DateTime<Utc>) -> Result<MemberRole, NotAccepted> {
        if kind != Kind::Employer {
            return Err(NotAccepted::NotAnEmployer);
        }
        if confirmed != Some(self.address.as_str()) {
            return Err(NotAccepted::AnotherAddress);
        }
        if !self.is_open(now) {
            return Err(NotAccepted::Expired);
        }
        Ok(self.role)
    }
}
