use chrono::TimeDelta;
use domain::posting::{JobKey, Origin, Status};
use storage::source::{self, Link, Source, SourceId};
use storage::testing::for_each_database;
use storage::{Database, Error, begin, change, posting};
use uuid::Uuid;

use crate::sample::{at, content, id, kept_at, posting as sample};

fn entry(n: u128, source: &str, reference: Option<&str>) -> Source {
    Source {
        id: SourceId(Uuid::from_u128(n)),
        posting: id(n),
        source: source.to_owned(),
        reference: reference.map(str::to_owned),
        content_key: format!("key {n}"),
        content_hash: format!("hash {n}"),
        url: Some(format!("https://jobs.example/{n}")),
        link: Link::Primary,
        first_seen_at: kept_at(0),
        last_seen_at: kept_at(0),
        withdrawn_at: None,
    }
}

async fn insert(db: &Database, sources: &[Source]) {
    let tx = begin(db).await.unwrap();
    let own: Vec<_> =
        sources.iter().filter(|s| s.link == Link::Primary).map(|s| sample(s.posting.0.as_u128())).collect();
    posting::insert(&tx, &own, at(0)).await.unwrap();
    source::insert(&tx, sources).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn entries_are_found_by_reference_or_by_content_where_there_is_none() {
    for_each_database(async |db| {
        let with = entry(1, "job bank", Some("R-1"));
        let without = entry(2, "job bank", None);
        let elsewhere = entry(3, "indeed", Some("R-1"));
        insert(&db, &[with.clone(), without.clone(), elsewhere.clone()]).await;
        let found = source::by_references(&db, "job bank", &["R-1", "R-9"]).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&with));
        assert_eq!(source::by_references(&db, "indeed", &["R-1"]).await.unwrap(), [elsewhere]);
        // An entry with a reference is never found by its content.
        let found = source::by_content_keys(&db, "job bank", &["key 1", "key 2"]).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&without));
        assert_eq!(source::by_content_keys(&db, "indeed", &["key 2"]).await.unwrap(), []);

        let mut many: Vec<String> = (0..1100).map(|n| format!("none {n}")).collect();
        many.push("R-1".to_owned());
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(source::by_references(&db, "job bank", &many).await.unwrap(), [with]);
        assert_eq!(source::of_posting(&db, id(2)).await.unwrap(), [without]);
    })
    .await;
}

#[tokio::test]
async fn a_source_has_an_entry_once() {
    for_each_database(async |db| {
        insert(&db, &[entry(1, "a", Some("R")), entry(2, "a", None), entry(3, "a", Some("S"))]).await;
        let twice = |n, reference, key: &str| Source { content_key: key.to_owned(), ..entry(n, "a", reference) };
        for (again, index) in [
            (twice(1, None, "key 9"), "unique_posting_source_id"),
            (twice(9, Some("R"), "key 9"), "unique_posting_source_source_reference"),
            (twice(9, None, "key 2"), "unique_posting_source_source_content_key"),
        ] {
            let tx = begin(&db).await.unwrap();
            let refused = source::insert(&tx, &[Source { posting: id(1), ..again }]).await;
            assert!(matches!(&refused, Err(Error::Unique(name)) if name == index), "{refused:?}");
            tx.rollback().await.unwrap();
        }
        // Content keys bind only where there is no reference.
        let tx = begin(&db).await.unwrap();
        source::insert(&tx, &[Source { posting: id(1), ..twice(9, Some("T"), "key 2") }]).await.unwrap();
        let orphan = source::insert(&tx, &[entry(77, "a", Some("U"))]).await;
        assert!(matches!(orphan, Err(Error::Database(_))), "a posting that does not exist: {orphan:?}");
    })
    .await;
}

