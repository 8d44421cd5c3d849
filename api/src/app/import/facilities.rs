//! Importing the published facilities of Statistics Canada's Open Database of Healthcare Facilities: read and check
//! everything, then apply it in batches. A facility is known by the list's own identifier, so importing twice changes
//! nothing, and a killed import is simply run again.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use domain::organization::odhf::{self, PublicFacility, Row};
use domain::text::fold;
use serde::Serialize;
use storage::Database;
use storage::organization::public_facility;

use super::{BATCH, ImportError, Input, NotTaken};
use crate::feed::{self, Malformed};

/// What an import of facilities did. `new + changed + unchanged + rejected` is the number of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows read.
    pub rows: usize,
    /// Facilities that were not there.
    pub new: usize,
    /// Facilities that were there otherwise.
    pub changed: usize,
    /// Facilities that were there just so.
    pub unchanged: usize,
    /// Of all taken: those whose type or name proposes a setting.
    pub with_setting: usize,
    /// Rows that cannot be taken.
    pub rejected: Vec<NotTaken>,
}

/// The columns by what they hold, with the names they have in the published file (version 1.1, of 2020) and in copies
/// of it that were tidied up, folded.
const COLUMNS: &[(&str, &str)] = &[
    ("index", "index | odhf index"),
    ("name", "facility name | name"),
    ("type", "odhf facility type | type"),
    ("source type", "source facility type | source type"),
    ("unit", "unit"),
    ("number", "street no"),
    ("street", "street name | street"),
    ("city", "city"),
    ("province", "province"),
    ("postal code", "postal code"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
];

/// Columns without which a row is no facility.
const REQUIRED: &[&str] = &["index", "name", "type", "city", "province"];

/// Imports; `progress` is told how many of how many facilities are done.
///
/// # Errors
/// [`ImportError`]; nothing is changed unless it is [`ImportError::Storage`].
pub async fn import(
    db: &Database,
    inputs: &[Input],
    dry_run: bool,
    mut progress: impl FnMut(usize, usize),
) -> Result<Report, ImportError> {
    let (facilities, mut report) = read(inputs)?;
    let mut done = 0;
    for batch in facilities.chunks(BATCH) {
        apply(db, batch, dry_run, &mut report).await?;
        done += batch.len();
        progress(done, facilities.len());
    }
    Ok(report)
}

async fn apply(db: &Database, batch: &[PublicFacility], dry_run: bool, report: &mut Report) -> storage::Result<()> {
    let tx = storage::begin(db).await?;
    let ids: Vec<&str> = batch.iter().map(|facility| facility.id.as_str()).collect();
    let known = public_facility::by_ids(&tx, &ids).await?;
    let known: HashMap<&str, &PublicFacility> = known.iter().map(|facility| (facility.id.as_str(), facility)).collect();
    let mut new = Vec::new();
    for facility in batch {
        report.with_setting += usize::from(facility.setting.is_some());
        match known.get(facility.id.as_str()) {
            None => new.push(facility),
            Some(kept) if *kept == facility => report.unchanged += 1,
            Some(_) => {
                public_facility::update(&tx, facility).await?;
                report.changed += 1;
            }
        }
    }
    report.new += new.len();
    public_facility::insert(&tx, &new).await?;
    if dry_run { tx.rollback().await } else { tx.commit().await }
}

fn read(inputs: &[Input]) -> Result<(Vec<PublicFacility>, Report), ImportError> {
    let (mut facilities, mut report, mut seen) = (Vec::new(), Report::default(), HashMap::new());
    for input in inputs {
        let malformed = |malformed| ImportError::Malformed { file: input.name.clone(), malformed };
        for Read { line, facility } in rows(&input.bytes).map_err(malformed)? {
            report.rows += 1;
            let mut reject = |reason| report.rejected.push(NotTaken { file: input.name.clone(), line, reason });
            match facility {
                Err(reason) => reject(reason),
                Ok(facility) => match seen.insert(facility.id.clone(), line) {
                    Some(first) => reject(format!("same index as line {first}")),
                    None => facilities.push(facility),
                },
            }
        }
    }
    let (rows, rejected) = (report.rows, report.rejected.len());
    match report.rejected.first() {
        Some(first) if rejected * 100 > rows * feed::MOST_REJECTED_PERCENT => {
            Err(ImportError::TooManyRejected { rejected, rows, first: first.clone() })
        }
        _ => Ok((facilities, report)),
    }
}

/// A row of a file.
#[derive(Debug, PartialEq)]
struct Read {
    line: u64,
    /// The facility, or why it is none.
    facility: Result<PublicFacility, String>,
}

/// Every row of a file.
fn rows(bytes: &[u8]) -> Result<Vec<Read>, Malformed> {
    let (text, delimiter) = feed::table(bytes)?;
    let broken = |error: &csv::Error| Malformed::At {
        line: error.position().map_or(0, csv::Position::line),
        reason: error.to_string(),
    };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let columns = columns(&header)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let facility = if record.len() == header.len() {
            facility(&columns, &record)
        } else {
            Err(format!("{} fields where the header has {}", record.len(), header.len()))
        };
        rows.push(Read { line, facility });
    }
    Ok(rows)
}

