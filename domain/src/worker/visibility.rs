//! Who may see a worker's profile.

use crate::message::Message;
use crate::organization::{Organization, OrganizationId};
use crate::posting::employer_key;
use crate::set::keyed_enum;

keyed_enum! {
    /// Who may see a worker's profile. Hidden until the worker chooses; employers that a worker blocks see nothing
    /// whatever is chosen.
    Visibility {
        /// Nobody. The worker still sees their own matches and may apply.
        Hidden = "hidden",
        /// Verified employers see roles, coarse region and dates, without a name; more only after a yes for each.
        Anonymous = "anonymous",
        /// Verified employers may see who the worker is: a standing yes, recorded like any other.
        Open = "open",
    }
}

impl Visibility {
    /// What the choice means, for the worker who chooses.
    pub const fn explained(self) -> Message {
        Message::new(match self {
            Self::Hidden => "visibility-hidden",
            Self::Anonymous => "visibility-anonymous",
            Self::Open => "visibility-open",
        })
    }
}

/// An employer that may not see a worker, whatever the worker's choice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// An organization of ours.
    Organization(OrganizationId),
    /// Any employer by its name, normalized: [`employer_key`].
    Employer(String),
}

impl Blocked {
    /// The employer of that name; `None` where the name is too general to tell one employer from another.
    pub fn by_name(name: &str) -> Option<Self> {
        employer_key(name).map(Self::Employer)
    }

    /// Whether it means this organization, by itself or by one of its names.
    pub fn means(&self, organization: &Organization) -> bool {
        match self {
            Self::Organization(id) => *id == organization.id,
            Self::Employer(key) => organization.profile.employer_keys().any(|known| known == *key),
        }
    }

    /// It as one text: `organization:ID` or `employer:KEY`.
    pub fn key(&self) -> String {
        match self {
            Self::Organization(id) => format!("organization:{}", id.0),
            Self::Employer(key) => format!("employer:{key}"),
        }
    }

    /// What [`key`](Self::key) wrote.
    pub fn parse(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("organization", id) => Some(Self::Organization(OrganizationId(id.parse().ok()?))),
            ("employer", key) => Some(Self::Employer(key.to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_blocked_employer_is_kept_as_one_text() {
        for blocked in [Blocked::Organization(OrganizationId(Uuid::from_u128(7))), Blocked::Employer("a: b".to_owned())]
        {
            assert_eq!(Blocked::parse(&blocked.key()), Some(blocked));
        }
        for key in ["", "employer", "organization:7", "person:7"] {
            assert_eq!(Blocked::parse(key), None, "{key}");
        }
    }

    #[test]
    fn one_employer_is_blocked_under_any_spelling_and_a_general_name_blocks_nobody() {
        assert_eq!(Blocked::by_name("The Ottawa Hospital"), Blocked::by_name("Hôpital d'Ottawa"));
        assert!(Blocked::by_name("The Ottawa Hospital").is_some());
        assert_eq!(Blocked::by_name("Hospital"), None);
        assert_eq!(Blocked::by_name("Private household"), None);
    }
}
