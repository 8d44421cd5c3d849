//! A worker: what they hold and what they would accept.
//!
//! [`Profile`] is what matching needs, [`Record`] what the worker writes. Nothing that touches a prohibited ground of
//! discrimination is a field here.

mod completeness;
mod lapse;
mod pathway;
mod record;
mod verification;
mod visibility;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::after_months;
use crate::posting::{EmploymentSet, Pay, ShiftSet};
use crate::reference::{Certainty, Credential, Language, Province, Region, Role};
use crate::set::{BitSet, keyed_enum};

pub use completeness::{Completeness, Part, completeness};
pub use lapse::{AHEAD_DAYS, Item, Lapse, Reminded, Reminder, Subject, Why, lapses_before, reminder_due};
pub use pathway::{Pathway, Situation, Step, pathways};
pub use record::{Abroad, Assessment, Education, Experience, Record, Studies};
pub use verification::{Checked, Outcome, State, Verification};
pub use visibility::{Blocked, Visibility};

keyed_enum! {
    /// Registration classes, normalized across regulators (canada.md §2).
    LicenceClass {
        /// General, practising, independent practice. Also a nurse practitioner's extended class.
        General = "general",
        /// Temporary, provisional, graduate.
        Provisional = "provisional",
        /// Special or emergency assignment, courtesy, visitor.
        Special = "special",
        /// Interjurisdictional host registration.
        Host = "host",
        /// Restricted or conditional.
        Restricted = "restricted",
        /// Student, intern, resident.
        Student = "student",
        /// Non-practising, inactive, retired.
        NonPractising = "non_practising",
    }
}

keyed_enum! {
    /// The standing of a licence with its regulator.
    Standing {
        /// In good standing.
        Active = "active",
        /// In good standing with terms, conditions or limitations.
        ActiveWithConditions = "active_with_conditions",
        /// Suspended.
        Suspended = "suspended",
        /// Expired or lapsed.
        Expired = "expired",
        /// Revoked.
        Revoked = "revoked",
        /// Resigned.
        Resigned = "resigned",
        /// Not known.
        Unknown = "unknown",
    }
}

/// A licence or registration with a regulator. Its number is never part of matching.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// The role it licenses.
    pub role: Role,
    /// The province or territory that issued it.
    pub province: Province,
    /// Its class.
    #[serde(default = "general")]
    pub class: LicenceClass,
    /// Its standing.
    #[serde(default = "active")]
    pub standing: Standing,
    /// First day, where known.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day, where it has one.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

const fn general() -> LicenceClass {
    LicenceClass::General
}
const fn active() -> Standing {
    Standing::Active
}

/// A credential in the worker's wallet. For health items only status and dates exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Which.
    pub credential: Credential,
    /// Day of issue, where known.
    #[serde(default)]
    pub issued: Option<NaiveDate>,
    /// Last day on the card; `None`: the credential's default validity from `issued`.
    #[serde(default)]
    pub expires: Option<NaiveDate>,
}

impl Held {
    /// The last day proposed where the card shows none: the credential's default validity from its issue. `None`: no
    /// default is known, or only an unverified one.
    pub fn proposed_expiry(&self) -> Option<NaiveDate> {
        let known = self.credential.provenance().certainty != Certainty::Unverified;
        let months = self.credential.valid_months().filter(|_| known && !self.credential.needs_card_date())?;
        Some(after_months(self.issued?, months))
    }

    /// The last day by itself: the one on the card, else the proposed one.
    pub fn ends(&self) -> Option<NaiveDate> {
        self.expires.or_else(|| self.proposed_expiry())
    }

    /// The last first day of work for which it is young enough (a check of the police: six months).
    pub fn young_until(&self) -> Option<NaiveDate> {
        let known = self.credential.provenance().certainty != Certainty::Unverified;
        Some(after_months(self.issued?, self.credential.max_age_months().filter(|_| known)?))
    }
}

/// A role the worker does, with experience.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// The role.
    pub role: Role,
    /// Months of experience in it.
    #[serde(default)]
    pub months: u16,
}

/// A circle on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Latitude of the centre, degrees.
    pub lat: f64,
    /// Longitude of the centre, degrees.
    pub lon: f64,
    /// Radius, kilometres.
    pub km: f64,
}

impl Circle {
    /// Great-circle (haversine) distance from the centre to a latitude and longitude in degrees, in kilometres;
    /// `None` where one of the two is not a finite position.
    pub fn km_to(&self, (lat, lon): (f64, f64)) -> Option<f64> {
        let centre = h3o::LatLng::new(self.lat, self.lon).ok()?;
        Some(centre.distance_km(h3o::LatLng::new(lat, lon).ok()?))
    }
}

/// Where a worker or subscriber accepts work: any of these.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Regions of the tree: health regions, provinces or all of Canada.
    #[serde(default)]
    pub regions: Vec<Region>,
    /// Within a distance of a point.
    #[serde(default)]
    pub near: Option<Circle>,
    /// Work that can be done from anywhere.
    #[serde(default)]
    pub remote: bool,
}

/// What matching needs of a worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The roles they do; a posting of any other role is not for them.
    pub roles: Vec<Practice>,
    /// Licences and registrations.
    #[serde(default)]
    pub licences: Vec<Licence>,
    /// Other credentials.
    #[serde(default)]
    pub credentials: Vec<Held>,
    /// Where they live: the home jurisdiction of interjurisdictional rules.
    #[serde(default)]
    pub residence: Option<Province>,
    /// Educated outside Canada and not yet licensed in Canada.
    #[serde(default)]
    pub internationally_educated: bool,
    /// Where they would work.
    pub reach: Reach,
    /// Accepted employment types; empty: any.
    #[serde(default)]
    pub employment: EmploymentSet,
    /// Accepted shifts; empty: any.
    #[serde(default)]
    pub shifts: ShiftSet,
    /// The least pay they would accept.
    #[serde(default)]
    pub pay_floor: Option<Pay>,
    /// Languages they work in.
    #[serde(default)]
    pub languages: BitSet<Language>,
    /// First day they could start; `None`: today.
    #[serde(default)]
    pub available_from: Option<NaiveDate>,
}