fn columns(header: &StringRecord) -> Result<HashMap<&'static str, usize>, Malformed> {
    let names: Vec<String> = header.iter().map(|name| fold(name.trim_start_matches('\u{feff}'))).collect();
    let position = |accepted: &str| accepted.split(" | ").find_map(|name| names.iter().position(|n| n == name));
    let at: HashMap<_, _> = COLUMNS.iter().filter_map(|(column, names)| Some((*column, position(names)?))).collect();
    match COLUMNS.iter().find(|(column, _)| REQUIRED.contains(column) && !at.contains_key(column)) {
        Some((column, accepted)) => Err(Malformed::MissingColumn { column, accepted }),
        None => Ok(at),
    }
}

fn facility(columns: &HashMap<&'static str, usize>, record: &StringRecord) -> Result<PublicFacility, String> {
    let field = |column: &str| columns.get(column).and_then(|at| record.get(*at)).unwrap_or_default();
    let parts = [field("unit"), field("number"), field("street")];
    let street = parts.into_iter().filter(|part| !matches!(part.trim(), "" | "..")).collect::<Vec<_>>().join(" ");
    odhf::read(&Row {
        index: field("index"),
        name: field("name"),
        kind: field("type"),
        source_kind: field("source type"),
        street: &street,
        city: field("city"),
        province: field("province"),
        postal_code: field("postal code"),
        latitude: field("latitude"),
        longitude: field("longitude"),
    })
    .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = "\
index,facility_name,source_facility_type,odhf_facility_type,provider,unit,street_no,street_name,postal_code,city,province,source_format_str_address,CSDname,CSDuid,Pruid,latitude,longitude
1,Foyer Sainte-Élisabeth,nursing home,Nursing and residential care facilities,Province,,12,rue de l'Église,E1W 1A1,Caraquet,NB,..,Caraquet,1315015,13,47.79,-64.94
2,Nulle part,,Hospitals,Province,..,..,..,..,..,ZZ,..,..,..,..,..,..
1,Again,,Hospitals,Province,,1,Main,..,Moncton,NB,..,..,..,..,..,..
";

    #[test]
    fn the_published_file_is_read_in_its_own_columns_and_encoding() {
        let utf8 = rows(PUBLISHED.as_bytes()).unwrap();
        let (encoded, _, _) = encoding_rs::WINDOWS_1252.encode(PUBLISHED);
        assert_eq!(rows(&encoded).unwrap(), utf8);
        let first = utf8[0].facility.as_ref().unwrap();
        assert_eq!((utf8[0].line, first.id.as_str()), (2, "odhf:1"));
        assert_eq!(first.street.as_deref(), Some("12 rue de l'Église"));
        assert_eq!(first.location.point, Some((47.79, -64.94)));
        assert!(utf8[1].facility.is_err() && utf8[2].facility.is_ok());
    }

    #[test]
    fn a_row_that_cannot_be_taken_is_named_with_its_line() {
        let good = (3..20).map(|n| format!("{n},Clinic {n},,Hospitals,P,,1,Main,..,Moncton,NB,..,..,..,..,..,..\n"));
        let file = PUBLISHED.to_owned() + &good.collect::<String>();
        let input = |text: &str| vec![Input { name: "odhf.csv".to_owned(), bytes: text.as_bytes().to_vec() }];
        let (facilities, report) = read(&input(&file)).unwrap();
        assert_eq!((facilities.len(), report.rows), (18, 20));
        let lines: Vec<_> = report.rejected.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 4]);
        assert_eq!(report.rejected[1].reason, "same index as line 2");
        let mostly_bad = read(&input(PUBLISHED));
        assert!(matches!(mostly_bad, Err(ImportError::TooManyRejected { rejected: 2, rows: 3, .. })));
        let other = read(&input("colour,size\nred,9\n"));
        assert!(matches!(other, Err(ImportError::Malformed { .. })));
    }
}
