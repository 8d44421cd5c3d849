//! Who regulates what: a function of profession, province and day.

use chrono::NaiveDate;

use super::{Effective, Provenance, Province, Role};
use crate::set::keyed_enum;

keyed_enum! {
    /// Whether a role needs a licence somewhere.
    RegulationStatus {
        /// A licence is needed to do the work or use the title.
        Regulated = "regulated",
        /// A registry that employers must or commonly do ask for.
        Registry = "registry",
        /// Listed or partly reserved: ask the regulator.
        Partial = "partial",
        /// No licence.
        Unregulated = "unregulated",
    }
}

/// A regulator: a college, order, association or government office.
#[derive(Clone, Debug, PartialEq)]
pub struct Regulator {
    /// Its key, such as `on-cno`.
    pub key: &'static str,
    /// Its name, in the language it uses itself first.
    pub name: &'static str,
    /// Its abbreviation; several regulators share one (OPQ, ACP), so it is never a key.
    pub abbreviation: Option<&'static str>,
    /// Its page.
    pub url: Option<&'static str>,
}

/// One effective-dated row: a role's regulation in a province.
#[derive(Clone, Debug, PartialEq)]
pub struct Regulation {
    /// Regulated or not.
    pub status: RegulationStatus,
    /// By whom.
    pub regulator: Option<&'static Regulator>,
    /// When the row holds.
    pub effective: Effective,
    /// A remark for people who maintain the table.
    pub note: &'static str,
    /// Who says so.
    pub provenance: Provenance,
}

impl Regulation {
    /// The row for a role in a province on a day; `None`: no row, so nothing is known.
    pub fn of(role: Role, province: Province, on: NaiveDate) -> Option<&'static Self> {
        let _ = (role, province, on);
        None
    }

    /// Every row for a role in a province, oldest first.
    pub fn history(role: Role, province: Province) -> impl Iterator<Item = &'static Self> {
        let _ = (role, province);
        std::iter::empty()
    }
}
