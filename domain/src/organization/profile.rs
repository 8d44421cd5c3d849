//! What an organization says of itself.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AgencyLicence, LicenceRule};
use crate::posting::{Arrangement, employer_key};
use crate::reference::Province;
use crate::set::keyed_enum;

keyed_enum! {
    /// How many it employs. Ontario's rules on public postings bind employers of 25 and more (O. Reg. 476/24, s. 1,
    /// as of 2024-11-29).
    Headcount {
        /// Fewer than 25.
        Under25 = "under_25",
        /// 25 or more.
        From25 = "from_25",
    }
}

/// Whom to ask. Of a person, so it is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their address for mail.
    pub email: String,
    /// Their telephone number.
    pub phone: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

/// What an organization says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name shown on postings.
    pub name: String,
    /// The name in the register of companies, charities or institutions.
    pub legal_name: String,
    /// Its site.
    pub website: Option<String>,
    /// Whom to ask; `None` only after that person's account was deleted.
    pub contact: Option<Contact>,
    /// The place of work itself, or an agency.
    pub arrangement: Arrangement,
    /// An agency's licences, one for a province at most.
    pub licences: Vec<AgencyLicence>,
    /// Where it is established.
    pub province: Province,
    /// How many it employs.
    pub headcount: Headcount,
}

keyed_enum! {
    /// What has to be given before an organization can be verified.
    Lack {
        /// Whom to ask.
        Contact = "contact",
        /// The licence that its province wants of an agency.
        Licence = "licences",
    }
}

impl Profile {
    /// What is missing before it can be verified on `today`.
    pub fn lacks(&self, today: NaiveDate) -> Vec<Lack> {
        let contact = self.contact.is_none().then_some(Lack::Contact);
        let licence = self.lacks_licence(self.province, today).then_some(Lack::Licence);
        contact.into_iter().chain(licence).collect()
    }

    /// Whether it is an agency without the licence that a province wants of one on `day`: Ontario's rule binds
    /// agencies elsewhere that recruit for Ontario too, so ask for the province of the work.
    pub fn lacks_licence(&self, province: Province, day: NaiveDate) -> bool {
        self.arrangement == Arrangement::Agency
            && LicenceRule::of(province, day).is_some()
            && !self
                .licences
                .iter()
                .any(|licence| licence.province == province && licence.valid_to.is_none_or(|last| day <= last))
    }

    /// The keys of the names that it goes by: [`employer_key`].
    pub fn employer_keys(&self) -> impl Iterator<Item = String> {
        [&self.name, &self.legal_name].into_iter().filter_map(|name| employer_key(name))
    }

    /// Whether `other` is the same employer to a moderator: names, site, kind, licences and province are what was
    /// looked up. A licence that goes on for longer is the same licence.
    pub fn is_same_employer(&self, other: &Self) -> bool {
        let numbers = |profile: &Self| {
            let mut numbers: Vec<_> =
                profile.licences.iter().map(|licence| (licence.province, licence.number.clone())).collect();
            numbers.sort();
            numbers
        };
        self.name == other.name
            && self.legal_name == other.legal_name
            && self.website == other.website
            && self.arrangement == other.arrangement
            && self.province == other.province
            && numbers(self) == numbers(other)
    }
}
