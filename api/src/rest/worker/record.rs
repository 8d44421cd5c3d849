//! The profile as it is sent, which is as it is shown: what was read can be changed and put back.

use chrono::NaiveDate;
use domain::posting::{Employment, Shift};
use domain::reference::{Language, Province, Region, Role};
use domain::worker::{Abroad, Assessment, Education, Experience, Record, Studies};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::input::in_order;
use crate::extract::{day, plain};
use crate::problem::Problem;
use crate::profile::{Keys, PayFloorInput, PracticeInput, ReachInput, practices};

/// A finished programme.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EducationInput {
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200, example = "Practical nursing diploma")]
    programme: String,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    institution: String,
    /// Code of the province or territory, where it was in Canada.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$")]
    province: Option<String>,
    /// The year of completion. Never part of matching.
    #[validate(range(min = 1900, max = 2200))]
    #[schema(minimum = 1900, maximum = 2200)]
    year: Option<u16>,
}

/// A position held.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExperienceInput {
    /// Key of the role, where it is one of ours.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    role: Option<String>,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    employer: String,
    #[validate(length(min = 1, max = 2000), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 2000)]
    description: Option<String>,
    /// First day.
    #[validate(custom(function = "day"))]
    from: NaiveDate,
    /// Last day; none: still there.
    #[validate(custom(function = "day"))]
    until: Option<NaiveDate>,
}

/// A programme under way.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct StudiesInput {
    /// Key of the role that it leads to.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "rn")]
    role: String,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    programme: String,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    institution: String,
    /// Code of the province or territory of the school.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$")]
    province: String,
    /// The day on which it should be finished.
    #[validate(custom(function = "day"))]
    finishes: NaiveDate,
}

/// An education outside Canada.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AbroadInput {
    /// Key of the role that it is for.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "rn")]
    role: String,
    /// How far its assessment has come.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(not_begun|under_way|done)$")]
    assessment: String,
}

/// The profile as the worker writes it. What is left out is empty.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(in crate::rest) struct RecordInput {
    #[validate(length(min = 1, max = 140), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 140)]
    headline: Option<String>,
    #[validate(length(min = 1, max = 100), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 100)]
    given_name: Option<String>,
    #[validate(length(min = 1, max = 100), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 100)]
    family_name: Option<String>,
    #[validate(length(min = 3, max = 40), custom(function = "plain"))]
    #[schema(min_length = 3, max_length = 40)]
    phone: Option<String>,
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    roles: Vec<PracticeInput>,
    /// Code of the province or territory of residence.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$")]
    residence: Option<String>,
    #[validate(nested)]
    reach: ReachInput,
    /// Keys of regions to which the worker would move.
    #[validate(length(max = 150))]
    #[schema(max_items = 150)]
    relocation: Vec<String>,
    /// Keys of regions to which the worker would fly for a rotation.
    #[validate(length(max = 150))]
    #[schema(max_items = 150)]
    fly_in: Vec<String>,
    /// Accepted employment types; empty: any.
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    employment: Vec<String>,
    /// Accepted shifts; empty: any.
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    shifts: Vec<String>,
    #[validate(nested)]
    pay_floor: Option<PayFloorInput>,
    /// Codes of languages the worker works in.
    #[validate(length(max = 30))]
    #[schema(max_items = 30)]
    languages: Vec<String>,
    /// First day the worker could start; today by default.
    #[validate(custom(function = "day"))]
    available_from: Option<NaiveDate>,
    #[validate(length(max = 30), nested)]
    #[schema(max_items = 30)]
    education: Vec<EducationInput>,
    #[validate(length(max = 60), nested)]
    #[schema(max_items = 60)]
    experience: Vec<ExperienceInput>,
    /// For students.
    #[validate(length(max = 10), nested)]
    #[schema(max_items = 10)]
    studies: Vec<StudiesInput>,
    /// For the internationally educated.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    abroad: Vec<AbroadInput>,
    /// A link to a video résumé.
    #[validate(length(max = 500), custom(function = "video_link"))]
    #[schema(max_length = 500, pattern = "^https://")]
    video: Option<String>,
}

fn video_link(link: &str) -> Result<(), ValidationError> {
    if Record::video_link(link) { Ok(()) } else { Err(ValidationError::new("https")) }
}

