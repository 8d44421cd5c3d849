//! Grants: a worker's revocable yes to one organization seeing who they are.
//!
//! A yes comes from accepting an [invitation](crate::candidate::Invitation), from applying, or stands for every
//! verified employer while the worker chooses to be [open](Visibility::Open); the standing one is written down like any
//! other when an organization first looks. What lies [between](Between) a worker and an organization says what is shown
//! now; every look is kept for the worker to read. A no is stronger than any yes before it: after a worker has taken
//! their yes back, their being open counts no more for that organization, only a new yes of their own does.

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::AccountId;
use crate::application::{ApplicationId, Stage};
use crate::candidate::{InvitationId, Seen};
use crate::disclosure::{Disclosure, at_stage, introduction};
use crate::message::{Arg, Message};
use crate::organization::OrganizationId;
use crate::worker::Visibility;

/// Months for which a yes to an invitation counts, unless it is taken back.
pub const GRANT_MONTHS: u32 = 12;

/// Looks are kept so long for the worker to read.
pub const LOOKS_KEPT: TimeDelta = TimeDelta::days(3 * 365);

/// Identifies a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantId(pub Uuid);

/// What a yes comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Basis {
    /// The worker accepted an invitation.
    Invitation(InvitationId),
    /// The worker applied.
    Application(ApplicationId),
    /// The worker is open to all verified employers.
    Open,
}

/// A worker's yes to an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its identity.
    pub id: GrantId,
    /// Whose yes.
    pub worker: AccountId,
    /// To whom.
    pub organization: OrganizationId,
    /// What it comes from.
    pub basis: Basis,
    /// When it was given.
    pub granted_at: DateTime<Utc>,
    /// When it ends by itself; `None`: with its application, or when the worker is open no more.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// A yes from now on.
    pub fn given(
        id: GrantId,
        worker: AccountId,
        organization: OrganizationId,
        basis: Basis,
        now: DateTime<Utc>,
    ) -> Self {
        let expires_at = match basis {
            Basis::Invitation(_) => now.checked_add_months(Months::new(GRANT_MONTHS)),
            Basis::Application(_) | Basis::Open => None,
        };
        Self { id, worker, organization, basis, granted_at: now, expires_at, revoked_at: None }
    }

    /// Whether it counts, by itself.
    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Taken back; once is enough.
    #[must_use]
    pub fn revoked(self, now: DateTime<Utc>) -> Self {
        Self { revoked_at: self.revoked_at.or(Some(now)), ..self }
    }
}

/// All that decides what one organization may see of one worker, looked up anew each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The worker's choice.
    pub visibility: Visibility,
    /// Whether the worker blocks the organization.
    pub blocked: bool,
    /// Whether the organization is verified.
    pub verified: bool,
    /// Every grant of this worker to this organization, also those that count no more.
    pub grants: Vec<Grant>,
    /// Where the worker's applications to this organization stand.
    pub applications: Vec<(ApplicationId, Stage)>,
}

/// What an organization may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What.
    pub what: Disclosure,
    /// The grant that shows it; `None`: the worker is open and this is the first look, which is to be written down
    /// as a grant of [`Basis::Open`].
    pub by: Option<GrantId>,
}

impl Between {
    /// Between a verified organization and a worker who neither blocks it nor ever said yes to it.
    pub const fn nothing_yet(visibility: Visibility) -> Self {
        Self { visibility, blocked: false, verified: true, grants: Vec::new(), applications: Vec::new() }
    }

    /// What the organization may see at `now`, outside any application, or of one application. `None`: nothing, and
    /// not that there is anyone either.
    pub fn shows(&self, application: Option<ApplicationId>, now: DateTime<Utc>) -> Option<Shown> {
        if self.blocked || !self.verified {
            return None;
        }
        let own = self.grants.iter().filter(|grant| grant.counts(now));
        let mut shown: Option<Shown> = None;
        for grant in own {
            let what = match grant.basis {
                Basis::Invitation(_) => introduction(),
                Basis::Application(id) if application == Some(id) => self.stage(id).map(at_stage).unwrap_or_default(),
                Basis::Open if self.visibility == Visibility::Open => introduction(),
                Basis::Application(_) | Basis::Open => Disclosure::EMPTY,
            };
            shown = add(shown, what, Some(grant.id));
        }
        if self.opens() {
            shown = add(shown, introduction(), None);
        }
        shown
    }

