//! What someone learns who guesses, and how often they may.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::refused;

use super::{OTHER, PASSWORD, Site, applicant};
use crate::carematch;

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
        assert_eq!((known.0.0, known.0.2.as_str(), known.1), (202, "", (5, 1)));
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
        assert_eq!((wrong.0.0, wrong.1.1), (401, 1));
        assert_eq!(wrong, sign_in("nobody@example.org", OTHER).await);
        assert_eq!(wrong, sign_in("waiting@example.org", PASSWORD).await);
        assert_eq!(wrong, sign_in("not even an address", PASSWORD).await);

        let reset = async |email: &str| {
            let answer = site.post("/accounts/password-resets", &json!({ "email": email })).await;
            site.seen(answer).await
        };
        let known = reset("known@example.org").await;
        assert_eq!((known.0.0, known.0.2.as_str()), (202, ""));
        assert_eq!(known, reset("nobody@example.org").await);
        assert_eq!(known, reset("waiting@example.org").await);
        assert!(site.letters("nobody@example.org").await.is_empty());
    }
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
    let wait: u64 = late.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    refused(late, 429, "too-many-requests").await;
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
