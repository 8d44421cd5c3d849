//! A subscription without an account, from the form to its deletion.

use chrono::{TimeDelta, Utc};
use domain::subscription::SubscriptionId;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use storage::subscription::{self, suppression};
use storage::testing::TestDatabase;
use storage::vault::Vault;
use tests::answers::{read, refused, said};
use tests::people::{Part, database, sign_in};
use tests::{Server, World, mail};

use crate::site::bodies;
use crate::{carematch, worlds};

pub(crate) const READER: &str = "zoe.reads@example.org";

pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) server: Server,
    pub(crate) client: Client,
    _database: Option<TestDatabase>,
}

impl Site {
    pub(crate) fn open(world: World, database: Option<TestDatabase>) -> Self {
        let server = world.serve(&[]).unwrap();
        Self { world, server, client: Client::new(), _database: database }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1/subscriptions{path}", self.server.url))
    }

    async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    async fn ask(&self, email: &str, wanted: Value) -> Response {
        self.post("", &json!({ "email": email, "wanted": wanted })).await
    }

    async fn put(&self, link: &str, version: i64, body: &Value) -> Response {
        let request = self.request(Method::PUT, &format!("/{link}")).header("if-match", format!("\"{version}\""));
        request.json(body).send().await.unwrap()
    }

    pub(crate) async fn read(&self, link: &str) -> Value {
        said(self.request(Method::GET, &format!("/{link}")).send().await.unwrap(), 200).await
    }

    /// A subscription that was asked for and confirmed.
    pub(crate) async fn confirmed(&self) -> Value {
        assert_eq!(self.ask(READER, bodies::mail()).await.status(), 202);
        let letter = mail::take_one(&self.world, READER).await.unwrap();
        said(self.post("/confirm", &json!({ "token": letter.token().unwrap() })).await, 200).await
    }
}

/// What was said of each purpose, in order.
fn consents(subscription: &Value) -> Vec<(String, bool, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let each = subscription["consents"].as_array().unwrap().iter();
    each.map(|one| (text(&one["purpose"]), one["given"].as_bool().unwrap(), text(&one["means"]))).collect()
}

