//! Licences of agencies: who places workers for a fee needs one in some provinces.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::reference::{Certainty, Provenance, Province};

/// An agency's licence in one province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyLicence {
    /// Whose licence it is.
    pub province: Province,
    /// Its number, as it stands in the province's public list.
    pub number: String,
    /// The last day on which it counts, where known: Ontario's is for one year.
    pub valid_to: Option<NaiveDate>,
}

/// A province's rule that agencies have a licence.
#[derive(Clone, Debug, PartialEq)]
pub struct LicenceRule {
    /// Whose.
    pub province: Province,
    /// The first day on which it holds.
    pub since: NaiveDate,
    /// Who says so.
    pub provenance: Provenance,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

impl LicenceRule {
    /// Every province in which an agency needs a licence.
    pub const ALL: [Self; 2] = [
        Self {
            province: Province::On,
            since: day(2024, 7, 1),
            provenance: Provenance {
                source: "Ontario, licensing of temporary help agencies and recruiters; O. Reg. 99/23, s. 1",
                url: Some("https://www.ontario.ca/laws/regulation/230099"),
                as_of: "2024",
                certainty: Certainty::Verified,
            },
        },
        Self {
            province: Province::Qc,
            since: day(2020, 1, 1),
            provenance: Provenance {
                source: "Act respecting labour standards, s. 92.5, whose holders G-1.021, r. 2 names; first day: general knowledge",
                url: Some("https://www.legisquebec.gouv.qc.ca"),
                as_of: "2024-10-16",
                certainty: Certainty::General,
            },
        },
    ];

    /// The rule of a province on a day.
    pub fn of(province: Province, on: NaiveDate) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.province == province && rule.since <= on)
    }
}
