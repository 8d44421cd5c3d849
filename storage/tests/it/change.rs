use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use storage::change::{self, Change, Kind, Position};
use storage::testing::{TestDatabase, for_each_database, settle};
use storage::{Database, Transaction, begin, meta};
use uuid::Uuid;

use crate::sample::{at, kept_at};

async fn record(tx: &Transaction, ids: &[u128]) {
    let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from_u128).collect();
    change::record(tx, Kind::Posting, &ids, false, at(0)).await.unwrap();
}

async fn commit(db: &Database, ids: &[u128]) {
    let tx = begin(db).await.unwrap();
    record(&tx, ids).await;
    tx.commit().await.unwrap();
}

fn ids(rows: &[Change]) -> Vec<u128> {
    rows.iter().map(|change| change.id.as_u128()).collect()
}

async fn read_ids(db: &Database, after: Position) -> Vec<u128> {
    settle(db).await;
    ids(&change::read(db, after, 1000).await.unwrap().rows)
}

#[tokio::test]
async fn changes_are_read_in_order_piece_by_piece() {
    for_each_database(async |db| {
        assert_eq!(change::head(&db).await.unwrap(), Position::START);
        let none = change::read(&db, Position::START, 10).await.unwrap();
        assert!(none.rows.is_empty() && none.next == Position::START && !none.gap);

        commit(&db, &[5, 3]).await;
        let tx = begin(&db).await.unwrap();
        change::record(&tx, Kind::Posting, &[Uuid::from_u128(5)], true, at(7)).await.unwrap();
        tx.commit().await.unwrap();
        settle(&db).await;
        let first = change::read(&db, Position::START, 2).await.unwrap();
        assert_eq!((ids(&first.rows), first.gap), (vec![5, 3], false));
        assert_eq!(first.next, first.rows[1].position);
        let second = change::read(&db, first.next, 2).await.unwrap();
        let [last] = second.rows[..] else { panic!("{second:?}") };
        assert_eq!((last.id.as_u128(), last.deleted, last.at), (5, true, kept_at(7)));
        assert_eq!(change::head(&db).await.unwrap(), second.next);
        assert_eq!(change::read(&db, second.next, 2).await.unwrap().next, second.next);
    })
    .await;
}

/// Writers that commit in any order while a reader follows: the reader sees every change once, in the order of
/// its positions.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_follows_many_writers_misses_nothing() {
    const WRITERS: u128 = 6;
    const ROUNDS: u128 = 25;
    for_each_database(async |db| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for round in 0..ROUNDS {
                        let id = (writer * ROUNDS + round) * 10;
                        let tx = begin(&db).await.unwrap();
                        record(&tx, &[id]).await;
                        // Long and short transactions overlap.
                        let nap = u64::try_from((writer * 7 + round * 3) % 9).unwrap();
                        tokio::time::sleep(Duration::from_millis(nap)).await;
                        record(&tx, &[id + 1, id + 2]).await;
                        if round % 8 == 7 { tx.rollback().await.unwrap() } else { tx.commit().await.unwrap() }
                    }
                })
            })
            .collect();
        let expected: BTreeSet<u128> = (0..WRITERS * ROUNDS)
            .filter(|n| n % ROUNDS % 8 != 7)
            .flat_map(|n| [n * 10, n * 10 + 1, n * 10 + 2])
            .collect();
        let follow = async {
            let (mut seen, mut after) = (Vec::<Change>::new(), Position::START);
            while seen.len() < expected.len() {
                let changes = change::read(&db, after, 7).await.unwrap();
                assert!(!changes.gap);
                after = changes.next;
                seen.extend(changes.rows);
            }
            seen
        };
        let seen = tokio::time::timeout(Duration::from_mins(1), follow).await.expect("nothing is held back for ever");
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(seen.is_sorted_by(|a, b| a.position < b.position));
        assert_eq!(seen.len(), expected.len());
        assert_eq!(ids(&seen).into_iter().collect::<BTreeSet<_>>(), expected);
    })
    .await;
}

