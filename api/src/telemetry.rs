//! Logs and metrics. Neither ever carries a personal datum or a secret: requests are logged by route, status
//! and request id, never by query or body.

use std::cell::Cell;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};

/// What a server logs unless told otherwise.
const SERVER: &str = "info,sqlx=warn,tantivy=warn,sea_orm_migration=warn";
/// What a command logs unless told otherwise: it speaks by its output.
const COMMAND: &str = "warn";

/// Starts logging to standard error. Only the first call in a process has an effect.
pub fn start_logs(config: &Config, serves: bool) -> anyhow::Result<()> {
    let usual = if serves { SERVER } else { COMMAND };
    let filter = EnvFilter::try_new(config.log_filter.as_deref().unwrap_or(usual))?;
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first subscriber.
    let _ = match config.log_format {
        LogFormat::Text => registry.with(layer).try_init(),
        LogFormat::Json => registry.with(layer.json().flatten_event(true)).try_init(),
    };
    Ok(())
}

/// Starts the metrics recorder of the process.
pub fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    const SECONDS: &[f64] = &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?;
    Ok(builder.install_recorder()?)
}

/// What a request cost. Alike for what exists and what does not, so that it cannot be told apart by effort.
#[derive(Debug, Default)]
struct Effort {
    statements: Cell<u32>,
    hashes: Cell<u32>,
}

tokio::task_local! {
    static EFFORT: Effort;
}

/// Counts an SQL statement of the request under way, if one is.
pub fn note_statement() {
    // Outside of a request there is nothing to count for.
    let _ = EFFORT.try_with(|effort| effort.statements.set(effort.statements.get() + 1));
}

/// Counts a password hash of the request under way, if one is.
pub fn note_hash() {
    let _ = EFFORT.try_with(|effort| effort.hashes.set(effort.hashes.get() + 1));
}

/// Logs what each request cost, at level debug.
pub async fn measure(request: Request, next: Next) -> Response {
    EFFORT
        .scope(Effort::default(), async {
            let response = next.run(request).await;
            let status = response.status().as_u16();
            EFFORT.with(|Effort { statements, hashes }| {
                tracing::debug!(status, statements = statements.get(), hashes = hashes.get(), "effort");
            });
            response
        })
        .await
}

/// Counts and times every request by its route, never by its raw path.
pub async fn track(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().to_string();
    let started = Instant::now();
    let response = next.run(request).await;
    let labels = [("method", method), ("route", route), ("status", response.status().as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(started.elapsed().as_secs_f64());
    response
}
