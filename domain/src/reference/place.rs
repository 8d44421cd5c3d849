//! Places and forward sortation areas, with coordinates and health region.

use super::{Province, Region};

/// A city, town or other populated place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: &'static str,
    /// Its province or territory.
    pub province: Province,
    /// Its health region.
    pub region: Region,
    /// Latitude and longitude of its centre, degrees.
    pub point: (f64, f64),
    /// People who live there.
    pub population: u32,
}

impl Place {
    /// Every place, most populous first.
    pub fn all() -> &'static [Self] {
        &[]
    }

    /// The place of this name in a province, in any case and without regard to accents; of several, the most
    /// populous. Reads `St.`/`Saint`, former and borough names (`Scarborough`, `Sainte-Foy`), `Toronto (Downtown)`.
    pub fn find(name: &str, province: Option<Province>) -> Option<&'static Self> {
        let _ = (name, province);
        None
    }
}

/// A forward sortation area: the first three characters of a postal code.
#[derive(Clone, Debug, PartialEq)]
pub struct Fsa {
    /// The code, such as `L8P`.
    pub code: &'static str,
    /// Its province or territory.
    pub province: Province,
    /// Its health region.
    pub region: Region,
    /// Its centroid. Rural ones (second character `0`) are huge: up to 200 km off.
    pub point: (f64, f64),
    /// A name for it.
    pub place: &'static str,
}

impl Fsa {
    /// The area of a postal code or FSA (`L8P 1A1`, `l8p`).
    pub fn find(postal_code: &str) -> Option<&'static Self> {
        let _ = postal_code;
        None
    }
}
