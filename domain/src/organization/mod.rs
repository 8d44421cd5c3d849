//! Organizations: employers, direct or agency, with their members, invitations and facilities.

mod facility;
mod invitation;
mod licence;
mod member;
pub mod odhf;
mod profile;
mod verification;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use facility::{Facility, FacilityForm, FacilityId, NotAPlace};
pub use invitation::{INVITATION_DAYS, Invitation, InvitationId, NotAccepted};
pub use licence::{AgencyLicence, LicenceRule};
pub use member::{Member, MemberError, Members};
pub use profile::{Contact, Headcount, Lack, Profile};
pub use verification::{Decision, NotPossible, Verification, VerificationState};

use crate::set::keyed_enum;

/// Identifies an organization for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganizationId(pub Uuid);

keyed_enum! {
    /// A member's part, least first: each includes those before it.
    MemberRole {
        /// May look.
        Viewer = "viewer",
        /// May post and hire.
        Recruiter = "recruiter",
        /// May do everything.
        Owner = "owner",
    }
}

/// An employer as we know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its identity.
    pub id: OrganizationId,
    /// Counts its edits, from 1.
    pub version: i32,
    /// What its owners say of it.
    pub profile: Profile,
    /// Whether we have checked that.
    pub verification: Verification,
    /// When it signed up.
    pub created_at: DateTime<Utc>,
}

impl Organization {
    /// A new organization, not verified.
    pub const fn new(id: OrganizationId, profile: Profile, now: DateTime<Utc>) -> Self {
        Self { id, version: 1, profile, verification: Verification::Unverified, created_at: now }
    }

    /// Whether a posting of it may go live: employers are verified before their first posting does (design §5,
    /// Trust).
    pub const fn may_publish(&self) -> bool {
        matches!(self.verification, Verification::Verified { .. })
    }

    /// Changes what its owners say. A verified organization that becomes another one, by
    /// [what was checked](Profile::is_same_employer), goes back to the queue: its good name is not for sale.
    pub fn edit(&mut self, profile: Profile, now: DateTime<Utc>) {
        if self.may_publish() && !self.profile.is_same_employer(&profile) {
            self.verification = Verification::Requested { at: now };
        }
        self.profile = profile;
    }

    /// Asks for verification.
    ///
    /// # Errors
    /// [`NotPossible::Lacking`] when something that has to be checked is not given,
    /// [`NotPossible::State`] when it waits already, is verified, or is suspended.
    pub fn request_verification(&mut self, now: DateTime<Utc>, today: NaiveDate) -> Result<(), NotPossible> {
        let lacks = self.profile.lacks(today);
        let requested = self.verification.request(now)?;
        if !lacks.is_empty() {
            return Err(NotPossible::Lacking(lacks));
        }
        self.verification = requested;
        Ok(())
    }

    /// A moderator decides.
    ///
    /// # Errors
    /// [`NotPossible::State`] when the state does not allow this decision.
    pub fn decide(&mut self, decision: Decision, now: DateTime<Utc>) -> Result<(), NotPossible> {
        self.verification = self.verification.decide(decision, now)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
