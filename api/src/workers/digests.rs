//! Puts digests together when they are due.

use std::time::Duration;

use mailer::Digests;
use tokio::sync::watch;
use tokio::time::Instant;

use super::is_stopped_within;
use crate::app::App;

/// How often is looked for what is due.
const EVERY: Duration = Duration::from_secs(10);

/// Serves what is due until `stop` turns true. Any number of processes may do so: each due digest is taken by one.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let clock = app.clock;
    let mut digests = Digests::new(app.db.clone(), app.vault.clone(), move || clock.now());
    let mut measured: Option<Instant> = None;
    loop {
        // To count what is due takes long while much is.
        if measured.is_none_or(|at| at.elapsed() >= EVERY) {
            digests.measure().await;
            measured = Some(Instant::now());
        }
        let pause = match digests.step().await {
            Ok(0) => EVERY,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::warn!(%error, "digests wait to be put together");
                EVERY
            }
        };
        if is_stopped_within(pause, &mut stop).await {
            return Ok(());
        }
    }
}
