//! The form of a posting as it is sent and shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::extract::{day, plain};

/// What a posting says in one language, plain text.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsInput {
    #[validate(length(max = 300), custom(function = "plain"))]
    #[schema(max_length = 300, example = "Registered nurse, ICU")]
    pub(super) title: String,
    #[validate(length(max = 100_000), custom(function = "plain"))]
    #[schema(max_length = 100_000)]
    pub(super) description: String,
    /// What comes on top of pay.
    #[serde(default)]
    #[validate(length(max = 5_000), custom(function = "plain"))]
    #[schema(max_length = 5_000)]
    pub(super) benefits: String,
}

/// A text in one or both languages.
#[derive(Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TwinInput {
    #[validate(length(max = 1_000), custom(function = "plain"))]
    #[schema(max_length = 1_000)]
    pub(super) en: Option<String>,
    #[validate(length(max = 1_000), custom(function = "plain"))]
    #[schema(max_length = 1_000)]
    pub(super) fr: Option<String>,
}

/// Where the work is: a place with its province, or a facility of the organization.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "one_site"))]
pub(super) struct SiteInput {
    #[validate(length(min = 1, max = 300), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 300, example = "Sudbury")]
    pub(super) place: Option<String>,
    /// Code of the province or territory.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    pub(super) province: Option<String>,
    #[validate(length(max = 10), custom(function = "plain"))]
    #[schema(max_length = 10, example = "P3E 5J1")]
    pub(super) postal_code: Option<String>,
    pub(super) facility: Option<Uuid>,
}

fn one_site(site: &SiteInput) -> Result<(), ValidationError> {
    let of_place = site.place.is_some() && site.province.is_some();
    let any_of_place = site.place.is_some() || site.province.is_some() || site.postal_code.is_some();
    let sound = if site.facility.is_some() { !any_of_place } else { of_place };
    if sound { Ok(()) } else { Err(ValidationError::new("site")) }
}

/// One line that the posting asks.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequirementInput {
    /// `licence`, `credential`, `experience` or `language`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(licence|credential|experience|language)$", example = "credential")]
    pub(super) kind: String,
    /// The role whose licence (without: that of the posting's own role), the credential, the language: its key.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "bls")]
    pub(super) what: Option<String>,
    /// At least so many months, for `experience`.
    #[validate(range(max = 600))]
    #[schema(maximum = 600)]
    pub(super) months: Option<u16>,
    /// `required` or `preferred`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(required|preferred)$", example = "required")]
    pub(super) necessity: String,
}

/// Pay before deductions, in Canadian cents.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PayInput {
    #[validate(range(min = 0, max = 1_000_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 4000)]
    pub(super) min_cents: i64,
    #[validate(range(min = 0, max = 1_000_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 5500)]
    pub(super) max_cents: i64,
    /// `hour` or `year`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, pattern = "^(hour|year)$", example = "hour")]
    pub(super) unit: String,
}

/// Minutes of work a week.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursInput {
    #[validate(range(max = 6_720))]
    #[schema(maximum = 6_720, example = 2250)]
    pub(super) min_minutes: u16,
    #[validate(range(max = 6_720))]
    #[schema(maximum = 6_720, example = 2250)]
    pub(super) max_minutes: u16,
}

/// A question that applicants answer.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionInput {
    /// The question in English.
    #[validate(length(max = 1_000), custom(function = "plain"))]
    #[schema(max_length = 1_000)]
    pub(super) en: Option<String>,
    /// The question in French.
    #[validate(length(max = 1_000), custom(function = "plain"))]
    #[schema(max_length = 1_000)]
    pub(super) fr: Option<String>,
    /// `yes_no`, `text` or `choice`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, pattern = "^(yes_no|text|choice)$", example = "yes_no")]
    pub(super) kind: String,
    #[serde(default)]
    #[validate(length(max = 12), nested)]
    #[schema(max_items = 12)]
    pub(super) choices: Vec<TwinInput>,
    /// Whether an application needs an answer.
    #[serde(default)]
    pub(super) required: bool,
}

/// What an employer writes about a position. Everything may be left out of a draft.
#[derive(Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PostingInput {
    /// In English.
    #[validate(nested)]
    pub(super) en: Option<WordsInput>,
    /// In French. For work in Québec it is needed.
    #[validate(nested)]
    pub(super) fr: Option<WordsInput>,
    /// Keys of the roles sought; any one of them does.
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub(super) roles: Vec<String>,
    /// Where the work is.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    pub(super) sites: Vec<SiteInput>,
    /// Codes of the provinces whose patients are served, for work that can be done from anywhere.
    #[validate(length(max = 13))]
    #[schema(max_items = 13)]
    pub(super) remote: Vec<String>,
    /// `hospital`, `long_term_care`, `home`, `clinic` or `community`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(hospital|long_term_care|home|clinic|community)$")]
    pub(super) setting: Option<String>,
    #[validate(length(max = 100), nested)]
    #[schema(max_items = 100)]
    pub(super) requirements: Vec<RequirementInput>,
    #[validate(nested)]
    pub(super) pay: Option<PayInput>,
    /// `full_time`, `part_time`, `casual`, `permanent`, `term`, `seasonal`.
    #[validate(length(max = 6))]
    #[schema(max_items = 6)]
    pub(super) employment: Vec<String>,
    /// `day`, `evening`, `night`, `weekend`, `rotating`, `on_call`.
    #[validate(length(max = 6))]
    #[schema(max_items = 6)]
    pub(super) shifts: Vec<String>,
    /// Hours a week.
    #[validate(nested)]
    pub(super) hours: Option<HoursInput>,
    /// First day of work; without: as soon as possible.
    #[validate(custom(function = "day"))]
    pub(super) start: Option<NaiveDate>,
    /// Last day of work, for a term.
    #[validate(custom(function = "day"))]
    pub(super) end: Option<NaiveDate>,
    /// Last day to apply, where there is one before the posting expires.
    #[validate(custom(function = "day"))]
    pub(super) apply_by: Option<NaiveDate>,
    /// Whether the posting is for an existing vacancy.
    pub(super) vacancy: Option<bool>,
    /// How many are sought.
    #[validate(range(min = 1))]
    #[schema(minimum = 1, maximum = 65_535)]
    pub(super) positions: Option<u16>,
    /// What applicants are asked.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    pub(super) questions: Vec<QuestionInput>,
    /// The employer for which an agency posts, where it names it.
    #[validate(length(max = 200), custom(function = "plain"))]
    #[schema(max_length = 200)]
    pub(super) client: Option<String>,
    /// Where to apply, an `https` address; without: here, with a profile.
    #[validate(length(max = 2_000), custom(function = "plain"))]
    #[schema(max_length = 2_000)]
    pub(super) apply_url: Option<String>,
    /// Why another language than French is required, for work in Québec.
    #[validate(nested)]
    pub(super) other_language_reason: TwinInput,
    /// What was done before asking for it: `need_assessed`, `staff_not_enough`, `kept_few`.
    #[validate(length(max = 3))]
    #[schema(max_items = 3)]
    pub(super) language_steps: Vec<String>,
    /// Whether the employer has 25 employees or more; without: what the organization says of itself.
    pub(super) twenty_five_employees: Option<bool>,
    /// What takes the posting out of a rule: `general_campaign`, `own_employees`, `outside_is_separate`,
    /// `pay_above_limit`.
    #[validate(length(max = 4))]
    #[schema(max_items = 4)]
    pub(super) exemptions: Vec<String>,
}
