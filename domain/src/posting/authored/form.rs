//! What an employer writes: the form of a posting.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::compliance::{Exemption, LanguageStep, Part, Passage};
use crate::organization::FacilityId;
use crate::posting::{Apply, EmploymentSet, Hours, Pay, Setting, ShiftSet};
use crate::reference::{Province, Role};
use crate::requirement::{Ask, Necessity};
use crate::set::{BitSet, keyed_enum};

/// What a posting says in one language. Plain text; an empty one is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// What comes on top of pay.
    #[serde(default)]
    pub benefits: String,
}

/// A text in one or both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    /// In English.
    #[serde(default)]
    pub en: Option<String>,
    /// In French.
    #[serde(default)]
    pub fr: Option<String>,
}

impl Twin {
    /// The text in exactly this language, where it says anything.
    pub fn only(&self, lang: Lang) -> Option<&str> {
        let text = match lang {
            Lang::En => self.en.as_deref(),
            Lang::Fr => self.fr.as_deref(),
        };
        text.filter(|text| !text.trim().is_empty())
    }

    /// The text in this language, else in the other.
    pub fn text(&self, lang: Lang) -> Option<&str> {
        self.only(lang).or_else(|| Lang::ALL.into_iter().find_map(|other| self.only(other)))
    }
}

/// Where the work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Site {
    /// A place of Canada.
    Place {
        /// Its name, as it is to be shown.
        name: String,
        /// Its province or territory.
        province: Province,
        /// The postal code of the address, where the author gives it.
        postal_code: Option<String>,
    },
    /// A facility of the organization.
    Facility {
        /// Which.
        facility: FacilityId,
    },
}

/// One line that the posting asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What is asked.
    #[serde(flatten)]
    pub ask: Ask,
    /// Required or preferred.
    pub necessity: Necessity,
}

keyed_enum! {
    /// How a screening question is answered.
    QuestionKind {
        /// Yes or no.
        YesNo = "yes_no",
        /// In one's own words.
        Text = "text",
        /// One of the choices given.
        Choice = "choice",
    }
}

/// A question that applicants answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    #[serde(flatten)]
    pub text: Twin,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The choices, for [`QuestionKind::Choice`].
    #[serde(default)]
    pub choices: Vec<Twin>,
    /// Whether an application needs an answer.
    pub required: bool,
}

/// What an employer writes about a position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// In English.
    #[serde(default)]
    pub en: Option<Words>,
    /// In French.
    #[serde(default)]
    pub fr: Option<Words>,
    /// The roles sought; any one of them does.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Where the work is.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// The provinces whose patients are served, for work that can be done from anywhere.
    #[serde(default)]
    pub remote: Vec<Province>,
    /// The kind of place, where a rule of mobility depends on it.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// What is asked.
    #[serde(default)]
    pub requirements: Vec<Wanted>,
    /// Pay before deductions.
    #[serde(default)]
    pub pay: Option<Pay>,
    /// Hours and tenure.
    #[serde(default)]
    pub employment: EmploymentSet,
    /// Shifts.
    #[serde(default)]
    pub shifts: ShiftSet,
    /// Hours a week.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// First day of work; `None`: as soon as possible.
    #[serde(default)]
    pub start: Option<NaiveDate>,
    /// Last day of work, for a term.
    #[serde(default)]
    pub end: Option<NaiveDate>,
    /// Last day to apply, where there is one before the posting expires.
    #[serde(default)]
    pub apply_by: Option<NaiveDate>,
    /// Whether a vacancy exists; `None`: not said.
    #[serde(default)]
    pub vacancy: Option<bool>,
    /// How many are sought.
    #[serde(default)]
    pub positions: Option<u16>,
    /// What applicants are asked.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// The employer for which an agency posts, where it names it.
    #[serde(default)]
    pub client: Option<String>,
    /// How to apply.
    #[serde(default)]
    pub apply: Way,
    /// Why another language than French is required, for work in Québec (Charter of the French language s. 46, as of
    /// 2022-06).
    #[serde(default)]
    pub other_language_reason: Twin,
    /// What was done before asking for it.
    #[serde(default)]
    pub language_steps: BitSet<LanguageStep>,
    /// Whether the employer in question has 25 employees or more; `None`: what the organization says of itself.
    #[serde(default)]
    pub twenty_five_employees: Option<bool>,
    /// What takes the posting out of a rule.
    #[serde(default)]
    pub exemptions: BitSet<Exemption>,
}

