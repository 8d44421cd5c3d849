//! Tells those who asked for it of new articles.

use std::time::Duration;

use mailer::Blog;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;

/// How often is looked for what is new.
const EVERY: Duration = Duration::from_secs(10);

/// Tells until `stop` turns true. Any number of processes may do so: an article is held by one at a time.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let clock = app.clock;
    let blog = Blog::new(app.db.clone(), app.vault.clone(), move || clock.now());
    loop {
        let pause = match blog.step().await {
            Ok(true) => Duration::ZERO,
            Ok(false) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "readers wait to be told of an article");
                EVERY
            }
        };
        if is_stopped_within(pause, &mut stop).await {
            return Ok(());
        }
    }
}
