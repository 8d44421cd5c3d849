//! Organizations and facilities as they are sent.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::organization::{AgencyLicence, Contact, FacilityForm, Headcount, Profile};
use domain::posting::{Arrangement, Setting};
use domain::reference::Province;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::extract::{address, day, line, plain, web};
use crate::problem::Problem;
use crate::profile::Keys;

/// Whom to ask about the organization. Shown to its members and to moderators only.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactInput {
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[validate(length(max = 254), custom(function = "address"))]
    #[schema(max_length = 254, format = "email")]
    email: String,
    #[validate(length(min = 1, max = 30), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 30)]
    phone: Option<String>,
}

/// An agency's licence in one province.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgencyLicenceInput {
    /// Code of the province.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    /// Its number in the province's public list.
    #[validate(length(min = 1, max = 50), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 50)]
    number: String,
    /// The last day on which it counts.
    #[validate(custom(function = "day"))]
    valid_to: Option<NaiveDate>,
}

/// What an organization says of itself.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "one_licence_a_province"))]
pub(super) struct OrganizationInput {
    /// The name shown on postings.
    #[validate(length(min = 1, max = 200), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 200, example = "Maple Manor")]
    name: String,
    /// The name in the register of companies, charities or institutions.
    #[validate(length(min = 1, max = 200), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 200, example = "Maple Manor Long-Term Care Inc.")]
    legal_name: String,
    /// Its site: an `http` or `https` address.
    #[validate(length(max = 300), url, custom(function = "web"))]
    #[schema(max_length = 300, format = "uri", pattern = "^https?://")]
    website: Option<String>,
    #[validate(nested)]
    contact: ContactInput,
    /// `direct` (the place of work itself) or `agency`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(direct|agency)$", example = "direct")]
    arrangement: String,
    /// An agency's licences, one for a province at most. Ontario and Québec want one.
    #[serde(default)]
    #[validate(length(max = 13), nested)]
    #[schema(max_items = 13)]
    licences: Vec<AgencyLicenceInput>,
    /// Where it is established: the code of a province or territory.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    /// How many it employs: `under_25` or `from_25`. Some rules on postings bind employers of 25 and more.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(under_25|from_25)$", example = "from_25")]
    headcount: String,
}

fn one_licence_a_province(input: &OrganizationInput) -> Result<(), ValidationError> {
    let mut seen = HashSet::new();
    let twice = !input.licences.iter().all(|licence| seen.insert(licence.province.as_str()));
    if twice { Err(ValidationError::new("licence-twice")) } else { Ok(()) }
}

impl OrganizationInput {
    /// The domain's profile; keys that do not exist are named.
    pub(super) fn read(self) -> Result<Profile, Problem> {
        let mut keys = Keys::default();
        let arrangement = keys.one("/arrangement", &self.arrangement, Arrangement::parse);
        let province = keys.one("/province", &self.province, Province::parse);
        let headcount = keys.one("/headcount", &self.headcount, Headcount::parse);
        let licences = self.licences.into_iter().enumerate().filter_map(|(i, licence)| {
            let province = keys.one(&format!("/licences/{i}/province"), &licence.province, Province::parse)?;
            Some(AgencyLicence { province, number: licence.number, valid_to: licence.valid_to })
        });
        let licences = licences.collect();
        let ContactInput { name, email, phone } = self.contact;
        let profile = (|| {
            Some(Profile {
                name: self.name,
                legal_name: self.legal_name,
                website: self.website,
                contact: Some(Contact { name, email, phone }),
                arrangement: arrangement?,
                licences,
                province: province?,
                headcount: headcount?,
            })
        })();
        keys.finish_some(profile)
    }
}

/// A place of work.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "whole_point"))]
pub(super) struct FacilityInput {
    #[validate(length(min = 1, max = 200), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 200, example = "Maple Manor")]
    name: String,
    /// `hospital`, `long_term_care`, `home`, `clinic` or `community`: rules of mobility ask for it.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(hospital|long_term_care|home|clinic|community)$")]
    setting: Option<String>,
    /// Number and street.
    #[validate(length(min = 1, max = 200), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 200)]
    street: Option<String>,
    /// The postal code, or its first three characters.
    #[validate(length(min = 3, max = 10), custom(function = "plain"))]
    #[schema(min_length = 3, max_length = 10, pattern = "^[A-Za-z][0-9][A-Za-z]( ?[0-9][A-Za-z][0-9])?$")]
    postal_code: Option<String>,
    /// City or town.
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100, example = "Sudbury")]
    place: String,
    /// Code of the province or territory.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    /// Degrees north, with `longitude`; found from postal code and place where not given.
    #[validate(range(min = 41.6, max = 83.2))]
    #[schema(minimum = 41.6, maximum = 83.2)]
    latitude: Option<f64>,
    /// Degrees east.
    #[validate(range(min = -141.1, max = -52.5))]
    #[schema(minimum = -141.1, maximum = -52.5)]
    longitude: Option<f64>,
    /// The `id` of the published facility that it was picked from.
    #[validate(length(min = 1, max = 80), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 80, example = "odhf:100")]
    public_facility: Option<String>,
}

fn whole_point(input: &FacilityInput) -> Result<(), ValidationError> {
    let whole = input.latitude.is_some() == input.longitude.is_some();
    if whole { Ok(()) } else { Err(ValidationError::new("half-point")) }
}

impl FacilityInput {
    /// The domain's form; keys that do not exist are named.
    pub(super) fn read(self) -> Result<FacilityForm, Problem> {
        let mut keys = Keys::default();
        let setting = self.setting.as_ref().and_then(|key| keys.one("/setting", key, Setting::parse));
        let province = keys.one("/province", &self.province, Province::parse);
        let form = province.map(|province| FacilityForm {
            name: self.name,
            setting,
            street: self.street,
            postal_code: self.postal_code,
            place: self.place,
            province,
            point: self.latitude.zip(self.longitude),
            public: self.public_facility,
        });
        keys.finish_some(form)
    }
}
