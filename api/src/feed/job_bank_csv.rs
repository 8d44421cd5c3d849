//! CSV of Job Bank postings: the monthly open data of Employment and Social Development Canada (dataset
//! ea639e28-c0fc-48bf-b5dd-b8899bd43072; 65 columns, English or French, no employer and no description), and
//! files of the same kind that others collect. Columns are found by name, in any order.

use std::borrow::Cow;
use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use domain::Lang;
use domain::posting::{Arrangement, Raw, RawPlace};
use domain::text::fold;

use super::{FIELD_BYTES, Malformed, Parsed, Rejected, date, decode, given, line_breaks};

/// A column by what it holds, with the names that it has in known files, folded. The open data's English names are
/// those of 2023 to 2026; its French ones are known in part and matched by their likely forms.
const COLUMNS: &[(&str, &str)] = &[
    (
        "reference",
        "job id | wic job location snapshot id | job location snapshot id | id | reference | reference number | numero de reference | identifiant",
    ),
    ("title", "title | job title | titre | titre du poste | titre de l emploi | appellation d emploi"),
    (
        "original title",
        "original job title | titre original | appellation d emploi originale | appellation d emploi d origine",
    ),
    ("description", "description | job description | description du poste | description de l emploi"),
    ("language", "language | lang | langue"),
    ("language of work", "official language | language of work | langue officielle | langue de travail"),
    (
        "date",
        "date posted | first posting date | date de premiere publication | date de la premiere publication | premiere date de publication | date de publication | date d affichage",
    ),
    (
        "end",
        "expiry date | expiration date | display until | valid through | date d expiration | date de fin d affichage",
    ),
    ("city", "city | ville | municipalite"),
    (
        "province",
        "province | province territory | provinces territoires | province territoire | province ou territoire",
    ),
    ("postal code", "work location postal code | postal code | code postal | code postal du lieu de travail"),
    ("employer", "employer | employer name | company | employeur | nom de l employeur | entreprise"),
    ("agency", "placement agency | agence de placement"),
    (
        "vacancies",
        "vacancies | vacancy count | number of positions | nombre de postes | nombre de postes vacants | postes vacants | nombre de postes a combler",
    ),
    ("term", "status | employment term | duree de l emploi | statut | conditions d emploi | duree d emploi"),
    ("employment", "employment | employment type | type d emploi | genre d emploi"),
    ("start", "employment term start date | start date | date de debut | conditions d emploi date de debut"),
    (
        "telework",
        "employment term telework | conditions d emploi virtuel | conditions d emploi teletravail | teletravail",
    ),
    ("hours", "hours | heures | hours of work | heures de travail"),
    ("hours min", "hours minimum | hours min | heures minimum | nombre d heures minimum"),
    ("hours max", "hours maximum | hours max | heures maximum | nombre d heures maximum"),
    ("hours per", "hours per | heures par | nombre d heures par"),
    ("salary", "salary | salaire | wage"),
    ("salary min", "salary min | salary minimum | wage minimum | salaire min | salaire minimum"),
    ("salary max", "salary max | salary maximum | wage maximum | salaire max | salaire maximum"),
    ("salary per", "salary per | wage per | salaire par"),
    ("url", "url | link | lien | job url"),
    ("education", "education los | education | education niveau d etudes | niveau d etudes"),
    ("experience", "experience level | experience | niveau d experience"),
];

/// Flag columns for shifts: what is said when the flag is set.
const SHIFT_FLAGS: &[(&str, &str)] = &[
    (
        "Day",
        "employment term day | employment term morning | employment term early | conditions d emploi jour | conditions d emploi matin",
    ),
    ("Evening", "employment term evening | conditions d emploi soir"),
    ("Night", "employment term night | conditions d emploi nuit"),
    ("Weekend", "employment term weekend | conditions d emploi fin de semaine"),
    (
        "Shift",
        "employment term shift | conditions d emploi quart | conditions d emploi quarts | conditions d emploi poste",
    ),
    ("On call", "employment term oncall | employment term on call | conditions d emploi sur appel"),
];

