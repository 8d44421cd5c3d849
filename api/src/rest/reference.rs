//! Roles, regions and credentials, in both languages.

use axum::Json;
use domain::Lang;
use domain::reference::{Certainty, Credential, Provenance, Region, Role};
use serde::Serialize;
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Bilingual {
    en: &'static str,
    fr: &'static str,
}

impl Bilingual {
    pub(super) fn of(name: impl Fn(Lang) -> &'static str) -> Self {
        Self { en: name(Lang::En), fr: name(Lang::Fr) }
    }
}

/// Who says a fact, as of when, and how sure that is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProvenanceView {
    source: &'static str,
    url: Option<&'static str>,
    /// The date of the copy read (`2026`, `2026-11` or `2026-11-22`), or `undated`.
    as_of: &'static str,
    /// `verified`, `general` or `unverified`.
    certainty: &'static str,
}

impl From<Provenance> for ProvenanceView {
    fn from(provenance: Provenance) -> Self {
        Self {
            source: provenance.source,
            url: provenance.url,
            as_of: provenance.as_of,
            certainty: match provenance.certainty {
                Certainty::Verified => "verified",
                Certainty::General => "general",
                Certainty::Unverified => "unverified",
            },
        }
    }
}

/// A title that a province uses instead of the national one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LocalTitle {
    province: &'static str,
    lang: &'static str,
    title: &'static str,
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoleView {
    /// Its stable key.
    key: &'static str,
    /// `clinical`, `care`, `social`, `technical` or `support`.
    family: &'static str,
    title: Bilingual,
    local_titles: Vec<LocalTitle>,
    /// NOC 2021 unit groups, the usual one first.
    noc2021: &'static [&'static str],
    provenance: ProvenanceView,
}

/// A region of the tree Canada → province or territory → health region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionView {
    /// Its stable key.
    key: &'static str,
    /// `country`, `province` or `health_region`.
    kind: &'static str,
    parent: Option<&'static str>,
    name: Bilingual,
    provenance: ProvenanceView,
}

/// A credential other than a licence.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CredentialView {
    /// Its stable key.
    key: &'static str,
    kind: &'static str,
    name: Bilingual,
    /// Months for which it counts from its issue when the card shows no date.
    valid_months: Option<u16>,
    /// Months before the first day of work within which it must have been issued.
    max_age_months: Option<u16>,
    /// Usual days from applying to holding it.
    obtain_days: Option<u16>,
    provenance: ProvenanceView,
}

/// A list that is not paged.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Items<T> {
    pub(super) items: Vec<T>,
}

/// Every role, with its English and French titles and those of the provinces.
#[utoipa::path(get, path = "/roles", operation_id = "list_roles", tag = "reference", responses((status = 200, body = Items<RoleView>)))]
pub(super) async fn roles() -> Json<Items<RoleView>> {
    let view = |role: Role| RoleView {
        key: role.key(),
        family: role.family().key(),
        title: Bilingual::of(|lang| role.title(lang)),
        local_titles: role
            .local_titles()
            .map(|(province, lang, title)| LocalTitle { province: province.key(), lang: lang.code(), title })
            .collect(),
        noc2021: role.noc2021(),
        provenance: role.provenance().into(),
    };
    Json(Items { items: Role::all().map(view).collect() })
}

/// Every region: the country, its provinces and territories, and their health regions.
#[utoipa::path(get, path = "/regions", operation_id = "list_regions", tag = "reference", responses((status = 200, body = Items<RegionView>)))]
pub(super) async fn regions() -> Json<Items<RegionView>> {
    let view = |region: Region| RegionView {
        key: region.key(),
        kind: region.kind().key(),
        parent: region.parent().map(Region::key),
        name: Bilingual::of(|lang| region.name(lang)),
        provenance: region.provenance().into(),
    };
    Json(Items { items: Region::all().map(view).collect() })
}

/// Every credential other than licences, with its usual validity.
#[utoipa::path(get, path = "/credentials", operation_id = "list_credentials", tag = "reference", responses((status = 200, body = Items<CredentialView>)))]
pub(super) async fn credentials() -> Json<Items<CredentialView>> {
    let view = |credential: Credential| CredentialView {
        key: credential.key(),
        kind: credential.kind().key(),
        name: Bilingual::of(|lang| credential.name(lang)),
        valid_months: credential.valid_months(),
        max_age_months: credential.max_age_months(),
        obtain_days: credential.obtain_days(),
        provenance: credential.provenance().into(),
    };
    Json(Items { items: Credential::all().map(view).collect() })
}
