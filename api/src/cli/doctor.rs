//! `carematch doctor`: compares index, board and database.

use std::process::ExitCode;

use serde_json::json;

use super::print;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::process;
use crate::workers::board;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let db = process::current_database(config).await?;
    let index = process::index(config)?;
    let app = App::new(db, index, Clock::default());
    board::load(&app).await?;
    let report = search_indexer::doctor(&app.db, app.index.as_ref(), app.clock.now()).await?;
    let board = app.board().len(app.clock.now());
    let healthy = report.is_clean() && board == report.listed;
    let findings = json!({
        "listed": report.listed, "board": board, "missing": report.missing, "stale": report.stale,
        "extra": report.extra, "healthy": healthy,
    });
    if options.json {
        print(&findings.to_string())?;
    } else {
        print(&format!(
            "{} postings listed in the database, {board} on the board; in the index {} missing, {} stale, {} extra: {}",
            report.listed,
            report.missing.len(),
            report.stale.len(),
            report.extra.len(),
            if healthy { "healthy" } else { "run `carematch reindex`" },
        ))?;
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
