//! Clears away what was left over when a process was killed, and what was kept long enough: at start, then daily.

use std::time::Duration;

use domain::candidate::Period;
use domain::grant::LOOKS_KEPT;
use domain::webhook::MESSAGES_KEPT;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::{App, documents};

const EVERY: Duration = Duration::from_hours(24);

/// Sweeps until told to stop.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match documents::sweep(&app).await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "files that belonged to no document are removed"),
            Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot look for left over files"),
        }
        if let Err(error) = forget(&app).await {
            tracing::warn!(%error, "cannot forget what was kept long enough");
        }
        if is_stopped_within(EVERY, &mut stopped).await {
            return Ok(());
        }
    }
}

/// Who saw a worker is kept for years, not for ever; who a candidate was, until the day after; what was sent to webhooks,
/// for a month.
async fn forget(app: &App) -> Result<(), storage::Error> {
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    storage::grant::forget_looks(&tx, now - LOOKS_KEPT).await?;
    storage::candidate::snapshot::forget(&tx, Period::of(now)).await?;
    storage::webhook::forget(&tx, now - MESSAGES_KEPT).await?;
    tx.commit().await
}
