//! Why an application ends without a hire: closed lists, so that the other side learns it in its language and so that
//! reasons can be counted. None names or implies a prohibited ground of discrimination.

use serde::Serialize;

use crate::message::Message;
use crate::set::keyed_enum;

keyed_enum! {
    /// Why an employer says no.
    Decline {
        /// A licence or registration that the work needs is missing.
        LicenceMissing = "licence_missing",
        /// A required credential is missing.
        CredentialMissing = "credential_missing",
        /// Less experience in the work than the posting asks.
        Experience = "experience",
        /// Shifts, hours or the first day do not fit.
        Availability = "availability",
        /// They did not come to the interview, or could not be reached.
        NoContact = "no_contact",
        /// Another applicant fits better.
        AnotherChosen = "another_chosen",
        /// The position is filled.
        Filled = "filled",
        /// The position is not filled at all.
        Cancelled = "cancelled",
        /// What was said could not be confirmed: licence, credential or record check.
        NotConfirmed = "not_confirmed",
        /// Something else, which the employer tells on request.
        Other = "other",
    }
}

keyed_enum! {
    /// Why a worker does not go on, or does not take an offer. They may say, and need not.
    Withdrawal {
        /// They took another position.
        AnotherPosition = "another_position",
        /// It took too long.
        TooSlow = "too_slow",
        /// The pay.
        Pay = "pay",
        /// Shifts or hours.
        Schedule = "schedule",
        /// The place, or the way there.
        Place = "place",
        /// The work is not what the posting says.
        NotAsDescribed = "not_as_described",
        /// Something else.
        Other = "other",
        /// Not said.
        Unsaid = "unsaid",
    }
}

impl Decline {
    /// It as a sentence for the applicant.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::LicenceMissing => "hiring-decline-licence-missing",
            Self::CredentialMissing => "hiring-decline-credential-missing",
            Self::Experience => "hiring-decline-experience",
            Self::Availability => "hiring-decline-availability",
            Self::NoContact => "hiring-decline-no-contact",
            Self::AnotherChosen => "hiring-decline-another-chosen",
            Self::Filled => "hiring-decline-filled",
            Self::Cancelled => "hiring-decline-cancelled",
            Self::NotConfirmed => "hiring-decline-not-confirmed",
            Self::Other => "hiring-decline-other",
        })
    }
}

impl Withdrawal {
    /// It as a sentence for the employer.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::AnotherPosition => "hiring-withdrawal-another-position",
            Self::TooSlow => "hiring-withdrawal-too-slow",
            Self::Pay => "hiring-withdrawal-pay",
            Self::Schedule => "hiring-withdrawal-schedule",
            Self::Place => "hiring-withdrawal-place",
            Self::NotAsDescribed => "hiring-withdrawal-not-as-described",
            Self::Other => "hiring-withdrawal-other",
            Self::Unsaid => "hiring-withdrawal-unsaid",
        })
    }
}

/// Why an applicant was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "by", content = "reason", rename_all = "snake_case")]
pub enum Lost {
    /// The employer said no.
    Employer(Decline),
    /// The worker went.
    Worker(Withdrawal),
}

impl Lost {
    /// The reason as one text: `employer:filled`.
    pub fn key(self) -> String {
        match self {
            Self::Employer(reason) => format!("employer:{}", reason.key()),
            Self::Worker(reason) => format!("worker:{}", reason.key()),
        }
    }

    /// What [`key`](Self::key) wrote.
    pub fn parse(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("employer", reason) => Decline::parse(reason).map(Self::Employer),
            ("worker", reason) => Withdrawal::parse(reason).map(Self::Worker),
            _ => None,
        }
    }

    /// It as a sentence.
    pub const fn message(self) -> Message {
        match self {
            Self::Employer(reason) => reason.message(),
            Self::Worker(reason) => reason.message(),
        }
    }
}
