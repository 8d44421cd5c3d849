//! Place texts → [`Location`]: the province whose licence counts, the health region, and coordinates.

use std::sync::LazyLock;

use regex::Regex;

use super::{Location, RawPlace, Rejection};
use crate::Lang;
use crate::reference::{Fsa, Place, Province, Region};
use crate::text::fold;

/// A Canadian postal code, or its first half, anywhere in a text (Canada Post: no D, F, I, O, Q, U; no W or Z first).
static POSTAL_CODE: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by the first test that reads a place")]
    Regex::new(r"(?i)\b([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[ -]?(\d[ABCEGHJ-NPRSTV-Z]\d)\b").unwrap()
});

/// Ways to write a province beyond its code and names.
const PROVINCE_ALIASES: &[(&str, Province)] = &[
    ("alta", Province::Ab),
    ("man", Province::Mb),
    ("newfoundland", Province::Nl),
    ("nfld", Province::Nl),
    ("nf", Province::Nl),
    ("terre neuve", Province::Nl),
    ("nwt", Province::Nt),
    ("tno", Province::Nt),
    ("ont", Province::On),
    ("pei", Province::Pe),
    ("ipe", Province::Pe),
    ("pq", Province::Qc),
    ("que", Province::Qc),
    ("qc quebec", Province::Qc),
    ("sask", Province::Sk),
    ("cb", Province::Bc),
    ("yukon territory", Province::Yt),
];

/// Reads a province as people and feeds write it: `ON`, `Ont.`, `P.E.I.`, `Québec (QC)`.
pub(super) fn province(text: &str) -> Option<Province> {
    let bare = text.split('(').next().unwrap_or(text);
    let folded = fold(bare);
    let compact = folded.replace(' ', "");
    let alias = |name: &str| PROVINCE_ALIASES.iter().find(|(a, _)| *a == name).map(|(_, p)| *p);
    Province::read(bare).or_else(|| alias(&folded)).or_else(|| {
        // Only initials are read without their spaces: `B. C.`.
        (compact.len() <= 3).then(|| Province::read(&compact).or_else(|| alias(&compact))).flatten()
    })
}

/// A place text taken apart.
struct Parts {
    city: String,
    province: Option<Province>,
    postal_code: Option<String>,
}

