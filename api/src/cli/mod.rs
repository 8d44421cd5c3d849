//! The command line. Each command parses, calls a use case and prints; an error is one plain line on standard
//! error and a non-zero exit.

mod admin;
mod demo;
mod digest;
mod doctor;
mod import;
mod matches;
mod recognize;
mod reindex;
mod serve;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use crate::clock::Clock;
use crate::config::Config;
use crate::{rest, telemetry};

/// Matches healthcare workers and employers in Canada by role, region and credentials.
#[derive(Debug, Parser)]
#[command(name = "carematch", version)]
struct Args {
    /// Configuration file; `carematch.toml` here by default, if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve REST; embedded by default: migrates, follows changes and feeds the index in one process.
    Serve(serve::Options),
    /// Import postings from files, folders or standard input.
    Import(import::Options),
    /// Match a worker's profile with the live postings and say why.
    Match(matches::Options),
    /// Show the digest that a subscription would get.
    Digest(digest::Options),
    /// Add `role`, `noc2021` and `reason` to a CSV of titles.
    Recognize(recognize::Options),
    /// Build the search index anew beside the present one, then swap.
    Reindex(reindex::Options),
    /// Compare the index and a freshly loaded board with the database, and verify the audit trail.
    Doctor(doctor::Options),
    /// Make and unmake admins, moderators and editors; give an organization that nobody owns an owner.
    Admin(admin::Options),
    /// Bring the database to this program's schema.
    Migrate,
    /// Print the settings in force, secrets hidden.
    Config,
    /// Print the OpenAPI document.
    Openapi,
    /// Serve sample postings and accounts of each kind of person from a fresh folder, and say what to try.
    Demo(demo::Options),
}

/// Reads the command line and runs the command.
pub async fn run() -> ExitCode {
    match execute(Args::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // Nothing is left to do when standard error is gone.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(args: Args) -> anyhow::Result<ExitCode> {
    let config = Config::load(args.config.as_deref())?;
    telemetry::start_logs(&config, matches!(args.command, Command::Serve(_)))?;
    match args.command {
        Command::Serve(options) => serve::run(config, options).await,
        Command::Import(options) => import::run(&config, options).await,
        Command::Match(options) => matches::run(&config, options).await,
        Command::Digest(options) => digest::run(&config, options).await,
        Command::Recognize(options) => recognize::run(&options),
        Command::Reindex(options) => reindex::run(&config, options).await,
        Command::Doctor(options) => doctor::run(&config, options).await,
        Command::Admin(options) => admin::run(&config, options).await,
        Command::Migrate => {
            storage::migrate(&crate::process::database(&config).await?).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Config => print(&config.to_lines().join("\n")),
        Command::Openapi => print(&rest::router().1.to_pretty_json()?),
        Command::Demo(options) => demo::run(config, options).await,
    }
}

/// Prints a text with a line end; a closed pipe is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<ExitCode> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// A day or moment given on the command line: `2020-06-01` (noon UTC) or RFC 3339.
pub(crate) fn read_as_of(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment.to_utc());
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.map(|day| day.and_time(noon).and_utc()).map_err(|_| format!("`{text}` is no day (YYYY-MM-DD) or moment"))
}

/// The clock of a command: the system's, or as of a moment.
pub(crate) fn clock(as_of: Option<DateTime<Utc>>) -> Clock {
    as_of.map_or_else(Clock::default, Clock::starting_at)
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} postings, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
