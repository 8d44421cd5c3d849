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
    let now = app.clock.now();
    let report = search_indexer::doctor(&app.db, app.index.as_ref(), now).await?;
    let listed = storage::posting::count_listed(&app.db, now).await?;
    let board = app.board().len(now);
    let healthy = report.is_clean() && board == listed;
    let findings = json!({
        "listed": listed, "board": board, "index": report.documents, "missing": report.missing,
        "stale": report.stale, "extra": report.extra, "expired": report.expired, "healthy": healthy,
    });
    if options.json {
        print(&findings.to_string())?;
    } else {
        print(&format!(
            "{listed} postings listed in the database, {board} on the board; in the index {} missing, {} stale, {} extra: {}",
            report.missing.len(),
            report.stale.len(),
            report.extra.len(),
            if healthy { "healthy" } else { "run `carematch reindex`" },
        ))?;
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
