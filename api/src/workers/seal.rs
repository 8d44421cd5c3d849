//! Seals the audit trail.

use std::time::Duration;

use chrono::TimeDelta;
use storage::{Database, Error, audit, lease};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::clock::Clock;

/// How often.
const EVERY: Duration = Duration::from_secs(5);
/// How long a process may seal without saying that it lives.
const TTL: TimeDelta = TimeDelta::seconds(30);
/// The lease under which one process of several seals.
const LEASE: &str = "audit.seal";

/// Seals what is committed, every few seconds until `stop` turns true. Any number of processes may do so: one at a time
/// does. `name` is what others know this one by. By the system's clock, as leases go.
pub async fn run(db: Database, name: String, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match step(&db, &name).await {
            // Another is at it.
            Ok(()) | Err(Error::Fenced) => {}
            Err(error) => tracing::warn!(%error, "the audit trail could not be sealed"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Seals all there is.
async fn step(db: &Database, name: &str) -> Result<(), Error> {
    let now = || Clock::default().now();
    // Mostly there is nothing: then nothing is written.
    if !audit::has_unsealed(db).await? {
        return Ok(());
    }
    let lease = lease::acquire(db, LEASE, name, TTL, now()).await?.ok_or(Error::Fenced)?;
    while let Some(seal) = audit::seal(db, &lease, now()).await? {
        // The hash leaves the database here: whoever made a new chain could not make this line agree.
        tracing::info!(number = seal.number, hash = seal.hash, "sealed the audit trail");
    }
    lease::release(db, &lease, now()).await
}

#[cfg(test)]
mod tests {
    use domain::access::Action;
    use storage::audit::Entry;
    use storage::testing::for_each_database;
    use uuid::Uuid;

    use super::*;

    async fn write(db: &Database) {
        let tx = storage::begin(db).await.unwrap();
        let entry = Entry::new(None, Action::ReportPosting, "report", Uuid::from_u128(1));
        audit::record(&tx, &entry, Clock::default().now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn all_there_is_is_sealed_by_one_process_at_a_time() {
        for_each_database(async |db| {
            for _ in 0..600 {
                write(&db).await;
            }
            let other = lease::acquire(&db, LEASE, "other", TTL, Clock::default().now()).await.unwrap().unwrap();
            assert!(matches!(step(&db, "this").await, Err(Error::Fenced)));
            assert_eq!(audit::verify(&db).await.unwrap().unsealed, 600);
            lease::release(&db, &other, Clock::default().now()).await.unwrap();
            let (_stop, stopped) = watch::channel(true);
            run(db.clone(), "this".to_owned(), stopped).await.unwrap();
            let trail = audit::verify(&db).await.unwrap();
            assert_eq!((trail.sealed, trail.unsealed, trail.head.unwrap().number), (600, 0, 3));
            assert_eq!(lease::holder(&db, LEASE, Clock::default().now()).await.unwrap(), None);
        })
        .await;
    }
}
