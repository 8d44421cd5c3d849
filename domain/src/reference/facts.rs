//! `docs/FACTS.md`: the rows of the tables that nobody has verified yet, kept in step with the tables.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the tables cannot say row by row.
const INTRODUCTION: &str = "# Facts that nobody has verified yet

Made from `domain/data/*.csv`; `CAREMATCH_BLESS=1 cargo test -p domain` brings it up to date. Do not edit it by hand.

Each row below is a fact that is known to move, in doubt, or inferred. An answer that rests on one is `unknown`, with a
link to the regulator, and never makes anyone `ready`. Whoever reads the fact in a good source sets `source`, `url`,
`as_of` and `certainty` in its row, and the row leaves this list.

Not marked row by row:

- Places and postal areas carry the health region of the nearest town whose region is known, so a region's border may be
  some kilometres off. The borders of Alberta's seven corridors (in force since 2025) were not read at all: a place there
  may be in a neighbouring corridor.
- A circle for an area such as \"GTA\" is what people mean by it, not an official border.
- A `general` row is common knowledge of the field: it counts, but was not re-checked.
";

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The tables that say how sure each row is, by name.
fn tables() -> Vec<(String, csv::StringRecord, Vec<csv::StringRecord>)> {
    let mut paths: Vec<_> = std::fs::read_dir(file("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let csv_only = paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    let read = csv_only.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(&path).unwrap();
        let header = reader.headers().unwrap().clone();
        let rows = reader.records().map(|row| row.unwrap_or_else(|error| panic!("{name}: {error}"))).collect();
        (name, header, rows)
    });
    read.filter(|(_, header, _)| header.iter().any(|column| column == "certainty")).collect()
}

/// One line of a Markdown table.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn page() -> String {
    let mut counts = String::from("\n| table | rows | verified | general | unverified |\n|---|---|---|---|---|\n");
    let mut lists = String::new();
    for (name, header, rows) in tables() {
        let certainty = header.iter().position(|column| column == "certainty").unwrap();
        let of = |wanted: &str| rows.iter().filter(|row| &row[certainty] == wanted).count();
        let (verified, general, unverified) = (of("verified"), of("general"), of("unverified"));
        assert_eq!(verified + general + unverified, rows.len(), "{name}: a certainty that is none");
        writeln!(counts, "| {name} | {} | {verified} | {general} | {unverified} |", rows.len()).unwrap();
        if unverified == 0 {
            continue;
        }
        // A column that says nothing in any of these rows is left out, and the link is in the table itself.
        let open: Vec<_> = rows.iter().filter(|row| &row[certainty] == "unverified").collect();
        let told = |column: &usize| {
            !matches!(&header[*column], "certainty" | "url" | "register_url")
                && open.iter().any(|row| !row[*column].is_empty())
        };
        let columns: Vec<_> = (0..header.len()).filter(told).collect();
        write!(lists, "\n## {name}\n\n").unwrap();
        lists += &line(columns.iter().map(|column| &header[*column]));
        lists += &line(columns.iter().map(|_| "---"));
        for row in open {
            lists += &line(columns.iter().map(|column| &row[*column]));
        }
    }
    format!("{INTRODUCTION}{counts}{lists}")
}

#[test]
fn the_list_of_unverified_facts_is_up_to_date() {
    let (path, page) = (file("../docs/FACTS.md"), page());
    if std::env::var_os("CAREMATCH_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/FACTS.md is out of date: run `CAREMATCH_BLESS=1 cargo test -p domain` and commit it");
}

#[test]
fn a_verified_row_names_its_source_and_every_row_its_day() {
    for (name, header, rows) in tables() {
        let column = |wanted: &str| header.iter().position(|column| column == wanted).unwrap();
        let (source, as_of, certainty) = (column("source"), column("as_of"), column("certainty"));
        for row in rows {
            assert!(!row[source].is_empty(), "{name}: {row:?}");
            let read = &row[certainty] == "verified";
            assert!(!(read && &row[source] == "general knowledge"), "{name}: {row:?}");
            let day = &row[as_of];
            let shape: String = day.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            assert!(["0000", "0000-00", "0000-00-00", "undated"].contains(&shape.as_str()), "{name}: `{day}`");
        }
    }
}

#[test]
fn the_notice_names_whose_data_is_shipped() {
    let notice = std::fs::read_to_string(file("../NOTICE")).unwrap();
    for owner in ["GeoNames", "CC BY 4.0", "Statistics Canada", "Open Government Licence – Canada"] {
        assert!(notice.contains(owner), "NOTICE does not name {owner}");
    }
}