fn said_so(purpose: &str, given: bool, means: &str) -> (String, bool, String) {
    (purpose.to_owned(), given, means.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_proved_before_anything_is_sent_and_one_message_asks_for_that() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        for _ in 0..30 {
            assert_eq!(site.ask("Zoe.Reads@example.org", bodies::mail()).await.status(), 202);
        }
        // What was asked for last is what the one message proves.
        let mut both = bodies::mail();
        both["purposes"] = json!(["digest", "blog"]);
        assert_eq!(site.ask(READER, both).await.status(), 202);
        let letter = mail::take_one(&site.world, READER).await.unwrap();
        assert_eq!(
            (letter.kind.as_str(), letter.subject.as_str()),
            ("confirm_subscription", "Veuillez confirmer votre abonnement")
        );
        let proof = letter.token().unwrap();
        refused(site.request(Method::GET, &format!("/{proof}")).send().await.unwrap(), 404, "not-found").await;
        let other = if proof.ends_with('A') { 'E' } else { 'A' };
        let forged = json!({ "token": format!("{}{other}", &proof[..proof.len() - 1]) });
        refused(site.post("/confirm", &forged).await, 422, "invalid").await;
        let active = said(site.post("/confirm", &json!({ "token": proof })).await, 200).await;
        assert_eq!(
            (&active["state"], &active["email"], &active["purposes"]),
            (&json!("active"), &json!(READER), &json!(["digest", "blog"]))
        );
        assert!(active["due_at"].is_string() && active["sent_at"].is_null());
        assert_eq!(consents(&active), ["digest", "blog"].map(|purpose| said_so(purpose, true, "confirmation")));
        assert_eq!(active["consents"][0]["ip"], "127.0.0.1");
        assert!(active["consents"][0]["sentence"].as_str().unwrap().contains("offres"), "{active}");
        refused(site.post("/confirm", &json!({ "token": proof })).await, 422, "invalid").await;
        let link = active["link"].as_str().unwrap();
        assert_eq!(site.read(link).await, active);
        // Its owner hears of someone who asks again, but not before a week has passed.
        assert_eq!(site.ask(READER, bodies::mail()).await.status(), 202);
        assert!(mail::take(&site.world, READER).await.unwrap().is_empty());
        asked_days_ago(&site.world, READER, 8).await;
        let other =
            json!({ "purposes": ["blog"], "query": "", "language": "en", "schedule": bodies::mail()["schedule"] });
        assert_eq!(site.ask(READER, other).await.status(), 202);
        let letter = mail::take_one(&site.world, READER).await.unwrap();
        assert_eq!((letter.kind.as_str(), letter.token()), ("already_subscribed", Some(link)));
        assert_eq!(site.read(link).await["purposes"], json!(["digest", "blog"]), "whoever asks changes nothing");
    }
}

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn asked_days_ago(world: &World, email: &str, days: i64) {
    let db = database(world).await.unwrap();
    let mut kept = subscription::by_email(&db, email).await.unwrap().unwrap();
    kept.subscription.asked_at = Some(Utc::now() - TimeDelta::days(days));
    let tx = storage::begin(&db).await.unwrap();
    subscription::update(&tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_changed_by_the_link_alone() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let active = site.confirmed().await;
        let link = active["link"].as_str().unwrap();
        let mut wanted = bodies::mail();
        wanted["purposes"] = json!(["digest", "product_updates"]);
        wanted["schedule"] = json!({ "frequency": "daily", "hour": 6, "zone": "America/St_Johns" });
        let until = in_days(10);
        let body = json!({ "wanted": wanted, "paused_until": until });
        refused(site.put(link, 7, &body).await, 412, "stale").await;
        let version = active["version"].as_i64().unwrap();
        let paused = said(site.put(link, version, &body).await, 200).await;
        assert_eq!(
            (&paused["version"], &paused["schedule"]["zone"]),
            (&json!(version + 1), &json!("America/St_Johns"))
        );
        assert!(paused["due_at"].as_str().unwrap() > until.as_str(), "{paused}");
        assert_eq!(consents(&paused)[1..], [said_so("product_updates", true, "preferences")]);
        let too_long = json!({ "wanted": wanted, "paused_until": in_days(400) });
        let problem = refused(site.put(link, version + 1, &too_long).await, 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], "/paused_until", "{problem}");
        let resumed = json!({ "wanted": wanted, "paused_until": null });
        let resumed = said(site.put(link, version + 1, &resumed).await, 200).await;
        assert!(resumed["paused_until"].is_null() && resumed["due_at"].as_str().unwrap() < until.as_str());
        // To look changes nothing, however often a scanner does.
        for _ in 0..50 {
            site.read(link).await;
        }
        assert_eq!(site.read(link).await, resumed);
    }
}

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
fn in_days(days: i64) -> String {
    (Utc::now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_takes_one_click_and_all_that_is_held_can_be_deleted() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let active = site.confirmed().await;
        let link = active["link"].as_str().unwrap().to_owned();
        // As a mail program does it (RFC 8058 §3.2): no cookie, no account; and once more, which does no harm.
        for _ in 0..2 {
            let click = site.request(Method::POST, &format!("/{link}/unsubscribe"));
            let click = click.header("content-type", "application/x-www-form-urlencoded");
            let answer = click.body("List-Unsubscribe=One-Click").send().await.unwrap();
            assert_eq!(answer.status(), 204);
            let ended = site.read(&link).await;
            assert_eq!(
                (&ended["state"], &ended["purposes"], &ended["due_at"]),
                (&json!("ended"), &json!([]), &Value::Null)
            );
            assert_eq!(consents(&ended)[1..], [said_so("digest", false, "one_click")]);
        }
        // Whoever left may come back by the same link.
        let version = site.read(&link).await["version"].as_i64().unwrap();
        let body = json!({ "wanted": bodies::mail(), "paused_until": null });
        assert_eq!(said(site.put(&link, version, &body).await, 200).await["state"], "active");
        let blog = site.request(Method::POST, &format!("/{link}/unsubscribe?purpose=blog")).send().await.unwrap();
        assert_eq!((blog.status().as_u16(), &site.read(&link).await["state"]), (204, &json!("active")));
        assert_eq!(site.request(Method::DELETE, &format!("/{link}")).send().await.unwrap().status(), 204);
        for method in [Method::GET, Method::DELETE] {
            refused(site.request(method, &format!("/{link}")).send().await.unwrap(), 404, "not-found").await;
        }
        let (db, vault) = (database_of(&site).await, keys(&site.world));
        assert!(subscription::by_email(&db, READER).await.unwrap().is_none());
        assert!(suppression::of(&db, &vault, READER).await.unwrap().is_some());
        let id = SubscriptionId(uuid_of(&link));
        let left = subscription::consent::of(&db, id).await.unwrap();
        assert!(left.len() == 4 && left.iter().all(|(_, ip)| ip.is_none()), "{left:?}");
        // Who asks again is asked for the proof again, and is not suppressed once it is there.
        let back = site.confirmed().await;
        assert_ne!(back["link"], json!(link));
        assert!(suppression::of(&db, &vault, READER).await.unwrap().is_none());
        db.close().await.unwrap();
    }
}

async fn database_of(site: &Site) -> storage::Database {
    database(&site.world).await.unwrap()
}

fn keys(world: &World) -> Vault {
    Vault::open_or_create(&world.path().join("data/keys.json")).unwrap()
}

