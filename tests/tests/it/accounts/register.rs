//! Registering, confirming, and editing what was registered.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::said;

use super::{OTHER, PASSWORD, Site, applicant};
use crate::carematch;

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
        let account = said(answer, 200).await;
        assert_eq!(account["email"], "zoe.gagnon@example.org");
        assert_eq!((&account["kind"], &account["language"]), (&json!("worker"), &json!("fr")));
        assert_eq!(account["second_factor"], false);

        let second = site.sign_in(email, PASSWORD).await;
        let sessions = said(site.get("/sessions", &second).await, 200).await;
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
    assert_eq!(edited.headers()["etag"], "\"2\"");
    assert_eq!(said(edited, 200).await["name"], "Bé");
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