/// The case for which sequence numbers alone would lose a change.
#[tokio::test]
async fn a_transaction_that_commits_late_is_not_skipped() {
    let Some(db) = TestDatabase::postgres().await else { return };
    let late = begin(&db).await.unwrap();
    record(&late, &[1]).await;
    let undone = begin(&db).await.unwrap();
    record(&undone, &[2]).await;
    commit(&db, &[3]).await;
    let held = change::read(&db, Position::START, 10).await.unwrap();
    assert!(held.rows.is_empty() && !held.gap, "3 is committed, but 1 may still come before it: {held:?}");
    assert_eq!(change::head(&db).await.unwrap(), Position::START);
    record(&late, &[4]).await;
    late.commit().await.unwrap();
    undone.rollback().await.unwrap();
    assert_eq!(read_ids(&db, held.next).await, [1, 4, 3], "in the order of transactions");
}

#[tokio::test]
async fn a_reader_behind_what_was_forgotten_meets_a_gap() {
    for_each_database(async |db| {
        commit(&db, &[1]).await;
        settle(&db).await;
        let at_one = change::head(&db).await.unwrap();
        commit(&db, &[2]).await;
        settle(&db).await;
        let at_two = change::head(&db).await.unwrap();
        let tx = begin(&db).await.unwrap();
        change::record(&tx, Kind::Posting, &[Uuid::from_u128(3)], false, at(100)).await.unwrap();
        tx.commit().await.unwrap();
        settle(&db).await;

        assert_eq!(change::prune(&db, at(0)).await.unwrap(), 0, "nothing is older");
        assert_eq!(change::prune(&db, at(0) + TimeDelta::days(7)).await.unwrap(), 3);
        let head = change::head(&db).await.unwrap();
        assert!(head > at_two, "an empty feed still ends where it ended");
        for behind in [Position::START, at_one, at_two] {
            let gap = change::read(&db, behind, 10).await.unwrap();
            assert!(gap.gap && gap.rows.is_empty(), "{gap:?}");
            assert_eq!(gap.next, head);
        }
        let current = change::read(&db, head, 10).await.unwrap();
        assert!(!current.gap && current.rows.is_empty());

        commit(&db, &[4, 5]).await;
        assert_eq!(read_ids(&db, head).await, [4, 5]);
        let ahead: Position = "9000000000000000.1".parse().unwrap();
        let gap = change::read(&db, ahead, 10).await.unwrap();
        assert!(gap.gap, "a position of another database");
        assert_eq!(gap.next, change::head(&db).await.unwrap());
    })
    .await;
}

/// Restored from a dump into a new server, whose transactions are numbered from the start again.
#[tokio::test]
async fn rows_of_another_server_do_not_hide_those_of_this_one() {
    let Some(db) = TestDatabase::postgres().await else { return };
    let raw = sea_orm::Database::connect(db.url()).await.unwrap();
    let foreign = "INSERT INTO change (xid, kind, entity_id, deleted, at) VALUES \
        (9000000000000, 'posting', '00000000-0000-0000-0000-000000000001', false, '2020-01-01T00:00:00Z')";
    raw.execute_unprepared(foreign).await.unwrap();
    meta::set(&*db, "change.pruned", "8000000000000.7").await.unwrap();
    let position: Position = "9000000000000.1".parse().unwrap();
    let gap = change::read(&db, position, 10).await.unwrap();
    assert!(gap.gap, "the reader loads again");
    commit(&db, &[2]).await;
    // Not `settle`: the foreign row never settles.
    let follow = async {
        loop {
            let changes = change::read(&db, gap.next, 10).await.unwrap();
            assert!(!changes.gap);
            if !changes.rows.is_empty() {
                break changes;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let changes = tokio::time::timeout(Duration::from_secs(30), follow).await.unwrap();
    assert_eq!(ids(&changes.rows), [2]);
    assert_eq!(change::prune(&db, at(0)).await.unwrap(), 0, "the foreign row never settles, so it stays");
    let still = change::read(&db, changes.next, 10).await.unwrap();
    assert!(!still.gap, "and is in nobody's way");
    raw.close().await.unwrap();
}

#[test]
fn positions_compare_and_come_back_from_text() {
    let positions = ["0.0", "0.1", "0.10", "7.2", "7.11", "12.1"].map(|text| text.parse::<Position>().unwrap());
    assert!(positions.is_sorted());
    for position in positions {
        let json = serde_json::to_string(&position).unwrap();
        assert_eq!(json, format!("\"{position}\""));
        assert_eq!(serde_json::from_str::<Position>(&json).unwrap(), position);
    }
    for no in ["", "1", "a.b", "1.", "1.2.3"] {
        assert!(no.parse::<Position>().is_err(), "{no}");
    }
}
