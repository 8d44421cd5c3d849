//! Feeds that are fetched on a schedule.

use domain::account::AccountId;
use domain::feed::Outcome;
use storage::feed::{self, Feed};
use storage::testing::for_each_database;
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::sample::kept_at;

fn sample(n: u128, due: i64) -> Feed {
    Feed {
        id: Uuid::from_u128(n),
        source: format!("« source » {n}"),
        url: "https://example.org/feed?x=1".to_owned(),
        format: "json-ld".to_owned(),
        complete: n.is_multiple_of(2),
        every_hours: 24,
        by: AccountId(Uuid::from_u128(7)),
        created_at: kept_at(0),
        next_at: kept_at(due),
        accept_shrink: false,
        failures: 0,
        validator: None,
        modified: None,
        last: None,
        report: None,
    }
}

#[tokio::test]
async fn a_feed_comes_back_as_it_was_kept_and_is_taken_by_one() {
    for_each_database(async |db: Database| {
        let tx = begin(&db).await.unwrap();
        for (n, due) in [(1, 30), (2, 20), (3, 10)] {
            feed::insert(&tx, &sample(n, due)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let tx = begin(&db).await.unwrap();
        let twice = Feed { id: Uuid::from_u128(9), ..sample(1, 5) };
        assert!(matches!(feed::insert(&tx, &twice).await, Err(Error::Unique(_))));
        tx.rollback().await.unwrap();
        assert_eq!(feed::list(&db).await.unwrap(), [sample(1, 30), sample(2, 20), sample(3, 10)]);
        let due = feed::due(&db, kept_at(20), 9).await.unwrap();
        assert_eq!(due, [sample(3, 10), sample(2, 20)]);
        assert!(feed::take(&db, &due[0], kept_at(100)).await.unwrap());
        assert!(!feed::take(&db, &due[0], kept_at(100)).await.unwrap());
        assert_eq!(feed::due(&db, kept_at(99), 9).await.unwrap(), [sample(2, 20), sample(1, 30)]);
        let fetched = Feed {
            failures: 3,
            validator: Some("W/\"x\"".to_owned()),
            modified: Some("Sun, 22 Nov 2026 00:00:00 GMT".to_owned()),
            last: Some((kept_at(40), Outcome::Held)),
            report: Some("{\"rows\":1}".to_owned()),
            ..sample(3, 200)
        };
        feed::keep(&db, &fetched).await.unwrap();
        assert_eq!(feed::find(&db, fetched.id).await.unwrap(), fetched);
        feed::keep(&db, &sample(3, 300)).await.unwrap();
        assert_eq!(feed::find(&db, fetched.id).await.unwrap(), sample(3, 300));
        let tx = begin(&db).await.unwrap();
        feed::remove(&tx, fetched.id).await.unwrap();
        assert!(matches!(feed::remove(&tx, fetched.id).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert!(matches!(feed::keep(&db, &fetched).await, Err(Error::NotFound)));
    })
    .await;
}