/// Columns without which a row is no posting.
const REQUIRED: &[&str] = &["title", "date", "province"];
/// Most columns: the open data has 65.
const MOST_COLUMNS: usize = 400;

/// Reads a file of rows.
pub(super) fn read(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let (text, delimiter) = table(bytes)?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let columns = Columns::find(&header)?;
    let mut parsed = Parsed::default();
    let mut lines = Lines { text: &text, byte: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if record.len() > MOST_COLUMNS || record.iter().any(|field| field.len() > FIELD_BYTES) {
            return Err(Malformed::At {
                line,
                reason: format!("a field of more than {} KiB, or too many", FIELD_BYTES >> 10),
            });
        }
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match columns.posting(&record, header.len()) {
            Ok(raw) => parsed.rows.push(Raw { line, ..raw }),
            Err(reason) => {
                let reference = columns.reference(&record, header.len());
                parsed.rejected.push(Rejected { line, reference, reason });
            }
        }
    }
    Ok(parsed)
}

/// The text of a CSV file in any of its encodings, and its delimiter.
///
/// # Errors
/// [`Malformed`] when it is no text.
pub(crate) fn table(bytes: &[u8]) -> Result<(Cow<'_, str>, u8), Malformed> {
    let text = decode::text(bytes, None, Some(decode::LATIN_1))?;
    if text.contains('\0') {
        return Err(Malformed::NotThisFormat("not a text file".to_owned()));
    }
    let delimiter = delimiter(&text);
    Ok((text, delimiter))
}

fn broken(error: &csv::Error) -> Malformed {
    Malformed::At { line: error.position().map_or(0, csv::Position::line), reason: error.to_string() }
}

/// The delimiter that the header line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b',', b'\t', b';'].into_iter().max_by_key(count).filter(|found| count(found) > 0).unwrap_or(b',')
}

/// Counts lines. The CSV reader's own count is of where it stopped before empty lines and half of a `\r\n`.
struct Lines<'t> {
    text: &'t str,
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at or after a byte; bytes come in rising order.
    fn at(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let start = from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.byte..start).unwrap_or_default();
        self.line += line_breaks(passed);
        self.byte = start.max(self.byte);
        self.line
    }
}

/// Where each column is.
struct Columns {
    at: HashMap<&'static str, usize>,
    shifts: Vec<(&'static str, usize)>,
    lang: Option<Lang>,
}

impl Columns {
    fn find(header: &StringRecord) -> Result<Self, Malformed> {
        if header.len() > MOST_COLUMNS {
            return Err(Malformed::At { line: 1, reason: format!("more than {MOST_COLUMNS} columns") });
        }
        let names: Vec<String> = header.iter().map(|name| fold(name.trim_start_matches('\u{feff}'))).collect();
        let position = |accepted: &str| accepted.split(" | ").find_map(|name| names.iter().position(|n| n == name));
        let at: HashMap<_, _> =
            COLUMNS.iter().filter_map(|(column, names)| Some((*column, position(names)?))).collect();
        if let Some((column, accepted)) = COLUMNS.iter().find(|(c, _)| REQUIRED.contains(c) && !at.contains_key(c)) {
            return Err(Malformed::MissingColumn { column, accepted });
        }
        let flags = SHIFT_FLAGS.iter().flat_map(|(shift, names)| names.split(" | ").map(move |name| (*shift, name)));
        let shifts = flags.filter_map(|(shift, name)| Some((shift, position(name)?))).collect();
        let french = |name: &String| ["appellation d emploi", "ville", "salaire par"].contains(&name.as_str());
        let lang = names.iter().any(french).then_some(Lang::Fr);
        Ok(Self { at, shifts, lang })
    }

