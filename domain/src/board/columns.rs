//! The columns: what the board keeps of a posting, about 90 bytes.

use chrono::{DateTime, NaiveDate, Utc};

use super::value::Value;
use crate::Lang;
use crate::intern::{Interner, at};
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

/// What tells most rows apart at a glance, in three bytes: employment types, shifts, and which kinds of lines give
/// points at all.
#[derive(Clone, Copy)]
pub(super) struct Glance {
    employment: u8,
    shifts: u8,
    /// Whether it prefers credentials (1), asks languages (2), asks experience (4).
    pub(super) scored: u8,
}

impl Glance {
    fn of(employment: EmploymentSet, shifts: ShiftSet, asks: &Asks) -> Self {
        // Both enums have six items; a test fails before either outgrows its byte.
        let byte = |bits: u32| u8::try_from(bits).unwrap_or(u8::MAX);
        let (preferred, languages) = (asks.preferred.0 != 0, !asks.languages.is_empty());
        let scored = u8::from(preferred) | u8::from(languages) << 1 | u8::from(asks.months.is_some()) << 2;
        Self { employment: byte(employment.bits()), shifts: byte(shifts.bits()), scored }
    }

    pub(super) fn employment(self) -> EmploymentSet {
        EmploymentSet::from_bits(self.employment.into())
    }

    pub(super) fn shifts(self) -> ShiftSet {
        ShiftSet::from_bits(self.shifts.into())
    }
}

/// Lower and upper cents per hour, in eight bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hourly(u32, u32);

impl Hourly {
    /// Of a posting that states no pay.
    const UNSTATED: Self = Self(u32::MAX, 0);

    fn of(stated: Option<(u32, u32)>) -> Self {
        stated.map_or(Self::UNSTATED, |(min, max)| Self(min, max))
    }

    /// Lower and upper cents per hour, where stated.
    pub(super) fn stated(self) -> Option<(u32, u32)> {
        Some((self.0, self.1)).filter(|_| self != Self::UNSTATED)
    }
}

/// Which work a posting is, when, where and by whom.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// The number of its set of roles.
    pub(super) roles: u32,
    /// The number of its site.
    pub(super) site: u32,
    /// The number of its start.
    pub(super) start: u32,
    pub(super) setting: Option<Setting>,
    langs: [bool; 2],
    arrangement: Option<Arrangement>,
}

impl Work {
    fn langs(&self) -> impl Iterator<Item = Lang> + use<> {
        Lang::ALL.into_iter().zip(self.langs).filter(|(_, has)| *has).map(|(lang, _)| lang)
    }
}

/// What a posting asks.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) required: CredentialSet,
    pub(super) preferred: CredentialSet,
    pub(super) languages: BitSet<Language>,
    /// The number of a list of other roles whose licence is asked.
    pub(super) licences: u32,
    pub(super) months: Option<u16>,
}

/// One posting's entry in every column.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) version: i32,
    pub(super) expires_at: Micros,
    pub(super) glance: Glance,
    pub(super) hourly: Hourly,
    pub(super) work: Work,
    pub(super) asked: Asked,
}

