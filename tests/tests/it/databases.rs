//! One behaviour on two databases.

use serde_json::Value;
use storage::testing::TestDatabase;
use tests::World;

use crate::carematch;

/// What each example worker is told, as far as it does not name ids.
fn answers(world: &World) -> Vec<Value> {
    let as_of = chrono::DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z").unwrap().to_utc();
    let postings = api::demo::postings(3, 400, as_of).unwrap();
    std::fs::write(world.path().join("feed.json"), serde_json::to_vec(&postings).unwrap()).unwrap();
    let day = "2026-11-22T12:00:00Z";
    world.json(&["import", "--format", "json-ld", "--source", "feed", "--json", "--as-of", day, "feed.json"]).unwrap();
    let mut answers = Vec::new();
    for api::demo::Example { key: name, profile, .. } in api::demo::workers(as_of.date_naive()) {
        std::fs::write(world.path().join(name), profile.to_string()).unwrap();
        let args = ["match", "--worker", name, "--broad", "--limit", "50", "--as-of", day, "--json"];
        let mut found = world.json(&args).unwrap();
        for item in found["items"].as_array_mut().unwrap() {
            // Ids are drawn, and a shifted clock ticks on.
            item["posting"]["id"].take();
            item["posting"]["live_at"].take();
        }
        answers.push(found);
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_worker_gets_the_same_answer_on_both_databases() {
    let Some(server) = TestDatabase::postgres().await else { return };
    let on_sqlite = answers(&carematch());
    let on_postgres = answers(&carematch().with("CAREMATCH_DATABASE_URL", server.url()));
    assert!(on_sqlite.iter().all(|answer| !answer["items"].as_array().unwrap().is_empty()), "{on_sqlite:?}");
    assert_eq!(on_sqlite, on_postgres);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_refuses_an_older_schema_and_migrate_brings_it() {
    let Some(empty) = TestDatabase::empty_postgres().await else { return };
    let world = carematch().with("CAREMATCH_DATABASE_URL", empty.url());
    let refused = world.run(&["doctor"]).unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("carematch migrate"), "{refused:?}");
    assert!(world.run(&["migrate"]).unwrap().status.success());
    let accepted = world.run(&["doctor"]).unwrap();
    assert!(!String::from_utf8_lossy(&accepted.stderr).contains("carematch migrate"), "{accepted:?}");
}
