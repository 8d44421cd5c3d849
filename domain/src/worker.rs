//! A worker's profile: what they hold and what they would accept.
//!
//! Nothing that touches a prohibited ground of discrimination is a field here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::posting::{EmploymentSet, Pay, ShiftSet};
use crate::reference::{Credential, Language, Province, Region, Role};
use crate::set::{BitSet, keyed_enum};

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
