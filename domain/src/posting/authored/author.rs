//! Who writes a form.

use super::gap::host;
use crate::organization::{AgencyLicence, Facility, FacilityId, Headcount, Organization};
use crate::posting::Arrangement;

/// Who writes a form, as far as its posting shows and its checks depend on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    /// The organization's name.
    pub name: String,
    /// Whether it employs itself or finds employees for others.
    pub arrangement: Arrangement,
    /// An agency's licences.
    pub licences: Vec<AgencyLicence>,
    /// How many it employs, where it says so.
    pub headcount: Option<Headcount>,
    /// The domain of its web site: `tbrhsc.net`.
    pub domain: Option<String>,
    /// Whether a moderator has verified all that.
    pub verified: bool,
    /// Its facilities.
    pub facilities: Vec<Facility>,
}

impl Author {
    /// An organization as an author.
    pub fn of(organization: &Organization, facilities: Vec<Facility>) -> Self {
        let profile = &organization.profile;
        Self {
            name: profile.name.clone(),
            arrangement: profile.arrangement,
            licences: profile.licences.clone(),
            headcount: Some(profile.headcount),
            domain: profile.website.as_deref().and_then(site_domain),
            verified: organization.may_publish(),
            facilities,
        }
    }

    /// One of its facilities.
    pub fn facility(&self, id: FacilityId) -> Option<&Facility> {
        self.facilities.iter().find(|facility| facility.id == id)
    }
}

/// The domain of a web site, however its address is written, without `www.`.
pub fn site_domain(website: &str) -> Option<String> {
    let bare = website.trim().split_once("://").map_or(website.trim(), |(_, rest)| rest);
    let host = host(&format!("https://{bare}"))?;
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_domain() {
        for site in ["https://www.tbrhsc.net/careers", "http://tbrhsc.net", "TBRHSC.net", " www.tbrhsc.net/ "] {
            assert_eq!(site_domain(site).as_deref(), Some("tbrhsc.net"), "{site}");
        }
        assert_eq!(site_domain("our site"), None);
    }
}
