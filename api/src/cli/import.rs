//! `carematch import`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use indicatif::ProgressBar;

use super::{clock, print, progress_bar, read_as_of};
use crate::app::import::{self, Input, NotTaken, Report, Request};
use crate::config::Config;
use crate::feed::Format;
use crate::process;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Options {
    /// The format of the files.
    #[arg(long, value_enum)]
    format: Wanted,
    /// The source's name; its postings are known by it ever after. Not for `odhf`.
    #[arg(long)]
    source: Option<String>,
    /// Files, folders of files, or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files are all that the source lists: withdraw what they no longer list.
    #[arg(long)]
    complete: bool,
    /// Take a complete feed even if it shrank by more than a third.
    #[arg(long, requires = "complete")]
    accept_shrink: bool,
    /// Write nothing, only report.
    #[arg(long)]
    dry_run: bool,
    /// Take the files as of this day or moment.
    #[arg(long, value_name = "DATE", value_parser = read_as_of)]
    as_of: Option<DateTime<Utc>>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// What the files hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Postings.
    Postings(Format),
    /// Facilities to pick from: Statistics Canada's Open Database of Healthcare Facilities.
    Facilities,
}

impl ValueEnum for Wanted {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<Wanted>> = LazyLock::new(|| {
            let postings = Format::value_variants().iter().map(|format| Wanted::Postings(*format));
            postings.chain([Wanted::Facilities]).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Postings(format) => format.to_possible_value(),
            Self::Facilities => Some(
                PossibleValue::new("odhf").help("Facilities: the CSV of the Open Database of Healthcare Facilities"),
            ),
        }
    }
}

impl Wanted {
    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Postings(format) => format.extensions(),
            Self::Facilities => &["csv"],
        }
    }
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let mut inputs = Vec::new();
    for file in &options.files {
        collect(file, options.format, &mut inputs)?;
    }
    match options.format {
        Wanted::Postings(format) => postings(config, &options, format, &inputs).await,
        Wanted::Facilities => facilities(config, &options, &inputs).await,
    }
}

async fn facilities(config: &Config, options: &Options, inputs: &[Input]) -> anyhow::Result<ExitCode> {
    let given = options.source.is_some() || options.complete || options.as_of.is_some();
    anyhow::ensure!(!given, "--format odhf takes no --source, --complete or --as-of");
    let db = process::current_database(config).await?;
    let bar = progress_bar();
    let report =
        import::facilities::import(&db, inputs, options.dry_run, |done, total| show(&bar, done, total)).await?;
    bar.finish_and_clear();
    db.close().await?;
    if options.json {
        return print(&serde_json::to_string(&report)?);
    }
    let mut lines = vec![format!(
        "{} rows: {} new, {} changed, {} unchanged, {} rejected; {} with a setting{}",
        report.rows,
        report.new,
        report.changed,
        report.unchanged,
        report.rejected.len(),
        report.with_setting,
        if options.dry_run { "; nothing was written" } else { "" },
    )];
    lines.extend(report.rejected.iter().map(|row| say("rejected", row)));
    print(&lines.join("\n"))
}

fn show(bar: &ProgressBar, done: usize, total: usize) {
    bar.set_length(u64::try_from(total).unwrap_or_default());
    bar.set_position(u64::try_from(done).unwrap_or_default());
}

fn say(what: &str, row: &NotTaken) -> String {
    format!("{}, line {}: {what}: {}", row.file, row.line, row.reason)
}

async fn postings(config: &Config, options: &Options, format: Format, inputs: &[Input]) -> anyhow::Result<ExitCode> {
    let source = options.source.as_deref().map(str::trim).unwrap_or_default();
    anyhow::ensure!(!source.is_empty(), "--source needs a name");
    let request = Request {
        source,
        format,
        inputs,
        as_of: clock(options.as_of).now(),
        as_of_given: options.as_of.is_some(),
        complete: options.complete,
        accept_shrink: options.accept_shrink,
        dry_run: options.dry_run,
    };
    let db = process::current_database(config).await?;
    let bar = progress_bar();
    let report = import::import(&db, &request, |done, total| show(&bar, done, total)).await?;
    bar.finish_and_clear();
    db.close().await?;
    if options.json { print(&serde_json::to_string(&report)?) } else { print(&describe(&report, options.dry_run)) }
}

/// Reads a file, every file of a folder whose name ends as the format's do, in the order of names, or standard input.
fn collect(path: &Path, format: Wanted, inputs: &mut Vec<Input>) -> anyhow::Result<()> {
    let name = path.display().to_string();
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        inputs.push(Input { name: "standard input".to_owned(), bytes });
        return Ok(());
    }
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {name}"))?;
        let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        let extension = |file: &PathBuf| Some(file.extension()?.to_str()?.to_ascii_lowercase());
        let ours = |file: &PathBuf| extension(file).is_some_and(|end| format.extensions().contains(&end.as_str()));
        files.retain(|file| file.is_file() && ours(file));
        anyhow::ensure!(!files.is_empty(), "{name} holds no file of this format ({})", format.extensions().join(", "));
        files.sort();
        return files.iter().try_for_each(|file| collect(file, format, inputs));
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    inputs.push(Input { name, bytes });
    Ok(())
}

fn describe(report: &Report, dry_run: bool) -> String {
    let mut lines = vec![format!(
        "{} rows: {} new, {} changed, {} unchanged, {} merged, {} repeated, {} rejected; {} unclassified, {} expired, {} withdrawn{}{}",
        report.rows,
        report.new,
        report.changed,
        report.unchanged,
        report.merged,
        report.repeated.len(),
        report.rejected.len(),
        report.unclassified,
        report.expired,
        report.withdrawn,
        if report.resumed { "; went on where a killed run stopped" } else { "" },
        if dry_run { "; nothing was written" } else { "" },
    )];
    lines.extend(report.held.clone());
    lines.extend(report.rejected.iter().map(|row| say("rejected", row)));
    lines.extend(report.repeated.iter().map(|row| say("repeated", row)));
    lines.join("\n")
}
