//! Moderation as its people use it: reports, the fraud policy, decisions on organizations, licences and postings, the
//! audit trail, the staff.

use std::time::Duration;

use chrono::{Days, Utc};
use domain::account::Staff;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tests::people::{self, Part, Person};
use tests::{Server, World, eventually};

use crate::carematch;

const ABSENT: &str = "00000000-0000-7000-8000-000000000000";

struct Court {
    world: World,
    server: Server,
    moderator: Person,
}

impl Court {
    async fn new() -> Self {
        Self::of(carematch()).await
    }

    async fn of(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        let moderator = people::sign_in(&world, &server.url, Part::Staff(Staff::Moderator)).await.unwrap();
        Self { world, server, moderator }
    }

    async fn person(&self, part: Part) -> Person {
        people::sign_in(&self.world, &self.server.url, part).await.unwrap()
    }

    fn at(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.server.url)
    }

    async fn queue(&self, queue: &str) -> Vec<Value> {
        let page = read(&self.moderator, &format!("/moderation/queues/{queue}")).await;
        assert_eq!(page["queue"], queue);
        page["items"].as_array().unwrap().clone()
    }

    /// A decision on what is at `version`.
    async fn decide(&self, what: &str, id: &str, version: &Value, decision: &Value) -> Response {
        let path = format!("/api/v1/moderation/{what}/{id}/decision");
        let request = self.moderator.request(Method::POST, &path).header("if-match", format!("\"{version}\""));
        request.json(decision).send().await.unwrap()
    }

    /// What the trail tells of an object, first written first: action, fields, reason.
    async fn trail(&self, object: &str) -> Vec<(String, Value, Value)> {
        let page = read(&self.moderator, &format!("/moderation/audit?object={object}")).await;
        let mut lines = page["items"].as_array().unwrap().clone();
        lines.reverse();
        let line = |line: Value| (text(&line["action"]), line["fields"].clone(), line["reason"].clone());
        lines.into_iter().map(line).collect()
    }

    /// The kinds of letters that were queued to an address, in order.
    async fn letters(&self, to: &str) -> Vec<String> {
        let db = people::database(&self.world).await.unwrap();
        let kept = storage::delivery::to(&db, to).await.unwrap();
        db.close().await.unwrap();
        kept.into_iter().map(|mail| mail.kind).collect()
    }

    /// Imports one posting under a reference.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    fn import(&self, reference: &str, title: &str) {
        let today = Utc::now().date_naive();
        let row = format!("{reference},{title},{today},Ottawa,ON,Hospital of Ottawa,27.50\n");
        let csv = format!("id,title,date_posted,city,province,employer,wage\n{row}");
        std::fs::write(self.world.path().join("feed.csv"), csv).unwrap();
        self.world.json(&["import", "--format", "job-bank-csv", "--source", "feed", "--json", "feed.csv"]).unwrap();
    }

    /// The postings that anyone finds.
    async fn found(&self) -> Vec<Value> {
        let page: Value = reqwest::get(self.at("/postings")).await.unwrap().json().await.unwrap();
        page["items"].as_array().unwrap().clone()
    }

    async fn until_found(&self, count: usize) {
        eventually(Duration::from_mins(1), async || Ok(self.found().await.len() == count)).await.unwrap();
    }

    async fn report(&self, posting: &str, body: &Value) -> Response {
        Client::new().post(self.at(&format!("/postings/{posting}/reports"))).json(body).send().await.unwrap()
    }

    /// An organization that waits for its verification, and its owner.
    async fn organization(&self) -> (Person, String, Value) {
        let owner = self.person(Part::Employer).await;
        let profile = json!({
            "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
            "contact": { "name": "Ann", "email": "ann@maple.example", "phone": "613-555-0100" },
            "arrangement": "direct", "province": "ON", "headcount": "from_25" });
        let made = said(owner.post("/api/v1/organizations", &profile).await.unwrap(), 201).await;
        let id = text(&made["id"]);
        said(owner.post(&format!("/api/v1/organizations/{id}/verification"), &json!({})).await.unwrap(), 200).await;
        let waiting = self.queue("organizations").await;
        let item = waiting.into_iter().find(|item| item["id"] == id).unwrap();
        assert_eq!((&item["kind"], &item["name"]), (&json!("organization"), &json!("Maple Manor")));
        (owner, id, item["version"].clone())
    }
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

