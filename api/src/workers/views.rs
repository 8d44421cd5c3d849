//! Writes down how often postings are looked at.

use std::time::Duration;

use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::{App, reach};

/// How often. A process that is killed loses what it counted since.
const EVERY: Duration = Duration::from_secs(5);

/// Writes down until `stop` turns true, and what is left then.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        let stopped = is_stopped_within(EVERY, &mut stop).await;
        if let Err(error) = reach::write_down(&app).await {
            tracing::warn!(%error, "views of postings wait to be written down");
        }
        if stopped {
            return Ok(());
        }
    }
}
