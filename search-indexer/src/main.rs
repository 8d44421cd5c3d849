//! The binary `search-indexer`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    search_indexer::process::run().await
}