/// Every row, column by column; a row's number is its ordinal. What is read together stands together: a question
/// looks at few rows of many, so that each column it reads costs a cache line. Rows taken off keep their entries
/// until the next renumbering, so that ordinals stay ordered.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) key: Vec<Key>,
    pub(super) version: Vec<i32>,
    pub(super) expires_at: Vec<Micros>,
    pub(super) glance: Vec<Glance>,
    pub(super) hourly: Vec<Hourly>,
    pub(super) work: Vec<Work>,
    pub(super) asked: Vec<Asked>,
    /// The distinct first days of work.
    pub(super) starts: Interner<Option<NaiveDate>>,
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
            glance: Glance::of(content.employment, content.shifts, &asks),
            hourly: Hourly::of(facts.hourly),
            asked: Asked {
                required: asks.required,
                preferred: asks.preferred,
                languages: asks.languages,
                licences: self.licence_lists.number(asks.licences.into_boxed_slice()),
                months: asks.months,
            },
            work: Work {
                site: self.sites.number(Site::of(content, &facts)),
                langs: Lang::ALL.map(|lang| facts.langs.contains(&lang)),
                roles: self.role_sets.number(facts.roles.into_boxed_slice()),
                start: self.starts.number(content.start),
                setting: content.setting,
                arrangement: content.arrangement,
            },
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
        self.asked.push(row.asked);
        self.glance.push(row.glance);
        self.hourly.push(row.hourly);
        self.work.push(row.work);
    }

    /// Overwrites a row.
    pub(super) fn set(&mut self, ordinal: u32, row: Row) {
        let i = at(ordinal);
        self.key[i] = row.key;
        self.version[i] = row.version;
        self.expires_at[i] = row.expires_at;
        self.asked[i] = row.asked;
        self.glance[i] = row.glance;
        self.hourly[i] = row.hourly;
        self.work[i] = row.work;
    }

    /// Copies some rows of another table, in the order given, with only the shared values that they use.
    pub(super) fn copy(from: &Self, ordinals: impl Iterator<Item = u32>) -> Self {
        let mut columns = Self::default();
        for ordinal in ordinals {
            let i = at(ordinal);
            let (mut asked, mut work) = (from.asked[i], from.work[i]);
            work.roles = columns.role_sets.adopt(from.role_sets.get(work.roles));
            work.start = columns.starts.adopt(from.starts.get(work.start));
            work.site = columns.sites.adopt(from.sites.get(work.site));
            asked.licences = columns.licence_lists.adopt(from.licence_lists.get(asked.licences));
            let (key, version, expires_at) = (from.key[i], from.version[i], from.expires_at[i]);
            let (glance, hourly) = (from.glance[i], from.hourly[i]);
            columns.push(Row { key, version, expires_at, glance, hourly, work, asked });
        }
        columns
    }

    /// The roles of a row.
    pub(super) fn roles_of(&self, ordinal: u32) -> &[Role] {
        self.role_sets.get(self.work[at(ordinal)].roles)
    }

    /// The site of a row.
    pub(super) fn site_of(&self, ordinal: u32) -> &Site {
        self.sites.get(self.work[at(ordinal)].site)
    }

    /// Every value by which a row is counted and filtered.
    pub(super) fn values(&self, ordinal: u32) -> impl Iterator<Item = Value> {
        let (glance, work, site) = (self.glance[at(ordinal)], self.work[at(ordinal)], self.site_of(ordinal));
        let roles = self.roles_of(ordinal).iter().map(|role| Value::Role(*role));
        roles
            .chain(site.provinces.iter().map(Value::Province))
            .chain(site.regions.iter().map(|region| Value::Region(*region)))
            .chain(glance.employment().iter().map(Value::Employment))
            .chain(glance.shifts().iter().map(Value::Shift))
            .chain(work.langs().map(Value::Lang))
            .chain(work.arrangement.map(Value::Arrangement))
    }

    /// The facts that filters read, from the columns.
    pub(super) fn facts(&self, ordinal: u32) -> PostingFacts {
        let i = at(ordinal);
        let (glance, work, site) = (self.glance[i], self.work[i], self.site_of(ordinal));
        PostingFacts {
            roles: self.roles_of(ordinal).to_vec(),
            regions: site.regions.to_vec(),
            provinces: site.provinces,
            points: site.points(),
            employment: glance.employment(),
            shifts: glance.shifts(),
            langs: work.langs().collect(),
            arrangement: work.arrangement,
            hourly: self.hourly[i].stated(),
            live_at: moment(self.key[i].0),
            expires_at: moment(self.expires_at[i]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::{Employment, Shift};

    #[test]
    fn all_employment_types_and_shifts_fit_their_bytes() {
        let (employment, shifts) = (Employment::ALL.iter().copied().collect(), Shift::ALL.iter().copied().collect());
        let glance = Glance::of(employment, shifts, &Asks::default());
        assert_eq!((glance.employment(), glance.shifts()), (employment, shifts));
    }
}
