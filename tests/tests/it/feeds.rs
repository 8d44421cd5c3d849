//! Feeds that are fetched on a schedule.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::account::Staff;
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::employers::until_found;
use tests::people::{Part, Person, sign_in};
use tests::{World, eventually};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::site::now;
use crate::worlds;

const FEEDS: &str = "/api/v1/moderation/feeds";

async fn moderator(world: &World, url: &str) -> Person {
    sign_in(world, url, Part::Staff(Staff::Moderator)).await.unwrap()
}

async fn add(moderator: &Person, source: &str, url: &str) -> String {
    let body = json!({ "source": source, "url": url, "format": "json-ld", "complete": true, "every_hours": 1 });
    said(moderator.post(FEEDS, &body).await.unwrap(), 201).await["id"].as_str().unwrap().to_owned()
}

/// A feed once its last fetch is as asked for.
async fn until(moderator: &Person, id: &str, is: impl Fn(&Value) -> bool) -> Value {
    let find = async || {
        let all = read(moderator, FEEDS).await;
        all["items"].as_array().unwrap().iter().find(|feed| feed["id"] == id).cloned().unwrap()
    };
    let told = eventually(Duration::from_secs(90), async || Ok(is(&find().await))).await;
    assert!(told.is_ok(), "{}", find().await);
    find().await
}

async fn fetch(moderator: &Person, id: &str, accept_shrink: bool) {
    let body = json!({ "accept_shrink": accept_shrink });
    let request = moderator.request(Method::POST, &format!("{FEEDS}/{id}/fetch")).json(&body);
    said(request.send().await.unwrap(), 200).await;
}

/// Makes a feed due, as time would.
async fn due(world: &World, id: &str) {
    let db = tests::people::database(world).await.unwrap();
    let mut feed = storage::feed::find(&db, id.parse().unwrap()).await.unwrap();
    feed.next_at = now();
    storage::feed::keep(&db, &feed).await.unwrap();
    db.close().await.unwrap();
}

/// A feed of so many postings, another after each answer but to who knows its version.
struct Shrinking {
    rows: Value,
    sizes: [usize; 2],
    answers: Arc<AtomicUsize>,
}

impl Respond for Shrinking {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let size = self.sizes[self.answers.fetch_add(1, Ordering::Relaxed).min(1)];
        let rows: Vec<&Value> = self.rows.as_array().unwrap().iter().take(size).collect();
        ResponseTemplate::new(200).set_body_json(rows).insert_header("etag", format!("\"{size}\""))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_fetched_imported_held_where_it_shrinks_and_taken_where_a_person_says_so() {
    for (world, _database) in worlds().await {
        let server = world.serve(&[]).unwrap();
        let moderator = moderator(&world, &server.url).await;
        let rows = serde_json::to_value(api::demo::postings(5, 12, now()).unwrap()).unwrap();
        let source = MockServer::start().await;
        let at = || Mock::given(method("GET")).and(path("/feed.json"));
        at().and(header("if-none-match", "\"12\"")).respond_with(ResponseTemplate::new(304)).mount(&source).await;
        let shrinking = Shrinking { rows, sizes: [12, 4], answers: Arc::default() };
        at().respond_with(shrinking).with_priority(9).mount(&source).await;
        let id = add(&moderator, "Northern Jobs", &format!("{}/feed.json", source.uri())).await;
        let first = until(&moderator, &id, |feed| feed["last_outcome"] == "imported").await;
        let report: Value = serde_json::from_str(first["report"].as_str().unwrap()).unwrap();
        assert_eq!((&report["rows"], &report["new"]), (&json!(12), &json!(12)), "{report}");
        until_found(&server.url, "limit=50", 12).await.unwrap();
        let again = json!({ "source": "Northern Jobs", "url": source.uri(), "format": "json-ld" });
        refused(moderator.post(FEEDS, &again).await.unwrap(), 409, "conflict").await;
        // On its schedule it is asked for by its version, and is as it was.
        due(&world, &id).await;
        until(&moderator, &id, |feed| feed["last_outcome"] == "unchanged").await;
        // A person asks for it: it has shrunk, and nothing is withdrawn before they say so.
        fetch(&moderator, &id, false).await;
        until(&moderator, &id, |feed| feed["last_outcome"] == "held").await;
        until_found(&server.url, "limit=50", 12).await.unwrap();
        fetch(&moderator, &id, true).await;
        let taken = until(&moderator, &id, |feed| feed["last_outcome"] == "imported").await;
        let report: Value = serde_json::from_str(taken["report"].as_str().unwrap()).unwrap();
        assert_eq!(report["withdrawn"], json!(8), "{report}");
        until_found(&server.url, "limit=50", 4).await.unwrap();
        assert_eq!(moderator.delete(&format!("{FEEDS}/{id}")).await.unwrap().status(), 204);
        assert_eq!(read(&moderator, FEEDS).await["items"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_fetched_changes_nothing_and_is_told() {
    for (world, _database) in worlds().await {
        let server = world.serve(&[]).unwrap();
        let moderator = moderator(&world, &server.url).await;
        let source = MockServer::start().await;
        let at = |name: &'static str| Mock::given(method("GET")).and(path(name));
        at("/broken").respond_with(ResponseTemplate::new(500)).mount(&source).await;
        let inside = format!("{}/inside", source.uri());
        at("/away").respond_with(ResponseTemplate::new(302).insert_header("location", inside)).mount(&source).await;
        at("/words").respond_with(ResponseTemplate::new(200).set_body_string("<html>no job here")).mount(&source).await;
        let large = ResponseTemplate::new(200).set_body_bytes(vec![b' '; (64 << 20) + 1]);
        at("/large").respond_with(large).mount(&source).await;
        let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for (name, why) in [
            ("/broken", "answered 500"),
            ("/away", "answered 302"),
            ("/words", ""),
            ("/large", "larger than 64 MiB"),
            ("", "not connected"),
        ] {
            let url = if name.is_empty() { format!("http://{unused}/") } else { format!("{}{name}", source.uri()) };
            let id = add(&moderator, &format!("of {name}"), &url).await;
            let failed = until(&moderator, &id, |feed| feed["failures"] == 1).await;
            assert_eq!(failed["last_outcome"], "failed", "{failed}");
            assert!(failed["report"].as_str().unwrap().contains(why), "{failed}");
        }
        assert!(source.received_requests().await.unwrap().iter().all(|asked| asked.url.path() != "/inside"));
        until_found(&server.url, "limit=50", 0).await.unwrap();
    }
}