impl RecordInput {
    pub(in crate::rest) fn of(record: &Record) -> Self {
        let regions = |regions: &[Region]| regions.iter().map(|region| region.key().to_owned()).collect();
        Self {
            headline: record.headline.clone(),
            given_name: record.given_name.clone(),
            family_name: record.family_name.clone(),
            phone: record.phone.clone(),
            roles: record.roles.iter().map(PracticeInput::from).collect(),
            residence: record.residence.map(|province| province.key().to_owned()),
            reach: ReachInput::from(&record.reach),
            relocation: regions(&record.relocation),
            fly_in: regions(&record.fly_in),
            employment: record.employment.iter().map(|kind| kind.key().to_owned()).collect(),
            shifts: record.shifts.iter().map(|shift| shift.key().to_owned()).collect(),
            pay_floor: record.pay_floor.map(PayFloorInput::from),
            languages: record.languages.iter().map(|language| language.key().to_owned()).collect(),
            available_from: record.available_from,
            education: record.education.iter().cloned().map(EducationInput::from).collect(),
            experience: record.experience.iter().cloned().map(ExperienceInput::from).collect(),
            studies: record.studies.iter().cloned().map(StudiesInput::from).collect(),
            abroad: record.abroad.iter().map(AbroadInput::from).collect(),
            video: record.video.clone(),
        }
    }

    /// The domain's record; a key that does not exist is a problem that names its place.
    pub(in crate::rest) fn read(self) -> Result<Record, Problem> {
        let mut keys = Keys::default();
        let record = Record {
            roles: practices(&self.roles, "", &mut keys),
            residence: self.residence.as_ref().and_then(|key| keys.one("/residence", key, Province::parse)),
            reach: self.reach.read("", &mut keys),
            relocation: keys.list("/relocation", &self.relocation, Region::parse),
            fly_in: keys.list("/fly_in", &self.fly_in, Region::parse),
            employment: keys.set("/employment", &self.employment, Employment::parse),
            shifts: keys.set("/shifts", &self.shifts, Shift::parse),
            pay_floor: self.pay_floor.as_ref().and_then(|floor| floor.read("", &mut keys)),
            languages: keys.set("/languages", &self.languages, Language::parse),
            available_from: self.available_from,
            education: each(self.education, |i, item| item.read(&format!("/education/{i}"), &mut keys)),
            experience: each(self.experience, |i, item| item.read(&format!("/experience/{i}"), &mut keys)),
            studies: each(self.studies, |i, item| item.read(&format!("/studies/{i}"), &mut keys)),
            abroad: each(self.abroad, |i, item| item.read(&format!("/abroad/{i}"), &mut keys)),
            headline: self.headline,
            given_name: self.given_name,
            family_name: self.family_name,
            phone: self.phone,
            video: self.video,
        };
        keys.finish(record)
    }
}

fn each<T, U>(items: Vec<T>, mut read: impl FnMut(usize, T) -> Option<U>) -> Vec<U> {
    items.into_iter().enumerate().filter_map(|(i, item)| read(i, item)).collect()
}

impl EducationInput {
    fn read(self, at: &str, keys: &mut Keys) -> Option<Education> {
        let province = match &self.province {
            Some(key) => Some(keys.one(&format!("{at}/province"), key, Province::parse)?),
            None => None,
        };
        Some(Education { programme: self.programme, institution: self.institution, province, year: self.year })
    }
}

impl From<Education> for EducationInput {
    fn from(education: Education) -> Self {
        let Education { programme, institution, province, year } = education;
        Self { programme, institution, province: province.map(|province| province.key().to_owned()), year }
    }
}

impl ExperienceInput {
    fn read(self, at: &str, keys: &mut Keys) -> Option<Experience> {
        in_order(keys, &format!("{at}/until"), Some(self.from), self.until);
        let role = match &self.role {
            Some(key) => Some(keys.one(&format!("{at}/role"), key, Role::parse)?),
            None => None,
        };
        let Self { title, employer, description, from, until, .. } = self;
        Some(Experience { role, title, employer, description, from, until })
    }
}

impl From<Experience> for ExperienceInput {
    fn from(experience: Experience) -> Self {
        let Experience { role, title, employer, description, from, until } = experience;
        Self { role: role.map(|role| role.key().to_owned()), title, employer, description, from, until }
    }
}

impl StudiesInput {
    fn read(self, at: &str, keys: &mut Keys) -> Option<Studies> {
        let role = keys.one(&format!("{at}/role"), &self.role, Role::parse);
        let province = keys.one(&format!("{at}/province"), &self.province, Province::parse);
        let Self { programme, institution, finishes, .. } = self;
        Some(Studies { role: role?, programme, institution, province: province?, finishes })
    }
}

impl From<Studies> for StudiesInput {
    fn from(studies: Studies) -> Self {
        let Studies { role, programme, institution, province, finishes } = studies;
        let (role, province) = (role.key().to_owned(), province.key().to_owned());
        Self { role, programme, institution, province, finishes }
    }
}

impl AbroadInput {
    fn read(&self, at: &str, keys: &mut Keys) -> Option<Abroad> {
        let role = keys.one(&format!("{at}/role"), &self.role, Role::parse);
        let assessment = keys.one(&format!("{at}/assessment"), &self.assessment, Assessment::parse);
        Some(Abroad { role: role?, assessment: assessment? })
    }
}

impl From<&Abroad> for AbroadInput {
    fn from(abroad: &Abroad) -> Self {
        Self { role: abroad.role.key().to_owned(), assessment: abroad.assessment.key().to_owned() }
    }
}