#[tokio::test]
async fn what_a_source_lists_shrinks_by_withdrawal() {
    for_each_database(async |db| {
        let entries: Vec<Source> = (1..=700).map(|n| entry(n, "a", Some(&format!("R-{n}")))).collect();
        insert(&db, &entries).await;
        let ids: Vec<SourceId> = entries.iter().map(|entry| entry.id).collect();
        let tx = begin(&db).await.unwrap();
        source::seen(&tx, &ids[..650], at(5)).await.unwrap();
        source::withdraw(&tx, &ids[650..], at(6)).await.unwrap();
        tx.commit().await.unwrap();
        let listed = source::listed(&db, "a").await.unwrap();
        assert_eq!(listed.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids[..650]);
        assert_eq!((listed[41].reference.as_deref(), listed[41].posting), (Some("R-42"), id(42)));
        assert_eq!(source::listed(&db, "b").await.unwrap(), []);
        let [kept] = source::of_posting(&db, id(650)).await.unwrap().try_into().unwrap();
        assert_eq!((kept.last_seen_at, kept.withdrawn_at), (kept_at(5), None));
        let [gone] = source::of_posting(&db, id(651)).await.unwrap().try_into().unwrap();
        assert_eq!((gone.last_seen_at, gone.withdrawn_at), (kept_at(0), Some(kept_at(6))));

        let tx = begin(&db).await.unwrap();
        let back = Source { withdrawn_at: None, content_hash: "new".to_owned(), ..gone };
        source::update(&tx, &back).await.unwrap();
        let missing = source::update(&tx, &entry(999, "a", None)).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
        tx.commit().await.unwrap();
        assert_eq!(source::of_posting(&db, id(651)).await.unwrap(), [back]);
    })
    .await;
}

#[tokio::test]
async fn candidates_come_with_all_their_sources() {
    for_each_database(async |db| {
        let merged = Source { posting: id(1), link: merged(), ..entry(3, "b", Some("R")) };
        insert(&db, &[entry(1, "a", Some("R")), entry(2, "a", Some("S")), merged]).await;
        let key = JobKey::of(&content("RN")).unwrap();
        let found = source::candidates(&db, &[key], at(-60 * 60)..=at(0)).await.unwrap();
        let found: Vec<_> =
            found.iter().map(|c| (c.posting.id, c.sources.iter().map(|s| s.id.0.as_u128()).collect())).collect();
        assert_eq!(found, [(id(1), vec![1, 3]), (id(2), vec![2])]);
    })
    .await;
}

fn merged() -> Link {
    Link::Merged { content: Box::new(content("What b says")) }
}

#[tokio::test]
async fn a_merge_can_be_undone() {
    for_each_database(async |db| {
        let merged = Source { posting: id(1), link: merged(), ..entry(2, "b", Some("R")) };
        insert(&db, &[entry(1, "a", Some("R")), merged.clone()]).await;
        assert_eq!(source::of_posting(&db, id(1)).await.unwrap(), [entry(1, "a", Some("R")), merged.clone()]);
        storage::testing::settle(&db).await;
        let before = change::head(&db).await.unwrap();

        let tx = begin(&db).await.unwrap();
        let primary = source::unlink(&tx, SourceId(Uuid::from_u128(1)), id(8), at(60)).await;
        assert!(matches!(primary, Err(Error::NotFound)), "{primary:?}");
        let own = source::unlink(&tx, merged.id, id(9), at(60)).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(posting::find(&db, id(9)).await.unwrap(), own);
        assert_eq!(own.content, content("What b says"));
        assert_eq!((own.origin, own.status, own.group, own.version), (Origin::Imported, Status::Live, id(9), 1));
        assert_eq!(own.expires_at, kept_at(0) + TimeDelta::days(30));
        let expected = Source { posting: id(9), link: Link::Primary, ..merged };
        assert_eq!(source::of_posting(&db, id(9)).await.unwrap(), [expected]);
        assert_eq!(source::of_posting(&db, id(1)).await.unwrap().len(), 1);
        storage::testing::settle(&db).await;
        let changes = change::read(&db, before, 10).await.unwrap();
        assert_eq!(changes.rows.iter().map(|change| change.id).collect::<Vec<_>>(), [id(9).0]);
    })
    .await;
}
