//! The columns: what the board keeps of a posting, about 90 bytes.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::intern::{Interner, at};
use super::value::Value;
use crate::Lang;
use crate::matching::Asks;
use crate::posting::{Arrangement, Content, EmploymentSet, Posting, PostingId, Setting, ShiftSet};
use crate::reference::{CredentialSet, Language, Province, Region, Role};
use crate::search::PostingFacts;
use crate::set::BitSet;

/// A moment in microseconds since 1970, as every clock column has it.
pub(super) type Micros = i64;

/// The moment as the columns have it.
pub(super) fn micros(moment: DateTime<Utc>) -> Micros {
    moment.timestamp_micros()
}

/// The moment of a column.
pub(super) fn moment(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).unwrap_or_default()
}

/// When and which: the order of the board.
pub(super) type Key = (Micros, PostingId);

/// Where the work of a posting is: shared by all postings of the same places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Site {
    /// Its regions with all their ancestors.
    pub(super) regions: Box<[Region]>,
    /// Its provinces, of locations and of remote patients.
    pub(super) provinces: BitSet<Province>,
    /// Its locations.
    pub(super) spots: Box<[Spot]>,
    /// The provinces whose patients are served from anywhere, in the posting's order.
    pub(super) remote: Box<[Province]>,
}

/// One location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) province: Province,
    pub(super) region: Region,
    /// The bits of latitude and longitude, so that sites can be compared.
    point: Option<(u64, u64)>,
}

impl Spot {
    /// Latitude and longitude, where known.
    pub(super) fn point(&self) -> Option<(f64, f64)> {
        self.point.map(|(lat, lon)| (f64::from_bits(lat), f64::from_bits(lon)))
    }
}

impl Site {
    fn of(content: &Content, facts: &PostingFacts) -> Self {
        let spot = |location: &crate::posting::Location| Spot {
            province: location.province,
            region: location.region,
            point: location
                .point
                .filter(|(lat, lon)| lat.is_finite() && lon.is_finite())
                .map(|(lat, lon)| (lat.to_bits(), lon.to_bits())),
        };
        Self {
            regions: facts.regions.clone().into_boxed_slice(),
            provinces: facts.provinces,
            spots: content.locations.iter().map(spot).collect(),
            remote: content.remote.clone().into_boxed_slice(),
        }
    }

    /// A site in Ontario at a point.
    #[cfg(test)]
    pub(super) fn of_point((lat, lon): (f64, f64)) -> Self {
        let (province, region) = (Province::On, Region::of_province(Province::On));
        Self {
            regions: Box::new([region]),
            provinces: BitSet::of([province]),
            spots: Box::new([Spot { province, region, point: Some((lat.to_bits(), lon.to_bits())) }]),
            remote: Box::new([]),
        }
    }

    /// Latitudes and longitudes of its locations.
    pub(super) fn points(&self) -> Vec<(f64, f64)> {
        self.spots.iter().filter_map(Spot::point).collect()
    }
}

/// One posting's entry in every column.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) version: i32,
    pub(super) expires_at: Micros,
    pub(super) roles: u32,
    pub(super) site: u32,
    pub(super) required: CredentialSet,
    pub(super) preferred: CredentialSet,
    pub(super) months: Option<u16>,
    pub(super) languages: BitSet<Language>,
    pub(super) licences: u32,
    pub(super) hourly: Option<(u32, u32)>,
    pub(super) start: Option<NaiveDate>,
    pub(super) employment: EmploymentSet,
    pub(super) shifts: ShiftSet,
    pub(super) langs: [bool; 2],
    pub(super) arrangement: Option<Arrangement>,
    pub(super) setting: Option<Setting>,
}

/// Lower and upper cents per hour of a posting that states no pay.
const UNSTATED: (u32, u32) = (u32::MAX, 0);

/// Every row, column by column; a row's number is its ordinal. Rows taken off keep their entries until the next
/// rebuild, so that ordinals stay ordered.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) key: Vec<Key>,
    pub(super) version: Vec<i32>,
    pub(super) expires_at: Vec<Micros>,
    pub(super) roles: Vec<u32>,
    pub(super) site: Vec<u32>,
    pub(super) required: Vec<CredentialSet>,
    pub(super) preferred: Vec<CredentialSet>,
    pub(super) months: Vec<Option<u16>>,
    pub(super) languages: Vec<BitSet<Language>>,
    pub(super) licences: Vec<u32>,
    hourly: Vec<(u32, u32)>,
    pub(super) start: Vec<Option<NaiveDate>>,
    pub(super) employment: Vec<EmploymentSet>,
    pub(super) shifts: Vec<ShiftSet>,
    langs: Vec<[bool; 2]>,
    arrangement: Vec<Option<Arrangement>>,
    pub(super) setting: Vec<Option<Setting>>,
    /// The distinct sets of roles.
    pub(super) role_sets: Interner<Box<[Role]>>,
    /// The distinct sites.
    pub(super) sites: Interner<Site>,
    /// The distinct lists of other roles whose licence is asked; few postings ask one.
    pub(super) licence_lists: Interner<Box<[Role]>>,
}

