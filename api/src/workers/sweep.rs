//! Clears away what was left over when a process was killed, and what was kept long enough: at start, then daily.

use std::time::Duration;

use domain::grant::LOOKS_KEPT;
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
        if let Err(error) = forget_looks(&app).await {
            tracing::warn!(%error, "cannot forget old looks at workers");
        }
        if is_stopped_within(EVERY, &mut stopped).await {
            return Ok(());
        }
    }
}

/// Who saw a worker is kept for years, not for ever.
async fn forget_looks(app: &App) -> Result<(), storage::Error> {
    let tx = storage::begin(&app.db).await?;
    storage::grant::forget_looks(&tx, app.clock.now() - LOOKS_KEPT).await?;
    tx.commit().await
}
