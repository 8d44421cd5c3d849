//! REST as a client sees it: a running server with sample postings.

use std::time::Duration;

use chrono::{SubsecRound, Utc};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tests::people::{self, Part};
use tests::{Server, World, eventually};

use crate::carematch;

const POSTINGS: usize = 300;

/// A server with sample postings, searchable.
async fn served() -> (World, Server) {
    let world = carematch();
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    let now = Utc::now().trunc_subsecs(0);
    let postings = api::demo::postings(11, POSTINGS, now).unwrap();
    std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&postings).unwrap()).unwrap();
    let report = world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
    assert_eq!(report["new"], POSTINGS, "{report}");
    let server = world.serve(&[]).unwrap();
    let url = format!("{}/api/v1/postings?text=nurse", server.url);
    eventually(Duration::from_mins(1), async || Ok(get(&url).await["total"].as_u64() > Some(0))).await.unwrap();
    (world, server)
}

async fn get(url: &str) -> Value {
    reqwest::get(url).await.unwrap().json().await.unwrap()
}

/// A problem of the closed list, with its status and nothing else.
async fn problem(response: Response, status: u16, name: &str) -> Value {
    assert_eq!(response.status(), status, "{}", response.url());
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert!(response.headers().contains_key("x-request-id"));
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["type"], format!("urn:carematch:problem:{name}"));
    assert_eq!(problem["status"], status);
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_request_is_said_as_a_problem() {
    let (_world, server) = served().await;
    let client = Client::new();
    let at = |path: &str| format!("{}{path}", server.url);
    problem(client.get(at("/nowhere")).send().await.unwrap(), 404, "not-found").await;
    problem(client.delete(at("/api/v1/postings")).send().await.unwrap(), 405, "method-not-allowed").await;
    problem(client.get(at("/api/v1/postings/not-an-id")).send().await.unwrap(), 404, "not-found").await;
    let absent = at("/api/v1/postings/00000000-0000-7000-8000-000000000000");
    problem(client.get(absent).send().await.unwrap(), 404, "not-found").await;
    problem(client.get(at("/api/v1/postings?limit=many")).send().await.unwrap(), 400, "malformed").await;
    problem(client.get(at("/api/v1/postings?posted_since=")).send().await.unwrap(), 400, "malformed").await;
    problem(client.get(at("/api/v1/postings?colour=red")).send().await.unwrap(), 400, "malformed").await;
    for query in
        ["limit=0", "role=wizard", "near=Atlantis", "sort=distance", "cursor=xyz", "province=ON&region=qc-13-laval"]
    {
        problem(client.get(at(&format!("/api/v1/postings?{query}"))).send().await.unwrap(), 422, "invalid").await;
    }
    let post = |body: String| client.post(at("/api/v1/matches")).header("content-type", "application/json").body(body);
    problem(post("{".to_owned()).send().await.unwrap(), 400, "malformed").await;
    problem(post("{}".to_owned()).send().await.unwrap(), 422, "invalid").await;
    problem(post("x".repeat(300_000)).send().await.unwrap(), 413, "too-large").await;
    let untyped = client.post(at("/api/v1/matches")).body("{}").send().await.unwrap();
    problem(untyped, 415, "unsupported-media-type").await;
    let unknown = json!({ "profile": { "roles": [{ "role": "wizard" }], "reach": { "regions": ["ca"] } } });
    let said = problem(post(unknown.to_string()).send().await.unwrap(), 422, "invalid").await;
    assert_eq!(said["errors"][0]["pointer"], "/profile/roles/0/role");
    let in_french = client.get(at("/api/v1/postings?limit=0")).header("accept-language", "fr-CA");
    let answer = in_french.send().await.unwrap();
    assert_eq!(answer.headers()["content-language"], "fr");
    assert!(answer.headers().get_all("vary").iter().any(|vary| vary == "accept-language"));
    let said = problem(answer, 422, "invalid").await;
    assert_eq!(said["title"], "Certains champs ne sont pas valides");
    assert_eq!(said["errors"][0]["pointer"], "limit");
    assert_eq!(said["errors"][0]["detail"], "doit être compris entre 1 et 100");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_ask_is_told_so_before_what_is_wrong_with_the_request() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let client = Client::new();
    let worker = people::sign_in(&world, &server.url, Part::Worker).await.unwrap();
    let path = "/api/v1/organizations/00000000-0000-7000-8000-000000000000";
    let put = || client.put(format!("{}{path}", server.url));
    // No version, no type, no JSON, too long: none of it matters yet.
    problem(put().send().await.unwrap(), 401, "sign-in").await;
    problem(put().header("if-match", "x").body("{").send().await.unwrap(), 401, "sign-in").await;
    problem(put().bearer_auth("none").body("x".repeat(200_000)).send().await.unwrap(), 401, "sign-in").await;
    problem(put().bearer_auth(&worker.token).body("{").send().await.unwrap(), 403, "forbidden").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postings_are_searched_read_and_walked_page_by_page() {
    let (_world, server) = served().await;
    let at = |path: &str| format!("{}/api/v1{path}", server.url);
    let all = get(&at("/postings?facets=true&limit=1")).await;
    assert_eq!((&all["total"], &all["total_is_exact"]), (&json!(POSTINGS), &json!(true)));
    let provinces = all["facets"].as_array().unwrap().iter().find(|f| f["facet"] == "province").unwrap();
    for value in provinces["values"].as_array().unwrap() {
        let found = get(&at(&format!("/postings?province={}", value["value"].as_str().unwrap()))).await;
        assert_eq!(found["total"], value["count"], "{value}");
    }
    let mut seen = std::collections::HashSet::new();
    let mut page = get(&at("/postings?limit=70&sort=pay")).await;
    loop {
        for item in page["items"].as_array().unwrap() {
            assert!(seen.insert(item["id"].as_str().unwrap().to_owned()), "twice: {item}");
        }
        let Some(next) = page["next"].as_str() else { break };
        page = get(&at(&format!("/postings?limit=70&sort=pay&cursor={next}"))).await;
    }
    assert_eq!(seen.len(), POSTINGS);
    // Words in either language find a role by its name in any province; what is found is what it says.
    for words in ["PSW", "pr%C3%A9pos%C3%A9e%20aux%20b%C3%A9n%C3%A9ficiaires", "health%20care%20aide"] {
        let found = get(&at(&format!("/postings?text={words}&limit=20"))).await;
        let items = found["items"].as_array().unwrap();
        assert!(items.len() > 5, "{words}: {}", found["total"]);
        let care = items.iter().filter(|item| item["roles"][0] == "psw").count();
        assert!(care * 10 >= items.len() * 9, "{words}: {care} of {}", items.len());
    }
    let found = get(&at("/postings?text=nurse&limit=1")).await;
    assert!(found["items"][0]["highlighted_title"].as_str().unwrap().contains("<mark>"), "{found}");
    let one = get(&at(&format!("/postings/{}", found["items"][0]["id"].as_str().unwrap()))).await;
    assert_eq!(one["sources"][0]["name"], "demo");
    assert!(one["requirements"].as_array().unwrap().iter().any(|r| r["origin"] == "stated" && r["words"].is_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_says_why_in_the_language_asked_for() {
    let (_world, server) = served().await;
    let client = Client::new();
    let profile = json!({
        "roles": [{ "role": "lpn", "months": 48 }],
        "licences": [{ "role": "lpn", "province": "AB" }],
        "credentials": [{ "credential": "cpr_c", "expires": "2099-01-01" }],
        "residence": "AB", "reach": { "regions": ["ca"] } });
    let ask = |lang: &'static str| {
        let request = json!({ "profile": profile, "broad": true, "limit": 50 });
        client.post(format!("{}/api/v1/matches", server.url)).header("accept-language", lang).json(&request).send()
    };
    let english: Value = ask("en").await.unwrap().json().await.unwrap();
    let items = english["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{english}");
    for item in items {
        let verdict = &item["verdict"];
        let points: i64 = verdict["reasons"].as_array().unwrap().iter().map(|r| r["points"].as_i64().unwrap()).sum();
        assert_eq!(verdict["score"], points);
        assert!(verdict["reasons"].as_array().unwrap().iter().all(|r| !r["reason"].as_str().unwrap().is_empty()));
        let licence = verdict["reasons"].as_array().unwrap().iter().find(|r| r["topic"] == "licence").unwrap();
        assert!(licence["route"].is_string() && licence["provenance"]["as_of"].is_string(), "{licence}");
    }
    assert!(english["unlocks"].as_array().unwrap().iter().any(|u| u["credential"] == "vulnerable_sector_check"));
    let french: Value = ask("fr-CA").await.unwrap().json().await.unwrap();
    assert_eq!(items[0]["posting"]["id"], french["items"][0]["posting"]["id"]);
    assert_ne!(items[0]["verdict"]["reasons"][0]["reason"], french["items"][0]["verdict"]["reasons"][0]["reason"]);
    // The verdict of one pair is the one of the match.
    let id = items[0]["posting"]["id"].as_str().unwrap();
    let url = format!("{}/api/v1/postings/{id}/verdict", server.url);
    let one: Value = client.post(url).json(&json!({ "profile": profile })).send().await.unwrap().json().await.unwrap();
    assert_eq!(one["eligibility"], items[0]["verdict"]["eligibility"]);
    assert_eq!(one["score"], items[0]["verdict"]["score"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_have_a_listener_of_their_own_and_a_stop_is_graceful() {
    let (_world, server) = served().await;
    let ready = get(&format!("{}/readyz", server.url)).await;
    assert_eq!((&ready["ready"], &ready["postings"]), (&json!(true), &json!(POSTINGS)));
    let metrics = reqwest::get(format!("{}/metrics", server.admin_url)).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("http_requests_total") && metrics.contains("/api/v1/postings"), "{metrics}");
    let docs = reqwest::get(format!("{}/docs/", server.admin_url)).await.unwrap().text().await.unwrap();
    assert!(docs.contains("swagger") && !docs.contains("https://"), "{docs}");
    assert_eq!(get(&format!("{}/openapi.json", server.admin_url)).await["openapi"], "3.1.0");
    assert_eq!(reqwest::get(format!("{}/metrics", server.url)).await.unwrap().status(), 404);
    assert!(server.stop().unwrap().success());
}
