//! Forgets old changes where no indexer of this process does.

use std::time::Duration;

use storage::{Database, change};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::clock::Clock;

/// How often.
const EVERY: Duration = Duration::from_hours(1);

/// Once an hour forgets changes older than [`change::KEPT`] by the system's clock, until `stop` turns true. Any
/// number of processes may do so.
pub async fn prune(db: Database, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match change::prune(&db, Clock::default().now() - change::KEPT).await {
            Ok(0) => {}
            Ok(pruned) => tracing::info!(pruned, "forgot old changes"),
            Err(error) => tracing::warn!(%error, "old changes could not be forgotten"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use storage::change::{Kind, Position};
    use storage::testing::TestDatabase;
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn changes_of_more_than_seven_days_ago_are_forgotten() {
        let database = TestDatabase::sqlite().await;
        for days in [8, 6] {
            let tx = storage::begin(&database).await.unwrap();
            let at = Clock::default().now() - chrono::Duration::days(days);
            change::record(&tx, Kind::Posting, &[Uuid::from_u128(1)], false, at).await.unwrap();
            tx.commit().await.unwrap();
        }
        let kept = change::read(&database, Position::START, 1).await.unwrap().next;
        let (_stop, stopped) = watch::channel(true);
        prune((*database).clone(), stopped).await.unwrap();
        assert!(change::read(&database, Position::START, 10).await.unwrap().gap);
        assert_eq!(change::read(&database, kept, 10).await.unwrap().rows.len(), 1);
    }
}
