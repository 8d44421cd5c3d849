//! Reports of postings that something is wrong with, and what comes of them.

use std::time::Duration;

use serde_json::{Value, json};
use tests::answers::{ABSENT, read, refused, said, text};

use super::{Court, line};
use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_right_takes_the_posting_down_for_good() {
    let court = Court::new().await;
    court.import("A", "Registered nurse");
    court.until_found(1).await;
    let posting = court.found().await.remove(0);
    let id = text(&posting["id"]);
    // Every posting leads to the policy and can be reported by anyone.
    let policy = reqwest::get(format!("{}{}", court.server.url, text(&posting["fraud_policy"]))).await.unwrap();
    assert_eq!(policy.status(), 200);
    let note = "They ask for gift cards 🏥";
    let body = json!({ "concern": "asks_for_money", "note": note, "contact": "zoe.planted@example.org" });
    let made = said(court.report(&id, &body).await, 201).await;
    assert_eq!(made["fraud_policy"], posting["fraud_policy"]);
    said(court.report(&id, &json!({ "concern": "other" })).await, 201).await;

    for (body, pointer) in [
        (json!({ "concern": "boring" }), "/concern"),
        (json!({ "concern": "other", "contact": "nobody" }), "/contact"),
        (json!({ "concern": "other", "note": "a\u{0}b" }), "/note"),
        (json!({ "concern": "other", "note": "x".repeat(2_001) }), "/note"),
    ] {
        assert_eq!(refused(court.report(&id, &body).await, 422, "invalid").await["errors"][0]["pointer"], pointer);
    }
    refused(court.report(ABSENT, &json!({ "concern": "other" })).await, 404, "not-found").await;

    let waiting = court.queue("reports").await;
    let told = json!({
        "kind": "report", "id": made["id"], "since": made["reported_at"], "posting": id, "title": "Registered nurse",
        "employer": "Hospital of Ottawa", "origin": "imported", "status": "live", "concern": "asks_for_money",
        "note": note, "reports": 2 });
    assert_eq!(waiting[0], told);
    assert!(!json!(waiting).to_string().contains("zoe.planted"), "nobody needs to see the address");
    let page = read(&court.moderator, "/api/v1/moderation/queues/reports?limit=1").await;
    let rest = format!("/api/v1/moderation/queues/reports?limit=1&cursor={}", text(&page["next"]));
    assert_eq!(read(&court.moderator, &rest).await["items"][0], waiting[1]);

    let report = text(&made["id"]);
    let decide = async |report: &str, ruling: &str, reason: &str| {
        let decision = json!({ "ruling": ruling, "reason": reason, "note": "Checked by telephone." });
        court.moderator.post(&format!("/api/v1/moderation/reports/{report}/decision"), &decision).await.unwrap()
    };
    let unfit = refused(decide(&report, "approve", "fraud").await, 422, "invalid").await;
    assert_eq!(unfit["errors"][0]["pointer"], "/ruling");
    let unfit = refused(decide(&report, "uphold", "genuine").await, 422, "invalid").await;
    assert_eq!(unfit["errors"][0]["pointer"], "/reason");
    assert_eq!(said(decide(&report, "uphold", "asks_for_money").await, 200).await["state"], "upheld");
    refused(decide(&report, "dismiss", "genuine").await, 409, "conflict").await;
    // The other report on it is decided along.
    assert_eq!(court.queue("reports").await, Vec::<Value>::new());
    let other = text(&waiting[1]["id"]);
    assert_eq!(court.trail(&other).await[1], line("decide_report", &["state"], Some("asks_for_money")));
    assert_eq!(court.trail(&report).await[0], line("report_posting", &[], Some("asks_for_money")));
    assert_eq!(court.trail(&id).await, [line("decide_report", &["status"], Some("asks_for_money"))]);
    assert_eq!(court.letters("zoe.planted@example.org").await, ["report_received", "report_decided"]);

    court.until_found(0).await;
    let gone = court.at(&format!("/postings/{id}"));
    refused(reqwest::get(&gone).await.unwrap(), 410, "gone").await;
    refused(court.report(&id, &json!({ "concern": "other" })).await, 410, "gone").await;
    // Neither a changed nor a renamed entry brings it back.
    court.import("A", "Registered nurse nights");
    court.import("B", "Registered nurse");
    refused(reqwest::get(&gone).await.unwrap(), 410, "gone").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(court.found().await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_not_right_leaves_the_posting() {
    let court = Court::of(carematch().with("CAREMATCH_TRIES_FACTOR", "1")).await;
    court.import("A", "Registered nurse");
    court.until_found(1).await;
    let id = text(&court.found().await[0]["id"]);
    let report = json!({ "concern": "no_such_job" });
    for _ in 0..5 {
        said(court.report(&id, &report).await, 201).await;
    }
    // One network may only tell so much.
    let late = court.report(&id, &report).await;
    let wait: u64 = late.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=600).contains(&wait), "{wait}");
    refused(late, 429, "too-many-requests").await;

    let first = text(&court.queue("reports").await[0]["id"]);
    let decision = json!({ "ruling": "dismiss", "reason": "genuine" });
    let path = format!("/api/v1/moderation/reports/{first}/decision");
    assert_eq!(said(court.moderator.post(&path, &decision).await.unwrap(), 200).await["state"], "dismissed");
    assert_eq!(court.queue("reports").await.len(), 4, "each of the others is looked at");
    assert_eq!(court.found().await.len(), 1);
}