fn parts(text: &str) -> Parts {
    let postal_code =
        POSTAL_CODE.captures(text).map(|code| code.iter().skip(1).flatten().map(|m| m.as_str()).collect());
    let text = POSTAL_CODE.replace_all(text, " ");
    let mut pieces: Vec<&str> = text.split([',', ';', '|']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if pieces.last().is_some_and(|last| is_canada(last)) {
        pieces.pop();
    }
    let mut found = pieces.last().and_then(|last| province(last));
    if found.is_some() {
        pieces.pop();
    }
    let mut city = pieces.join(", ");
    if found.is_none() {
        // `Montréal (Québec)`, `Ottawa ON`, `Halifax - NS`.
        let (head, tail) = match city.split_once('(') {
            Some((head, tail)) => (head, tail.trim_end_matches(')')),
            None => city.rsplit_once([' ', '-', '/']).unwrap_or((&city, "")),
        };
        found = province(tail).filter(|_| tail.trim().len() > 2 || tail.chars().all(|c| !c.is_lowercase()));
        if found.is_some() {
            city = head.trim_end_matches([' ', '-', '–', '/']).to_owned();
        }
    }
    Parts { city: city.split_whitespace().collect::<Vec<_>>().join(" "), province: found, postal_code }
}

fn is_canada(text: &str) -> bool {
    matches!(fold(text).as_str(), "canada" | "ca" | "can")
}

/// Finds the location that a feed's place means.
///
/// # Errors
/// [`Rejection`] when the place is in another country, or its province cannot be told: a licence depends on it.
pub fn locate(raw: &RawPlace) -> Result<Location, Rejection> {
    if let Some(country) = raw.country.as_deref().filter(|country| !country.trim().is_empty() && !is_canada(country)) {
        return Err(Rejection::NotInCanada(country.to_owned()));
    }
    let parts = parts(&raw.text);
    let fsa = raw.postal_code.as_deref().or(parts.postal_code.as_deref()).and_then(Fsa::find);
    let stated = raw.province.as_deref().filter(|text| !text.trim().is_empty());
    let province = stated
        .and_then(province)
        .or(parts.province)
        .or_else(|| fsa.map(|fsa| fsa.province))
        .or_else(|| only_province_with(&parts.city));
    let Some(province) = province else {
        let what = stated.filter(|_| province_like(raw)).unwrap_or(&raw.text).trim();
        return Err(if what.is_empty() { Rejection::NoPlace } else { Rejection::UnknownProvince(what.to_owned()) });
    };
    let fsa = fsa.filter(|fsa| fsa.province == province);
    let place = Place::find(&parts.city, Some(province));
    let region = place.map(|p| p.region).or_else(|| fsa.map(|f| f.region));
    let shown = match (parts.city.is_empty(), fsa) {
        (false, _) => parts.city,
        (true, Some(fsa)) => fsa.place.to_owned(),
        (true, None) => province.name(Lang::En).to_owned(),
    };
    Ok(Location {
        place: shown,
        province,
        region: region.unwrap_or_else(|| Region::of_province(province)),
        point: point(raw.point, fsa, place),
        fsa: fsa.map(|fsa| fsa.code.to_owned()),
    })
}

/// Whether the province field itself is what cannot be read.
fn province_like(raw: &RawPlace) -> bool {
    raw.province.as_deref().is_some_and(|text| province(text).is_none())
}

/// The one province that has a place of this name; `None` for a name that several share (Windsor, Hamilton), and
/// for one that goes on: `Paris, France`.
fn only_province_with(city: &str) -> Option<Province> {
    if city.is_empty() || city.contains(',') {
        return None;
    }
    let mut with = Province::ALL.iter().copied().filter(|province| Place::find(city, Some(*province)).is_some());
    let first = with.next()?;
    with.next().is_none().then_some(first)
}

/// The best coordinates: the source's own if they lie in Canada, a town FSA's centroid, the place's centre;
/// a rural FSA's centroid (second character `0`) can be 200 km off and is the last resort.
fn point(own: Option<(f64, f64)>, fsa: Option<&Fsa>, place: Option<&Place>) -> Option<(f64, f64)> {
    let in_canada = |(lat, lon): &(f64, f64)| (41.6..=83.2).contains(lat) && (-141.1..=-52.5).contains(lon);
    let rural = |fsa: &&Fsa| fsa.code.as_bytes().get(1) == Some(&b'0');
    own.filter(in_canada)
        .or_else(|| fsa.filter(|fsa| !rural(fsa)).map(|fsa| fsa.point))
        .or_else(|| place.map(|place| place.point))
        .or_else(|| fsa.map(|fsa| fsa.point))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> RawPlace {
        RawPlace { text: text.to_owned(), ..RawPlace::default() }
    }

    #[test]
    fn place_texts_give_a_place_and_a_province() {
        let cases = [
            ("Sudbury, ON", "Sudbury", Province::On),
            ("Sudbury, Ontario, Canada", "Sudbury", Province::On),
            ("Montréal (Québec)", "Montréal", Province::Qc),
            ("Ottawa ON K1Y 4E9", "Ottawa", Province::On),
            ("Ottawa, ON  K1Y4E9", "Ottawa", Province::On),
            ("Halifax - NS", "Halifax", Province::Ns),
            ("Charlottetown, P.E.I.", "Charlottetown", Province::Pe),
            ("Vancouver, B.C.", "Vancouver", Province::Bc),
            ("St. John's, NL", "St. John's", Province::Nl),
            ("Québec, QC", "Québec", Province::Qc),
            ("Toronto (Downtown), ON", "Toronto (Downtown)", Province::On),
            ("Manitoba", "Manitoba", Province::Mb),
        ];
        for (raw, place, province) in cases {
            let found = locate(&text(raw)).unwrap();
            assert_eq!((found.place.as_str(), found.province), (place, province), "{raw}");
        }
    }

    #[test]
    fn a_place_without_a_province_is_rejected_with_what_it_says() {
        assert_eq!(locate(&text("")), Err(Rejection::NoPlace));
        assert_eq!(
            locate(&text("Ontario, California, USA")),
            Err(Rejection::UnknownProvince("Ontario, California, USA".to_owned()))
        );
        let abroad = RawPlace { country: Some("United States".to_owned()), ..text("Ontario") };
        assert_eq!(locate(&abroad), Err(Rejection::NotInCanada("United States".to_owned())));
        let odd = RawPlace { province: Some("XX".to_owned()), ..text("Nowhereville") };
        assert_eq!(locate(&odd), Err(Rejection::UnknownProvince("XX".to_owned())));
    }

    #[test]
    fn coordinates_outside_canada_are_not_believed() {
        let point = |point| locate(&RawPlace { point: Some(point), ..text("Atlantis, NU") }).unwrap().point;
        assert_eq!(point((63.7, -68.5)), Some((63.7, -68.5)));
        assert_eq!(point((0.0, 0.0)), None);
        assert_eq!(point((f64::NAN, -68.5)), None);
    }
}
