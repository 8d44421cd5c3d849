//! Postings, with rates and counts about them, as the API shows them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Lang;
use domain::application::answer_rate::AnswerRate;
use domain::candidate::Count;
use domain::posting::authored::{Authored, Question, Twin, agency_label, ai_statement};
use domain::posting::{Apply, Content, Location, Pay, Posting};
use domain::requirement::{Ask, Basis, Requirement};
use serde::Serialize;
use storage::source::Source;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::moderation::policy;
use crate::app::postings::Shown;

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
    name: String,
    reference: Option<String>,
    url: Option<String>,
}

impl From<&Source> for SourceView {
    fn from(source: &Source) -> Self {
        Self { name: source.source.clone(), reference: source.reference.clone(), url: source.url.clone() }
    }
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
    /// What its employer wrote, for an `authored` posting.
    authored: Option<AuthoredView>,
    /// The policy on fraudulent postings, with how to report one.
    fraud_policy: &'static str,
}

/// What an employer says of a posting that it wrote here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AuthoredView {
    /// The organization, verified.
    organization: Uuid,
    /// When it last said that the position is open.
    confirmed_at: Option<DateTime<Utc>>,
    /// Whether the posting is for an existing vacancy.
    vacancy: Option<bool>,
    /// Last day of work, for a term.
    end: Option<NaiveDate>,
    /// Last day to apply, where there is one before the posting expires.
    apply_by: Option<NaiveDate>,
    /// Who posts for whom, where an agency does.
    agency: Option<String>,
    /// Why another language than French is required, for work in Québec.
    other_language_reason: Option<String>,
    /// What applicants are asked.
    questions: Vec<QuestionView>,
    /// How the employer answers those who apply; none: too few applied to say.
    answer_rate: Option<AnswerRateView>,
    /// How the platform uses artificial intelligence with this posting.
    ai_statement: String,
}

/// How an employer answers those who apply.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AnswerRateView {
    /// Applications that were answered, of a hundred, in fives.
    percent: u8,
    /// The usual time to the first answer in days.
    days: Option<u16>,
    /// It in the language of the answer.
    sentence: String,
}

impl AnswerRateView {
    pub(crate) fn of(rate: AnswerRate, lang: Lang) -> Self {
        Self { percent: rate.percent, days: rate.days, sentence: rate.message().render(lang) }
    }
}

/// A question that applicants answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct QuestionView {
    text: String,
    /// `yes_no`, `text` or `choice`.
    kind: &'static str,
    choices: Vec<String>,
    /// Whether an application needs an answer.
    required: bool,
}

impl AuthoredView {
    fn of(authored: &Authored, answer_rate: Option<AnswerRate>, lang: Lang) -> Self {
        let (form, content) = (&authored.form, &authored.content);
        let said = |twin: &Twin| twin.text(lang).unwrap_or_default().to_owned();
        let question = |question: &Question| QuestionView {
            text: said(&question.text),
            kind: question.kind.key(),
            choices: question.choices.iter().map(said).collect(),
            required: question.required,
        };
        Self {
            organization: authored.organization.0,
            confirmed_at: authored.life.confirmed_at,
            vacancy: form.vacancy,
            end: form.end,
            apply_by: form.apply_by,
            agency: agency_label(form, content).map(|label| label.render(lang)),
            other_language_reason: form.other_language_reason.text(lang).map(str::to_owned),
            questions: form.questions.iter().map(question).collect(),
            answer_rate: answer_rate.map(|rate| AnswerRateView::of(rate, lang)),
            ai_statement: ai_statement().render(lang),
        }
    }
}

impl PostingView {
    /// The posting in `lang` where it has such a text.
    pub(crate) fn of(shown: &Shown, lang: Lang) -> Self {
        let posting = &shown.posting;
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
            sources: shown.sources.iter().map(SourceView::from).collect(),
            authored: shown.authored.as_ref().map(|authored| AuthoredView::of(authored, shown.answer_rate, lang)),
            fraud_policy: policy::PATH,
        }
    }
}

/// A count of people, rounded down to a multiple of five.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct CountView {
    /// At least so many, and fewer than five more; none: fewer than five, nobody included.
    at_least: Option<usize>,
    /// It in the language of the answer.
    sentence: String,
}

impl CountView {
    pub(in crate::rest) fn of(count: Count, lang: Lang) -> Self {
        let at_least = Some(count.at_least()).filter(|_| count != Count::Few);
        Self { at_least, sentence: count.message().render(lang) }
    }
}
