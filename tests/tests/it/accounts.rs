//! Accounts and sessions as a client sees them.

use std::collections::BTreeMap;

use api::app::accounts::staff::{Recruit, RecruitError, create_staff};
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::Staff;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::mail::{self, Mail};
use tests::people::database;
use tests::{Server, World};
use totp_rs::Totp;

use crate::carematch;

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
        let mut sites = vec![(Self::open(carematch()), None)];
        if let Some(postgres) = TestDatabase::postgres().await {
            sites.push((Self::open(carematch().with("CAREMATCH_DATABASE_URL", postgres.url())), Some(postgres)));
        }
        sites
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
        let letters = self.letters(to).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert_eq!(letters[0].kind, kind);
        letters[0].token().unwrap().to_owned()
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
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
        token_of(answer).await
    }

    /// What a request cost, from the log: statements and hashes.
    fn effort(&self, request_id: &str) -> (u64, u64) {
        let log = self.server.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut efforts = lines.filter(|line| line["message"] == "effort" && line.to_string().contains(request_id));
        let line = efforts.next().unwrap_or_else(|| panic!("no effort of {request_id} in {log}"));
        (line["statements"].as_u64().unwrap(), line["hashes"].as_u64().unwrap())
    }

    /// All of an answer that a client can see, but what differs by request; and what it cost.
    async fn seen(&self, answer: Response) -> (u16, BTreeMap<String, String>, String, (u64, u64)) {
        let status = answer.status().as_u16();
        let mut headers = BTreeMap::new();
        for (name, value) in answer.headers() {
            headers.insert(name.to_string(), value.to_str().unwrap().to_owned());
        }
        let id = headers.remove("x-request-id").unwrap();
        headers.remove("date");
        let body = answer.text().await.unwrap();
        // The line of the log may be a moment behind the answer.
        let written = async || Ok(self.server.log().contains(&id) && self.server.log().contains("\"effort\""));
        tests::eventually(std::time::Duration::from_secs(5), written).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let effort = self.effort(&id);
        (status, headers, body, effort)
    }
}

fn applicant(email: &str) -> Value {
    json!({ "kind": "worker", "name": "Zoë Gagnon-Marker", "email": email, "password": PASSWORD, "language": "fr" })
}

async fn token_of(answer: Response) -> String {
    let body: Value = answer.json().await.unwrap();
    body["token"].as_str().unwrap_or_else(|| panic!("no token: {body}")).to_owned()
}

