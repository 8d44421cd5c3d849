//! XML documents of the federal Job Bank, as its partners receive them: `<SolrResponse><Documents><Document>`.
//!
//! Codes as of 2026-11: `work_period_cd` F, P, L (part time leading to full time); `work_term_cd` P, T, C, S;
//! `work_lang_cd` E, F, B (both), U (either).

use domain::Lang;
use domain::posting::{Arrangement, Raw, RawPlace};

use super::xml::{self, Element};
use super::{Malformed, Parsed, Rejected, date, given};

/// Skill categories whose options are asked of the worker; the others describe the work.
const ASKED: &[&str] = &[
    "education",
    "experience",
    "credentials",
    "certificate",
    "licence",
    "license",
    "security",
    "transportation",
    "own ",
    "language",
    "additional",
    "études",
    "expérience",
    "certificat",
    "permis",
    "sécurité",
    "transport",
    "langue",
    "immuni",
    "vaccin",
];

/// Reads Job Bank documents.
pub(super) fn read(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let mut parsed = Parsed::default();
    xml::items(bytes, &["SolrResponse", "Documents", "Document"], "document", |number, document| {
        match posting(document) {
            Ok(raw) => parsed.rows.push(Raw { line: number, ..raw }),
            Err(reason) => parsed.rejected.push(Rejected { line: number, reference: reference(document), reason }),
        }
    })?;
    Ok(parsed)
}

fn reference(document: &Element) -> Option<String> {
    given(document.of("jobs_id"))
}

fn posting(document: &Element) -> Result<Raw, String> {
    let date = |name: &str, read: fn(&str) -> Option<_>| match document.of(name) {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| format!("unreadable {name}: {text:?}")),
    };
    let (qualifications, description) = skills(document);
    let employer = document.list("employer_name").into_iter().next();
    let recruiter = document.of("job_recruiter_flag") == "true";
    Ok(Raw {
        reference: reference(document),
        title: document.of("title").to_owned(),
        qualifications,
        lang: Lang::parse(document.of("lang")),
        employer: employer.unwrap_or_else(|| document.of("employer_name_string").to_owned()),
        arrangement: recruiter.then_some(Arrangement::Agency),
        places: places(document),
        // Done from anywhere: the document then names no place at all.
        remote: if description.contains("- Virtual job") { vec!["Canada".to_owned()] } else { Vec::new() },
        salaries: document.list("salary"),
        hours: given(document.of("hours")),
        employment: employment(document),
        shifts: document.list("employment_terms"),
        languages: languages(document.of("work_lang_cd")),
        start: date::day(document.of("start_date")),
        vacancies: document.of("num_positions").parse().ok(),
        url: document.list("url").into_iter().next(),
        published_at: date("date_posted", date::published)?,
        valid_through: date("display_until", date::ends)?,
        description,
        ..Raw::default()
    })
}

/// One place for each city; the province of the last one given holds for those without.
fn places(document: &Element) -> Vec<RawPlace> {
    let (cities, provinces) = (document.list("city_name"), document.list("province_cd"));
    let points = document.list("latlng");
    let postal_code = given(document.of("postal_code"));
    let count = cities.len().max(provinces.len()).max(usize::from(postal_code.is_some()));
    (0..count)
        .map(|at| RawPlace {
            text: cities.get(at).cloned().unwrap_or_default(),
            province: provinces.get(at).or(provinces.last()).cloned(),
            postal_code: postal_code.clone().filter(|_| count == 1),
            point: points.get(at).and_then(|text| point(text)),
            ..RawPlace::default()
        })
        .collect()
}

fn point(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?))
}

fn employment(document: &Element) -> Vec<String> {
    let period = match document.of("work_period_cd") {
        "F" => "Full time",
        "P" => "Part time",
        "L" => "Part time leading to full time",
        _ => "",
    };
    let term = match document.of("work_term_cd") {
        "P" => "Permanent",
        "T" => "Term or contract",
        "C" => "Casual",
        "S" => "Seasonal",
        _ => "",
    };
    [period, term].into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

fn languages(code: &str) -> Vec<String> {
    let text = match code {
        "E" => "English",
        "F" => "French",
        "B" => "Bilingual",
        _ => return Vec::new(),
    };
    vec![text.to_owned()]
}

/// What is asked, one text for each category with its heading, and the rest as the description.
fn skills(document: &Element) -> (Vec<String>, String) {
    let categories = document.children("skill_categories").flat_map(|list| list.children("skill_category"));
    let texts = categories.filter_map(|category| {
        let name = category.of("name");
        let options = category.children("options").flat_map(|list| list.children("option_name"));
        let lines: Vec<String> = options.map(|option| format!("- {}", option.text())).collect();
        (!lines.is_empty()).then(|| (name.to_lowercase(), format!("{name}\n{}", lines.join("\n"))))
    });
    let asked = |name: &str| ASKED.iter().any(|word| name.contains(word));
    let (asked, other): (Vec<_>, Vec<_>) = texts.partition(|(name, _)| asked(name));
    let texts = |list: Vec<(String, String)>| list.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    (texts(asked), texts(other).join("\n\n"))
}
