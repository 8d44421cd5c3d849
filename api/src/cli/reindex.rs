//! `carematch reindex`: build beside, then swap.

use std::process::ExitCode;

use super::print;
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
    let index = process::index(config)?;
    let indexed = search_indexer::rebuild(&db, index.as_ref(), Clock::default().now()).await?;
    if options.json {
        return print(&serde_json::json!({ "indexed": indexed }).to_string());
    }
    print(&format!("indexed {indexed} postings; the new index is live"))
}
