//! Reference tables: who and what exists in Canadian health care, and who says so.
//!
//! The tables are CSV files in `domain/data/`, compiled in. Every row carries its [`Provenance`]. A test
//! checks every key that one table takes from another; `docs/FACTS.md` lists what is unverified.

mod area;
mod credential;
#[cfg(test)]
mod facts;
mod language;
mod place;
mod province;
mod region;
mod regulation;
mod role;
pub(crate) mod table;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use area::Area;
pub use credential::{Credential, CredentialKind, CredentialSet};
pub use language::Language;
pub use place::{Fsa, Place};
pub use province::Province;
pub use region::{Region, RegionKind};
pub use regulation::{Regulation, RegulationStatus, Regulator};
pub use role::{Role, RoleFamily};

/// How sure a reference row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Known to move, in doubt, or inferred: an answer that rests on it is `unknown`.
    Unverified,
    /// General knowledge of the field, low risk, not re-checked.
    General,
    /// Read in the named source.
    Verified,
}

/// Who says a fact, as of when, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Where it was read, or `general knowledge`.
    pub source: &'static str,
    /// A page that a person can open, where one is known.
    pub url: Option<&'static str>,
    /// The date of the copy read (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), or `undated`.
    pub as_of: &'static str,
    /// How sure.
    pub certainty: Certainty,
}

/// The first and last day on which an effective-dated row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// First day; `None`: since before anyone here counts.
    pub from: Option<NaiveDate>,
    /// Last day; `None`: still in force.
    pub until: Option<NaiveDate>,
}

impl Effective {
    /// Whether the row holds on `day`.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
