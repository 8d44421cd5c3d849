use serde_json::json;
use storage::import_run::{self, ImportRun, ImportRunId};
use storage::testing::for_each_database;
use storage::{Error, begin};
use uuid::Uuid;

use crate::sample::{at, kept_at};

fn run(n: u128, source: &str, digest: &str) -> ImportRun {
    let second = i64::try_from(n).unwrap();
    ImportRun {
        id: ImportRunId(Uuid::from_u128(n)),
        source: source.to_owned(),
        format: "job-bank-csv".to_owned(),
        digest: digest.to_owned(),
        as_of: kept_at(0),
        started_at: kept_at(second),
        finished_at: None,
        applied_batches: 0,
        counts: json!({}),
    }
}

#[tokio::test]
async fn a_killed_import_is_found_again_and_an_ended_one_is_not() {
    for_each_database(async |db| {
        assert_eq!(import_run::resume(&db, "a", "x", None).await.unwrap(), None);
        for start in [run(1, "a", "x"), run(3, "b", "x")] {
            import_run::start(&db, &start).await.unwrap();
        }
        let counts = json!({"new": 500, "rejected": [{"line": 7, "reason": "no title"}]});
        let tx = begin(&db).await.unwrap();
        import_run::progress(&tx, ImportRunId(Uuid::from_u128(1)), 1, &counts).await.unwrap();
        tx.commit().await.unwrap();
        // Killed within its second batch.
        let tx = begin(&db).await.unwrap();
        import_run::progress(&tx, ImportRunId(Uuid::from_u128(1)), 2, &json!({"new": 1000})).await.unwrap();
        drop(tx);
        let expected = ImportRun { applied_batches: 1, counts: counts.clone(), ..run(1, "a", "x") };
        for (digest, as_of, found) in [
            ("x", None, Some(&expected)),
            ("x", Some(at(0)), Some(&expected)),
            ("x", Some(at(1)), None),
            ("y", None, None),
        ] {
            assert_eq!(
                import_run::resume(&db, "a", digest, as_of).await.unwrap().as_ref(),
                found,
                "{digest} {as_of:?}"
            );
        }
        import_run::finish(&db, expected.id, &counts, at(9)).await.unwrap();
        assert_eq!(import_run::resume(&db, "a", "x", None).await.unwrap(), None);
        let unknown = import_run::finish(&db, ImportRunId(Uuid::nil()), &counts, at(9)).await;
        assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    })
    .await;
}

#[tokio::test]
async fn a_killed_import_is_left_once_a_later_one_of_its_source_has_begun() {
    for_each_database(async |db| {
        import_run::start(&db, &run(1, "a", "x")).await.unwrap();
        // Begun later, though as of an earlier moment.
        let later = ImportRun { started_at: kept_at(0), ..run(2, "a", "y") };
        import_run::start(&db, &later).await.unwrap();
        assert_eq!(import_run::resume(&db, "a", "x", None).await.unwrap(), None);
        import_run::finish(&db, later.id, &json!({}), at(9)).await.unwrap();
        assert_eq!(import_run::resume(&db, "a", "x", None).await.unwrap(), None);
    })
    .await;
}
