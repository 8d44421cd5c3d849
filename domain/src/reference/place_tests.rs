use std::path::Path;

use super::*;
use Province::{Ab, Bc, Mb, Nb, Nl, Ns, Nt, Nu, On, Pe, Qc, Sk, Yt};

/// Towns whose health region is known, many of them close to a border.
const TOWNS: &[(&str, Province, &str)] = &[
    ("Toronto", On, "on-toronto"),
    ("Scarborough", On, "on-toronto"),
    ("Etobicoke", On, "on-toronto"),
    ("Mississauga", On, "on-central"),
    ("Brampton", On, "on-central"),
    ("Orangeville", On, "on-central"),
    ("Markham", On, "on-central"),
    ("Barrie", On, "on-central"),
    ("Huntsville", On, "on-central"),
    ("Pickering", On, "on-east"),
    ("Ottawa", On, "on-east"),
    ("Deep River", On, "on-east"),
    ("Kingston", On, "on-east"),
    ("Hawkesbury", On, "on-east"),
    ("Hamilton", On, "on-west"),
    ("Burlington", On, "on-west"),
    ("Waterloo", On, "on-west"),
    ("Windsor", On, "on-west"),
    ("Tobermory", On, "on-west"),
    ("Niagara Falls", On, "on-west"),
    ("Parry Sound", On, "on-north-east"),
    ("Mattawa", On, "on-north-east"),
    ("White River", On, "on-north-east"),
    ("Sudbury", On, "on-north-east"),
    ("Thunder Bay", On, "on-north-west"),
    ("Marathon", On, "on-north-west"),
    ("Manitouwadge", On, "on-north-west"),
    ("Rainy River", On, "on-north-west"),
    ("Montréal", Qc, "qc-06-montreal"),
    ("Verdun", Qc, "qc-06-montreal"),
    ("Pointe-Claire", Qc, "qc-06-montreal"),
    ("Laval", Qc, "qc-13-laval"),
    ("Gatineau", Qc, "qc-07-outaouais"),
    ("Longueuil", Qc, "qc-16-monteregie"),
    ("Sainte-Foy", Qc, "qc-03-capitale-nationale"),
    ("Lévis", Qc, "qc-12-chaudiere-appalaches"),
    ("Trois-Rivières", Qc, "qc-04-mauricie-centre-du-quebec"),
    ("Granby", Qc, "qc-05-estrie"),
    ("Terrebonne", Qc, "qc-14-lanaudiere"),
    ("Saint-Jérôme", Qc, "qc-15-laurentides"),
    ("Val-d'Or", Qc, "qc-08-abitibi-temiscamingue"),
    ("Sept-Îles", Qc, "qc-09-cote-nord"),
    ("Chibougamau", Qc, "qc-10-nord-du-quebec"),
    ("Gaspé", Qc, "qc-11-gaspesie-iles"),
    ("Kuujjuaq", Qc, "qc-17-nunavik"),
    ("Chisasibi", Qc, "qc-18-terres-cries"),
    ("Rimouski", Qc, "qc-01-bas-saint-laurent"),
    ("Chicoutimi", Qc, "qc-02-saguenay-lac-saint-jean"),
    ("Red Deer", Ab, "ab-central"),
    ("Fort McMurray", Ab, "ab-north-east"),
    ("Grande Prairie", Ab, "ab-north-west"),
    ("Lethbridge", Ab, "ab-south-west"),
    ("Medicine Hat", Ab, "ab-south-east"),
    ("Surrey", Bc, "bc-fraser"),
    ("Richmond", Bc, "bc-vancouver-coastal"),
    ("Kelowna", Bc, "bc-interior"),
    ("Nanaimo", Bc, "bc-island"),
    ("Terrace", Bc, "bc-northern"),
    ("Brandon", Mb, "mb-prairie-mountain"),
    ("Steinbach", Mb, "mb-southern"),
    ("Churchill", Mb, "mb-winnipeg"),
    ("Moncton", Nb, "nb-moncton"),
    ("Edmundston", Nb, "nb-edmundston"),
    ("Gander", Nl, "nl-central"),
    ("Mount Pearl", Nl, "nl-eastern-urban"),
    ("Bonavista", Nl, "nl-eastern-rural"),
    ("St. Anthony", Nl, "nl-labrador-grenfell"),
    ("Truro", Ns, "ns-northern"),
    ("Dartmouth", Ns, "ns-central"),
    ("Bridgewater", Ns, "ns-western"),
    ("Hay River", Nt, "nt-hay-river"),
    ("Rankin Inlet", Nu, "nu-kivalliq"),
    ("Summerside", Pe, "pe"),
    ("Saskatoon", Sk, "sk"),
    ("Whitehorse", Yt, "yt"),
];

fn region(name: &str, province: Province) -> &'static str {
    let place = Place::find(name, Some(province)).unwrap_or_else(|| panic!("no place {name} in {province:?}"));
    place.region.key()
}

#[test]
fn well_known_towns_lie_in_their_health_region() {
    for (name, province, expected) in TOWNS {
        assert_eq!(region(name, *province), *expected, "{name}");
    }
}

