//! A profile as people send it, over HTTP and in files: checked, then turned into the domain's.

use chrono::NaiveDate;
use domain::message::Message;
use domain::posting::{Pay, PayUnit};
use domain::reference::{Credential, Language, Province, Region, Role};
use domain::set::{BitSet, Member};
use domain::worker::{Circle, Held, Licence, LicenceClass, Practice, Profile, Reach, Standing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::problem::{Kind, Problem};

/// A role the worker does.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeInput {
    /// Key of the role.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "lpn")]
    role: String,
    /// Months of experience.
    #[serde(default)]
    #[validate(range(max = 900))]
    #[schema(maximum = 900)]
    months: u16,
}

/// A licence or registration. Its number is not asked for.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenceInput {
    /// Key of the role it licenses.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "lpn")]
    role: String,
    /// Code of the province or territory that issued it.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "AB")]
    province: String,
    /// `general` (default), `provisional`, `special`, `host`, `restricted`, `student`, `non_practising`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    class: Option<String>,
    /// `active` (default), `active_with_conditions`, `suspended`, `expired`, `revoked`, `resigned`, `unknown`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    standing: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

/// A credential held.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldInput {
    /// Key of the credential.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "bls")]
    credential: String,
    issued: Option<NaiveDate>,
    /// The last day on the card.
    expires: Option<NaiveDate>,
}

/// A circle on the map.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CircleInput {
    #[validate(range(min = -90.0, max = 90.0))]
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
    #[validate(range(min = -180.0, max = 180.0))]
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
    /// Radius in kilometres.
    #[validate(range(min = 0.1, max = 2000.0))]
    #[schema(minimum = 0.1, maximum = 2000)]
    km: f64,
}

/// Where the worker accepts work: any of these.
#[derive(Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReachInput {
    /// Keys of regions: `ca`, `on`, `on-toronto`.
    #[serde(default)]
    #[validate(length(max = 150))]
    #[schema(max_items = 150)]
    regions: Vec<String>,
    #[validate(nested)]
    near: Option<CircleInput>,
    /// Work that can be done from anywhere.
    #[serde(default)]
    remote: bool,
}

/// The least pay the worker would accept.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayFloorInput {
    #[validate(range(min = 0, max = 100_000_000))]
    #[schema(minimum = 0, maximum = 100_000_000)]
    cents: i64,
    /// `hour` or `year`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10)]
    unit: String,
}

/// A worker as matching sees one. Nothing of it is kept.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "has_reach"))]
pub struct ProfileInput {
    #[validate(length(min = 1, max = 20), nested)]
    #[schema(min_items = 1, max_items = 20)]
    roles: Vec<PracticeInput>,
    #[serde(default)]
    #[validate(length(max = 40), nested)]
    #[schema(max_items = 40)]
    licences: Vec<LicenceInput>,
    #[serde(default)]
    #[validate(length(max = 80), nested)]
    #[schema(max_items = 80)]
    credentials: Vec<HeldInput>,
    /// Code of the province or territory of residence.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    residence: Option<String>,
    /// Educated outside Canada and not yet licensed in Canada.
    #[serde(default)]
    internationally_educated: bool,
    #[validate(nested)]
    reach: ReachInput,
    /// Accepted employment types; empty: any.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    employment: Vec<String>,
    /// Accepted shifts; empty: any.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    shifts: Vec<String>,
    #[validate(nested)]
    pay_floor: Option<PayFloorInput>,
    /// Codes of languages the worker works in: `en`, `fr`, `pa`.
    #[serde(default)]
    #[validate(length(max = 30))]
    #[schema(max_items = 30)]
    languages: Vec<String>,
    /// First day the worker could start; today by default.
    available_from: Option<NaiveDate>,
}

fn has_reach(profile: &ProfileInput) -> Result<(), ValidationError> {
    let reach = &profile.reach;
    if reach.regions.is_empty() && reach.near.is_none() && !reach.remote {
        return Err(ValidationError::new("reach"));
    }
    Ok(())
}

/// Turns keys into the domain's values and remembers each that does not exist.
#[derive(Default)]
pub struct Keys {
    fields: Vec<(String, Message)>,
}

impl Keys {
    /// The value with this key.
    pub fn one<T>(&mut self, at: &str, key: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = parse(key);
        if value.is_none() {
            self.fields.push((at.to_owned(), Message::new("field-no-such-key")));
        }
        value
    }

    /// The values with these keys.
    pub fn list<T>(&mut self, at: &str, keys: &[String], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        // A pointer goes on to the item, a parameter's name does not.
        let item = |i: usize| if at.starts_with('/') { format!("{at}/{i}") } else { at.to_owned() };
        keys.iter().enumerate().filter_map(|(i, key)| self.one(&item(i), key, &parse)).collect()
    }

    /// The set of the values with these keys.
    pub fn set<T: Member>(&mut self, at: &str, keys: &[String], parse: impl Fn(&str) -> Option<T>) -> BitSet<T> {
        self.list(at, keys, parse).into_iter().collect()
    }

    /// Remembers what is wrong with a value in words of its own.
    pub fn wrong(&mut self, at: &str, message: Message) {
        self.fields.push((at.to_owned(), message));
    }

