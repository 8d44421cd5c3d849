//! What a mail says: one variant for each letter of the platform.

use std::fmt;

use chrono::NaiveDate;
use domain::organization::MemberRole;
use domain::reference::{Credential, Province, Role};
use serde::{Deserialize, Serialize};

/// A letter with what it tells.
///
/// A `link` is a path beneath the installation's public address, beginning with `/`: no letter leads elsewhere. A
/// `reason` is said in the recipient's language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Please confirm this address.
    ConfirmEmail {
        /// Where to confirm; holds a token.
        link: String,
    },
    /// Someone tried to register an address that has an account.
    AddressInUse,
    /// Choose a new password.
    PasswordReset {
        /// Where; holds a token.
        link: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// The second factor was set up or removed.
    SecondFactorChanged {
        /// Whether it is asked for from now on.
        in_force: bool,
    },
    /// Someone invites to an organization.
    MemberInvitation {
        /// Its name.
        organization: String,
        /// Who invites.
        inviter: String,
        /// As what.
        role: MemberRole,
        /// Where to accept; holds a token.
        link: String,
    },
    /// An organization was verified or refused.
    OrganizationDecided {
        /// Its name.
        organization: String,
        /// Whether it may post.
        approved: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// An organization may not publish any more.
    OrganizationSuspended {
        /// Its name.
        organization: String,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A licence was checked against the public register.
    LicenceDecided {
        /// What it licenses.
        role: Role,
        /// Who issued it.
        province: Province,
        /// Whether the register shows it as declared.
        verified: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A posting was decided upon.
    PostingDecided {
        /// Its title.
        title: String,
        /// How.
        outcome: PostingOutcome,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A credential of the wallet lapses soon.
    CredentialLapses {
        /// Which.
        credential: Credential,
        /// Its last day.
        day: NaiveDate,
        /// Days until then.
        days: u16,
    },
    /// A licence lapses soon.
    LicenceLapses {
        /// What it licenses.
        role: Role,
        /// Who issued it.
        province: Province,
        /// Its last day.
        day: NaiveDate,
        /// Days until then.
        days: u16,
    },
    /// A report on a posting has arrived.
    ReportReceived {
        /// The posting's title.
        title: String,
    },
    /// A report on a posting was decided.
    ReportDecided {
        /// The posting's title.
        title: String,
        /// Whether the posting was taken down.
        upheld: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// The account and all in it are deleted. Its delivery is not kept.
    AccountDeleted,
}

/// What was decided upon a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingOutcome {
    /// It is live.
    Approved,
    /// It goes back to be changed.
    Refused,
    /// It was live and is no longer shown.
    TakenDown,
    /// It was taken down by mistake and is back where it stood.
    Restored,
}

impl Letter {
    /// Which letter it is, for operators.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::AddressInUse => "address_in_use",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::MemberInvitation { .. } => "member_invitation",
            Self::OrganizationDecided { .. } => "organization_decided",
            Self::OrganizationSuspended { .. } => "organization_suspended",
            Self::LicenceDecided { .. } => "licence_decided",
            Self::PostingDecided { .. } => "posting_decided",
            Self::CredentialLapses { .. } => "credential_lapses",
            Self::LicenceLapses { .. } => "licence_lapses",
            Self::ReportReceived { .. } => "report_received",
            Self::ReportDecided { .. } => "report_decided",
            Self::AccountDeleted => "account_deleted",
        }
    }
}

/// Opaque, as it may hold a token and names people.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.kind()).finish_non_exhaustive()
    }
}
