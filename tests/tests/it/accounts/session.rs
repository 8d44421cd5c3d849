//! Sessions: their cookie, and whose they are.

use reqwest::Method;
use serde_json::json;
use tests::answers::{ABSENT, said};

use super::{PASSWORD, Site};
use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_for_its_own_pages_only() {
    let site = Site::open(carematch());
    site.member("a@example.org").await;
    let credentials = json!({ "email": "a@example.org", "password": PASSWORD, "cookie": true });
    let answer = site.post("/sessions", &credentials).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes[..4], ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]);
    assert!(said(answer, 200).await["token"].is_null());
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
    let sessions = said(site.get("/sessions", &a).await, 200).await;
    let foreign = site.delete(&format!("/sessions/{}", sessions["items"][0]["id"].as_str().unwrap()), &b).await;
    let absent = site.delete(&format!("/sessions/{ABSENT}"), &b).await;
    let foreign = site.seen(foreign).await;
    assert_eq!(foreign.0.0, 404);
    assert_eq!(foreign, site.seen(absent).await);
    assert_eq!(site.get("/me/account", &a).await.status(), 200);
}