#[test]
fn a_name_is_found_as_people_write_it() {
    for (text, province, name) in [
        ("TORONTO", Some(Province::On), "Toronto"),
        ("Toronto (Downtown)", Some(Province::On), "Toronto"),
        ("Kitchener, ON", None, "Kitchener"),
        ("Kitchener, Ontario, Canada", None, "Kitchener"),
        ("City of Hamilton", Some(Province::On), "Hamilton"),
        ("Saint Catharines", Some(Province::On), "St. Catharines"),
        ("Ste Foy", Some(Province::Qc), "Sainte-Foy"),
        ("St-Jerome", Some(Province::Qc), "Saint-Jérôme"),
        ("Barry's Bay", Some(Province::On), "Barrys Bay"),
        ("Ville de Québec", Some(Province::Qc), "Québec"),
        ("Quebec City", Some(Province::Qc), "Québec"),
        ("Ft McMurray", Some(Province::Ab), "Fort McMurray"),
        ("Rexdale", Some(Province::On), "Etobicoke"),
        ("Georgina", Some(Province::On), "Keswick"),
        ("St. John's", None, "St. John's"),
        ("Saint John", None, "Saint John"),
    ] {
        let found = Place::find(text, province);
        assert_eq!(found.map(|place| place.name), Some(name), "{text}");
    }
}

#[test]
fn of_several_the_most_populous_is_meant_and_a_province_is_binding() {
    assert_eq!(Place::find("Hamilton", None).unwrap().province, Province::On);
    assert_eq!(Place::find("Windsor", Some(Province::Ns)).unwrap().province, Province::Ns);
    assert_eq!(Place::find("Burnaby", Some(Province::On)), None);
    assert_eq!(Place::find("", None), None);
    assert_eq!(Place::find("(Remote)", Some(Province::On)), None);
    assert!(Place::all().is_sorted_by(|a, b| a.population >= b.population));
}

#[test]
fn every_place_and_area_lies_in_a_region_of_its_province_and_in_canada() {
    let places = Place::all().iter().map(|place| (place.name, place.province, place.region, place.point));
    let areas = Fsa::all().iter().map(|fsa| (fsa.code, fsa.province, fsa.region, fsa.point));
    for (name, province, region, (lat, lon)) in places.chain(areas) {
        assert_eq!(region.province(), Some(province), "{name}");
        assert!((41.6..83.2).contains(&lat) && (-141.1..-52.5).contains(&lon), "{name} {lat} {lon}");
    }
}

#[test]
fn where_a_province_has_health_regions_each_place_is_in_one() {
    use crate::reference::RegionKind;
    let divided =
        |province| Region::all().any(|r| r.kind() == RegionKind::HealthRegion && r.province() == Some(province));
    for place in Place::all().iter().filter(|place| divided(place.province)) {
        assert_eq!(place.region.kind(), RegionKind::HealthRegion, "{} {:?}", place.name, place.province);
    }
}

#[test]
fn every_alias_names_a_place_and_is_none_itself() {
    let aliases: Vec<AliasRow> = rows("place_aliases.csv", include_str!("../../data/place_aliases.csv"));
    for row in aliases {
        let meant = BY_NAME.get(&key(&row.alias)).into_iter().flatten().filter(|place| place.province == row.province);
        let names: Vec<_> = meant.map(|place| place.name).collect();
        assert_eq!(names, [row.place], "{}", row.alias);
    }
}

#[test]
fn a_postal_code_is_found_by_its_first_three_characters() {
    assert!(Fsa::all().is_sorted_by(|a, b| a.code < b.code));
    let hamilton = Fsa::find(" l8p 1a1").unwrap();
    assert_eq!((hamilton.code, hamilton.province, hamilton.region.key()), ("L8P", Province::On, "on-west"));
    assert_eq!(Fsa::find("H7N 1A1").unwrap().region.key(), "qc-13-laval");
    assert_eq!(Fsa::find("L4V").unwrap().region.key(), "on-central", "Mississauga, not Toronto");
    assert_eq!(Fsa::find("M5V").unwrap().region.key(), "on-toronto");
    assert_eq!(Fsa::find("X0A").unwrap().province, Province::Nu);
    assert_eq!(Fsa::find("D1A"), None);
    assert_eq!(Fsa::find("L8"), None);
}

#[test]
fn the_cities_of_real_postings_are_found() {
    let folder = std::env::var("CAREMATCH_TEST_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_owned());
    let postings = Path::new(&folder).join("postings");
    if !postings.is_dir() {
        eprintln!("skipped: the_cities_of_real_postings_are_found: no {}", postings.display());
        return;
    }
    let (mut rows, mut found) = (0_u32, 0_u32);
    let mut cities: HashMap<String, bool> = HashMap::new();
    for file in ["ontario_2020_health.csv", "ontario_2020_other.csv"] {
        let mut reader = csv::Reader::from_path(postings.join(file)).unwrap();
        for row in reader.deserialize::<HashMap<String, String>>() {
            let row = row.unwrap();
            let city = row["city"].clone();
            let known = Place::find(&city, Province::parse(&row["province"])).is_some();
            rows += 1;
            found += u32::from(known);
            cities.insert(city, known);
        }
    }
    let missing: Vec<_> = cities.iter().filter(|(_, known)| !**known).map(|(city, _)| city).collect();
    eprintln!(
        "{found} of {rows} rows, {} of {} cities; not found: {missing:?}",
        cities.len() - missing.len(),
        cities.len()
    );
    assert!(f64::from(found) >= 0.985 * f64::from(rows), "{found} of {rows}: {missing:?}");
}
