//! `carematch reindex`: build beside, then swap.

use std::process::ExitCode;

use super::{print, progress_bar};
use crate::clock::Clock;
use crate::config::Config;
use crate::process;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let db = process::current_database(config).await?;
    let indexer = process::indexer(&db, process::index(config)?, Clock::default());
    let bar = progress_bar();
    let postings = indexer
        .reindex(|done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })
        .await?;
    bar.finish_and_clear();
    if options.json {
        return print(&serde_json::json!({ "indexed": postings }).to_string());
    }
    print(&format!("indexed {postings} postings; the new index is live"))
}