    /// A field that says something; the open data writes `NA` and `*No data` for nothing.
    fn field<'r>(&self, record: &'r StringRecord, column: &str) -> Option<&'r str> {
        said(record.get(*self.at.get(column)?)?)
    }

    /// The source's own identifier; in a row with fields too many or too few, any field may be another's.
    fn reference(&self, record: &StringRecord, columns: usize) -> Option<String> {
        (record.len() == columns).then(|| self.field(record, "reference").map(str::to_owned))?
    }

    fn posting(&self, record: &StringRecord, columns: usize) -> Result<Raw, String> {
        if record.len() != columns {
            return Err(format!("{} fields where the header has {columns}", record.len()));
        }
        let field = |column: &str| self.field(record, column);
        let date = |column: &str, read: fn(&str) -> Option<_>| match field(column) {
            None => Ok(None),
            Some(text) => read(text).map(Some).ok_or_else(|| format!("unreadable {column}: {text:?}")),
        };
        let texts =
            |columns: &[&str]| columns.iter().filter_map(|column| field(column)).map(str::to_owned).collect::<Vec<_>>();
        let labelled = |label: &str, column: &str| field(column).map(|text| format!("{label}: {text}"));
        let place = RawPlace {
            text: field("city").unwrap_or_default().to_owned(),
            province: field("province").map(str::to_owned),
            postal_code: field("postal code").map(str::to_owned),
            ..RawPlace::default()
        };
        let anywhere = field("telework").is_some_and(set) && place.text.is_empty();
        Ok(Raw {
            reference: self.reference(record, columns),
            title: field("title").or_else(|| field("original title")).unwrap_or_default().to_owned(),
            description: field("description").unwrap_or_default().to_owned(),
            qualifications: [labelled("Education", "education"), labelled("Experience", "experience")]
                .into_iter()
                .flatten()
                .collect(),
            lang: field("language").and_then(Lang::parse).or(self.lang),
            employer: field("employer").unwrap_or_default().to_owned(),
            arrangement: field("agency").filter(|text| set(text)).map(|_| Arrangement::Agency),
            remote: if anywhere { place.province.iter().cloned().collect() } else { Vec::new() },
            places: if anywhere { Vec::new() } else { vec![place] },
            salaries: [
                range(field("salary min"), field("salary max"), field("salary per")),
                given(field("salary").unwrap_or_default()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            hours: field("hours").map(str::to_owned).or_else(|| {
                range(field("hours min"), field("hours max"), field("hours per").or(Some("week")))
                    .map(|range| hours(&range))
            }),
            employment: texts(&["term", "employment"]),
            shifts: self
                .shifts
                .iter()
                .filter(|(_, at)| record.get(*at).and_then(said).is_some_and(set))
                .map(|(shift, _)| (*shift).to_owned())
                .collect(),
            languages: texts(&["language of work"]),
            start: field("start").and_then(date::day),
            vacancies: field("vacancies").and_then(|count| count.parse().ok()),
            url: field("url").map(str::to_owned),
            published_at: date("date", date::published)?,
            valid_through: date("end", date::ends)?,
            ..Raw::default()
        })
    }
}

fn said(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && !text.eq_ignore_ascii_case("na") && !text.eq_ignore_ascii_case("*no data")).then_some(text)
}

/// Whether a flag is set.
fn set(text: &str) -> bool {
    !matches!(fold(text).as_str(), "" | "0" | "no" | "non" | "n" | "false" | "faux")
}

/// `23.5 to 26.99 per hour`, from columns of their own.
fn range(min: Option<&str>, max: Option<&str>, per: Option<&str>) -> Option<String> {
    // A zero is how some files write nothing.
    let number = |text: Option<&str>| text.filter(|t| t.contains(|c: char| matches!(c, '1'..='9'))).map(str::to_owned);
    let per = per.map(|per| format!(" per {per}")).unwrap_or_default();
    match (number(min), number(max)) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}{per}")),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}{per}")),
        (None, None) => None,
    }
}

/// `35 to 40 per week` → `35 to 40 hours per week`.
fn hours(range: &str) -> String {
    range.replacen(" per ", " hours per ", 1)
}
