//! A posting that was taken down by mistake comes back.

use std::time::Duration;

use chrono::Utc;
use domain::account::Staff;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::people::{Part, Person, database, sign_in};
use tests::{Server, World, eventually};

use crate::carematch;

/// A server with a moderator.
struct Court {
    world: World,
    server: Server,
    moderator: Person,
}

impl Court {
    async fn of(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        let moderator = sign_in(&world, &server.url, Part::Staff(Staff::Moderator)).await.unwrap();
        Self { world, server, moderator }
    }

    /// One on each database.
    async fn each() -> Vec<(Self, Option<TestDatabase>)> {
        let mut courts = vec![(Self::of(carematch()).await, None)];
        if let Some(postgres) = TestDatabase::postgres().await {
            let world = carematch().with("CAREMATCH_DATABASE_URL", postgres.url());
            courts.push((Self::of(world).await, Some(postgres)));
        }
        courts
    }

    async fn public(&self, posting: &str) -> Response {
        reqwest::get(format!("{}/api/v1/postings/{posting}", self.server.url)).await.unwrap()
    }

    /// The one posting that anyone finds.
    async fn found(&self) -> Value {
        let url = format!("{}/api/v1/postings", self.server.url);
        let page = async || anyhow::Ok(reqwest::get(&url).await?.json::<Value>().await?["items"].take());
        eventually(Duration::from_mins(1), async || Ok(page().await?.as_array().map(Vec::len) == Some(1)))
            .await
            .unwrap();
        page().await.unwrap()[0].take()
    }

    /// Reports a posting; the report's id.
    async fn report(&self, posting: &str) -> String {
        let url = format!("{}/api/v1/postings/{posting}/reports", self.server.url);
        let made = Client::new().post(url).json(&json!({ "concern": "no_such_job" })).send().await.unwrap();
        text(&said(made, 201).await["id"])
    }

    async fn decide(&self, report: &str, ruling: &str, reason: &str) -> Response {
        let path = format!("/api/v1/moderation/reports/{report}/decision");
        let decision = json!({ "ruling": ruling, "reason": reason, "note": "The employer called." });
        self.moderator.post(&path, &decision).await.unwrap()
    }

    /// What the trail tells of an object, first written first: action and reason.
    async fn trail(&self, object: &str) -> Vec<(String, Value)> {
        let path = format!("/api/v1/moderation/audit?object={object}");
        let page = said(self.moderator.get(&path).await.unwrap(), 200).await;
        let line = |line: &Value| (text(&line["action"]), line["reason"].clone());
        page["items"].as_array().unwrap().iter().rev().map(line).collect()
    }

    /// Whether a letter of this outcome is queued or was sent to an address.
    async fn letters(&self, to: &str) -> Vec<String> {
        let db = database(&self.world).await.unwrap();
        let kinds = storage::delivery::to(&db, to).await.unwrap().into_iter().map(|letter| letter.kind).collect();
        db.close().await.unwrap();
        kinds
    }

    /// Imports one posting.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    fn import(&self, title: &str, wage: &str) {
        let today = Utc::now().date_naive();
        let row = format!("A,{title},{today},Ottawa,ON,Hospital of Ottawa,{wage}\n");
        let csv = format!("id,title,date_posted,city,province,employer,wage\n{row}");
        std::fs::write(self.world.path().join("feed.csv"), csv).unwrap();
        self.world.json(&["import", "--format", "job-bank-csv", "--source", "feed", "--json", "feed.csv"]).unwrap();
    }

    /// A verified organization with a live posting: its owner and the path of the posting.
    async fn employer(&self) -> (Person, String) {
        let owner = sign_in(&self.world, &self.server.url, Part::Employer).await.unwrap();
        let profile = json!({
            "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
            "contact": { "name": "Ann", "email": "ann@maple.example" },
            "arrangement": "direct", "province": "ON", "headcount": "from_25" });
        let made = said(owner.post("/api/v1/organizations", &profile).await.unwrap(), 201).await;
        let path = format!("/api/v1/organizations/{}", text(&made["id"]));
        let asked = said(owner.post(&format!("{path}/verification"), &json!({})).await.unwrap(), 200).await;
        self.rule_on(&made["id"], &asked["version"], "approve", "in_business_register").await;
        let form = json!({
            "en": { "title": "Registered nurse", "description": "Care before and after surgery." },
            "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON" }],
            "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
            "employment": ["full_time"], "vacancy": true });
        let draft = said(owner.post(&format!("{path}/postings"), &form).await.unwrap(), 201).await;
        let path = format!("{path}/postings/{}", text(&draft["id"]));
        step(&owner, &path, "publish").await;
        (owner, path)
    }

    async fn rule_on(&self, organization: &Value, version: &Value, ruling: &str, reason: &str) {
        let path = format!("/api/v1/moderation/organizations/{}/decision", text(organization));
        let request = self.moderator.request(Method::POST, &path).header("if-match", format!("\"{version}\""));
        said(request.json(&json!({ "ruling": ruling, "reason": reason })).send().await.unwrap(), 200).await;
    }
}

