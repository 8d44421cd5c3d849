//! `carematch doctor`: compares the index with the database, and a board loaded for it; verifies the audit trail.
//!
//! The board of a running server is in that process; `GET /readyz` there says how far it has followed the change
//! feed. This command loads a board as a server does and compares it, posting by posting.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use domain::board::Board;
use serde_json::{Value, json};
use storage::audit::Trail;

use super::{clock, print, read_as_of};
use crate::app::{App, documents};
use crate::config::Config;
use crate::process;
use crate::workers::feed;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
    /// Compare with what was listed on this day or at this moment.
    #[arg(long, value_name = "DATE", value_parser = read_as_of)]
    as_of: Option<DateTime<Utc>>,
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let db = process::current_database(config).await?;
    let app = App::new(db, process::index(config)?, process::vault(config)?, config.settings(), clock(options.as_of));
    feed::load::<Board>(&app).await?;
    let now = app.clock.now();
    let listed = storage::posting::count_listed(&app.db, now).await?;
    let index = search_indexer::doctor(&app.db, app.index.as_ref(), now).await?;
    let entries: Vec<_> = app.board().entries(now).map(|entry| (entry.id, entry.version)).collect();
    let board = search_indexer::compare(&app.db, entries, now).await?;
    let advice = match (index.is_clean(), board.is_clean()) {
        (true, true) => "healthy",
        (false, true) => "run `carematch reindex`",
        (_, false) => "the board differs from the database, which is a fault of this program",
    };
    let left_over = documents::sweep(&app).await?;
    let trail = storage::audit::verify(&app.db).await?;
    let healthy = index.is_clean() && board.is_clean() && trail.breaks.is_empty();
    let differs = [&*board.missing, &*board.stale, &*board.extra].concat();
    let findings = json!({
        "listed": listed, "board": board.documents, "index": index.documents, "built": index.built,
        "missing": index.missing, "stale": index.stale, "extra": index.extra, "expired": index.expired,
        "board_differs": differs, "files_removed": left_over, "audit": of_trail(&trail),
        "healthy": healthy,
    });
    if options.json {
        print(&findings.to_string())?;
    } else {
        if left_over > 0 {
            print(&format!("{left_over} files that belonged to no document are removed"))?;
        }
        print(&told(&trail))?;
        print(&format!(
            "{listed} postings listed in the database, {} on a board loaded from it; {} {} missing, {} stale, {} extra: {}",
            board.documents,
            if index.built { "in the index" } else { "there is no index:" },
            index.missing.len(),
            index.stale.len(),
            index.extra.len(),
            advice,
        ))?;
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn of_trail(trail: &Trail) -> Value {
    let head = trail.head.as_ref().map(|head| json!({ "number": head.number, "hash": head.hash }));
    let breaks: Vec<String> = trail.breaks.iter().map(ToString::to_string).collect();
    json!({ "sealed": trail.sealed, "unsealed": trail.unsealed, "head": head, "breaks": breaks, "late": trail.late })
}

/// The trail in a few lines: whole or broken, and what a person should compare.
fn told(trail: &Trail) -> String {
    let head = trail.head.as_ref().map_or_else(String::new, |head| {
        format!("; the last seal is number {}, {}, as its process has logged", head.number, head.hash)
    });
    let mut lines = vec![format!("{} lines of the audit trail sealed, {} not yet{head}", trail.sealed, trail.unsealed)];
    lines.extend(trail.breaks.iter().map(|found| format!("the audit trail was tampered with: {found}")));
    if !trail.late.is_empty() {
        lines.push(format!(
            "{} lines of the audit trail are dated long before what was sealed earlier: put in afterwards, or a clock was wrong",
            trail.late.len()
        ));
    }
    lines.join("\n")
}