    /// As what the organization sees the worker at `now`, apart from applications.
    ///
    /// A worker who took a yes to it back is not even one of its anonymous candidates.
    pub fn seen(&self, now: DateTime<Utc>) -> Seen {
        let refused = self.grants.iter().any(|grant| grant.revoked_at.is_some());
        match self.visibility {
            _ if self.blocked || !self.verified => Seen::Nothing,
            _ if self.shows(None, now).is_some() => Seen::Named,
            Visibility::Anonymous if !refused => Seen::Card,
            Visibility::Anonymous | Visibility::Hidden | Visibility::Open => Seen::Nothing,
        }
    }

    /// Whether the worker's being open counts though no grant says so yet: not after any no to this organization.
    fn opens(&self) -> bool {
        let noted = |grant: &Grant| grant.basis == Basis::Open || grant.revoked_at.is_some();
        self.visibility == Visibility::Open && !self.grants.iter().any(noted)
    }

    fn stage(&self, id: ApplicationId) -> Option<Stage> {
        self.applications.iter().find(|(known, _)| *known == id).map(|(_, stage)| *stage)
    }

    /// The worker takes every yes to the organization back. Where none is written down, the no is, as a standing yes
    /// with `id` that is taken back at once.
    ///
    /// The applications returned are still open, and are to be withdrawn with it.
    pub fn revoke(
        &mut self,
        id: GrantId,
        worker: AccountId,
        organization: OrganizationId,
        now: DateTime<Utc>,
    ) -> Vec<ApplicationId> {
        for grant in &mut self.grants {
            *grant = grant.revoked(now);
        }
        if self.grants.is_empty() {
            self.grants.push(Grant::given(id, worker, organization, Basis::Open, now).revoked(now));
        }
        let open = self.applications.iter().filter(|(_, stage)| !stage.has_ended());
        open.map(|(id, _)| *id).collect()
    }
}

/// What was shown and something more. The grant that showed the most is named.
fn add(shown: Option<Shown>, what: Disclosure, by: Option<GrantId>) -> Option<Shown> {
    if what.is_empty() {
        return shown;
    }
    Some(match shown {
        None => Shown { what, by },
        Some(before) => {
            let by = if what.len() > before.what.len() { by } else { before.by };
            Shown { what: before.what.union(what), by }
        }
    })
}

/// One look, for the worker to read: who saw me, when, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The organization.
    pub organization: OrganizationId,
    /// Which of its members.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// What was shown.
    pub what: Disclosure,
    /// By which yes.
    pub grant: GrantId,
}

/// Looks of one member at the same data within this time are one look.
const ONE_LOOK: TimeDelta = TimeDelta::hours(1);

impl Look {
    /// Whether it is only more of an earlier one, so that it need not be kept: the same member, under the same yes,
    /// saw no less within the hour before.
    pub fn continues(&self, earlier: &Self) -> bool {
        let same = (self.organization, self.by, self.grant) == (earlier.organization, earlier.by, earlier.grant);
        let soon = (TimeDelta::zero()..ONE_LOOK).contains(&(self.at - earlier.at));
        same && soon && self.what.intersection(earlier.what) == self.what
    }

    /// It in a sentence for the worker, with the organization's name.
    pub fn message(&self, organization: &str) -> Message {
        let what = self.what.iter().map(Arg::Datum).collect();
        Message::new("hiring-look")
            .with("organization", Arg::Text(organization.to_owned()))
            .with("what", Arg::List(what))
    }
}

#[cfg(test)]
mod tests;
