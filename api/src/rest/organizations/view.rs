//! Organizations and facilities as the API shows them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organization::odhf::PublicFacility;
use domain::organization::{Contact, Facility, MemberRole, Organization};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rest::view::LocationView;

/// Whom to ask.
#[derive(Serialize, ToSchema)]
pub(super) struct ContactView {
    name: String,
    email: String,
    phone: Option<String>,
}

/// An agency's licence in one province.
#[derive(Serialize, ToSchema)]
pub(super) struct AgencyLicenceView {
    province: &'static str,
    number: String,
    valid_to: Option<NaiveDate>,
}

/// An organization.
#[derive(Serialize, ToSchema)]
pub(super) struct OrganizationView {
    id: Uuid,
    version: i32,
    name: String,
    legal_name: String,
    website: Option<String>,
    /// Missing only after that person's account was deleted.
    contact: Option<ContactView>,
    /// `direct` or `agency`.
    arrangement: &'static str,
    licences: Vec<AgencyLicenceView>,
    province: &'static str,
    /// `under_25` or `from_25`.
    headcount: &'static str,
    /// `unverified`, `requested`, `verified`, `refused` or `suspended`.
    verification: &'static str,
    /// Since when; missing: since it signed up.
    verification_since: Option<DateTime<Utc>>,
    /// Why it was refused or suspended.
    verification_reason: Option<String>,
    /// Whether its postings may go live.
    may_publish: bool,
    created_at: DateTime<Utc>,
}

impl OrganizationView {
    pub(super) fn of(organization: &Organization) -> Self {
        let Organization { profile, verification, .. } = organization;
        let contact = |contact: &Contact| ContactView {
            name: contact.name.clone(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
        };
        let licences = profile.licences.iter().map(|licence| AgencyLicenceView {
            province: licence.province.key(),
            number: licence.number.clone(),
            valid_to: licence.valid_to,
        });
        Self {
            id: organization.id.0,
            version: organization.version,
            name: profile.name.clone(),
            legal_name: profile.legal_name.clone(),
            website: profile.website.clone(),
            contact: profile.contact.as_ref().map(contact),
            arrangement: profile.arrangement.key(),
            licences: licences.collect(),
            province: profile.province.key(),
            headcount: profile.headcount.key(),
            verification: verification.state().key(),
            verification_since: verification.since(),
            verification_reason: verification.reason().map(str::to_owned),
            may_publish: organization.may_publish(),
            created_at: organization.created_at,
        }
    }
}

/// An organization with the caller's part in it.
#[derive(Serialize, ToSchema)]
pub(super) struct MembershipView {
    /// `owner`, `recruiter` or `viewer`.
    role: &'static str,
    organization: OrganizationView,
}

impl MembershipView {
    pub(super) fn of(organization: &Organization, role: MemberRole) -> Self {
        Self { role: role.key(), organization: OrganizationView::of(organization) }
    }
}

/// A place of work.
#[derive(Serialize, ToSchema)]
pub(super) struct FacilityView {
    id: Uuid,
    version: i32,
    name: String,
    /// `hospital`, `long_term_care`, `home`, `clinic` or `community`.
    setting: Option<&'static str>,
    street: Option<String>,
    postal_code: Option<String>,
    #[serde(flatten)]
    location: LocationView,
    /// The `id` of the published facility that it was picked from.
    public_facility: Option<String>,
}

impl FacilityView {
    pub(super) fn of(facility: &Facility) -> Self {
        Self {
            id: facility.id.0,
            version: facility.version,
            name: facility.name.clone(),
            setting: facility.setting.map(domain::posting::Setting::key),
            street: facility.street.clone(),
            postal_code: facility.postal_code.clone(),
            location: LocationView::from(&facility.location),
            public_facility: facility.public.clone(),
        }
    }
}

/// A published facility.
#[derive(Serialize, ToSchema)]
pub(super) struct PublicFacilityView {
    /// For `public_facility` of a facility that is picked from here.
    id: String,
    name: String,
    /// Statistics Canada's type: `ambulatory`, `hospital` or `residential`.
    kind: &'static str,
    /// The setting that name and type propose.
    setting: Option<&'static str>,
    street: Option<String>,
    postal_code: Option<String>,
    #[serde(flatten)]
    location: LocationView,
}

impl From<PublicFacility> for PublicFacilityView {
    fn from(facility: PublicFacility) -> Self {
        Self {
            location: LocationView::from(&facility.location),
            id: facility.id,
            name: facility.name,
            kind: facility.kind.key(),
            setting: facility.setting.map(domain::posting::Setting::key),
            street: facility.street,
            postal_code: facility.postal_code,
        }
    }
}