/// How to apply to an authored posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Way {
    /// With a profile, here.
    #[default]
    Internal,
    /// On a page of the employer.
    External {
        /// An `https` address.
        url: String,
    },
}

impl From<&Way> for Apply {
    fn from(way: &Way) -> Self {
        match way {
            Way::Internal => Self::Internal,
            Way::External { url } => Self::External { url: url.clone() },
        }
    }
}

/// The last day to apply ends when it ends in the Pacific time zone, the last of Canada's: UTC−8.
const DAY_ENDS: TimeDelta = TimeDelta::hours(24 + 8);

impl Form {
    /// What it says in exactly this language, where it says anything.
    pub fn words(&self, lang: Lang) -> Option<&Words> {
        let words = match lang {
            Lang::En => self.en.as_ref(),
            Lang::Fr => self.fr.as_ref(),
        };
        words.filter(|words| !words.title.trim().is_empty() || !words.description.trim().is_empty())
    }

    /// The moment after which nobody can apply any more, where the author names a day.
    pub fn applications_end(&self) -> Option<DateTime<Utc>> {
        self.apply_by.map(|day| day.and_time(NaiveTime::MIN).and_utc() + DAY_ENDS)
    }

    /// The fields in which it differs from another, by name.
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        let fields = [
            ("en", self.en != other.en),
            ("fr", self.fr != other.fr),
            ("roles", self.roles != other.roles),
            ("sites", self.sites != other.sites),
            ("remote", self.remote != other.remote),
            ("setting", self.setting != other.setting),
            ("requirements", self.requirements != other.requirements),
            ("pay", self.pay != other.pay),
            ("employment", self.employment != other.employment),
            ("shifts", self.shifts != other.shifts),
            ("hours", self.hours != other.hours),
            ("start", self.start != other.start),
            ("end", self.end != other.end),
            ("apply_by", self.apply_by != other.apply_by),
            ("vacancy", self.vacancy != other.vacancy),
            ("positions", self.positions != other.positions),
            ("questions", self.questions != other.questions),
            ("client", self.client != other.client),
            ("apply_url", self.apply != other.apply),
            ("other_language_reason", self.other_language_reason != other.other_language_reason),
            ("language_steps", self.language_steps != other.language_steps),
            ("twenty_five_employees", self.twenty_five_employees != other.twenty_five_employees),
            ("exemptions", self.exemptions != other.exemptions),
        ];
        fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
    }

    /// Every text that a reader sees, with where it stands: a JSON pointer into the form.
    pub fn texts(&self) -> Vec<Passage<'_>> {
        let mut texts = Vec::new();
        for lang in Lang::ALL {
            let code = lang.code();
            let mut add =
                |part, pointer: String, text| texts.push(Passage { part, lang, pointer: pointer.into(), text });
            if let Some(words) = self.words(lang) {
                add(Part::Title, format!("/{code}/title"), words.title.as_str());
                add(Part::Description, format!("/{code}/description"), &words.description);
                add(Part::Benefits, format!("/{code}/benefits"), &words.benefits);
            }
            for (i, question) in self.questions.iter().enumerate() {
                let choices = question.choices.iter().enumerate();
                let choices = choices.map(|(c, choice)| (format!("/questions/{i}/choices/{c}/{code}"), choice));
                for (at, twin) in std::iter::once((format!("/questions/{i}/{code}"), &question.text)).chain(choices) {
                    if let Some(text) = twin.only(lang) {
                        add(Part::Question, at, text);
                    }
                }
            }
            if let Some(reason) = self.other_language_reason.only(lang) {
                add(Part::LanguageReason, format!("/other_language_reason/{code}"), reason);
            }
        }
        let client = self.client.as_deref();
        texts.extend(client.map(|text| Passage {
            part: Part::Client,
            lang: Lang::En,
            pointer: "/client".into(),
            text,
        }));
        texts
    }
}