async fn body(answer: Response) -> Value {
    answer.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_registers_confirms_signs_in_and_out() {
    for (site, _database) in Site::each().await {
        let email = "Zoe.Gagnon@Example.org";
        assert_eq!(site.post("/accounts", &applicant(email)).await.status(), 202);
        let credentials = json!({ "email": email, "password": PASSWORD });
        assert_eq!(site.post("/sessions", &credentials).await.status(), 401, "not confirmed yet");
        let token = site.mailed_token("zoe.gagnon@example.org", "confirm_email").await;
        let wrong = json!({ "token": format!("{token}x") });
        assert_eq!(site.post("/accounts/confirm", &wrong).await.status(), 422);
        assert_eq!(site.post("/accounts/confirm", &json!({ "token": token })).await.status(), 204);
        assert_eq!(site.post("/accounts/confirm", &json!({ "token": token })).await.status(), 422, "used");

        let first = site.sign_in(email, PASSWORD).await;
        let answer = site.get("/me/account", &first).await;
        assert_eq!([&answer.headers()["etag"], &answer.headers()["cache-control"]], ["\"1\"", "no-store"]);
        let account = body(answer).await;
        assert_eq!(account["email"], "zoe.gagnon@example.org");
        assert_eq!((&account["kind"], &account["language"]), (&json!("worker"), &json!("fr")));
        assert_eq!(account["second_factor"], false);

        let second = site.sign_in(email, PASSWORD).await;
        let sessions = body(site.get("/sessions", &second).await).await;
        let sessions = sessions["items"].as_array().unwrap();
        assert_eq!(sessions.iter().map(|s| s["current"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false]);
        let revoked = site.delete(&format!("/sessions/{}", sessions[1]["id"].as_str().unwrap()), &second).await;
        assert_eq!(revoked.status(), 204);
        assert_eq!(site.get("/me/account", &first).await.status(), 401, "revoked");
        let again = site.delete(&format!("/sessions/{}", sessions[1]["id"].as_str().unwrap()), &second).await;
        assert_eq!(again.status(), 404);
        assert_eq!(site.delete("/sessions/current", &second).await.status(), 204);
        assert_eq!(site.get("/me/account", &second).await.status(), 401, "signed out");
        assert_eq!(site.delete("/sessions/current", "").await.status(), 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_names_the_version_it_changes() {
    let site = Site::open(carematch());
    site.member("a@example.org").await;
    let token = site.sign_in("a@example.org", PASSWORD).await;
    let edit = |version: Option<&'static str>, change: Value| {
        let request = site.request(Method::PATCH, "/me/account", &token).json(&change);
        let request = version.into_iter().fold(request, |request, version| request.header("if-match", version));
        async { request.send().await.unwrap() }
    };
    assert_eq!(edit(None, json!({ "name": "B" })).await.status(), 428);
    assert_eq!(edit(Some("1"), json!({ "name": "B" })).await.status(), 422);
    let edited = edit(Some("\"1\""), json!({ "name": "Bé", "language": "en" })).await;
    assert_eq!(edited.status(), 200);
    assert_eq!(edited.headers()["etag"], "\"2\"");
    assert_eq!(body(edited).await["name"], "Bé");
    assert_eq!(edit(Some("\"1\""), json!({ "name": "C" })).await.status(), 412);
    // Signing in is no edit.
    site.sign_in("a@example.org", PASSWORD).await;
    assert_eq!(edit(Some("\"2\""), json!({})).await.status(), 200);
    for bad in
        [json!({ "name": "a\u{0}b" }), json!({ "name": " " }), json!({ "language": "de" }), json!({ "kind": "x" })]
    {
        assert_eq!(edit(Some("\"3\""), bad).await.status(), 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_tells_whether_an_address_has_an_account() {
    for (site, _database) in Site::each().await {
        site.member("known@example.org").await;
        assert_eq!(site.post("/accounts", &applicant("waiting@example.org")).await.status(), 202);

        let register = async |email: &str| site.post("/accounts", &applicant(email)).await;
        let known = register("known@example.org").await;
        let unknown = register("new@example.org").await;
        let waiting = register("waiting@example.org").await;
        let known = site.seen(known).await;
        assert_eq!((known.0, known.2.as_str(), known.3), (202, "", (5, 1)));
        assert_eq!(known, site.seen(unknown).await);
        assert_eq!(known, site.seen(waiting).await);
        let letters = site.letters("known@example.org").await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].kind, "address_in_use");
        assert!(letters[0].text.starts_with("Bonjour Zoë Gagnon-Marker,"), "{letters:?}");

        let sign_in = async |email: &str, password: &str| {
            let answer = site.post("/sessions", &json!({ "email": email, "password": password })).await;
            site.seen(answer).await
        };
        let wrong = sign_in("known@example.org", OTHER).await;
        assert_eq!((wrong.0, wrong.3.1), (401, 1));
        assert_eq!(wrong, sign_in("nobody@example.org", OTHER).await);
        assert_eq!(wrong, sign_in("waiting@example.org", PASSWORD).await);
        assert_eq!(wrong, sign_in("not even an address", PASSWORD).await);

        let reset = async |email: &str| {
            let answer = site.post("/accounts/password-resets", &json!({ "email": email })).await;
            site.seen(answer).await
        };
        let known = reset("known@example.org").await;
        assert_eq!((known.0, known.2.as_str()), (202, ""));
        assert_eq!(known, reset("nobody@example.org").await);
        assert_eq!(known, reset("waiting@example.org").await);
        assert!(site.letters("nobody@example.org").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_an_address_last_takes_nothing_over() {
    let site = Site::open(carematch());
    let email = "theirs@example.org";
    assert_eq!(site.post("/accounts", &applicant(email)).await.status(), 202);
    let theirs = site.mailed_token(email, "confirm_email").await;
    let mut other = applicant(email);
    other["password"] = OTHER.into();
    assert_eq!(site.post("/accounts", &other).await.status(), 202);
    assert_eq!(site.post("/accounts/confirm", &json!({ "token": theirs })).await.status(), 204);
    let late = site.mailed_token(email, "confirm_email").await;
    assert_eq!(site.post("/accounts/confirm", &json!({ "token": late })).await.status(), 422);
    let refused = site.post("/sessions", &json!({ "email": email, "password": OTHER })).await;
    assert_eq!(refused.status(), 401);
    site.sign_in(email, PASSWORD).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_anyone_would_try_are_refused_in_the_language_asked_for() {
    let site = Site::open(carematch());
    let refused = async |password: &str| {
        let mut applicant = applicant("a@example.org");
        applicant["password"] = password.into();
        let request = site.request(Method::POST, "/accounts", "").header("accept-language", "fr").json(&applicant);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 422, "{password}");
        let problem = body(answer).await;
        assert_eq!(problem["errors"][0]["pointer"], "/password");
        assert!(!problem.to_string().contains(password), "{problem}");
        problem["errors"][0]["detail"].as_str().unwrap().to_owned()
    };
    assert!(refused("kayaks-bleus").await.starts_with("doit avoir au moins 15 caractères"));
    assert!(refused(&"kayaks bleus ".repeat(20)).await.starts_with("doit avoir au plus 128"));
    assert!(refused("zoegagnon zoegagnon").await.starts_with("serait deviné"));
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_are_limited_by_network_and_by_account() {
    let site = Site::open(carematch().with("CAREMATCH_TRIES_FACTOR", "1").with("CAREMATCH_TRUSTED_PROXIES", "1"));
    let from = |address: &str, path: &str, body: Value| {
        let request = site.request(Method::POST, path, "").header("x-forwarded-for", address).json(&body);
        async { request.send().await.unwrap() }
    };
    let attempt = json!({ "email": "a@example.org", "password": OTHER });
    for _ in 0..3 {
        assert_eq!(from("192.0.2.1", "/sessions", attempt.clone()).await.status(), 401);
    }
    let late = from("192.0.2.1", "/sessions", attempt.clone()).await;
    assert_eq!(late.status(), 429);
    let wait: u64 = late.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(body(late).await["type"], "urn:carematch:problem:too-many-requests");
    assert_eq!(from("192.0.2.2", "/sessions", attempt).await.status(), 401, "another network");
    // An address gets three mails, wherever they are asked from.
    for (path, ask) in
        [("/accounts", applicant("b@example.org")), ("/accounts/password-resets", json!({ "email": "b@example.org" }))]
    {
        for network in 1..=3 {
            assert_eq!(from(&format!("198.51.100.{network}"), path, ask.clone()).await.status(), 202, "{path}");
        }
        assert_eq!(from("198.51.100.4", path, ask).await.status(), 429, "{path}");
    }
    // No address stands in the table that counts.
    let raw = std::fs::read(site.world.path().join("data/carematch.db-wal")).unwrap();
    assert!(!raw.windows(9).any(|bytes| bytes == b"192.0.2.1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_once_and_ends_every_session() {
    for (site, _database) in Site::each().await {
        let email = "a@example.org";
        site.member(email).await;
        let session = site.sign_in(email, PASSWORD).await;
        assert_eq!(site.post("/accounts/password-resets", &json!({ "email": email })).await.status(), 202);
        let token = site.mailed_token(email, "password_reset").await;
        let reset = |token: String, password: &str| {
            let body = json!({ "token": token, "password": password });
            async { site.post("/accounts/password", &{ body }).await.status().as_u16() }
        };
        assert_eq!(reset(token.clone(), "short").await, 422, "and the token is still good");
        assert_eq!(reset("no-token".to_owned(), OTHER).await, 422);
        assert_eq!(reset(token.clone(), OTHER).await, 204);
        assert_eq!(reset(token, PASSWORD).await, 422, "used");
        assert_eq!(site.get("/me/account", &session).await.status(), 401);
        let old = site.post("/sessions", &json!({ "email": email, "password": PASSWORD })).await;
        assert_eq!(old.status(), 401);
        site.sign_in(email, OTHER).await;
        assert_eq!(site.kinds(email).await, ["password_changed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_needs_the_current_one_and_ends_the_other_sessions() {
    let site = Site::open(carematch());
    let email = "a@example.org";
    site.member(email).await;
    let (mine, other) = (site.sign_in(email, PASSWORD).await, site.sign_in(email, PASSWORD).await);
    let change = async |token: &str, current: &str, new: &str| {
        site.send(Method::PUT, "/me/account/password", token, &json!({ "current": current, "new": new })).await
    };
    let wrong = change(&mine, OTHER, OTHER).await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(body(wrong).await["errors"][0]["pointer"], "/current");
    assert_eq!(change(&mine, PASSWORD, "too short").await.status(), 422);
    assert_eq!(change("", PASSWORD, OTHER).await.status(), 401);
    let changed = change(&mine, PASSWORD, OTHER).await;
    assert_eq!(changed.status(), 200);
    let renewed = token_of(changed).await;
    for (token, status) in [(&mine, 401), (&other, 401), (&renewed, 200)] {
        assert_eq!(site.get("/me/account", token).await.status(), status);
    }
    site.sign_in(email, OTHER).await;
}

/// Sets a second factor up: the app, the recovery codes and the session's new token.
async fn with_second_factor(site: &Site, token: &str) -> (Totp, Vec<String>, String) {
    let path = "/me/account/second-factor";
    let begun = site.send(Method::POST, path, token, &json!({ "password": PASSWORD })).await;
    assert_eq!(begun.status(), 200);
    assert_eq!(begun.headers()["cache-control"], "no-store");
    let app = Totp::from_url(body(begun).await["url"].as_str().unwrap()).unwrap();
    let proved = site.send(Method::PUT, path, token, &json!({ "code": code(&app, 0) })).await;
    assert_eq!(proved.status(), 200);
    let proved = body(proved).await;
    assert_eq!(proved["session"]["second_factor"], true);
    let codes: Vec<String> = serde_json::from_value(proved["recovery_codes"].clone()).unwrap();
    (app, codes, proved["token"].as_str().unwrap().to_owned())
}

/// The code of a step around now.
fn code(app: &Totp, steps: i64) -> String {
    app.generate(u64::try_from(now().timestamp() + 30 * steps).unwrap()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_and_no_code_serves_twice() {
    for (site, _database) in Site::each().await {
        let email = "a@example.org";
        site.member(email).await;
        let (mine, other) = (site.sign_in(email, PASSWORD).await, site.sign_in(email, PASSWORD).await);
        let path = "/me/account/second-factor";
        let without_password = site.send(Method::POST, path, &mine, &json!({ "password": OTHER })).await;
        assert_eq!(without_password.status(), 422);
        let not_begun = site.send(Method::PUT, path, &mine, &json!({ "code": "123456" })).await;
        assert_eq!(not_begun.status(), 409);
        let (app, codes, renewed) = with_second_factor(&site, &mine).await;
        assert_eq!(codes.len(), 10);
        for (token, status) in [(&mine, 401), (&other, 401), (&renewed, 200)] {
            assert_eq!(site.get("/me/account", token).await.status(), status);
        }
        assert_eq!(site.letters(email).await[0].subject, "Votre second facteur est en vigueur");

        let sign_in = async |code: Option<&str>| {
            let credentials = json!({ "email": email, "password": PASSWORD, "code": code });
            site.post("/sessions", &credentials).await
        };
        let missing = sign_in(None).await;
        assert_eq!(missing.status(), 403);
        assert_eq!(body(missing).await["type"], "urn:carematch:problem:second-factor");
        assert_eq!(sign_in(Some("000000")).await.status(), 403);
        // Without the password not even that is told.
        let credentials = json!({ "email": email, "password": OTHER, "code": code(&app, 1) });
        assert_eq!(site.post("/sessions", &credentials).await.status(), 401);
        let next = code(&app, 1);
        assert_eq!(sign_in(Some(&next)).await.status(), 200);
        assert_eq!(sign_in(Some(&next)).await.status(), 403, "a replay");
        assert_eq!(sign_in(Some(&code(&app, 0))).await.status(), 403, "of an earlier step");
        let spaced = codes[3].replace('-', " ").to_uppercase();
        assert_eq!(sign_in(Some(&spaced)).await.status(), 200);
        assert_eq!(sign_in(Some(&codes[3])).await.status(), 403, "used");
        let account = body(site.get("/me/account", &renewed).await).await;
        assert_eq!((&account["second_factor"], &account["recovery_codes_left"]), (&json!(true), &json!(9)));
        let again = site.send(Method::POST, path, &renewed, &json!({ "password": PASSWORD })).await;
        assert_eq!(again.status(), 409, "in force already");

        let removed = site.send(Method::DELETE, path, &renewed, &json!({ "password": PASSWORD })).await;
        assert_eq!(removed.status(), 200);
        assert_eq!(body(removed).await["session"]["second_factor"], false);
        assert_eq!(sign_in(None).await.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_for_its_own_pages_only() {
    let site = Site::open(carematch());
    site.member("a@example.org").await;
    let credentials = json!({ "email": "a@example.org", "password": PASSWORD, "cookie": true });
    let answer = site.post("/sessions", &credentials).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes[..4], ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]);
    assert!(body(answer).await["token"].is_null());
    let cookie = cookie.split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-session="));
    let request = |method: Method, path: &str, from: &str| {
        let request = site.request(method, path, "").header("cookie", &cookie).header("sec-fetch-site", from);
        async { request.send().await.unwrap() }
    };
    assert_eq!(request(Method::GET, "/me/account", "cross-site").await.status(), 200, "a link leads here");
    for from in ["cross-site", "same-site"] {
        let refused = request(Method::DELETE, "/sessions/current", from).await;
        assert_eq!(refused.status(), 403, "{from}");
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
    }
    let out = request(Method::DELETE, "/sessions/current", "same-origin").await;
    assert_eq!(out.status(), 204);
    assert!(out.headers()["set-cookie"].to_str().unwrap().ends_with("Max-Age=0"));
    assert_eq!(request(Method::GET, "/me/account", "same-origin").await.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_session_of_another() {
    let site = Site::open(carematch());
    for email in ["a@example.org", "b@example.org"] {
        site.member(email).await;
    }
    let a = site.sign_in("a@example.org", PASSWORD).await;
    let b = site.sign_in("b@example.org", PASSWORD).await;
    let sessions = body(site.get("/sessions", &a).await).await;
    let foreign = site.delete(&format!("/sessions/{}", sessions["items"][0]["id"].as_str().unwrap()), &b).await;
    let absent = site.delete("/sessions/00000000-0000-7000-8000-000000000000", &b).await;
    let foreign = site.seen(foreign).await;
    assert_eq!(foreign.0, 404);
    assert_eq!(foreign, site.seen(absent).await);
    assert_eq!(site.get("/me/account", &a).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_begin_without_a_password_and_set_their_own() {
    let site = Site::open(carematch());
    site.member("worker@example.org").await;
    let db = database(&site.world).await.unwrap();
    let recruit = |email: &'static str| {
        let recruit = Recruit { email, name: "Mo", language: Lang::En, staff: Staff::Moderator };
        create_staff(&db, None, recruit, now())
    };
    let made = recruit("Mo@example.org").await.unwrap();
    let token = made.token.unwrap();
    let refused = site.post("/sessions", &json!({ "email": "mo@example.org", "password": "none" })).await;
    assert_eq!(refused.status(), 401);
    let set = json!({ "token": token, "password": PASSWORD });
    assert_eq!(site.post("/accounts/password", &set).await.status(), 204);
    let session = site.sign_in("mo@example.org", PASSWORD).await;
    assert_eq!(body(site.get("/me/account", &session).await).await["staff"], "moderator");
    let again = recruit("mo@example.org").await.unwrap();
    assert_eq!((again.account, again.token.is_none()), (made.account, true));
    assert!(matches!(recruit("worker@example.org").await, Err(RecruitError::Worker)));
    assert!(matches!(recruit("no address").await, Err(RecruitError::Address)));
    db.close().await.unwrap();
}
