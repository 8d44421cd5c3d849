use std::time::Duration;

use storage::testing::{TestDatabase, for_each_database};
use storage::{Dialect, Error, begin, change, meta, posting};

use crate::sample::{at, id, posting as sample};

/// Read, think, write: with deferred transactions SQLite fails most of these at once ("database is locked").
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_that_read_and_then_write_all_get_their_turn() {
    for_each_database(async |db| {
        let tx = begin(&db).await.unwrap();
        posting::insert(&tx, &[sample(1)], at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let tasks = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut conflicts = 0;
                for _ in 0..20 {
                    loop {
                        let tx = begin(&db).await.unwrap();
                        let read = posting::find(&tx, id(1)).await.unwrap();
                        tokio::task::yield_now().await;
                        match posting::update(&tx, &read, read.version, at(1)).await {
                            Ok(_) => break tx.commit().await.unwrap(),
                            Err(Error::Conflict { .. }) => conflicts += 1,
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                }
                conflicts
            })
        });
        let conflicts: usize = futures::future::join_all(tasks).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(posting::find(&db, id(1)).await.unwrap().version, 1 + 8 * 20);
        if db.dialect() == Dialect::Sqlite {
            assert_eq!(conflicts, 0, "one writer at a time");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    for_each_database(async |db| {
        let tx = begin(&db).await.unwrap();
        meta::set(&tx, "a", "1").await.unwrap();
        assert_eq!(meta::get(&tx, "a").await.unwrap().as_deref(), Some("1"));
        assert_eq!(meta::get(&db, "a").await.unwrap(), None, "others do not see it yet");
        drop(tx);
        let tx = begin(&db).await.unwrap();
        assert_eq!(meta::get(&tx, "a").await.unwrap(), None);
        meta::set(&tx, "a", "2").await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(meta::get(&db, "a").await.unwrap(), None);
        let tx = begin(&db).await.unwrap();
        meta::set(&tx, "a", "3").await.unwrap();
        meta::set(&tx, "a", "4").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(meta::get(&db, "a").await.unwrap().as_deref(), Some("4"));
    })
    .await;
}

#[tokio::test]
async fn readers_are_served_while_writers_queue() {
    let database = TestDatabase::sqlite().await;
    let db = storage::connect(database.url(), 2).await.unwrap();
    let writing = begin(&db).await.unwrap();
    let queued: Vec<_> = (0..10)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { begin(&db).await.unwrap().commit().await.unwrap() })
        })
        .collect();
    tokio::task::yield_now().await;
    let read = tokio::time::timeout(Duration::from_secs(5), posting::count(&db)).await;
    assert_eq!(read.expect("a queue of writers holds no connection").unwrap(), 0);
    writing.commit().await.unwrap();
    for task in queued {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_commit_with_changes_wakes_and_nothing_else_does() {
    for_each_database(async |db| {
        let mut wake = db.changes();
        let tx = begin(&db).await.unwrap();
        meta::set(&tx, "a", "1").await.unwrap();
        tx.commit().await.unwrap();
        let tx = begin(&db).await.unwrap();
        posting::insert(&tx, &[sample(1)], at(0)).await.unwrap();
        tx.rollback().await.unwrap();
        let tx = begin(&db).await.unwrap();
        change::record(&tx, change::Kind::Posting, &[], false, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!wake.has_changed().unwrap());
        let tx = begin(&db).await.unwrap();
        posting::insert(&tx, &[sample(1)], at(0)).await.unwrap();
        assert!(!wake.has_changed().unwrap(), "not before the commit");
        tx.commit().await.unwrap();
        tokio::time::timeout(Duration::from_secs(5), wake.changed()).await.unwrap().unwrap();
        assert_eq!(posting::count(&db).await.unwrap(), 1, "visible to whom it wakes");
    })
    .await;
}
