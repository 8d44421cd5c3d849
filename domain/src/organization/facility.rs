//! Facilities: where an organization's work is done.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::OrganizationId;
use crate::posting::{Location, RawPlace, Setting, locate};
use crate::reference::Province;

/// Identifies a facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FacilityId(pub Uuid);

/// A place of work of an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Facility {
    /// Its identity.
    pub id: FacilityId,
    /// Whose.
    pub organization: OrganizationId,
    /// Counts its edits, from 1.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// The kind of place, where it is one that a rule of mobility knows.
    pub setting: Option<Setting>,
    /// Number and street.
    pub street: Option<String>,
    /// The postal code, as `A1A 1A1`.
    pub postal_code: Option<String>,
    /// Place, province, health region and coordinates.
    pub location: Location,
    /// The entry of the published list that it was picked from.
    pub public: Option<String>,
}

/// A facility as it is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct FacilityForm {
    /// Its name.
    pub name: String,
    /// The kind of place.
    pub setting: Option<Setting>,
    /// Number and street.
    pub street: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// City or place.
    pub place: String,
    /// The province.
    pub province: Province,
    /// Latitude and longitude in degrees, where they are known better than from place and postal code.
    pub point: Option<(f64, f64)>,
    /// The entry of the published list that it was picked from.
    pub public: Option<String>,
}

/// The place does not hold together: a postal code of another province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the postal code is not of this province")]
pub struct NotAPlace;

impl FacilityForm {
    /// The facility, with its health region and coordinates found from place and postal code.
    ///
    /// # Errors
    /// [`NotAPlace`] when the postal code is none, or of another province: health region and distance would be wrong.
    pub fn into_facility(
        self,
        id: FacilityId,
        organization: OrganizationId,
        version: i32,
    ) -> Result<Facility, NotAPlace> {
        let location = locate(&RawPlace {
            text: self.place,
            province: Some(self.province.key().to_owned()),
            country: None,
            postal_code: self.postal_code.clone(),
            point: self.point,
        })
        .map_err(|_| NotAPlace)?;
        if self.postal_code.is_some() && location.fsa.is_none() {
            return Err(NotAPlace);
        }
        let Self { name, setting, street, public, .. } = self;
        let postal_code = self.postal_code.as_deref().map(spaced);
        Ok(Facility { id, organization, version, name, setting, street, postal_code, location, public })
    }
}

/// `k1y4e9` → `K1Y 4E9`; the first half alone stays alone.
pub(super) fn spaced(postal_code: &str) -> String {
    let code: String = postal_code.chars().filter(char::is_ascii_alphanumeric).collect();
    let (area, unit) = code.split_at_checked(3).unwrap_or((&code, ""));
    format!("{area} {unit}").trim_end().to_ascii_uppercase()
}
