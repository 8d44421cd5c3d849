//! What a posting asks, gathered from its lines into sets.

use crate::posting::Content;
use crate::reference::{CredentialSet, Language, Role};
use crate::requirement::{Ask, Necessity, Requirement};
use crate::set::BitSet;

/// What a posting asks, as matching judges it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// Credentials that must be held.
    pub required: CredentialSet,
    /// Credentials that are an asset, without the required ones.
    pub preferred: CredentialSet,
    /// Roles other than the posting's own whose licence must be held, in the order of the table; of several, any
    /// one does. A licence asked for a role of the posting itself is asked by that role already.
    pub licences: Vec<Role>,
    /// Months of experience: the most that is required, else the most that is preferred.
    pub months: Option<u16>,
    /// Languages of work, required or preferred.
    pub languages: BitSet<Language>,
}

impl Asks {
    /// Gathers what a posting asks.
    pub fn of(content: &Content) -> Self {
        let mut asks = Self { languages: content.languages, ..Self::default() };
        for line in &content.requirements {
            asks.gather(*line, &content.roles);
        }
        asks.preferred.0 &= !asks.required.0;
        asks.licences.sort_unstable();
        asks.licences.dedup();
        asks.months = most(content, Necessity::Required).or_else(|| most(content, Necessity::Preferred));
        asks
    }

    fn gather(&mut self, line: Requirement, roles: &[Role]) {
        match (line.ask, line.necessity) {
            (Ask::Credential { credential }, Necessity::Required) => self.required.insert(credential),
            (Ask::Credential { credential }, Necessity::Preferred) => self.preferred.insert(credential),
            (Ask::Licence { role: Some(role) }, Necessity::Required) if !roles.contains(&role) => {
                self.licences.push(role);
            }
            (Ask::Language { language }, _) => self.languages.insert(language),
            (Ask::Licence { .. } | Ask::Experience { .. }, _) => {}
        }
    }
}

fn most(content: &Content, necessity: Necessity) -> Option<u16> {
    let asked = content.requirements.iter().filter(|line| line.necessity == necessity);
    asked.filter_map(|line| if let Ask::Experience { months } = line.ask { Some(months) } else { None }).max()
}
