//! The check of a form against the law, for everyone who writes one. Nothing is kept.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::organization::{AgencyLicence, Facility, FacilityForm, FacilityId, OrganizationId};
use domain::posting::Arrangement;
use domain::posting::authored::{Author, Report, site_domain};
use domain::reference::Province;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::form::PostingInput;
use super::view::ReportView;
use crate::app::App;
use crate::extract::{Speaks, ValidJson, day, plain};
use crate::problem::{Problem, ProblemBody};
use crate::profile::Keys;

/// A facility that the form names.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LintFacility {
    facility: Uuid,
    #[validate(length(min = 1, max = 300), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 300, example = "Sudbury")]
    place: String,
    /// Code of the province or territory.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
}

/// An agency's licence in one province.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LintLicence {
    /// Code of the province.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    #[validate(length(min = 1, max = 50), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 50)]
    number: String,
    /// The last day on which it counts.
    #[validate(custom(function = "day"))]
    valid_to: Option<NaiveDate>,
}

/// Who writes, as far as the law asks.
#[derive(Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LintAuthor {
    /// Whether an agency posts for others.
    agency: bool,
    /// An agency's licences.
    #[validate(length(max = 13), nested)]
    #[schema(max_items = 13)]
    licences: Vec<LintLicence>,
    /// The organization's site; links elsewhere have a moderator look first.
    #[validate(length(max = 300), custom(function = "plain"))]
    #[schema(max_length = 300)]
    website: Option<String>,
    /// The facilities that the form names.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    facilities: Vec<LintFacility>,
}

/// A form to check.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LintInput {
    #[validate(nested)]
    form: PostingInput,
    #[serde(default)]
    #[validate(nested)]
    author: LintAuthor,
}

impl LintAuthor {
    fn read(&self) -> Result<Author, Problem> {
        let mut keys = Keys::default();
        let mut licences = Vec::new();
        for (i, licence) in self.licences.iter().enumerate() {
            let at = format!("/author/licences/{i}/province");
            if let Some(province) = keys.one(&at, &licence.province, Province::parse) {
                licences.push(AgencyLicence { province, number: licence.number.clone(), valid_to: licence.valid_to });
            }
        }
        let mut facilities = Vec::new();
        for (i, facility) in self.facilities.iter().enumerate() {
            let at = format!("/author/facilities/{i}/province");
            let province = keys.one(&at, &facility.province, Province::parse);
            facilities.extend(province.and_then(|province| facility.read(province)));
        }
        let author = Author {
            name: String::new(),
            arrangement: if self.agency { Arrangement::Agency } else { Arrangement::Direct },
            licences,
            headcount: None,
            domain: self.website.as_deref().and_then(site_domain),
            verified: false,
            facilities,
        };
        keys.finish(author)
    }
}

impl LintFacility {
    fn read(&self, province: Province) -> Option<Facility> {
        let form = FacilityForm {
            name: String::new(),
            setting: None,
            street: None,
            postal_code: None,
            place: self.place.clone(),
            province,
            point: None,
            public: None,
        };
        form.into_facility(FacilityId(self.facility), OrganizationId(Uuid::nil()), 1).ok()
    }
}

/// Checks a form: what it lacks, what the law of each place of work says of it, and what a moderator would look at.
/// Nothing is kept; made to be called while someone types. Information, not legal advice.
#[utoipa::path(post, path = "/postings/lint", tag = "own postings", operation_id = "lint_posting", request_body = LintInput,
    responses((status = 200, body = ReportView),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "The request cannot be read."),
        (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "The body is too long."),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The body is no JSON."),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Some fields do not hold.")))]
pub(super) async fn lint(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<LintInput>,
) -> Result<Json<ReportView>, Problem> {
    let form = input.form.read("/form")?;
    let author = input.author.read()?;
    let report = tokio::task::block_in_place(|| Report::of(&form, &author, app.today()));
    Ok(Json(ReportView::of(&report, lang)))
}
