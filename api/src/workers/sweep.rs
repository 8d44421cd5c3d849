//! Clears away what was left over when a process was killed: at start, then daily.

use std::time::Duration;

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
        if is_stopped_within(EVERY, &mut stopped).await {
            return Ok(());
        }
    }
}
