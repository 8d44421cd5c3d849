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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_canada_then_provinces_then_health_regions() {
        assert_eq!(Region::CANADA.key(), "ca");
        assert_eq!(Region::CANADA.parent(), None);
        for province in Province::ALL {
            let region = Region::of_province(*province);
            assert_eq!(region.key(), province.key().to_lowercase());
            assert_eq!(region.parent(), Some(Region::CANADA));
        }
        for region in Region::all().filter(|region| region.kind() == RegionKind::HealthRegion) {
            let province = region.province().unwrap();
            assert_eq!(region.parent(), Some(Region::of_province(province)), "{region}");
            assert!(region.key().starts_with(&format!("{}-", province.key().to_lowercase())), "{region}");
            assert!(Region::CANADA.contains(region) && !region.contains(Region::CANADA), "{region}");
        }
    }

    #[test]
    fn every_health_region_of_today_is_there_once() {
        use Province::{Ab, Bc, Mb, Nb, Nl, Ns, Nt, Nu, On, Pe, Qc, Sk, Yt};
        let count = |province| {
            let inside =
                |region: &Region| region.kind() == RegionKind::HealthRegion && region.province() == Some(province);
            Region::all().filter(inside).count()
        };
        for (province, regions) in [
            (Ab, 7),
            (Bc, 5),
            (Mb, 5),
            (Nb, 7),
            (Nl, 5),
            (Ns, 4),
            (Nt, 3),
            (Nu, 3),
            (On, 6),
            (Pe, 0),
            (Qc, 18),
            (Sk, 0),
            (Yt, 0),
        ] {
            assert_eq!(count(province), regions, "{province:?}");
        }
        let keys: std::collections::HashSet<_> = Region::all().map(Region::key).collect();
        assert_eq!(keys.len(), Region::all().len());
    }

    #[test]
    fn every_health_region_has_a_place() {
        use crate::reference::Place;
        for region in Region::all().filter(|region| region.kind() == RegionKind::HealthRegion) {
            assert!(Place::all().iter().any(|place| place.region == region), "{region}");
        }
    }
}
