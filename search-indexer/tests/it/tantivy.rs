//! The files of the embedded index.

use std::collections::BTreeSet;
use std::fs;

use search_indexer::{Error, SearchIndex, TantivyIndex};

use crate::samples::{english, id, now, query};

async fn build(index: &TantivyIndex, n: u128) {
    let mut beside = index.begin_rebuild().await.unwrap();
    beside.add(&[english(n, "Zebra", "")]).await.unwrap();
    beside.swap().await.unwrap();
}

async fn found(index: &TantivyIndex) -> Vec<u128> {
    let page = index.search(&query("zebra"), now()).await.unwrap();
    page.hits.iter().map(|hit| hit.id.0.as_u128()).collect()
}

fn generations(dir: &std::path::Path) -> BTreeSet<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("gen-")).collect()
}

#[tokio::test]
async fn one_process_writes_and_others_read_and_follow() {
    let dir = tempfile::tempdir().unwrap();
    let writer = TantivyIndex::open(dir.path()).unwrap();
    let reader = TantivyIndex::open(dir.path()).unwrap();
    build(&writer, 1).await;
    assert_eq!(found(&reader).await, [1]);
    let held = reader.upsert(&[english(2, "Zebra", "")]).await;
    assert!(matches!(&held, Err(Error::Held(by)) if by.contains(&std::process::id().to_string())), "{held:?}");
    assert!(matches!(reader.begin_rebuild().await, Err(Error::Held(_))));
    build(&writer, 3).await;
    assert_eq!(found(&reader).await, [3]);
    assert_eq!(generations(dir.path()).len(), 1);
    writer.release().await.unwrap();
    build(&reader, 4).await;
    assert_eq!((found(&writer).await, found(&reader).await), (vec![4], vec![4]));
}

#[tokio::test]
async fn what_was_not_committed_is_gone_after_release() {
    let dir = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(dir.path()).unwrap();
    build(&index, 1).await;
    index.upsert(&[english(2, "Zebra", "")]).await.unwrap();
    index.release().await.unwrap();
    index.commit().await.unwrap();
    assert_eq!(index.inventory().await.unwrap(), [(id(1), 1)]);
}

#[tokio::test]
async fn a_crashed_rebuild_is_cleared_away_by_the_next_writer() {
    let dir = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(dir.path()).unwrap();
    build(&index, 1).await;
    let live = generations(dir.path());
    fs::create_dir(dir.path().join("gen-77")).unwrap();
    fs::write(dir.path().join("gen-77/half"), "written").unwrap();
    index.release().await.unwrap();
    index.upsert(&[]).await.unwrap();
    assert_eq!(generations(dir.path()), live);
    assert_eq!(found(&index).await, [1]);
}

#[tokio::test]
async fn an_index_of_another_layout_or_a_broken_one_has_to_be_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(dir.path()).unwrap();
    build(&index, 1).await;
    index.release().await.unwrap();
    let current = dir.path().join("current");
    let pointer = fs::read_to_string(&current).unwrap();
    for broken in [pointer.replace("\"layout\":", "\"layout\":9"), "{".to_owned(), String::new()] {
        fs::write(&current, broken).unwrap();
        let index = TantivyIndex::open(dir.path()).unwrap();
        assert!(!index.health().await.unwrap().built);
        assert!(matches!(index.search(&query("zebra"), now()).await, Err(Error::NotBuilt)));
        build(&index, 2).await;
        assert_eq!(found(&index).await, [2]);
        index.release().await.unwrap();
    }
    let live = generations(dir.path()).into_iter().next().unwrap();
    fs::write(dir.path().join(live).join("meta.json"), "no more").unwrap();
    let index = TantivyIndex::open(dir.path()).unwrap();
    assert!(!index.health().await.unwrap().built);
    build(&index, 3).await;
    assert_eq!(found(&index).await, [3]);
}