/// Moves a posting from the version that it is at.
async fn step(owner: &Person, path: &str, step: &str) -> Value {
    let now = said(owner.get(path).await.unwrap(), 200).await;
    let request = owner.request(Method::POST, &format!("{path}/{step}"));
    said(request.header("if-match", format!("\"{}\"", now["version"])).send().await.unwrap(), 200).await
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// The body of an answer of this status.
async fn said(response: Response, status: u16) -> Value {
    let (url, found) = (response.url().clone(), response.status());
    let body = response.text().await.unwrap();
    assert_eq!(found, status, "{url}: {body}");
    serde_json::from_str(&body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employers_posting_goes_on_where_it_stood() {
    for (court, _postgres) in Court::each().await {
        let (owner, path) = court.employer().await;
        let live = said(owner.get(&path).await.unwrap(), 200).await;
        let id = text(&live["id"]);
        let (report, other) = (court.report(&id).await, court.report(&id).await);
        said(court.decide(&report, "restore", "genuine").await, 409).await;
        assert_eq!(said(court.decide(&report, "uphold", "no_such_job").await, 200).await["state"], "upheld");
        said(court.public(&id).await, 410).await;
        assert_eq!(
            said(court.decide(&report, "restore", "no_such_job").await, 422).await["errors"][0]["pointer"],
            "/reason"
        );

        assert_eq!(said(court.decide(&report, "restore", "genuine").await, 200).await["state"], "dismissed");
        said(court.public(&id).await, 200).await;
        let back = said(owner.get(&path).await.unwrap(), 200).await;
        assert_eq!(
            (&back["status"], &back["live_at"], &back["ended_at"]),
            (&json!("live"), &live["live_at"], &Value::Null)
        );
        assert!(text(&back["closes_at"]) > text(&live["closes_at"]), "its days go on: {back}");
        // The other report was upheld along, and is dismissed along; neither is restored twice.
        for report in [&report, &other] {
            let entry = |ruling: &str| ("decide_report".to_owned(), json!(ruling));
            assert_eq!(court.trail(report).await[1..], [entry("no_such_job"), entry("genuine")]);
            said(court.decide(report, "restore", "genuine").await, 409).await;
        }
        let decided = |line: &&(String, Value)| line.0 == "decide_report";
        assert_eq!(court.trail(&id).await.iter().filter(decided).count(), 2);
        let letters = court.letters(&owner.email).await;
        assert_eq!(letters.iter().filter(|kind| *kind == "posting_decided").count(), 2, "{letters:?}");
        // Its author goes on with it.
        assert_eq!(step(&owner, &path, "pause").await["status"], "paused");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_no_longer_be_published_and_what_had_ended_do_not_come_back() {
    let court = Court::of(carematch()).await;
    let (owner, path) = court.employer().await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let report = court.report(&id).await;
    said(court.decide(&report, "uphold", "no_such_job").await, 200).await;
    let organization = path.split_once("/postings/").unwrap().0;
    let organization = said(owner.get(organization).await.unwrap(), 200).await;
    court.rule_on(&organization["id"], &organization["version"], "suspend", "fraud").await;
    said(court.decide(&report, "restore", "genuine").await, 409).await;
    said(court.public(&id).await, 410).await;

    let court = Court::of(carematch()).await;
    let (owner, path) = court.employer().await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let report = court.report(&id).await;
    let request = owner.request(Method::POST, &format!("{path}/close")).header("if-match", "\"2\"");
    said(request.json(&json!({ "filled": false })).send().await.unwrap(), 200).await;
    said(court.decide(&report, "uphold", "no_such_job").await, 200).await;
    assert_eq!(said(court.decide(&report, "restore", "genuine").await, 200).await["state"], "dismissed");
    assert_eq!(said(owner.get(&path).await.unwrap(), 200).await["status"], "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_posting_is_listed_again_and_read_anew() {
    let court = Court::of(carematch()).await;
    court.import("Registered nurse", "41.00");
    let id = text(&court.found().await["id"]);
    let report = court.report(&id).await;
    said(court.decide(&report, "uphold", "no_such_job").await, 200).await;
    // What its source says meanwhile is not taken over.
    court.import("Registered nurse", "45.00");
    said(court.public(&id).await, 410).await;
    said(court.decide(&report, "restore", "no_evidence").await, 200).await;
    let pay = async || said(court.public(&id).await, 200).await["pay"]["min_cents"].clone();
    assert_eq!(pay().await, 4100);
    assert_eq!(court.found().await["id"], id);
    court.import("Registered nurse", "45.00");
    assert_eq!(pay().await, 4500);
}
