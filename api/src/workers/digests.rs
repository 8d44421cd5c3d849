//! Puts digests together when they are due.

use std::time::Duration;

use mailer::Digests;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;

/// How often is looked for what is due.
const EVERY: Duration = Duration::from_secs(10);

/// Serves what is due until `stop` turns true. Any number of processes may do so: each due digest is taken by one.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let clock = app.clock;
    let mut digests = Digests::new(app.db.clone(), app.vault.clone(), move || clock.now());
    loop {
        let served = digests.step().await;
        digests.measure().await;
        let pause = match served {
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
