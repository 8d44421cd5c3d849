//! Drops what has ended: sessions, tokens, registrations, tries, answers kept for repeats.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use storage::{Database, idempotency, registration, session, throttle, token};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// How long a creation may be repeated under its `Idempotency-Key`.
const REPEATABLE: TimeDelta = TimeDelta::hours(48);

/// Once an hour, until `stop` turns true. Any number of processes may do so.
pub async fn drop_ended(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match pass(&app.db, app.clock.now()).await {
            Ok(0) => {}
            Ok(dropped) => tracing::info!(dropped, "dropped what has ended"),
            Err(error) => tracing::warn!(%error, "what has ended could not be dropped"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

async fn pass(db: &Database, now: DateTime<Utc>) -> storage::Result<u64> {
    let tx = storage::begin(db).await?;
    let mut dropped = session::prune(&tx, now).await?;
    dropped += token::prune(&tx, now).await?;
    dropped += registration::prune(&tx, now).await?;
    dropped += throttle::prune(&tx, now).await?;
    dropped += idempotency::prune(&tx, now - REPEATABLE).await?;
    tx.commit().await?;
    Ok(dropped)
}

#[cfg(test)]
mod tests {
    use domain::throttle::Limit;
    use storage::testing::TestDatabase;
    use storage::token::Purpose;

    use super::*;

    #[tokio::test]
    async fn only_what_has_ended_is_dropped() {
        let database = TestDatabase::sqlite().await;
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let tx = storage::begin(&database).await.unwrap();
        for (hash, minutes) in [("ended", 0), ("lasts", 1)] {
            let until = now + TimeDelta::minutes(minutes);
            token::insert(&tx, hash, Purpose::ResetPassword, None, until).await.unwrap();
            throttle::take(&tx, hash, Limit::new(1, 60), until - TimeDelta::minutes(1)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(pass(&database, now).await.unwrap(), 2);
        assert_eq!(pass(&database, now).await.unwrap(), 0);
        assert_eq!(pass(&database, now + TimeDelta::minutes(1)).await.unwrap(), 2);
    }
}
