//! Facilities of an organization, and the published ones to pick from.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::organization::{Facility, FacilityId, OrganizationId};
use domain::reference::Province;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::input::FacilityInput;
use super::view::{FacilityView, PublicFacilityView};
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::organizations::facilities;
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, ValidJson, ValidQuery, given, plain};
use crate::problem::{Problem, ProblemBody, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
use crate::rest::reference::Items;

/// The facilities of an organization, oldest first.
#[utoipa::path(get, path = "/organizations/{id}/facilities", tag = "organizations", operation_id = "list_facilities",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = Items<FacilityView>), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<Items<FacilityView>>, Problem> {
    let found = facilities::list(&app, &caller, OrganizationId(id)).await?;
    Ok(Json(Items { items: found.iter().map(FacilityView::of).collect() }))
}

/// Adds a facility. Its health region and coordinates are found from postal code and place.
#[utoipa::path(post, path = "/organizations/{id}/facilities", tag = "organizations", operation_id = "add_facility",
    params(("id" = Uuid, Path, description = "The organization"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = FacilityInput, responses((status = 201, body = FacilityView), ToAct))]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    OnceJson { input, once }: OnceJson<FacilityInput>,
) -> Result<Made, Problem> {
    let form = input.read()?;
    facilities::add(&app, &caller, once, OrganizationId(id), form, FacilityView::of).await
}

/// One facility.
#[utoipa::path(get, path = "/organizations/{id}/facilities/{facility}", tag = "organizations", operation_id = "read_facility",
    params(("id" = Uuid, Path, description = "The organization"), ("facility" = Uuid, Path, description = "The facility")),
    responses((status = 200, body = FacilityView), ToRead))]
pub(super) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id((id, facility)): Id<(Uuid, Uuid)>,
) -> Result<Versioned<FacilityView>, Problem> {
    Ok(versioned(&facilities::read(&app, &caller, OrganizationId(id), FacilityId(facility)).await?))
}

/// Changes a facility. Postings keep the place they were given.
#[utoipa::path(put, path = "/organizations/{id}/facilities/{facility}", tag = "organizations", operation_id = "update_facility",
    params(("id" = Uuid, Path, description = "The organization"), ("facility" = Uuid, Path, description = "The facility"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = FacilityInput, responses((status = 200, body = FacilityView), ToEdit))]
pub(super) async fn update(
    State(app): State<App>,
    caller: Caller,
    Id((id, facility)): Id<(Uuid, Uuid)>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<FacilityInput>,
) -> Result<Versioned<FacilityView>, Problem> {
    let form = input.read()?;
    let (id, facility) = (OrganizationId(id), FacilityId(facility));
    Ok(versioned(&facilities::update(&app, &caller, id, facility, version, form).await?))
}

/// Removes a facility. Postings keep the place they were given.
#[utoipa::path(delete, path = "/organizations/{id}/facilities/{facility}", tag = "organizations", operation_id = "remove_facility",
    params(("id" = Uuid, Path, description = "The organization"), ("facility" = Uuid, Path, description = "The facility")),
    responses((status = 204), ToAct))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id((id, facility)): Id<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    facilities::remove(&app, &caller, OrganizationId(id), FacilityId(facility)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(facility: &Facility) -> Versioned<FacilityView> {
    Versioned { version: facility.version, body: FacilityView::of(facility) }
}

/// What was typed so far.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    /// Beginnings of words of its name or place.
    #[serde(default)]
    #[validate(length(max = 100), custom(function = "plain"))]
    #[param(max_length = 100, example = "ottawa hosp")]
    text: String,
    /// Code of a province or territory.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 40))]
    #[param(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$")]
    province: Option<String>,
    /// How many at most.
    #[serde(default = "ten")]
    #[validate(range(min = 1, max = 50))]
    #[param(minimum = 1, maximum = 50, default = 10)]
    limit: u64,
}

const fn ten() -> u64 {
    10
}

/// Published facilities.
#[derive(Serialize, ToSchema)]
pub(super) struct PublicFacilities {
    items: Vec<PublicFacilityView>,
    /// Who published them, under which licence; to be shown with them.
    attribution: &'static str,
}

const ATTRIBUTION: &str = "Statistics Canada, Open Database of Healthcare Facilities. \
                           Contains information licensed under the Open Government Licence – Canada.";

/// Published health facilities to pick from, those whose name begins with the text first.
#[utoipa::path(get, path = "/facilities", tag = "reference", operation_id = "list_public_facilities", params(Typed),
    responses((status = 200, body = PublicFacilities),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter cannot be read."),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "A parameter does not hold.")))]
pub(super) async fn published(
    State(app): State<App>,
    ValidQuery(typed): ValidQuery<Typed>,
) -> Result<Json<PublicFacilities>, Problem> {
    let mut keys = Keys::default();
    let province = typed.province.as_ref().and_then(|key| keys.one("province", key, Province::parse));
    keys.finish(())?;
    let found = facilities::published(&app, &typed.text, province, typed.limit).await?;
    let items = found.into_iter().map(PublicFacilityView::from).collect();
    Ok(Json(PublicFacilities { items, attribution: ATTRIBUTION }))
}