async fn refused(response: Response, status: u16, kind: &str) -> Value {
    let problem = said(response, status).await;
    assert_eq!(problem["type"], format!("urn:carematch:problem:{kind}"), "{problem}");
    problem
}

async fn read(person: &Person, path: &str) -> Value {
    said(person.get(&format!("/api/v1{path}")).await.unwrap(), 200).await
}

fn line(action: &str, fields: &[&str], reason: Option<&str>) -> (String, Value, Value) {
    (action.to_owned(), json!(fields), json!(reason))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_moderators_with_a_second_factor_moderate() {
    let court = Court::new().await;
    let paths = [
        "/moderation/queues/reports".to_owned(),
        "/moderation/audit".to_owned(),
        format!("/moderation/licences/{ABSENT}"),
    ];
    for path in &paths {
        refused(reqwest::get(court.at(path)).await.unwrap(), 401, "sign-in").await;
        for part in [Part::Worker, Part::Employer, Part::Staff(Staff::Editor)] {
            let person = court.person(part).await;
            refused(person.get(&format!("/api/v1{path}")).await.unwrap(), 403, "forbidden").await;
        }
    }
    for queue in ["organizations", "licences", "postings", "reports"] {
        assert_eq!(court.queue(queue).await, Vec::<Value>::new());
    }
    refused(court.moderator.get("/api/v1/moderation/queues/candidates").await.unwrap(), 404, "not-found").await;
    refused(court.moderator.get("/api/v1/moderation/queues/reports?cursor=x").await.unwrap(), 422, "invalid").await;
    refused(court.moderator.get(&format!("/api/v1{}", paths[2])).await.unwrap(), 404, "not-found").await;
    let decision = json!({ "ruling": "approve", "reason": "in_business_register" });
    refused(court.decide("organizations", ABSENT, &json!(1), &decision).await, 404, "not-found").await;
    let blind = format!("/api/v1/moderation/organizations/{ABSENT}/decision");
    refused(court.moderator.post(&blind, &decision).await.unwrap(), 428, "precondition-required").await;

    // The same session without its second factor.
    let db = people::database(&court.world).await.unwrap();
    let hash = api::caller::hash(&court.moderator.token);
    let session = storage::session::of_account(&db, court.moderator.account, chrono::DateTime::UNIX_EPOCH);
    let mut session = session.await.unwrap().into_iter().find(|session| session.token_hash == hash).unwrap();
    session.second_factor = false;
    let tx = storage::begin(&db).await.unwrap();
    storage::session::update(&tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    for path in &paths {
        let response = court.moderator.get(&format!("/api/v1{path}")).await.unwrap();
        refused(response, 403, "second-factor").await;
    }
}

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
    let page = read(&court.moderator, "/moderation/queues/reports?limit=1").await;
    let rest = format!("/moderation/queues/reports?limit=1&cursor={}", text(&page["next"]));
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

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn the_policy_of_any_day_can_be_read() {
    let court = Court::new().await;
    let at = async |day: &str, lang: &str| {
        let url = court.at(&format!("/fraud-policy{day}"));
        said(Client::new().get(url).header("accept-language", lang).send().await.unwrap(), 200).await
    };
    let first = at("", "en").await;
    assert_eq!((&first["effective_from"], &first["effective_until"]), (&Value::Null, &Value::Null));
    assert!(text(&first["text"]).starts_with("# Our policy"));
    assert!(text(&at("", "fr").await["text"]).starts_with("# Notre politique"));

    let today = (Utc::now() - chrono::Duration::hours(5)).date_naive();
    let (soon, past) = (today + Days::new(40), today - Days::new(1));
    let version = |from: chrono::NaiveDate| json!({ "effective_from": from, "en": "# Two", "fr": "# Deux" });
    let publish = async |body: &Value, key: &str| {
        let request = court.moderator.request(Method::POST, "/api/v1/moderation/fraud-policy");
        request.header("idempotency-key", key).json(body).send().await.unwrap()
    };
    refused(publish(&version(past), "a").await, 409, "conflict").await;
    let made = publish(&version(soon), "b").await;
    let location = text(&json!(made.headers()["location"].to_str().unwrap()));
    let made = said(made, 201).await;
    assert_eq!(said(publish(&version(soon), "b").await, 201).await, made, "a repeat makes nothing more");
    refused(publish(&version(soon), "c").await, 409, "conflict").await;
    let worker = court.person(Part::Worker).await;
    refused(worker.post("/api/v1/moderation/fraud-policy", &version(soon)).await.unwrap(), 403, "forbidden").await;

    let now = at("", "en").await;
    assert_eq!((&now["id"], &now["effective_until"]), (&first["id"], &json!(soon - Days::new(1))));
    let kept = (soon - Days::new(1)).checked_add_months(chrono::Months::new(36)).unwrap();
    assert_eq!(now["kept_until"], json!(kept));
    assert_eq!(now["versions"].as_array().unwrap().len(), 2);
    assert_eq!(at(&format!("?at={}", soon - Days::new(1)), "en").await["id"], first["id"]);
    let then: Value = reqwest::get(format!("{}{location}", court.server.url)).await.unwrap().json().await.unwrap();
    assert_eq!((&then["id"], &then["text"]), (&made["id"], &json!("# Two")));
    refused(reqwest::get(court.at("/fraud-policy?at=3000-01-01")).await.unwrap(), 422, "invalid").await;
    refused(reqwest::get(court.at("/fraud-policy?at=")).await.unwrap(), 400, "malformed").await;
    let trail = court.trail(&text(&made["id"])).await;
    assert_eq!(trail, [line("publish_fraud_policy", &["en", "fr", "effective_from"], None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_is_decided_as_it_was_seen() {
    let court = Court::new().await;
    let (owner, id, version) = court.organization().await;
    let approve = json!({ "ruling": "approve", "reason": "in_business_register" });
    let refuse = json!({ "ruling": "refuse", "reason": "not_found", "note": "Which Maple Manor?" });
    refused(court.decide("organizations", &id, &json!(99), &approve).await, 412, "stale").await;
    assert_eq!(said(court.decide("organizations", &id, &version, &refuse).await, 200).await["state"], "refused");
    let read_by_owner = read(&owner, &format!("/organizations/{id}")).await;
    assert!(read_by_owner.to_string().contains("Which Maple Manor?"), "{read_by_owner}");
    let again = owner.post(&format!("/api/v1/organizations/{id}/verification"), &json!({})).await.unwrap();
    said(again, 200).await;
    let version = court.queue("organizations").await[0]["version"].clone();
    let decided = court.decide("organizations", &id, &version, &approve).await;
    let etag = text(&json!(decided.headers()["etag"].to_str().unwrap()));
    assert_eq!(said(decided, 200).await["state"], "verified");
    let version = json!(etag.trim_matches('"').parse::<i32>().unwrap());
    refused(court.decide("organizations", &id, &version, &approve).await, 409, "conflict").await;
    let suspend = json!({ "ruling": "suspend", "reason": "fraud" });
    assert_eq!(said(court.decide("organizations", &id, &version, &suspend).await, 200).await["state"], "suspended");
    let decisions: Vec<_> = court.trail(&id).await.into_iter().filter(|line| line.0 == "decide_organization").collect();
    let told = |reason| line("decide_organization", &["verification"], Some(reason));
    assert_eq!(decisions, [told("not_found"), told("in_business_register"), told("fraud")]);
    let letters = court.letters(&owner.email).await;
    assert_eq!(letters, ["organization_decided", "organization_decided", "organization_suspended"]);
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn a_licence_number_is_shown_to_who_checks_it() {
    const NUMBER: &str = "PLANTED-776655";
    let court = Court::new().await;
    let worker = court.person(Part::Worker).await;
    let names = json!({ "given_name": "Zoé", "family_name": "Tremblay" });
    said(worker.put("/api/v1/me/profile", 0, &names).await.unwrap(), 200).await;
    let until = Utc::now().date_naive() + Days::new(100);
    let licence = json!({ "role": "rn", "province": "ON", "number": NUMBER, "valid_until": until });
    let made = said(worker.post("/api/v1/me/licences", &licence).await.unwrap(), 201).await;
    let id = text(&made["id"]);
    let sheet = format!("/moderation/licences/{id}");
    // Nobody looks at a licence whose check was not asked for.
    refused(court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap(), 409, "conflict").await;
    said(worker.post(&format!("/api/v1/me/licences/{id}/check"), &json!({})).await.unwrap(), 200).await;

    let waiting = court.queue("licences").await;
    assert_eq!(
        (&waiting[0]["id"], &waiting[0]["role"], &waiting[0]["province"]),
        (&made["id"], &json!("rn"), &json!("ON"))
    );
    let before = court.trail(&id).await.len();
    let answer = court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let seen = said(answer, 200).await;
    assert_eq!((&seen["number"], &seen["name"]), (&json!(NUMBER), &json!("Zoé Tremblay")));
    assert_eq!((&seen["regulator"]["key"], &seen["next_check"]), (&json!("on-cno"), &json!(until + Days::new(1))));
    // The reading itself is written down.
    let trail = court.trail(&id).await;
    assert_eq!((trail.len(), &trail[before]), (before + 1, &line("read_licence_check", &["number"], None)));

    let version = &waiting[0]["version"];
    let found = |ruling: &str, reason: &str, next: Value| {
        json!({ "ruling": ruling, "reason": reason, "register_url": "https://registre.example/",
            "seen": "general class", "next_check": next })
    };
    let late = found("approve", "in_register", json!(until + Days::new(2)));
    let said_late = refused(court.decide("licences", &id, version, &late).await, 422, "invalid").await;
    assert_eq!(said_late["errors"][0]["pointer"], "/next_check");
    let blind = json!({ "ruling": "approve", "reason": "in_register" });
    let said_blind = refused(court.decide("licences", &id, version, &blind).await, 422, "invalid").await;
    assert_eq!(said_blind["errors"][0]["pointer"], "/register_url");
    let approve = found("approve", "in_register", Value::Null);
    refused(court.decide("licences", &id, &json!(99), &approve).await, 412, "stale").await;
    assert_eq!(said(court.decide("licences", &id, version, &approve).await, 200).await["state"], "verified");
    refused(court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap(), 409, "conflict").await;
    let mine = read(&worker, &format!("/me/licences/{id}")).await;
    assert!(mine.to_string().contains("verified") && mine.to_string().contains("public_register"), "{mine}");
    let decided = court.trail(&id).await.pop().unwrap();
    assert_eq!(decided, line("decide_licence", &["verification", "next_check"], Some("in_register")));
    assert_eq!(court.letters(&worker.email).await, ["licence_decided"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_posting_goes_back_or_live() {
    let court = Court::new().await;
    let (owner, organization, version) = court.organization().await;
    let approve = json!({ "ruling": "approve", "reason": "in_business_register" });
    said(court.decide("organizations", &organization, &version, &approve).await, 200).await;
    let form = json!({
        "en": { "title": "Registered nurse, ICU", "description": "Care for patients. Bonus paid in gift cards." },
        "roles": ["rn"], "sites": [{ "place": "Thunder Bay", "province": "ON", "postal_code": "P7B 6V4" }],
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" }, "employment": ["full_time", "permanent"],
        "vacancy": true });
    let base = format!("/api/v1/organizations/{organization}/postings");
    let made = said(owner.post(&base, &form).await.unwrap(), 201).await;
    let id = text(&made["id"]);
    let publish = async |version: &Value| {
        let request = owner.request(Method::POST, &format!("{base}/{id}/publish"));
        said(request.header("if-match", format!("\"{version}\"")).send().await.unwrap(), 200).await
    };
    publish(&json!(1)).await;
    // What is not public cannot be reported, and looks like what is not there.
    refused(court.report(&id, &json!({ "concern": "other" })).await, 404, "not-found").await;
    let held = court.queue("postings").await.remove(0);
    assert_eq!((&held["id"], &held["title"]), (&made["id"], &json!("Registered nurse, ICU")));
    assert_eq!(held["holds"][0]["pointer"], "/en/description");
    let back = json!({ "ruling": "refuse", "reason": "misleading", "note": "Say what the bonus is." });
    refused(court.decide("postings", &id, &json!(99), &back).await, 412, "stale").await;
    assert_eq!(said(court.decide("postings", &id, &held["version"], &back).await, 200).await["state"], "draft");
    let own = said(owner.get(&format!("{base}/{id}")).await.unwrap(), 200).await;
    assert!(own.to_string().contains("Say what the bonus is."), "{own}");
    refused(court.decide("postings", &id, &json!(3), &back).await, 409, "conflict").await;

    publish(&json!(3)).await;
    let held = court.queue("postings").await.remove(0);
    let pass = json!({ "ruling": "approve", "reason": "meets_rules" });
    assert_eq!(said(court.decide("postings", &id, &held["version"], &pass).await, 200).await["state"], "live");
    court.until_found(1).await;
    // Upheld, a report ends an employer's own posting too.
    said(court.report(&id, &json!({ "concern": "no_such_job" })).await, 201).await;
    let report = text(&court.queue("reports").await[0]["id"]);
    let uphold = json!({ "ruling": "uphold", "reason": "no_such_job" });
    let path = format!("/api/v1/moderation/reports/{report}/decision");
    said(court.moderator.post(&path, &uphold).await.unwrap(), 200).await;
    court.until_found(0).await;
    let own = said(owner.get(&format!("{base}/{id}")).await.unwrap(), 200).await;
    assert!(own.to_string().contains("withdrawn"), "{own}");
    let decided = court.letters(&owner.email).await;
    assert_eq!(decided, ["organization_decided", "posting_decided", "posting_decided", "posting_decided"]);
    let reasons: Vec<_> =
        court.trail(&id).await.into_iter().filter_map(|line| line.2.as_str().map(str::to_owned)).collect();
    assert_eq!(reasons, ["misleading", "meets_rules", "no_such_job"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_moderators_and_the_command_line_admins() {
    let court = Court::new().await;
    let admin = court.person(Part::Staff(Staff::Admin)).await;
    let someone = court.person(Part::Employer).await;
    let path = format!("/api/v1/moderation/staff/{}", someone.account.0);
    let set = async |by: &Person, path: &str, role: Value| {
        by.request(Method::PUT, path).json(&json!({ "role": role })).send().await.unwrap()
    };
    refused(set(&court.moderator, &path, json!("moderator")).await, 403, "forbidden").await;
    assert_eq!(said(set(&admin, &path, json!("moderator")).await, 200).await["role"], "moderator");
    // What they were signed in with before does not reach that far.
    refused(someone.get("/api/v1/moderation/audit").await.unwrap(), 401, "sign-in").await;
    assert_eq!(said(set(&admin, &path, Value::Null).await, 200).await["role"], Value::Null);
    let trail = court.trail(&someone.account.0.to_string()).await;
    assert_eq!(trail, [line("set_staff", &["staff"], Some("moderator")), line("set_staff", &["staff"], Some("none"))]);
    refused(set(&admin, &path, json!("admin")).await, 409, "conflict").await;
    refused(set(&admin, &path, json!("king")).await, 422, "invalid").await;
    let own = format!("/api/v1/moderation/staff/{}", admin.account.0);
    refused(set(&admin, &own, Value::Null).await, 409, "conflict").await;
    let worker = court.person(Part::Worker).await;
    let of_worker = format!("/api/v1/moderation/staff/{}", worker.account.0);
    refused(set(&admin, &of_worker, json!("editor")).await, 409, "conflict").await;
    refused(set(&admin, &format!("/api/v1/moderation/staff/{ABSENT}"), Value::Null).await, 404, "not-found").await;

    let run = |args: &[&str]| court.world.json(&[&["admin", "--json"], args].concat());
    let made = run(&["create", "--email", "First@Example.org", "--name", "First", "--role", "moderator"]).unwrap();
    assert!(made["token"].is_string() && text(&made["link"]).starts_with('/'), "{made}");
    let granted = run(&["grant", "--email", &someone.email, "--role", "admin"]).unwrap();
    assert_eq!(granted["account"], json!(someone.account));
    run(&["revoke", "--email", "first@example.org"]).unwrap();
    for (email, why) in [(worker.email.as_str(), "worker"), ("nobody@example.org", "no account")] {
        let output = court.world.run(&["admin", "grant", "--email", email, "--role", "editor"]).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(why), "{error}");
    }
    let trail = court.trail(&text(&made["account"])).await;
    assert_eq!(trail, [line("create_staff", &["staff"], None), line("set_staff", &["staff"], Some("none"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_sealed_while_the_server_runs_and_the_doctor_looks_at_it() {
    let court = Court::new().await;
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
    let first = read(&court.moderator, "/moderation/audit?limit=2").await;
    assert!(first["items"].as_array().unwrap().iter().all(|line| line["seal"].is_i64()));
    let rest = read(&court.moderator, &format!("/moderation/audit?limit=2&cursor={}", text(&first["next"]))).await;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
}
