//! `carematch reindex`: build beside, then swap.

use std::process::ExitCode;

use chrono::{DateTime, Utc};

use super::{clock, print, progress_bar, read_as_of};
use crate::config::Config;
use crate::process;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// Index what was listed on this day or at this moment.
    #[arg(long, value_name = "DATE", value_parser = read_as_of)]
    as_of: Option<DateTime<Utc>>,
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let db = process::current_database(config).await?;
    let indexer = process::indexer(&db, process::index(config)?, clock(options.as_of));
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