impl Columns {
    /// Reads a posting into a row.
    pub(super) fn read(&mut self, posting: &Posting) -> Row {
        let content = &posting.content;
        let facts = PostingFacts::of(posting);
        let asks = Asks::of(content);
        Row {
            key: (micros(posting.live_at), posting.id),
            version: posting.version,
            expires_at: micros(posting.expires_at),
            site: self.sites.number(Site::of(content, &facts)),
            roles: self.role_sets.number(facts.roles.into_boxed_slice()),
            required: asks.required,
            preferred: asks.preferred,
            months: asks.months,
            languages: asks.languages,
            licences: self.licence_lists.number(asks.licences.into_boxed_slice()),
            hourly: facts.hourly,
            start: content.start,
            employment: content.employment,
            shifts: content.shifts,
            langs: Lang::ALL.map(|lang| facts.langs.contains(&lang)),
            arrangement: content.arrangement,
            setting: content.setting,
        }
    }

    /// How many ordinals are in use.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.key.len()).unwrap_or(u32::MAX)
    }

    /// Appends a row; its ordinal is the previous [`Columns::len`].
    pub(super) fn push(&mut self, row: Row) {
        self.key.push(row.key);
        self.version.push(row.version);
        self.expires_at.push(row.expires_at);
        self.roles.push(row.roles);
        self.site.push(row.site);
        self.required.push(row.required);
        self.preferred.push(row.preferred);
        self.months.push(row.months);
        self.languages.push(row.languages);
        self.licences.push(row.licences);
        self.hourly.push(row.hourly.unwrap_or(UNSTATED));
        self.start.push(row.start);
        self.employment.push(row.employment);
        self.shifts.push(row.shifts);
        self.langs.push(row.langs);
        self.arrangement.push(row.arrangement);
        self.setting.push(row.setting);
    }

    /// Overwrites a row.
    pub(super) fn set(&mut self, ordinal: u32, row: Row) {
        let i = at(ordinal);
        self.key[i] = row.key;
        self.version[i] = row.version;
        self.expires_at[i] = row.expires_at;
        self.roles[i] = row.roles;
        self.site[i] = row.site;
        self.required[i] = row.required;
        self.preferred[i] = row.preferred;
        self.months[i] = row.months;
        self.languages[i] = row.languages;
        self.licences[i] = row.licences;
        self.hourly[i] = row.hourly.unwrap_or(UNSTATED);
        self.start[i] = row.start;
        self.employment[i] = row.employment;
        self.shifts[i] = row.shifts;
        self.langs[i] = row.langs;
        self.arrangement[i] = row.arrangement;
        self.setting[i] = row.setting;
    }

    fn row(&self, ordinal: u32) -> Row {
        let i = at(ordinal);
        Row {
            key: self.key[i],
            version: self.version[i],
            expires_at: self.expires_at[i],
            roles: self.roles[i],
            site: self.site[i],
            required: self.required[i],
            preferred: self.preferred[i],
            months: self.months[i],
            languages: self.languages[i],
            licences: self.licences[i],
            hourly: self.hourly(ordinal),
            start: self.start[i],
            employment: self.employment[i],
            shifts: self.shifts[i],
            langs: self.langs[i],
            arrangement: self.arrangement[i],
            setting: self.setting[i],
        }
    }

    /// Copies some rows of another table, in the order given, with only the shared values that they use.
    pub(super) fn copy(from: &Self, ordinals: impl Iterator<Item = u32>) -> Self {
        let mut columns = Self::default();
        for ordinal in ordinals {
            let mut row = from.row(ordinal);
            row.roles = columns.role_sets.adopt(from.role_sets.get(row.roles));
            row.site = columns.sites.adopt(from.sites.get(row.site));
            row.licences = columns.licence_lists.adopt(from.licence_lists.get(row.licences));
            columns.push(row);
        }
        columns
    }

    /// The roles of a row.
    pub(super) fn roles_of(&self, ordinal: u32) -> &[Role] {
        self.role_sets.get(self.roles[at(ordinal)])
    }

    /// The site of a row.
    pub(super) fn site_of(&self, ordinal: u32) -> &Arc<Site> {
        self.sites.get(self.site[at(ordinal)])
    }

    /// Lower and upper pay of a row in cents per hour, where stated.
    pub(super) fn hourly(&self, ordinal: u32) -> Option<(u32, u32)> {
        Some(self.hourly[at(ordinal)]).filter(|pay| *pay != UNSTATED)
    }

    /// Every value by which a row is counted and filtered.
    pub(super) fn values(&self, ordinal: u32) -> impl Iterator<Item = Value> {
        let i = at(ordinal);
        let site = self.site_of(ordinal);
        let langs = self.langs[i];
        let roles = self.roles_of(ordinal).iter().map(|role| Value::Role(*role));
        roles
            .chain(site.provinces.iter().map(Value::Province))
            .chain(site.regions.iter().map(|region| Value::Region(*region)))
            .chain(self.employment[i].iter().map(Value::Employment))
            .chain(self.shifts[i].iter().map(Value::Shift))
            .chain(Lang::ALL.into_iter().zip(langs).filter(|(_, has)| *has).map(|(lang, _)| Value::Lang(lang)))
            .chain(self.arrangement[i].map(Value::Arrangement))
    }

    /// The facts that filters read, from the columns.
    pub(super) fn facts(&self, ordinal: u32) -> PostingFacts {
        let i = at(ordinal);
        let site = self.site_of(ordinal);
        PostingFacts {
            roles: self.roles_of(ordinal).to_vec(),
            regions: site.regions.to_vec(),
            provinces: site.provinces,
            points: site.points(),
            employment: self.employment[i],
            shifts: self.shifts[i],
            langs: Lang::ALL.into_iter().zip(self.langs[i]).filter(|(_, has)| *has).map(|(lang, _)| lang).collect(),
            arrangement: self.arrangement[i],
            hourly: self.hourly(ordinal),
            live_at: moment(self.key[i].0),
            expires_at: moment(self.expires_at[i]),
        }
    }
}