/// Whose a link is: its first half.
fn uuid_of(link: &str) -> uuid::Uuid {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(link).unwrap();
    uuid::Uuid::from_slice(&bytes[..16]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_refused_with_a_reason() {
    let site = Site::open(carematch(), None);
    let wanted = |change: &str, value: Value| {
        let mut wanted = bodies::mail();
        *wanted.pointer_mut(change).unwrap() = value;
        wanted
    };
    for (change, value, pointer) in [
        ("/purposes", json!([]), "/purposes"),
        ("/purposes", json!(["spam"]), "/purposes/0"),
        ("/query", json!("text=nurse&role=rn"), "/query"),
        ("/query", json!(""), "/query"),
        ("/query", json!("near=Nowhere+at+all"), "/query"),
        ("/language", json!("de"), "/language"),
        ("/schedule/day", Value::Null, "/schedule/day"),
        ("/schedule/frequency", json!("daily"), "/schedule/day"),
        ("/schedule/frequency", json!("hourly"), "/schedule/frequency"),
        ("/schedule/zone", json!("Mars/Olympus"), "/schedule/zone"),
    ] {
        let problem = refused(site.ask(READER, wanted(change, value)).await, 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{change}: {problem}");
    }
    for email in ["nobody", "a@b@c", "x\r\nBcc: y@example.org"] {
        refused(site.ask(email, bodies::mail()).await, 422, "invalid").await;
    }
    assert!(mail::take(&site.world, READER).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_what_is_new_by_the_rules_of_every_digest() {
    let world = carematch();
    let rows = api::demo::postings(3, 300, crate::site::now()).unwrap();
    std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
    world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
    let site = Site::open(world, None);
    let preview = said(site.post("/preview", &json!({ "query": "province=ON" })).await, 200).await;
    let shown = preview["items"].as_array().unwrap();
    assert_eq!(shown.len(), 10, "{preview}");
    let since = preview["since"].as_str().unwrap();
    let found: Value = site
        .client
        .get(format!("{}/api/v1/postings", site.server.url))
        .query(&[("province", "ON"), ("limit", "100"), ("sort", "date"), ("posted_since", since)])
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let newest: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|posting| &posting["id"]).collect();
    assert_eq!(shown.iter().map(|job| &job["id"]).collect::<Vec<_>>(), newest[..10]);
    assert_eq!(preview["rest"].as_u64().unwrap() + 10, found["total"].as_u64().unwrap());
    let near = said(site.post("/preview", &json!({ "query": "near=Toronto&radius_km=500" })).await, 200).await;
    assert!(near["items"].as_array().unwrap().iter().all(|job| job["km"].as_f64().unwrap() <= 500.0), "{near}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_is_told_of_new_postings_only_once_they_ask() {
    const ALERT: &str = "/api/v1/me/alert";
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let worker = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
        let none = read(&worker, ALERT).await;
        assert_eq!((&none["active"], &none["version"], &none["consents"]), (&json!(false), &json!(0), &json!([])));
        let body = json!({ "schedule": bodies::mail()["schedule"], "paused_until": null });
        let on = said(worker.put(ALERT, 0, &body).await.unwrap(), 200).await;
        assert_eq!((&on["active"], consents(&on)), (&json!(true), vec![said_so("digest", true, "account")]));
        assert!(on["due_at"].is_string());
        refused(worker.put(ALERT, 0, &body).await.unwrap(), 412, "stale").await;
        assert_eq!(read(&worker, "/api/v1/me/export").await["alerts"], json!([on]));
        for _ in 0..2 {
            assert_eq!(worker.delete(ALERT).await.unwrap().status(), 204);
        }
        let off = read(&worker, ALERT).await;
        assert_eq!((&off["active"], &off["due_at"]), (&json!(false), &Value::Null));
        assert_eq!(consents(&off)[1..], [said_so("digest", false, "account")]);
        let version = i32::try_from(off["version"].as_i64().unwrap()).unwrap();
        assert_eq!(said(worker.put(ALERT, version, &body).await.unwrap(), 200).await["active"], true);
        // By the link in its mail it is changed as any other, and stays the alert.
        let db = database_of(&site).await;
        let alerts = subscription::of_account(&db, worker.account).await.unwrap();
        db.close().await.unwrap();
        let link = subscription::link::token(&keys(&site.world), alerts[0].subscription.id);
        let body = json!({ "wanted": bodies::mail(), "paused_until": in_days(9) });
        let paused = said(site.put(&link, i64::from(alerts[0].version), &body).await, 200).await;
        assert_eq!((alerts.len(), &paused["query"]), (1, &Value::Null));
        let alert = read(&worker, ALERT).await;
        assert_eq!((&alert["active"], &alert["paused_until"]), (&json!(true), &paused["paused_until"]));
        assert!(mail::take(&site.world, &worker.email).await.unwrap().is_empty(), "the address is proved");
    }
}