    /// The value, which is there when every key exists.
    pub fn finish_some<T>(self, value: Option<T>) -> Result<T, Problem> {
        self.finish(())?;
        value.ok_or_else(|| Problem::new(Kind::Invalid))
    }

    /// `value`, unless some key did not exist.
    pub fn finish<T>(self, value: T) -> Result<T, Problem> {
        if self.fields.is_empty() {
            return Ok(value);
        }
        let mut problem = Problem::new(Kind::Invalid);
        problem.fields = self.fields;
        Err(problem)
    }
}

impl From<CircleInput> for Circle {
    fn from(circle: CircleInput) -> Self {
        Self { lat: circle.lat, lon: circle.lon, km: circle.km }
    }
}

impl From<Circle> for CircleInput {
    fn from(circle: Circle) -> Self {
        Self { lat: circle.lat, lon: circle.lon, km: circle.km }
    }
}

/// The roles under `at`.
pub(crate) fn practices(practices: &[PracticeInput], at: &str, keys: &mut Keys) -> Vec<Practice> {
    let each = practices.iter().enumerate();
    each.filter_map(|(i, practice)| {
        let role = keys.one(&format!("{at}/roles/{i}/role"), &practice.role, Role::parse)?;
        Some(Practice { role, months: practice.months })
    })
    .collect()
}

impl From<&Practice> for PracticeInput {
    fn from(practice: &Practice) -> Self {
        Self { role: practice.role.key().to_owned(), months: practice.months }
    }
}

impl ReachInput {
    /// The domain's reach.
    pub(crate) fn read(&self, at: &str, keys: &mut Keys) -> Reach {
        Reach {
            regions: keys.list(&format!("{at}/reach/regions"), &self.regions, Region::parse),
            near: self.near.map(Circle::from),
            remote: self.remote,
        }
    }
}

impl From<&Reach> for ReachInput {
    fn from(reach: &Reach) -> Self {
        let regions = reach.regions.iter().map(|region| region.key().to_owned()).collect();
        Self { regions, near: reach.near.map(CircleInput::from), remote: reach.remote }
    }
}

impl PayFloorInput {
    /// The domain's floor: a range of one figure.
    pub(crate) fn read(&self, at: &str, keys: &mut Keys) -> Option<Pay> {
        let unit = keys.one(&format!("{at}/pay_floor/unit"), &self.unit, PayUnit::parse)?;
        Some(Pay { min_cents: self.cents, max_cents: self.cents, unit })
    }
}

impl From<Pay> for PayFloorInput {
    fn from(pay: Pay) -> Self {
        Self { cents: pay.min_cents, unit: pay.unit.key().to_owned() }
    }
}

impl ProfileInput {
    /// The domain's profile; a key that does not exist is a problem that names its place under `at`.
    pub fn read(&self, at: &str) -> Result<Profile, Problem> {
        let mut keys = Keys::default();
        let profile = Profile {
            roles: practices(&self.roles, at, &mut keys),
            licences: self.licences(at, &mut keys),
            credentials: self.held(at, &mut keys),
            residence: self.residence.as_ref().and_then(|p| keys.one(&format!("{at}/residence"), p, Province::parse)),
            internationally_educated: self.internationally_educated,
            reach: self.reach.read(at, &mut keys),
            employment: keys.set(&format!("{at}/employment"), &self.employment, domain::posting::Employment::parse),
            shifts: keys.set(&format!("{at}/shifts"), &self.shifts, domain::posting::Shift::parse),
            pay_floor: self.pay_floor.as_ref().and_then(|floor| floor.read(at, &mut keys)),
            languages: keys.set(&format!("{at}/languages"), &self.languages, Language::parse),
            available_from: self.available_from,
        };
        keys.finish(profile)
    }

    fn licences(&self, at: &str, keys: &mut Keys) -> Vec<Licence> {
        let each = self.licences.iter().enumerate();
        each.filter_map(|(i, licence)| {
            let at = format!("{at}/licences/{i}");
            let role = keys.one(&format!("{at}/role"), &licence.role, Role::parse);
            let province = keys.one(&format!("{at}/province"), &licence.province, Province::parse);
            let class = match &licence.class {
                Some(key) => keys.one(&format!("{at}/class"), key, LicenceClass::parse),
                None => Some(LicenceClass::General),
            };
            let standing = match &licence.standing {
                Some(key) => keys.one(&format!("{at}/standing"), key, Standing::parse),
                None => Some(Standing::Active),
            };
            Some(Licence {
                role: role?,
                province: province?,
                class: class?,
                standing: standing?,
                valid_from: licence.valid_from,
                valid_until: licence.valid_until,
            })
        })
        .collect()
    }

    fn held(&self, at: &str, keys: &mut Keys) -> Vec<Held> {
        let each = self.credentials.iter().enumerate();
        each.filter_map(|(i, held)| {
            let at = format!("{at}/credentials/{i}/credential");
            let credential = keys.one(&at, &held.credential, Credential::parse)?;
            Some(Held { credential, issued: held.issued, expires: held.expires })
        })
        .collect()
    }
}

/// Reads a profile from JSON.
///
/// # Errors
/// The first thing that does not hold, with its place.
pub fn from_json(json: &str) -> anyhow::Result<Profile> {
    let input: ProfileInput = serde_json::from_str(json)?;
    input.validate()?;
    Ok(input.read("")?)
}
