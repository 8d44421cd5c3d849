//! What is left of a worker who was deleted.

use super::*;

#[tokio::test]
async fn what_was_deleted_is_in_no_file_of_sqlite() {
    let database = TestDatabase::sqlite().await;
    let folder = Path::new(database.url().strip_prefix("sqlite:").unwrap()).parent().unwrap();
    let account = someone(&database).await;
    // Long enough for overflow pages, which a row is unlinked from.
    let marker = "Planted-Marker-".repeat(2000);
    let written = Profile {
        record: Record { headline: Some(marker), ..record() },
        ..profile::of(&*database, account).await.unwrap()
    };
    let tx = begin(&database).await.unwrap();
    profile::save(&tx, &written, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(database.forget_deleted().await.unwrap());
    let is_there = || {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(14).any(|window| window == b"Planted-Marker"))
    };
    assert!(is_there());
    let tx = begin(&database).await.unwrap();
    storage::worker::erase(&tx, account, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(database.forget_deleted().await.unwrap());
    assert!(!is_there());
}

#[tokio::test]
async fn erasing_a_worker_leaves_nothing_of_theirs_and_all_of_others() {
    for_each_database(async |db| {
        let (gone, kept) = (someone(&db).await, someone(&db).await);
        for account in [gone, kept] {
            let tx = begin(&db).await.unwrap();
            let profile = Profile { record: record(), ..profile::of(&tx, account).await.unwrap() };
            profile::save(&tx, &profile, at(1)).await.unwrap();
            licence::insert(&tx, &Licence::new(Uuid::now_v7(), account, fields()), at(1)).await.unwrap();
            wallet::insert(&tx, &credential(account, "bls", "2026-01-05"), at(1)).await.unwrap();
            let blocked = Blocked::by_name("Sunnybrook").unwrap();
            let block = Block { id: Uuid::now_v7(), account, blocked, name: None, created_at: at(1) };
            block::insert(&tx, &block).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = begin(&db).await.unwrap();
        storage::worker::erase(&tx, gone, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        for (account, expected) in [(gone, 0), (kept, 1)] {
            let found = storage::worker::whole(&db, account).await.unwrap();
            let counts = (found.licences.len(), found.wallet.len(), found.blocks.len());
            assert_eq!(counts, (expected, expected, expected));
            assert_eq!(found.profile.version, i32::try_from(expected).unwrap());
            assert_eq!(found.matching().licences.len(), expected);
        }
    })
    .await;
}
