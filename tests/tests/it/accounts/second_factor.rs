//! A second factor and its codes.

use reqwest::Method;
use serde_json::json;
use tests::answers::{refused, said};
use totp_rs::Totp;

use super::{OTHER, PASSWORD, Site, now};

/// Sets a second factor up: the app, the recovery codes and the session's new token.
async fn with_second_factor(site: &Site, token: &str) -> (Totp, Vec<String>, String) {
    let path = "/me/account/second-factor";
    let begun = site.send(Method::POST, path, token, &json!({ "password": PASSWORD })).await;
    assert_eq!(begun.headers()["cache-control"], "no-store");
    let app = Totp::from_url(said(begun, 200).await["url"].as_str().unwrap()).unwrap();
    let proved = site.send(Method::PUT, path, token, &json!({ "code": code(&app, 0) })).await;
    let proved = said(proved, 200).await;
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
        refused(missing, 403, "second-factor").await;
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
        let account = said(site.get("/me/account", &renewed).await, 200).await;
        assert_eq!((&account["second_factor"], &account["recovery_codes_left"]), (&json!(true), &json!(9)));
        let again = site.send(Method::POST, path, &renewed, &json!({ "password": PASSWORD })).await;
        assert_eq!(again.status(), 409, "in force already");

        let removed = site.send(Method::DELETE, path, &renewed, &json!({ "password": PASSWORD })).await;
        assert_eq!(said(removed, 200).await["session"]["second_factor"], false);
        assert_eq!(sign_in(None).await.status(), 200);
    }
}
