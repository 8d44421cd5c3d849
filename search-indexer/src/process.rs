//! The process that keeps the search index up, of which one is active and others stand by.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, SubsecRound, Utc};
use clap::Parser;
use secrecy::{ExposeSecret, SecretString};
use storage::SchemaState;
use tracing_subscriber::EnvFilter;

use crate::{Engine, Indexer, Settings, open};

/// Keeps the search index up with the database. Start two: one is active, the other takes over.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The database: `sqlite:PATH` or `postgres://…`.
    #[arg(long, env = "CAREMATCH_DATABASE_URL", hide_env_values = true)]
    database_url: SecretString,
    /// Connections to the database at most.
    #[arg(long, env = "CAREMATCH_DATABASE_CONNECTIONS", default_value_t = 4)]
    database_connections: u32,
    /// Which text engine.
    #[arg(long, env = "CAREMATCH_SEARCH_ENGINE", value_enum, default_value_t = Engine::Tantivy)]
    search_engine: Engine,
    /// The address of Meilisearch.
    #[arg(long, env = "CAREMATCH_MEILI_URL")]
    meili_url: Option<String>,
    /// Its key: one that may search, write documents and manage indexes.
    #[arg(long, env = "CAREMATCH_MEILI_KEY", hide_env_values = true)]
    meili_key: Option<SecretString>,
    /// The folder of the tantivy index.
    #[arg(long, env = "CAREMATCH_INDEX_DIR", default_value = "data/index")]
    index_dir: PathBuf,
    /// A `tracing` filter.
    #[arg(long, env = "CAREMATCH_LOG_FILTER", default_value = "info,sqlx=warn,tantivy=warn,sea_orm_migration=warn")]
    log_filter: String,
    /// Logs as one JSON object a line.
    #[arg(long, env = "CAREMATCH_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// Reads the command line, then keeps the index up until a signal to stop. An error is one plain line on standard
/// error and a non-zero exit.
pub async fn run() -> ExitCode {
    match follow(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is gone.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn follow(arguments: Arguments) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&arguments.log_filter).context("log filter")?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match arguments.log_format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
    let db = storage::connect(arguments.database_url.expose_secret(), arguments.database_connections).await?;
    let schema = storage::schema_state(&db).await?;
    anyhow::ensure!(matches!(schema, SchemaState::Current | SchemaState::Ahead { .. }), "{schema}");
    let index = open(&Settings {
        search_engine: arguments.search_engine,
        index_dir: arguments.index_dir,
        meili_url: arguments.meili_url,
        meili_key: arguments.meili_key,
    })?;
    Indexer::new(db.clone(), index, now, format!("search-indexer {}", std::process::id())).run(stop()).await;
    db.close().await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this process's one reading of the system's clock")]
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Ready at the first signal to stop.
async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        (terminate, interrupt) => {
            let error = terminate.err().or(interrupt.err());
            tracing::error!(?error, "signals cannot be heard: stop this process by force");
            std::future::pending::<()>().await;
        }
    }
}
