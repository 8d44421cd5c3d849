//! Verification: before an employer's first posting goes live, a moderator has looked at who it is.

use chrono::{DateTime, Utc};

use super::Lack;
use crate::set::keyed_enum;

keyed_enum! {
    /// The state of verification, without its circumstances.
    VerificationState {
        /// Signed up.
        Unverified = "unverified",
        /// In the queue.
        Requested = "requested",
        /// Checked by a moderator.
        Verified = "verified",
        /// Checked, and not accepted; may ask again.
        Refused = "refused",
        /// Taken off by a moderator; may not ask.
        Suspended = "suspended",
    }
}

/// Whether an organization is who it says, as far as we have checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Signed up, not asked for yet.
    Unverified,
    /// In the queue since `at`.
    Requested {
        /// When it was asked for.
        at: DateTime<Utc>,
    },
    /// Checked.
    Verified {
        /// When.
        at: DateTime<Utc>,
    },
    /// Not accepted; may ask again.
    Refused {
        /// When.
        at: DateTime<Utc>,
        /// Why, as told to the owners.
        reason: String,
    },
    /// Taken off by a moderator, who alone can end that.
    Suspended {
        /// When.
        at: DateTime<Utc>,
        /// Why, as told to the owners.
        reason: String,
    },
}

/// What a moderator decides on an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is who it says; also ends a suspension.
    Verify,
    /// It is not accepted, and may ask again.
    Refuse {
        /// Why, as told to the owners.
        reason: String,
    },
    /// It may not publish, whatever its state was.
    Suspend {
        /// Why, as told to the owners.
        reason: String,
    },
}

/// Why a step is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// Not from this state.
    #[error("not possible while {}", .0.key())]
    State(VerificationState),
    /// Something that has to be checked is not given.
    #[error("not everything that is checked is given")]
    Lacking(Vec<Lack>),
}

impl Verification {
    /// The state alone.
    pub const fn state(&self) -> VerificationState {
        match self {
            Self::Unverified => VerificationState::Unverified,
            Self::Requested { .. } => VerificationState::Requested,
            Self::Verified { .. } => VerificationState::Verified,
            Self::Refused { .. } => VerificationState::Refused,
            Self::Suspended { .. } => VerificationState::Suspended,
        }
    }

    /// Since when it is in this state; `None`: since it signed up.
    pub const fn since(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Unverified => None,
            Self::Requested { at } | Self::Verified { at } | Self::Refused { at, .. } | Self::Suspended { at, .. } => {
                Some(*at)
            }
        }
    }

    /// Why it was refused or suspended.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused { reason, .. } | Self::Suspended { reason, .. } => Some(reason),
            Self::Unverified | Self::Requested { .. } | Self::Verified { .. } => None,
        }
    }

    /// The whole from its parts, as they are kept; `None` where a part is missing.
    pub fn from_parts(state: VerificationState, at: Option<DateTime<Utc>>, reason: Option<String>) -> Option<Self> {
        Some(match state {
            VerificationState::Unverified => Self::Unverified,
            VerificationState::Requested => Self::Requested { at: at? },
            VerificationState::Verified => Self::Verified { at: at? },
            VerificationState::Refused => Self::Refused { at: at?, reason: reason? },
            VerificationState::Suspended => Self::Suspended { at: at?, reason: reason? },
        })
    }

    /// Asked for by an owner.
    pub(super) const fn request(&self, now: DateTime<Utc>) -> Result<Self, NotPossible> {
        match self {
            Self::Unverified | Self::Refused { .. } => Ok(Self::Requested { at: now }),
            Self::Requested { .. } | Self::Verified { .. } | Self::Suspended { .. } => {
                Err(NotPossible::State(self.state()))
            }
        }
    }

    /// Decided by a moderator.
    pub(super) fn decide(&self, decision: Decision, now: DateTime<Utc>) -> Result<Self, NotPossible> {
        match (self, decision) {
            (Self::Requested { .. } | Self::Suspended { .. }, Decision::Verify) => Ok(Self::Verified { at: now }),
            (Self::Requested { .. }, Decision::Refuse { reason }) => Ok(Self::Refused { at: now, reason }),
            (Self::Suspended { .. }, _) | (_, Decision::Verify | Decision::Refuse { .. }) => {
                Err(NotPossible::State(self.state()))
            }
            (_, Decision::Suspend { reason }) => Ok(Self::Suspended { at: now, reason }),
        }
    }
}
