//! `carematch recognize FILE.csv`.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use domain::reference::{Province, Role};
use domain::{text, title};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// A CSV file with a header; `-` for standard input.
    file: PathBuf,
    /// The column of titles; found by its name by default.
    #[arg(long)]
    title_column: Option<String>,
    /// The province of every row; by default that of a column of provinces, where there is one.
    #[arg(long, value_parser = read_province)]
    province: Option<Province>,
    /// Where to write; standard output by default.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn read_province(text: &str) -> Result<Province, String> {
    Province::read(text).ok_or_else(|| format!("`{text}` is no province or territory"))
}

/// Names of columns of titles and of provinces, folded, the likeliest first.
const TITLES: &[&str] = &["title", "job title", "posting title", "titre", "titre du poste", "intitule"];
const PROVINCES: &[&str] = &["province", "province territory", "prov", "province code", "province or territory"];

pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    match recognize(options) {
        // Whoever read the output has had enough of it.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome.map(|()| ExitCode::SUCCESS),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let of_csv = error.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
        csv::ErrorKind::Io(error) => Some(error.kind()),
        _ => None,
    });
    kind.or(of_csv) == Some(std::io::ErrorKind::BrokenPipe)
}

fn recognize(options: &Options) -> anyhow::Result<()> {
    let name = options.file.display();
    let input: Box<dyn Read> = if options.file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(&options.file).with_context(|| format!("cannot read {name}"))?)
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let header = reader.headers().with_context(|| format!("{name} is no CSV"))?.clone();
    let title = match &options.title_column {
        Some(wanted) => column(&header, &[&text::fold(wanted)]),
        None => column(&header, TITLES),
    };
    let title = title.with_context(|| format!("{name} has no column of titles; name it with --title-column"))?;
    let province = column(&header, PROVINCES);
    let output: Box<dyn Write> = match &options.output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        None => Box::new(std::io::stdout()),
    };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(output));
    writer.write_record(header.iter().chain(["role", "noc2021", "reason"]))?;
    for row in reader.records() {
        let row = row.with_context(|| format!("{name} is no CSV"))?;
        let here = province.and_then(|at| row.get(at)).and_then(Province::read);
        let found = title::recognize(row.get(title).unwrap_or_default(), options.province.or(here));
        let roles = joined(found.roles.iter().map(|role| role.key()));
        let noc = joined(found.roles.iter().flat_map(|role| Role::noc2021(*role).iter().copied()));
        let added = [roles, noc, found.reason];
        writer.write_record(row.iter().chain(added.iter().map(String::as_str)))?;
    }
    writer.flush()?;
    Ok(())
}

fn column(header: &csv::StringRecord, names: &[&str]) -> Option<usize> {
    let folded: Vec<String> = header.iter().map(|name| text::fold(name.trim_start_matches('\u{feff}'))).collect();
    names.iter().find_map(|name| folded.iter().position(|column| column == name))
}

/// Several values by `|`, each once.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.join("|")
}
