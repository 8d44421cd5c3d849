//! Passwords: which are good, and how they are changed, forgotten and first set.

use api::app::accounts::staff::{Recruit, RecruitError, create_staff};
use domain::Lang;
use domain::account::Staff;
use reqwest::Method;
use serde_json::json;
use tests::answers::{said, text};
use tests::people::database;

use super::{OTHER, PASSWORD, Site, applicant, now};
use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn passwords_anyone_would_try_are_refused_in_the_language_asked_for() {
    let site = Site::open(carematch());
    let refused = async |password: &str| {
        let mut applicant = applicant("a@example.org");
        applicant["password"] = password.into();
        let request = site.request(Method::POST, "/accounts", "").header("accept-language", "fr").json(&applicant);
        let answer = request.send().await.unwrap();
        let problem = said(answer, 422).await;
        assert_eq!(problem["errors"][0]["pointer"], "/password");
        assert!(!problem.to_string().contains(password), "{problem}");
        problem["errors"][0]["detail"].as_str().unwrap().to_owned()
    };
    assert!(refused("kayaks-bleus").await.starts_with("doit avoir au moins 15 caractères"));
    assert!(refused(&"kayaks bleus ".repeat(20)).await.starts_with("doit avoir au plus 128"));
    assert!(refused("zoegagnon zoegagnon").await.starts_with("serait deviné"));
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
    assert_eq!(said(wrong, 422).await["errors"][0]["pointer"], "/current");
    assert_eq!(change(&mine, PASSWORD, "too short").await.status(), 422);
    assert_eq!(change("", PASSWORD, OTHER).await.status(), 401);
    let changed = change(&mine, PASSWORD, OTHER).await;
    let renewed = text(&said(changed, 200).await["token"]);
    for (token, status) in [(&mine, 401), (&other, 401), (&renewed, 200)] {
        assert_eq!(site.get("/me/account", token).await.status(), status);
    }
    site.sign_in(email, OTHER).await;
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
    assert_eq!(said(site.get("/me/account", &session).await, 200).await["staff"], "moderator");
    let again = recruit("mo@example.org").await.unwrap();
    assert_eq!((again.account, again.token.is_none()), (made.account, true));
    assert!(matches!(recruit("worker@example.org").await, Err(RecruitError::Worker)));
    assert!(matches!(recruit("no address").await, Err(RecruitError::Address)));
    db.close().await.unwrap();
}
