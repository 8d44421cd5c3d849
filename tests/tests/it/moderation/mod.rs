//! Moderation as its people use it.

mod decisions;
mod policy;
mod queues;
mod reports;
mod restore;
mod staff;
mod trail;

use chrono::Utc;
use domain::account::Staff;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tests::answers::{read, said, text};
use tests::employers::{self, organization};
use tests::people::{self, Part, Person};
use tests::{Server, World};

use crate::carematch;

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
        let page = read(&self.moderator, &format!("/api/v1/moderation/queues/{queue}")).await;
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
        let page = read(&self.moderator, &format!("/api/v1/moderation/audit?object={object}")).await;
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
    fn import(&self, reference: &str, title: &str) {
        self.import_paid(reference, title, "27.50");
    }

    /// The same for so many dollars an hour.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    fn import_paid(&self, reference: &str, title: &str, wage: &str) {
        let today = Utc::now().date_naive();
        let row = format!("{reference},{title},{today},Ottawa,ON,Hospital of Ottawa,{wage}\n");
        let csv = format!("id,title,date_posted,city,province,employer,wage\n{row}");
        std::fs::write(self.world.path().join("feed.csv"), csv).unwrap();
        self.world.json(&["import", "--format", "job-bank-csv", "--source", "feed", "--json", "feed.csv"]).unwrap();
    }

    /// The postings that anyone finds.
    async fn found(&self) -> Vec<Value> {
        employers::found(&self.server.url, "").await.unwrap()
    }

    async fn until_found(&self, count: usize) {
        employers::until_found(&self.server.url, "", count).await.unwrap();
    }

    async fn report(&self, posting: &str, body: &Value) -> Response {
        Client::new().post(self.at(&format!("/postings/{posting}/reports"))).json(body).send().await.unwrap()
    }

    /// An organization that waits for its verification, and its owner.
    async fn organization(&self) -> (Person, String, Value) {
        let owner = self.person(Part::Employer).await;
        let made = employers::make(&owner, &organization()).await.unwrap();
        let id = text(&made["id"]);
        said(owner.post(&format!("/api/v1/organizations/{id}/verification"), &json!({})).await.unwrap(), 200).await;
        let waiting = self.queue("organizations").await;
        let item = waiting.into_iter().find(|item| item["id"] == id).unwrap();
        assert_eq!((&item["kind"], &item["name"]), (&json!("organization"), &json!("Maple Manor")));
        (owner, id, item["version"].clone())
    }
}

fn line(action: &str, fields: &[&str], reason: Option<&str>) -> (String, Value, Value) {
    (action.to_owned(), json!(fields), json!(reason))
}
