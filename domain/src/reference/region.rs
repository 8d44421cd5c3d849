//! The tree of regions: Canada → province or territory → health region.

use std::sync::LazyLock;

use super::table::{keep, provenance, rows, table_key};
use super::{Certainty, Provenance, Province};
use crate::Lang;
use crate::set::keyed_enum;

keyed_enum! {
    /// The level of a region in the tree.
    RegionKind {
        /// The root.
        Country = "country",
        /// A province or territory.
        Province = "province",
        /// A health region of today.
        HealthRegion = "health_region",
    }
}

table_key! {
    /// A region: `ca`, `on`, `on-toronto`.
    Region in REGIONS of RegionInfo
}

struct RegionInfo {
    key: &'static str,
    kind: RegionKind,
    province: Option<Province>,
    name: [&'static str; 2],
    provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    key: String,
    kind: RegionKind,
    province: Option<Province>,
    name_en: String,
    name_fr: String,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

static REGIONS: LazyLock<Vec<RegionInfo>> = LazyLock::new(|| {
    let rows = rows::<Row>("regions.csv", include_str!("../../data/regions.csv"));
    rows.into_iter()
        .map(|row| RegionInfo {
            key: keep(row.key),
            kind: row.kind,
            province: row.province,
            name: [keep(row.name_en), keep(row.name_fr)],
            provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        })
        .collect()
});

impl Region {
    /// The root of the tree: all of Canada (the table's first row).
    pub const CANADA: Self = Self(0);

    /// The region of a whole province or territory.
    pub fn of_province(province: Province) -> Self {
        static BY_PROVINCE: LazyLock<Vec<Region>> = LazyLock::new(|| {
            let whole =
                |p: Province| Region::all().find(|r| r.kind() == RegionKind::Province && r.province() == Some(p));
            Province::ALL.iter().map(|p| whole(*p).unwrap_or(Region::CANADA)).collect()
        });
        use crate::set::Member;
        BY_PROVINCE.get(usize::try_from(province.number()).unwrap_or_default()).copied().unwrap_or(Self::CANADA)
    }

    /// Its level.
    pub fn kind(self) -> RegionKind {
        self.info().kind
    }

    /// The province it is or lies in; `None` for Canada.
    pub fn province(self) -> Option<Province> {
        self.info().province
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        let [en, fr] = self.info().name;
        match lang {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    /// The region one level up.
    pub fn parent(self) -> Option<Self> {
        match self.kind() {
            RegionKind::Country => None,
            RegionKind::Province => Some(Self::CANADA),
            RegionKind::HealthRegion => self.province().map(Self::of_province),
        }
    }

    /// Whether `other` is this region or lies in it.
    pub fn contains(self, other: Self) -> bool {
        self == other || other.parent().is_some_and(|parent| self.contains(parent))
    }

    /// Who says so.
    pub fn provenance(self) -> Provenance {
        self.info().provenance
    }
}
