//! The indexer against a real database, with both engines' clients.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::posting::{Posting, PostingId, Status};
use search_indexer::{CONSUMER, Failure, Indexer, SearchIndex, TantivyIndex, doctor};
use storage::change::Position;
use storage::testing::{TestDatabase, for_each_database, settle};
use storage::{Database, begin, change, cursor, lease, posting as postings};
use tokio::sync::oneshot;

use crate::samples::{id, now, posting, query};

async fn insert(db: &Database, all: &[Posting]) {
    insert_at(db, all, now()).await;
}

async fn insert_at(db: &Database, all: &[Posting], at: DateTime<Utc>) {
    let tx = begin(db).await.unwrap();
    postings::insert(&tx, all, at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn update(db: &Database, posting: &Posting) {
    let tx = begin(db).await.unwrap();
    postings::update(&tx, posting, posting.version, now()).await.unwrap();
    tx.commit().await.unwrap();
}

fn some(from: u128, count: u128) -> Vec<Posting> {
    (from..from + count).map(|n| posting(n, "Zebra", "")).collect()
}

/// Runs an indexer until everything that is committed is in the index.
async fn run_until_done(indexer: Indexer, db: &Database) {
    let head = change::head(db).await.unwrap();
    let mut status = indexer.status();
    let (stop, stopped) = oneshot::channel::<()>();
    let done = async {
        status.wait_for(|status| status.position.is_some_and(|at| at >= head)).await.unwrap();
        drop(stop);
    };
    let run = indexer.run(async { drop(stopped.await) });
    tokio::time::timeout(Duration::from_mins(1), async { tokio::join!(run, done) }).await.unwrap();
    assert!(!status.borrow().active);
}

fn indexer(db: &Database, index: &Arc<TantivyIndex>) -> Indexer {
    Indexer::new(db.clone(), index.clone(), now, "the test")
}

async fn clean(db: &Database, index: &TantivyIndex, documents: u64) {
    let report = doctor(db, index, now()).await.unwrap();
    assert!(report.is_clean() && report.documents == documents, "{report:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn follows_every_kind_of_change_and_starts_where_it_stopped() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        insert(&db, &some(1, 30)).await;
        run_until_done(indexer(&db, &index), &db).await;
        clean(&db, &index, 30).await;

        let mut withdrawn = posting(1, "Zebra", "");
        withdrawn.status = Status::Withdrawn;
        update(&db, &withdrawn).await;
        update(&db, &posting(2, "Quokka", "")).await;
        let mut expired = posting(3, "Zebra", "");
        expired.expires_at = now();
        update(&db, &expired).await;
        insert(&db, &some(100, 2)).await;
        run_until_done(indexer(&db, &index), &db).await;
        clean(&db, &index, 30).await;
        let page = index.search(&query("quokka"), now()).await.unwrap();
        assert_eq!(page.hits.iter().map(|hit| (hit.id, hit.version)).collect::<Vec<_>>(), [(id(2), 2)]);

        // The position is of the whole feed: started again, there is nothing to do.
        let at = cursor::get(&db, CONSUMER).await.unwrap().unwrap();
        assert_eq!(at.position, change::head(&db).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wakes_at_a_commit_and_is_visible_without_a_restart() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        let indexer = indexer(&db, &index);
        let mut status = indexer.status();
        let (stop, stopped) = oneshot::channel::<()>();
        let work = async {
            status.wait_for(|status| status.position.is_some()).await.unwrap();
            for n in 1..=5 {
                insert(&db, &some(n, 1)).await;
                // The head is of what is settled, which the transactions of other tests hold back.
                settle(&db).await;
                let head = change::head(&db).await.unwrap();
                status.wait_for(|status| status.position.is_some_and(|at| at >= head)).await.unwrap();
                assert_eq!(index.inventory().await.unwrap().len() as u128, n);
            }
            drop(stop);
        };
        tokio::join!(indexer.run(async { drop(stopped.await) }), work);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_index_and_a_pruned_feed_end_in_a_rebuild() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path().join("a")).unwrap());
        insert(&db, &some(1, 12)).await;
        run_until_done(indexer(&db, &index), &db).await;
        let empty = Arc::new(TantivyIndex::open(dir.path().join("b")).unwrap());
        run_until_done(indexer(&db, &empty), &db).await;
        clean(&db, &empty, 12).await;

        insert(&db, &some(50, 5)).await;
        change::prune(&db, now() + TimeDelta::days(1)).await.unwrap();
        run_until_done(indexer(&db, &index), &db).await;
        clean(&db, &index, 17).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reindexing_says_who_has_the_index_and_else_rebuilds_it() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        insert(&db, &some(1, 1_203)).await;
        let held = lease::acquire(&db, CONSUMER, "somebody else", TimeDelta::minutes(1), now()).await.unwrap().unwrap();
        let refused = indexer(&db, &index).reindex(|_, _| {}).await;
        assert!(matches!(&refused, Err(Failure::Held(by)) if by == "somebody else"), "{refused:?}");
        lease::release(&db, &held, now()).await.unwrap();
        let mut heard = Vec::new();
        let documents = indexer(&db, &index).reindex(|done, total| heard.push((done, total))).await.unwrap();
        assert_eq!(documents, 1_203);
        assert_eq!(heard, [(0, 1_203), (500, 1_203), (1_000, 1_203), (1_203, 1_203)]);
        clean(&db, &index, 1_203).await;
        // The lease was given back.
        assert_eq!(lease::holder(&db, CONSUMER, now()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_names_what_differs() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        let mut all = some(1, 6);
        all[5].expires_at = now() + TimeDelta::minutes(1);
        insert(&db, &all).await;
        run_until_done(indexer(&db, &index), &db).await;
        index.delete(&[id(1)]).await.unwrap();
        let mut newer = posting(2, "Zebra", "");
        newer.version = 9;
        index
            .upsert(&[domain::search::document(&newer), domain::search::document(&posting(77, "Zebra", ""))])
            .await
            .unwrap();
        index.commit().await.unwrap();
        let report = doctor(&db, index.as_ref(), now() + TimeDelta::hours(1)).await.unwrap();
        let named: [Vec<PostingId>; 4] = [report.missing, report.stale, report.extra, report.expired];
        assert_eq!(named, [vec![id(1)], vec![id(2)], vec![id(77)], vec![id(6)]]);
    })
    .await;
}

/// Runs an indexer until `done`.
async fn run_until(indexer: Indexer, done: impl AsyncFn() -> bool) {
    let (stop, stopped) = oneshot::channel::<()>();
    let wait = async {
        while !done().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(stop);
    };
    let run = indexer.run(async { drop(stopped.await) });
    tokio::time::timeout(Duration::from_mins(1), async { tokio::join!(run, wait) }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_of_another_clock_is_repaired_at_the_start() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        let mut all = some(1, 6);
        for posting in &mut all[..4] {
            posting.expires_at = now() - TimeDelta::days(30);
        }
        insert(&db, &all).await;
        run_until_done(indexer(&db, &index), &db).await;
        clean(&db, &index, 2).await;

        let earlier = || now() - TimeDelta::days(60);
        let shifted = Indexer::new(db.clone(), index.clone(), earlier, "a shifted clock").lease_clock(now);
        run_until(shifted, async || index.inventory().await.unwrap().len() == 6).await;
        run_until(indexer(&db, &index), async || index.inventory().await.unwrap().len() == 2).await;
        clean(&db, &index, 2).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_go_by_the_lease_clock() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        insert(&db, &some(1, 3)).await;
        let held = lease::acquire(&db, CONSUMER, "somebody else", TimeDelta::minutes(1), now()).await.unwrap().unwrap();
        // By its own clock the other's lease ended long ago.
        let later = || now() + TimeDelta::hours(1);
        let shifted = || Indexer::new(db.clone(), index.clone(), later, "a shifted clock").lease_clock(now);
        let refused = shifted().reindex(|_, _| {}).await;
        assert!(matches!(&refused, Err(Failure::Held(by)) if by == "somebody else"), "{refused:?}");
        lease::release(&db, &held, now()).await.unwrap();
        assert_eq!(shifted().reindex(|_, _| {}).await.unwrap(), 3);
        // What it gave back is free for those of the other clock.
        assert_eq!(lease::holder(&db, CONSUMER, now()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_active_indexer_forgets_changes_of_more_than_seven_days_ago() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        insert_at(&db, &some(1, 3), now() - TimeDelta::days(8)).await;
        settle(&db).await;
        let old = change::head(&db).await.unwrap();
        insert_at(&db, &some(10, 2), now() - TimeDelta::days(6)).await;
        settle(&db).await;
        assert!(!change::read(&db, Position::START, 10).await.unwrap().gap);
        let pruned = async || change::read(&db, Position::START, 10).await.unwrap().gap;
        Box::pin(run_until(indexer(&db, &index), pruned)).await;
        let kept = change::read(&db, old, 10).await.unwrap();
        assert!(!kept.gap && kept.rows.len() == 2, "{kept:?}");
        clean(&db, &index, 5).await;
    })
    .await;
}

#[tokio::test]
async fn without_an_index_everything_listed_is_missing() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        let index = TantivyIndex::open(dir.path()).unwrap();
        assert!(!doctor(&db, &index, now()).await.unwrap().is_clean());
        insert(&db, &some(1, 3)).await;
        let report = doctor(&db, &index, now()).await.unwrap();
        assert!(!report.built && !report.is_clean(), "{report:?}");
        assert_eq!(report.missing.len(), 3);
    })
    .await;
}

