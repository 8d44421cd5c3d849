//! Accounts and sessions as a client sees them.

mod guessing;
mod password;
mod register;
mod second_factor;
mod session;

use chrono::{DateTime, Utc};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::answers::{self, Seen, said, text};
use tests::mail::{self, Mail};
use tests::{Server, World};

use crate::worlds;

const PASSWORD: &str = "seven blue kayaks drift north";
const OTHER: &str = "la tuque verte de grand-papa";

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A server and a client without any session.
struct Site {
    world: World,
    server: Server,
    client: Client,
}

impl Site {
    fn open(world: World) -> Self {
        let world = world.with("CAREMATCH_LOG_FILTER", "info,api=debug");
        let server = world.serve(&[]).unwrap();
        Self { world, server, client: Client::new() }
    }

    /// One on each database.
    async fn each() -> Vec<(Self, Option<TestDatabase>)> {
        worlds().await.into_iter().map(|(world, database)| (Self::open(world), database)).collect()
    }

    fn request(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}/api/v1{path}", self.server.url));
        if token.is_empty() { request } else { request.bearer_auth(token) }
    }

    async fn send(&self, method: Method, path: &str, token: &str, body: &Value) -> Response {
        self.request(method, path, token).json(body).send().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(Method::POST, path, "", body).await
    }

    async fn get(&self, path: &str, token: &str) -> Response {
        self.request(Method::GET, path, token).send().await.unwrap()
    }

    async fn delete(&self, path: &str, token: &str) -> Response {
        self.request(Method::DELETE, path, token).send().await.unwrap()
    }

    /// The letters to an address that were not read yet.
    async fn letters(&self, to: &str) -> Vec<Mail> {
        mail::take(&self.world, to).await.unwrap()
    }

    /// The token in the one letter to an address.
    async fn mailed_token(&self, to: &str, kind: &str) -> String {
        let letter = mail::take_one(&self.world, to).await.unwrap();
        assert_eq!(letter.kind, kind);
        letter.token().unwrap().to_owned()
    }

    /// The kinds of the letters to an address that were not read yet.
    async fn kinds(&self, to: &str) -> Vec<String> {
        self.letters(to).await.into_iter().map(|mail| mail.kind).collect()
    }

    /// Registers and confirms someone.
    async fn member(&self, email: &str) {
        let answer = self.post("/accounts", &applicant(email)).await;
        assert_eq!(answer.status(), 202, "{}", answer.text().await.unwrap());
        let token = self.mailed_token(email, "confirm_email").await;
        assert_eq!(self.post("/accounts/confirm", &json!({ "token": token })).await.status(), 204);
    }

    async fn sign_in(&self, email: &str, password: &str) -> String {
        let answer = self.post("/sessions", &json!({ "email": email, "password": password })).await;
        text(&said(answer, 200).await["token"])
    }

    /// What a request cost, from the log: statements and hashes.
    fn effort(&self, request_id: &str) -> (u64, u64) {
        let log = self.server.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut efforts = lines.filter(|line| line["message"] == "effort" && line.to_string().contains(request_id));
        let line = efforts.next().unwrap_or_else(|| panic!("no effort of {request_id} in {log}"));
        (line["statements"].as_u64().unwrap(), line["hashes"].as_u64().unwrap())
    }

    /// All of an answer that a client can see, and what it cost.
    async fn seen(&self, answer: Response) -> (Seen, (u64, u64)) {
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        let seen = answers::seen(answer).await;
        // The line of the log may be a moment behind the answer.
        let written = async || Ok(self.server.log().contains(&id) && self.server.log().contains("\"effort\""));
        tests::eventually(std::time::Duration::from_secs(5), written).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let effort = self.effort(&id);
        (seen, effort)
    }
}

fn applicant(email: &str) -> Value {
    json!({ "kind": "worker", "name": "Zoë Gagnon-Marker", "email": email, "password": PASSWORD, "language": "fr" })
}
