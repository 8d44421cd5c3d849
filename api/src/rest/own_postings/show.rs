//! From the domain's form to the form as it is sent.

use domain::compliance::{Exemption, LanguageStep};
use domain::posting::authored::{Form, Question, Site, Twin, Wanted, Way, Words};
use domain::posting::{Employment, Shift};
use domain::requirement::Ask;

use super::form::{
    HoursInput, PayInput, PostingInput, QuestionInput, RequirementInput, SiteInput, TwinInput, WordsInput,
};

impl From<&Form> for PostingInput {
    fn from(form: &Form) -> Self {
        let keys = |keys: Vec<&'static str>| keys.into_iter().map(str::to_owned).collect::<Vec<_>>();
        Self {
            en: form.en.as_ref().map(WordsInput::from),
            fr: form.fr.as_ref().map(WordsInput::from),
            roles: keys(form.roles.iter().map(|role| role.key()).collect()),
            sites: form.sites.iter().map(SiteInput::from).collect(),
            remote: keys(form.remote.iter().map(|province| province.key()).collect()),
            setting: form.setting.map(|setting| setting.key().to_owned()),
            requirements: form.requirements.iter().map(RequirementInput::from).collect(),
            pay: form.pay.map(|pay| PayInput {
                min_cents: pay.min_cents,
                max_cents: pay.max_cents,
                unit: pay.unit.key().to_owned(),
            }),
            employment: keys(form.employment.iter().map(Employment::key).collect()),
            shifts: keys(form.shifts.iter().map(Shift::key).collect()),
            hours: form
                .hours
                .map(|hours| HoursInput { min_minutes: hours.min_minutes, max_minutes: hours.max_minutes }),
            start: form.start,
            end: form.end,
            apply_by: form.apply_by,
            vacancy: form.vacancy,
            positions: form.positions,
            questions: form.questions.iter().map(QuestionInput::from).collect(),
            client: form.client.clone(),
            apply_url: match &form.apply {
                Way::Internal => None,
                Way::External { url } => Some(url.clone()),
            },
            other_language_reason: TwinInput::from(&form.other_language_reason),
            language_steps: keys(form.language_steps.iter().map(LanguageStep::key).collect()),
            twenty_five_employees: form.twenty_five_employees,
            exemptions: keys(form.exemptions.iter().map(Exemption::key).collect()),
        }
    }
}

impl From<&Words> for WordsInput {
    fn from(words: &Words) -> Self {
        let Words { title, description, benefits } = words.clone();
        Self { title, description, benefits }
    }
}

impl From<&Twin> for TwinInput {
    fn from(twin: &Twin) -> Self {
        Self { en: twin.en.clone(), fr: twin.fr.clone() }
    }
}

impl From<&Site> for SiteInput {
    fn from(site: &Site) -> Self {
        match site {
            Site::Facility { facility } => {
                Self { place: None, province: None, postal_code: None, facility: Some(facility.0) }
            }
            Site::Place { name, province, postal_code } => Self {
                place: Some(name.clone()),
                province: Some(province.key().to_owned()),
                postal_code: postal_code.clone(),
                facility: None,
            },
        }
    }
}

impl From<&Wanted> for RequirementInput {
    fn from(wanted: &Wanted) -> Self {
        let (kind, what, months) = match wanted.ask {
            Ask::Licence { role } => ("licence", role.map(domain::reference::Role::key), None),
            Ask::Credential { credential } => ("credential", Some(credential.key()), None),
            Ask::Experience { months } => ("experience", None, Some(months)),
            Ask::Language { language } => ("language", Some(language.key()), None),
        };
        let necessity = wanted.necessity.key().to_owned();
        Self { kind: kind.to_owned(), what: what.map(str::to_owned), months, necessity }
    }
}

impl From<&Question> for QuestionInput {
    fn from(question: &Question) -> Self {
        Self {
            en: question.text.en.clone(),
            fr: question.text.fr.clone(),
            kind: question.kind.key().to_owned(),
            choices: question.choices.iter().map(TwinInput::from).collect(),
            required: question.required,
        }
    }
}
