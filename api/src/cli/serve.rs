//! `carematch serve`.

use std::process::ExitCode;

use chrono::{DateTime, Utc};

use super::{clock, read_as_of};
use crate::config::Config;
use crate::process::{self, Process};
use crate::server;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Serve as if the process began at this day or moment: for old real data, outside production.
    #[arg(long, value_name = "DATE", value_parser = read_as_of)]
    as_of: Option<DateTime<Utc>>,
}

pub(super) async fn run(config: Config, options: Options) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(options.as_of.is_none() || !config.production, "--as-of is not for production");
    let db = process::current_database(&config).await?;
    // The addresses first: a second server on them is told at once.
    let listener = server::bind(config.http_bind).await?;
    let admin = server::bind(config.admin_bind).await?;
    let mut process = Process::start(&config, process::app(&config, db, clock(options.as_of))?).await?;
    let (public, operators) = (listener.local_addr()?, admin.local_addr()?);
    process.serve(listener);
    process.serve_admin(&config, admin)?;
    tracing::info!(%public, %operators, postings = process.app.board().len(process.app.clock.now()), "serving");
    process.run().await?;
    Ok(ExitCode::SUCCESS)
}
