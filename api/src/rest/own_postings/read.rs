//! From the form as it is sent to the domain's.

use domain::compliance::{Exemption, LanguageStep};
use domain::organization::FacilityId;
use domain::posting::authored::{Form, Question, QuestionKind, Site, Twin, Wanted, Way, Words};
use domain::posting::{Employment, Hours, Pay, PayUnit, Setting, Shift};
use domain::reference::{Credential, Language, Province, Role};
use domain::requirement::{Ask, Necessity};
use serde::Deserialize;
use serde_json::Value;
use validator::Validate;

use super::form::{PostingInput, TwinInput, WordsInput};
use crate::problem::Problem;
use crate::profile::Keys;

/// Reads a form from JSON, as the API takes it.
///
/// # Errors
/// What does not hold, with its place.
pub(crate) fn form_from_json(json: &Value) -> anyhow::Result<Form> {
    let input = PostingInput::deserialize(json)?;
    input.validate()?;
    Ok(input.read("")?)
}

impl PostingInput {
    /// The domain's form; a key that does not exist is a problem that names its place under `at`.
    pub(super) fn read(&self, at: &str) -> Result<Form, Problem> {
        let mut keys = Keys::default();
        let under = |name: &str| format!("{at}/{name}");
        let form = Form {
            en: self.en.as_ref().map(words),
            fr: self.fr.as_ref().map(words),
            roles: keys.list(&under("roles"), &self.roles, Role::parse),
            sites: self.sites(at, &mut keys),
            remote: keys.list(&under("remote"), &self.remote, Province::parse),
            setting: self.setting.as_ref().and_then(|key| keys.one(&under("setting"), key, Setting::parse)),
            requirements: self.requirements(at, &mut keys),
            pay: self.pay.as_ref().and_then(|pay| {
                let unit = keys.one(&under("pay/unit"), &pay.unit, PayUnit::parse)?;
                Some(Pay { min_cents: pay.min_cents, max_cents: pay.max_cents, unit })
            }),
            employment: keys.set(&under("employment"), &self.employment, Employment::parse),
            shifts: keys.set(&under("shifts"), &self.shifts, Shift::parse),
            hours: self
                .hours
                .as_ref()
                .map(|hours| Hours { min_minutes: hours.min_minutes, max_minutes: hours.max_minutes }),
            start: self.start,
            end: self.end,
            apply_by: self.apply_by,
            vacancy: self.vacancy,
            positions: self.positions,
            questions: self.questions(at, &mut keys),
            client: self.client.clone(),
            apply: self.apply_url.clone().map_or(Way::Internal, |url| Way::External { url }),
            other_language_reason: twin(&self.other_language_reason),
            language_steps: keys.set(&under("language_steps"), &self.language_steps, LanguageStep::parse),
            twenty_five_employees: self.twenty_five_employees,
            exemptions: keys.set(&under("exemptions"), &self.exemptions, Exemption::parse),
        };
        keys.finish(form)
    }

    fn sites(&self, at: &str, keys: &mut Keys) -> Vec<Site> {
        let each = self.sites.iter().enumerate();
        each.filter_map(|(i, site)| {
            if let Some(facility) = site.facility {
                return Some(Site::Facility { facility: FacilityId(facility) });
            }
            let province = keys.one(&format!("{at}/sites/{i}/province"), site.province.as_ref()?, Province::parse)?;
            Some(Site::Place { name: site.place.clone()?, province, postal_code: site.postal_code.clone() })
        })
        .collect()
    }

    fn requirements(&self, at: &str, keys: &mut Keys) -> Vec<Wanted> {
        let each = self.requirements.iter().enumerate();
        each.filter_map(|(i, line)| {
            let at = format!("{at}/requirements/{i}");
            let what = line.what.as_deref().unwrap_or_default();
            let ask = match line.kind.as_str() {
                "licence" if line.what.is_none() => Some(Ask::Licence { role: None }),
                "licence" => {
                    keys.one(&format!("{at}/what"), what, Role::parse).map(|role| Ask::Licence { role: Some(role) })
                }
                "credential" => keys
                    .one(&format!("{at}/what"), what, Credential::parse)
                    .map(|credential| Ask::Credential { credential }),
                "experience" => {
                    keys.one(&format!("{at}/months"), "", |_| line.months).map(|months| Ask::Experience { months })
                }
                "language" => {
                    keys.one(&format!("{at}/what"), what, Language::parse).map(|language| Ask::Language { language })
                }
                kind => keys.one(&format!("{at}/kind"), kind, |_| None),
            };
            let necessity = keys.one(&format!("{at}/necessity"), &line.necessity, Necessity::parse);
            Some(Wanted { ask: ask?, necessity: necessity? })
        })
        .collect()
    }

    fn questions(&self, at: &str, keys: &mut Keys) -> Vec<Question> {
        let each = self.questions.iter().enumerate();
        each.filter_map(|(i, question)| {
            let kind = keys.one(&format!("{at}/questions/{i}/kind"), &question.kind, QuestionKind::parse)?;
            let text = Twin { en: question.en.clone(), fr: question.fr.clone() };
            let choices = question.choices.iter().map(twin).collect();
            Some(Question { text, kind, choices, required: question.required })
        })
        .collect()
    }
}

fn words(words: &WordsInput) -> Words {
    Words { title: words.title.clone(), description: words.description.clone(), benefits: words.benefits.clone() }
}

fn twin(twin: &TwinInput) -> Twin {
    Twin { en: twin.en.clone(), fr: twin.fr.clone() }
}
