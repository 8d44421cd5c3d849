//! `carematch doctor` and `carematch reindex`, also at another moment than now.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{World, eventually};

use crate::carematch;

const AS_OF: &str = "2020-05-01";

/// What the doctor finds, and whether it exits with success.
fn doctor(world: &World, more: &[&str]) -> (Value, bool) {
    let output = world.run(&[&["doctor", "--json"], more].concat()).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    (serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no report: {said}")), output.status.success())
}

/// A world with postings of spring 2020.
fn of_2020() -> World {
    let world = carematch();
    let as_of = chrono::DateTime::parse_from_rfc3339("2020-05-01T12:00:00Z").unwrap().to_utc();
    let postings = api::demo::postings(5, 60, as_of).unwrap();
    std::fs::write(world.path().join("feed.json"), serde_json::to_vec(&postings).unwrap()).unwrap();
    let args = ["import", "--format", "json-ld", "--source", "feed", "--json", "--as-of", AS_OF, "feed.json"];
    world.json(&args).unwrap();
    world
}

#[test]
fn without_an_index_all_is_missing_and_at_its_moment_all_is_found() {
    let world = of_2020();
    let (found, healthy) = doctor(&world, &["--as-of", AS_OF]);
    let listed = found["listed"].as_u64().unwrap();
    assert!(listed > 0 && !healthy, "{found}");
    assert_eq!(found["missing"].as_array().unwrap().len() as u64, listed);
    assert_eq!((&found["built"], &found["healthy"]), (&json!(false), &json!(false)));
    assert_eq!((&found["board"], &found["board_differs"]), (&json!(listed), &json!([])));

    assert_eq!(world.json(&["reindex", "--json", "--as-of", AS_OF]).unwrap()["indexed"], listed);
    let (found, healthy) = doctor(&world, &["--as-of", AS_OF]);
    assert!(healthy && found["healthy"] == true && found["index"] == listed, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_built_now_is_repaired_for_a_server_of_another_moment() {
    let world = of_2020();
    assert_eq!(world.json(&["reindex", "--json"]).unwrap()["indexed"], 0);
    let server = world.serve(&["--as-of", AS_OF]).unwrap();
    eventually(Duration::from_mins(1), || async { Ok(doctor(&world, &["--as-of", AS_OF]).1) }).await.unwrap();
    // Its lease is one of today: nobody else may write the index.
    let refused = world.run(&["reindex"]).unwrap();
    assert!(
        !refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("kept up by"),
        "{refused:?}"
    );
    assert!(server.stop().unwrap().success());
}
