//! A posting that was taken down by mistake comes back.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::answers::{read, refused, said, text};
use tests::people::Person;

use super::{Court, line};
use crate::worlds;

impl Court {
    /// A verified organization with a live posting: its owner and the path of the posting.
    async fn employer(&self) -> (Person, String) {
        let (owner, organization, version) = self.organization().await;
        let decision = json!({ "ruling": "approve", "reason": "in_business_register" });
        said(self.decide("organizations", &organization, &version, &decision).await, 200).await;
        let form = json!({
            "en": { "title": "Registered nurse", "description": "Care before and after surgery." },
            "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON" }],
            "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
            "employment": ["full_time"], "vacancy": true });
        let path = format!("/api/v1/organizations/{organization}/postings");
        let draft = said(owner.post(&path, &form).await.unwrap(), 201).await;
        let path = format!("{path}/{}", text(&draft["id"]));
        step(&owner, &path, "publish").await;
        (owner, path)
    }

    /// A report on a posting; its id.
    async fn reported(&self, posting: &str) -> String {
        text(&said(self.report(posting, &json!({ "concern": "no_such_job" })).await, 201).await["id"])
    }

    async fn rule(&self, report: &str, ruling: &str, reason: &str) -> Response {
        let path = format!("/api/v1/moderation/reports/{report}/decision");
        let decision = json!({ "ruling": ruling, "reason": reason, "note": "The employer called." });
        self.moderator.post(&path, &decision).await.unwrap()
    }

    async fn public(&self, posting: &str) -> Response {
        reqwest::get(self.at(&format!("/postings/{posting}"))).await.unwrap()
    }
}

/// Moves a posting from the version that it is at.
async fn step(owner: &Person, path: &str, step: &str) -> Value {
    let now = read(owner, path).await;
    let request = owner.request(Method::POST, &format!("{path}/{step}"));
    said(request.header("if-match", format!("\"{}\"", now["version"])).send().await.unwrap(), 200).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employers_posting_goes_on_where_it_stood() {
    for (world, _postgres) in worlds().await {
        goes_on(Court::of(world).await).await;
    }
}

async fn goes_on(court: Court) {
    let (owner, path) = court.employer().await;
    let live = read(&owner, &path).await;
    let id = text(&live["id"]);
    let (report, other) = (court.reported(&id).await, court.reported(&id).await);
    refused(court.rule(&report, "restore", "genuine").await, 409, "conflict").await;
    assert_eq!(said(court.rule(&report, "uphold", "no_such_job").await, 200).await["state"], "upheld");
    refused(court.public(&id).await, 410, "gone").await;
    let unfit = refused(court.rule(&report, "restore", "no_such_job").await, 422, "invalid").await;
    assert_eq!(unfit["errors"][0]["pointer"], "/reason");

    assert_eq!(said(court.rule(&report, "restore", "genuine").await, 200).await["state"], "dismissed");
    said(court.public(&id).await, 200).await;
    let back = read(&owner, &path).await;
    assert_eq!(
        (&back["status"], &back["live_at"], &back["ended_at"]),
        (&json!("live"), &live["live_at"], &Value::Null)
    );
    assert!(text(&back["closes_at"]) > text(&live["closes_at"]), "its days go on: {back}");
    // The other report was upheld along, and is dismissed along; neither is restored twice.
    let decided = |field: &str| ["no_such_job", "genuine"].map(|why| line("decide_report", &[field], Some(why)));
    for report in [&report, &other] {
        assert_eq!(court.trail(report).await[1..], decided("state"));
        refused(court.rule(report, "restore", "genuine").await, 409, "conflict").await;
    }
    assert!(court.trail(&id).await.ends_with(&decided("status")));
    let letters = court.letters(&owner.email).await;
    assert_eq!(letters, ["organization_decided", "posting_decided", "posting_decided"]);
    // Its author goes on with it.
    assert_eq!(step(&owner, &path, "pause").await["status"], "paused");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_no_longer_be_published_and_what_had_ended_do_not_come_back() {
    let court = Court::new().await;
    let (owner, path) = court.employer().await;
    let (organization, id) = path.split_once("/postings/").unwrap();
    let report = court.reported(id).await;
    said(court.rule(&report, "uphold", "no_such_job").await, 200).await;
    let suspended = read(&owner, organization).await;
    let decision = json!({ "ruling": "suspend", "reason": "fraud" });
    said(court.decide("organizations", &text(&suspended["id"]), &suspended["version"], &decision).await, 200).await;
    refused(court.rule(&report, "restore", "genuine").await, 409, "conflict").await;
    refused(court.public(id).await, 410, "gone").await;

    let (owner, path) = court.employer().await;
    let (_, id) = path.split_once("/postings/").unwrap();
    let report = court.reported(id).await;
    let request = owner.request(Method::POST, &format!("{path}/close")).header("if-match", "\"2\"");
    said(request.json(&json!({ "filled": false })).send().await.unwrap(), 200).await;
    said(court.rule(&report, "uphold", "no_such_job").await, 200).await;
    assert_eq!(said(court.rule(&report, "restore", "genuine").await, 200).await["state"], "dismissed");
    assert_eq!(read(&owner, &path).await["status"], "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_posting_is_listed_again_and_read_anew() {
    let court = Court::new().await;
    court.import_paid("A", "Registered nurse", "41.00");
    court.until_found(1).await;
    let id = text(&court.found().await[0]["id"]);
    let report = court.reported(&id).await;
    said(court.rule(&report, "uphold", "no_such_job").await, 200).await;
    // What its source says meanwhile is not taken over.
    court.import_paid("A", "Registered nurse", "45.00");
    refused(court.public(&id).await, 410, "gone").await;
    said(court.rule(&report, "restore", "no_evidence").await, 200).await;
    let pay = async || said(court.public(&id).await, 200).await["pay"]["min_cents"].clone();
    assert_eq!(pay().await, 4100);
    court.until_found(1).await;
    court.import_paid("A", "Registered nurse", "45.00");
    assert_eq!(pay().await, 4500);
}
