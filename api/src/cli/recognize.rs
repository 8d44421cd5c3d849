//! `carematch recognize FILE.csv`.

use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use domain::reference::{Province, Role};
use domain::{text, title};
use tempfile::NamedTempFile;

use crate::feed;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// A CSV file with a header, in UTF-8, UTF-16 or Latin-1, with commas, semicolons or tabs; `-` for standard input.
    file: PathBuf,
    /// The column of titles; found by its name by default.
    #[arg(long)]
    title_column: Option<String>,
    /// The province of every row; by default that of a column of provinces, where there is one.
    #[arg(long, value_parser = read_province)]
    province: Option<Province>,
    /// Where to write, in UTF-8 with the delimiter of the file read; standard output by default.
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
    let input = read(&options.file)?;
    let Some(path) = &options.output else { return annotate(options, &input, std::io::stdout()) };
    let unwritten = || format!("cannot write {}", path.display());
    // Through a link to the file itself.
    let path = path.canonicalize().unwrap_or_else(|_| path.clone());
    if path.exists() && !path.is_file() {
        // A pipe or a device has no place beside it.
        let output = std::fs::OpenOptions::new().write(true).open(&path).with_context(unwritten)?;
        return annotate(options, &input, output);
    }
    // Beside it and renamed at the end: whatever fails, what is there stays, even when it is the input.
    let mut output = beside(&path).with_context(unwritten)?;
    annotate(options, &input, output.as_file_mut())?;
    output.persist(&path).with_context(unwritten)?;
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// A temporary file in the folder of `path`, with the rights of the file that is there or of any new file.
fn beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let Ok(present) = path.metadata() {
        file.as_file().set_permissions(present.permissions())?;
    }
    Ok(file)
}

/// Writes every row with what was recognised in its title.
fn annotate(options: &Options, input: &[u8], output: impl Write) -> anyhow::Result<()> {
    let name = options.file.display();
    let (text, delimiter) = feed::table(input).with_context(|| format!("{name} is no CSV"))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().with_context(|| format!("{name} is no CSV"))?.clone();
    let title = match &options.title_column {
        Some(wanted) => column(&header, &[&text::fold(wanted)]),
        None => column(&header, TITLES),
    };
    let title = title.with_context(|| format!("{name} has no column of titles; name it with --title-column"))?;
    let province = column(&header, PROVINCES);
    let output = BufWriter::new(output);
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(output);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn options(file: &Path, output: &Path) -> Options {
        Options { file: file.to_owned(), title_column: None, province: None, output: Some(output.to_owned()) }
    }

    #[test]
    fn a_file_can_be_written_over_itself_and_survives_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("titles.csv");
        std::fs::write(&file, "id,title,province\n1,Registered nurse,ON\n").unwrap();
        recognize(&options(&file, &file)).unwrap();
        let written = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines[0], "id,title,province,role,noc2021,reason");
        assert!(lines[1].starts_with("1,Registered nurse,ON,rn,31301,"), "{written}");

        let untitled = "id,colour\n1,red\n";
        std::fs::write(&file, untitled).unwrap();
        recognize(&options(&file, &file)).unwrap_err();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), untitled);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn every_encoding_and_delimiter_that_import_reads_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (file, output) = (folder.path().join("titles.csv"), folder.path().join("out.csv"));
        let text = "id;titre;province\n1;Infirmière autorisée;QC\n";
        let utf16 = |text: &str| [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let latin_1 = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for (bytes, delimiter) in
            [(utf16(text), ";"), (utf16(&text.replace(';', "\t")), "\t"), (latin_1, ";"), (text.into(), ";")]
        {
            let bytes: Vec<u8> = bytes;
            std::fs::write(&file, bytes).unwrap();
            recognize(&options(&file, &output)).unwrap();
            let written = std::fs::read_to_string(&output).unwrap();
            let expected = ["1", "Infirmière autorisée", "QC", "rn", "31301", ""].join(delimiter);
            assert!(written.lines().nth(1).unwrap().starts_with(&expected), "{written}");
        }
    }
}
