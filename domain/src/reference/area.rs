//! The names people use for areas: "GTA", "Lower Mainland", "Rive-Sud", a health region of yesterday.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{keep, provenance, rows};
use super::{Certainty, Provenance, Region};
use crate::Lang;
use crate::text::fold;
use crate::worker::Circle;

/// What a name for an area means: regions of the tree, or a circle.
///
/// Most of these names have no official border; a circle is what people mean by them, roughly.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The name shown in English.
    pub name: &'static str,
    /// The name shown in French.
    pub name_fr: &'static str,
    /// Other names, in either language.
    pub aliases: Vec<&'static str>,
    /// Regions that together make it up; empty when `near` is given.
    pub regions: Vec<Region>,
    /// A centre and radius.
    pub near: Option<Circle>,
    /// Who says so.
    pub provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    name_en: String,
    name_fr: String,
    aliases: String,
    regions: String,
    lat: Option<f64>,
    lon: Option<f64>,
    km: Option<f64>,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

/// The items of a cell that holds several.
fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|item| !item.is_empty())
}

impl From<Row> for Area {
    fn from(row: Row) -> Self {
        let near = row.lat.zip(row.lon).zip(row.km).map(|((lat, lon), km)| Circle { lat, lon, km });
        Self {
            aliases: items(&row.aliases).map(|alias| keep(alias.to_owned())).collect(),
            regions: items(&row.regions).filter_map(Region::parse).collect(),
            near,
            name: keep(row.name_en),
            name_fr: keep(row.name_fr),
            provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        }
    }
}

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let rows = rows::<Row>("areas.csv", include_str!("../../data/areas.csv"));
    rows.into_iter().map(Area::from).collect()
});

/// A name as it is compared: folded, apostrophes closed up.
fn key(name: &str) -> String {
    fold(&name.replace(['\'', '’'], ""))
}

impl Area {
    /// Every area.
    pub fn all() -> &'static [Self] {
        &AREAS
    }

    /// The area of this name or alias, in any case and without regard to accents.
    pub fn find(name: &str) -> Option<&'static Self> {
        static BY_NAME: LazyLock<HashMap<String, &'static Area>> = LazyLock::new(|| {
            let named = |area: &'static Area| area.names().map(move |name| (key(name), area));
            AREAS.iter().flat_map(named).collect()
        });
        BY_NAME.get(&key(name)).copied()
    }

    /// Its name in a language.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.name,
            Lang::Fr => self.name_fr,
        }
    }

    /// Every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name, self.name_fr].into_iter().chain(self.aliases.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Place;

    /// Kilometres between two points, good enough below 500 km.
    fn km((lat, lon): (f64, f64), circle: Circle) -> f64 {
        let east = (lon - circle.lon) * circle.lat.to_radians().cos();
        111.2 * (lat - circle.lat).hypot(east)
    }

    fn holds(area: &str, place: &str) -> bool {
        let area = Area::find(area).unwrap_or_else(|| panic!("no area {area}"));
        let place = Place::find(place, None).unwrap_or_else(|| panic!("no place {place}"));
        area.regions.iter().any(|region| region.contains(place.region))
            || area.near.is_some_and(|circle| km(place.point, circle) <= circle.km)
    }

    #[test]
    fn an_area_holds_the_towns_that_people_mean_by_it() {
        for (area, inside, outside) in [
            ("GTA", "Oakville, ON", "Hamilton, ON"),
            ("gta", "Oshawa, ON", "Barrie, ON"),
            ("GTHA", "Hamilton, ON", "Niagara Falls, ON"),
            ("Golden Horseshoe", "Niagara Falls, ON", "Kingston, ON"),
            ("Northern Ontario", "Thunder Bay, ON", "Ottawa, ON"),
            ("Nord de l'Ontario", "Timmins, ON", "Barrie, ON"),
            ("Lower Mainland", "Abbotsford, BC", "Kelowna, BC"),
            ("Fraser Valley", "Chilliwack, BC", "Whistler, BC"),
            ("Okanagan", "Penticton, BC", "Kamloops, BC"),
            ("Vancouver Island", "Victoria, BC", "Vancouver, BC"),
            ("Rive-Sud", "Longueuil, QC", "Laval, QC"),
            ("south shore", "Brossard, QC", "Halifax, NS"),
            ("Rive-Nord", "Blainville, QC", "Longueuil, QC"),
            ("Cantons-de-l'Est", "Sherbrooke, QC", "Québec, QC"),
            ("Maritimes", "Halifax, NS", "Gander, NL"),
            ("Atlantic Canada", "Gander, NL", "Montréal, QC"),
            ("Prairies", "Regina, SK", "Vancouver, BC"),
            ("Cape Breton", "Sydney, NS", "Halifax, NS"),
            ("Annapolis Valley", "Kentville, NS", "Yarmouth, NS"),
            ("HNHB", "Hamilton, ON", "Toronto, ON"),
            ("Champlain LHIN", "Ottawa, ON", "Kingston, ON"),
            ("Erie St. Clair LHIN", "Windsor, ON", "London, ON"),
            ("Mississauga Halton LHIN", "Oakville, ON", "Brampton, ON"),
            ("South Zone", "Lethbridge, AB", "Calgary, AB"),
            ("North Zone", "Fort McMurray, AB", "Edmonton, AB"),
            ("Central Zone", "Red Deer, AB", "Calgary, AB"),
            ("Eastern Health", "Bonavista, NL", "Gander, NL"),
            ("Nunavik", "Kuujjuaq, QC", "Gaspé, QC"),
        ] {
            assert!(holds(area, inside), "{inside} is in {area}");
            assert!(!holds(area, outside), "{outside} is not in {area}");
        }
    }

    #[test]
    fn each_area_is_regions_or_a_circle_and_no_name_means_two() {
        let mut seen = HashMap::new();
        for (row, area) in rows::<Row>("areas.csv", include_str!("../../data/areas.csv")).iter().zip(Area::all()) {
            assert_eq!(area.regions.len(), items(&row.regions).count(), "{}: an unknown region", area.name);
            assert_ne!(area.regions.is_empty(), area.near.is_none(), "{}", area.name);
            assert!(area.near.is_none_or(|circle| (5.0..=450.0).contains(&circle.km)), "{}", area.name);
            for name in area.names() {
                let other = seen.insert(key(name), area.name);
                assert!(other.is_none_or(|other| other == area.name), "{name} means {other:?} and {}", area.name);
            }
        }
    }
}
