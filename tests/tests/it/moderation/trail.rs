//! The audit trail: sealed, and looked at.

use std::time::Duration;

use serde_json::{Value, json};
use tests::answers::{read, said, text};
use tests::eventually;

use super::Court;
use crate::worlds;

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_sealed_while_the_server_runs_and_the_doctor_looks_at_it() {
    for (world, _database) in worlds().await {
        let court = Court::of(world).await;
        court.import("A", "Registered nurse");
        court.until_found(1).await;
        let id = text(&court.found().await[0]["id"]);
        for _ in 0..3 {
            said(court.report(&id, &json!({ "concern": "other" })).await, 201).await;
        }
        let doctor = || {
            let output = court.world.run(&["doctor", "--json"]).unwrap();
            serde_json::from_slice::<Value>(&output.stdout).unwrap()["audit"].clone()
        };
        eventually(Duration::from_mins(1), async || Ok(doctor()["sealed"] == 3)).await.unwrap();
        let found = doctor();
        assert_eq!((&found["unsealed"], &found["breaks"], &found["late"]), (&json!(0), &json!([]), &json!([])));
        // The hash of the last seal is in the log, out of reach of whoever can write to the database only.
        let hash = text(&found["head"]["hash"]);
        assert!(court.server.log().contains(&hash), "{hash}");
        let first = read(&court.moderator, "/api/v1/moderation/audit?limit=2").await;
        assert!(first["items"].as_array().unwrap().iter().all(|line| line["seal"].is_i64()));
        let rest =
            read(&court.moderator, &format!("/api/v1/moderation/audit?limit=2&cursor={}", text(&first["next"]))).await;
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    }
}
