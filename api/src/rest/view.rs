//! Postings as the API shows them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Lang;
use domain::posting::{Apply, Content, Location, Pay, Posting};
use domain::requirement::{Ask, Basis, Requirement};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::moderation::policy;

/// Pay before deductions, in Canadian cents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PayView {
    min_cents: i64,
    max_cents: i64,
    /// `hour` or `year`.
    unit: &'static str,
}

impl From<Pay> for PayView {
    fn from(pay: Pay) -> Self {
        Self { min_cents: pay.min_cents, max_cents: pay.max_cents, unit: pay.unit.key() }
    }
}

/// Where the work is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LocationView {
    place: String,
    /// Province or territory code.
    province: &'static str,
    /// Key of the health region, or of the province where the place is not known.
    region: &'static str,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl From<&Location> for LocationView {
    fn from(location: &Location) -> Self {
        Self {
            place: location.place.clone(),
            province: location.province.key(),
            region: location.region.key(),
            latitude: location.point.map(|(lat, _)| lat),
            longitude: location.point.map(|(_, lon)| lon),
        }
    }
}

/// A posting in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    pub(crate) id: Uuid,
    pub(crate) version: i32,
    title: String,
    employer: String,
    /// Keys of the roles recognised in the title.
    roles: Vec<&'static str>,
    locations: Vec<LocationView>,
    /// Provinces served from anywhere.
    remote: Vec<&'static str>,
    pay: Option<PayView>,
    employment: Vec<&'static str>,
    shifts: Vec<&'static str>,
    /// `direct` or `agency`, where known.
    arrangement: Option<&'static str>,
    start: Option<NaiveDate>,
    published_at: DateTime<Utc>,
    live_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// Where the policy on fraudulent postings is read; a posting is reported under `/postings/{id}/reports`.
    fraud_policy: &'static str,
}

impl Summary {
    /// The summary of a posting, in `lang` where it has such a text.
    pub(crate) fn of(posting: &Posting, lang: Lang) -> Self {
        let content = &posting.content;
        Self {
            id: posting.id.0,
            version: posting.version,
            title: content.text(lang).map(|text| text.title.clone()).unwrap_or_default(),
            employer: content.employer.name.clone(),
            roles: content.roles.iter().map(|role| role.key()).collect(),
            locations: content.locations.iter().map(LocationView::from).collect(),
            remote: content.remote.iter().map(|province| province.key()).collect(),
            pay: content.pay.map(PayView::from),
            employment: content.employment.iter().map(domain::posting::Employment::key).collect(),
            shifts: content.shifts.iter().map(domain::posting::Shift::key).collect(),
            arrangement: content.arrangement.map(domain::posting::Arrangement::key),
            start: content.start,
            published_at: content.published_at,
            live_at: posting.live_at,
            expires_at: posting.expires_at,
            fraud_policy: policy::PATH,
        }
    }
}

/// One line that a posting asks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RequirementView {
    /// `licence`, `credential`, `experience` or `language`.
    kind: &'static str,
    /// The role whose licence, the credential's key, the months or the language's code.
    what: Option<String>,
    /// `required` or `preferred`.
    necessity: &'static str,
    /// `stated` in the text, filled in on a `form`, or `implied` by role and province.
    origin: &'static str,
    /// The words, where stated.
    words: Option<String>,
}

impl RequirementView {
    fn of(requirement: &Requirement, content: &Content) -> Self {
        let (kind, what) = match requirement.ask {
            Ask::Licence { role } => ("licence", role.map(|role| role.key().to_owned())),
            Ask::Credential { credential } => ("credential", Some(credential.key().to_owned())),
            Ask::Experience { months } => ("experience", Some(months.to_string())),
            Ask::Language { language } => ("language", Some(language.key().to_owned())),
        };
        let (origin, words) = match &requirement.basis {
            Basis::Stated { span } => ("stated", content.words(span).map(str::to_owned)),
            Basis::Form => ("form", None),
            Basis::Implied => ("implied", None),
        };
        Self { kind, what, necessity: requirement.necessity.key(), origin, words }
    }
}

/// Where a posting was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SourceView {
    pub(crate) name: String,
    pub(crate) reference: Option<String>,
    pub(crate) url: Option<String>,
}

/// A posting, whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PostingView {
    #[serde(flatten)]
    summary: Summary,
    /// The language it was written in.
    lang: &'static str,
    description: String,
    /// `authored`, `partner` or `imported`.
    origin: &'static str,
    requirements: Vec<RequirementView>,
    /// Hours a week, lower and upper end.
    hours_min: Option<f64>,
    hours_max: Option<f64>,
    vacancies: Option<u16>,
    /// Where to apply, for a posting of another site.
    apply_url: Option<String>,
    sources: Vec<SourceView>,
}

impl PostingView {
    /// The posting in `lang` where it has such a text.
    pub(crate) fn of(posting: &Posting, sources: Vec<SourceView>, lang: Lang) -> Self {
        let content = &posting.content;
        Self {
            summary: Summary::of(posting, lang),
            lang: content.lang.code(),
            description: content.text(lang).map(|text| text.description.clone()).unwrap_or_default(),
            origin: posting.origin.key(),
            requirements: content.requirements.iter().map(|r| RequirementView::of(r, content)).collect(),
            hours_min: content.hours.map(|hours| f64::from(hours.min_minutes) / 60.0),
            hours_max: content.hours.map(|hours| f64::from(hours.max_minutes) / 60.0),
            vacancies: content.vacancies,
            apply_url: match &content.apply {
                Apply::External { url } => Some(url.clone()),
                Apply::Internal | Apply::NotGiven => None,
            },
            sources,
        }
    }
}
