//! Takes the mail that comes back.

use std::time::Duration;

use mailer::Returns;
use tokio::sync::watch;

use super::is_stopped_within;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(10);

/// Takes what comes until `stop` turns true. Any number of processes may look into one Maildir.
pub async fn run(returns: Returns, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        let pause = match returns.step().await {
            Ok(0) => EVERY,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::warn!(%error, "mail that came back waits");
                EVERY
            }
        };
        if is_stopped_within(pause, &mut stop).await {
            return Ok(());
        }
    }
}
