//! A worker's own things as they are sent. The profile is sent as it is shown, so that what was read can be changed
//! and put back.

use chrono::NaiveDate;
use domain::message::Message;
use domain::posting::{Employment, Shift};
use domain::reference::{Credential, Language, Province, Region, Role};
use domain::worker::{
    self, Abroad, Assessment, Blocked, Education, Experience, Held, LicenceClass, Record, Standing, Studies, Visibility,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::app::worker::{licences, wallet};
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

/// The last day is not before the first.
fn in_order(keys: &mut Keys, at: &str, first: Option<NaiveDate>, last: Option<NaiveDate>) {
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        keys.wrong(at, Message::new("field-days-crossed"));
    }
}

impl RecordInput {
    pub(super) fn of(record: &Record) -> Self {
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
    pub(super) fn read(self) -> Result<Record, Problem> {
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

/// Who may see the profile.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct VisibilityInput {
    /// `hidden`, `anonymous` or `open`; what each means is in the profile.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(hidden|anonymous|open)$", example = "anonymous")]
    visibility: String,
}

impl VisibilityInput {
    pub(super) fn read(&self) -> Result<Visibility, Problem> {
        let mut keys = Keys::default();
        let visibility = keys.one("/visibility", &self.visibility, Visibility::parse);
        keys.finish_some(visibility)
    }
}

/// A licence or registration.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct OwnLicenceInput {
    /// Key of the role it licenses.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "lpn")]
    role: String,
    /// Code of the province or territory that issued it.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    /// Its class; `general` by default.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(general|provisional|special|host|restricted|student|non_practising)$")]
    class: Option<String>,
    /// Its standing; `active` by default.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(active|active_with_conditions|suspended|expired|revoked|resigned|unknown)$"
    )]
    standing: Option<String>,
    #[validate(custom(function = "day"))]
    valid_from: Option<NaiveDate>,
    /// Last day.
    #[validate(custom(function = "day"))]
    valid_until: Option<NaiveDate>,
    /// Its number, kept sealed: shown to you alone, and to a moderator who checks it for you.
    #[validate(length(min = 1, max = 40), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 40)]
    number: Option<String>,
}

impl OwnLicenceInput {
    pub(super) fn read(self) -> Result<licences::Form, Problem> {
        let mut keys = Keys::default();
        let role = keys.one("/role", &self.role, Role::parse);
        let province = keys.one("/province", &self.province, Province::parse);
        let class = self.class.as_deref().unwrap_or(LicenceClass::General.key());
        let class = keys.one("/class", class, LicenceClass::parse);
        let standing = self.standing.as_deref().unwrap_or(Standing::Active.key());
        let standing = keys.one("/standing", standing, Standing::parse);
        let (valid_from, valid_until) = (self.valid_from, self.valid_until);
        in_order(&mut keys, "/valid_until", valid_from, valid_until);
        let fields = role.zip(province).zip(class.zip(standing)).map(|((role, province), (class, standing))| {
            worker::Licence { role, province, class, standing, valid_from, valid_until }
        });
        Ok(licences::Form { fields: keys.finish_some(fields)?, number: self.number })
    }
}

/// A credential of the wallet. Of health items only the dates are kept.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct WalletInput {
    /// Key of the credential.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "bls")]
    credential: String,
    /// Who issued it.
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    issuer: Option<String>,
    #[validate(custom(function = "day"))]
    issued: Option<NaiveDate>,
    /// The last day on the card. Without one, that of the usual validity is taken, where one is known.
    #[validate(custom(function = "day"))]
    expires: Option<NaiveDate>,
    /// One of your documents.
    document: Option<Uuid>,
}

impl WalletInput {
    pub(super) fn read(self) -> Result<wallet::Form, Problem> {
        let mut keys = Keys::default();
        let credential = keys.one("/credential", &self.credential, Credential::parse);
        in_order(&mut keys, "/expires", self.issued, self.expires);
        if credential.is_some_and(Credential::is_health) {
            let given = [("/issuer", self.issuer.is_some()), ("/document", self.document.is_some())];
            for (at, _) in given.into_iter().filter(|(_, given)| *given) {
                keys.wrong(at, Message::new("field-health-dates-only"));
            }
        }
        let credential = keys.finish_some(credential)?;
        let held = Held { credential, issued: self.issued, expires: self.expires };
        Ok(wallet::Form { held, issuer: self.issuer, document: self.document })
    }
}

/// An employer to block: an organization, or any employer by the name on its postings.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct BlockInput {
    organization: Option<Uuid>,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200, example = "The Ottawa Hospital")]
    employer: Option<String>,
}

impl BlockInput {
    pub(super) fn read(self) -> Result<(Blocked, Option<String>), Problem> {
        match (self.organization, self.employer) {
            (Some(id), None) => Ok((Blocked::Organization(domain::organization::OrganizationId(id)), None)),
            (None, Some(name)) => {
                let unclear = || Problem::field("/employer", Message::new("field-employer-unclear"));
                Ok((Blocked::by_name(&name).ok_or_else(unclear)?, Some(name)))
            }
            _ => Err(Problem::field("", Message::new("field-one-of-two"))),
        }
    }
}