/// What a stop at any moment leaves is caught up with: neither lost nor twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn being_cut_short_anywhere_does_no_harm() {
    for_each_database(async |db| {
        let dir = tempfile::tempdir().unwrap();
        for round in 0..12u32 {
            let from = 1 + 40 * u128::from(round);
            insert(&db, &some(from, 40)).await;
            let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
            let cut_short = Duration::from_millis(u64::from(round) * 7);
            drop(tokio::time::timeout(cut_short, indexer(&db, &index).run(std::future::pending())).await);
            // As after a crash: nothing was given back, and the lease ends by itself.
            index.release().await.unwrap();
            if let Some(lease) = lease::holder(&db, CONSUMER, now()).await.unwrap() {
                lease::release(&db, &lease, now()).await.unwrap();
            }
        }
        let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
        run_until_done(indexer(&db, &index), &db).await;
        clean(&db, &index, 480).await;
    })
    .await;
}

/// The real process, killed by force at moments of all kinds while postings are being written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_nothing() {
    let database = TestDatabase::sqlite().await;
    let db: Database = (*database).clone();
    let dir = tempfile::tempdir().unwrap();
    // The process reads the system's clock.
    let later = now() + TimeDelta::weeks(5_000);
    let lasting = |n| Posting { expires_at: later, ..posting(n, "Zebra", "") };
    for round in 0..10u32 {
        let mut process = std::process::Command::new(env!("CARGO_BIN_EXE_search-indexer"))
            .args(["--database-url", database.url(), "--index-dir"])
            .arg(dir.path())
            .args(["--log-filter", "error"])
            .spawn()
            .unwrap();
        for batch in 0..4u128 {
            let from = 1 + 400 * u128::from(round) + 100 * batch;
            insert_at(&db, &(from..from + 100).map(lasting).collect::<Vec<_>>(), later).await;
            tokio::time::sleep(Duration::from_millis(u64::from(round) * 9)).await;
        }
        process.kill().unwrap();
        process.wait().unwrap();
        if let Some(lease) = lease::holder(&db, CONSUMER, now()).await.unwrap() {
            lease::release(&db, &lease, now()).await.unwrap();
        }
    }
    let index = Arc::new(TantivyIndex::open(dir.path()).unwrap());
    run_until_done(indexer(&db, &index), &db).await;
    clean(&db, &index, 4_000).await;
}
