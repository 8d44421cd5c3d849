//! The fraud policy, of any day.

use chrono::{Days, Utc};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tests::answers::{refused, said, text};
use tests::people::Part;

use super::{Court, line};

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn the_policy_of_any_day_can_be_read() {
    let court = Court::new().await;
    let at = async |day: &str, lang: &str| {
        let url = court.at(&format!("/fraud-policy{day}"));
        said(Client::new().get(url).header("accept-language", lang).send().await.unwrap(), 200).await
    };
    let first = at("", "en").await;
    assert_eq!((&first["effective_from"], &first["effective_until"]), (&Value::Null, &Value::Null));
    assert!(text(&first["text"]).starts_with("# Our policy"));
    assert!(text(&at("", "fr").await["text"]).starts_with("# Notre politique"));

    let today = (Utc::now() - chrono::Duration::hours(5)).date_naive();
    let (soon, past) = (today + Days::new(40), today - Days::new(1));
    let version = |from: chrono::NaiveDate| json!({ "effective_from": from, "en": "# Two", "fr": "# Deux" });
    let publish = async |body: &Value, key: &str| {
        let request = court.moderator.request(Method::POST, "/api/v1/moderation/fraud-policy");
        request.header("idempotency-key", key).json(body).send().await.unwrap()
    };
    refused(publish(&version(past), "a").await, 409, "conflict").await;
    let made = publish(&version(soon), "b").await;
    let location = text(&json!(made.headers()["location"].to_str().unwrap()));
    let made = said(made, 201).await;
    assert_eq!(said(publish(&version(soon), "b").await, 201).await, made, "a repeat makes nothing more");
    refused(publish(&version(soon), "c").await, 409, "conflict").await;
    let worker = court.person(Part::Worker).await;
    refused(worker.post("/api/v1/moderation/fraud-policy", &version(soon)).await.unwrap(), 403, "forbidden").await;

    let now = at("", "en").await;
    assert_eq!((&now["id"], &now["effective_until"]), (&first["id"], &json!(soon - Days::new(1))));
    let kept = (soon - Days::new(1)).checked_add_months(chrono::Months::new(36)).unwrap();
    assert_eq!(now["kept_until"], json!(kept));
    assert_eq!(now["versions"].as_array().unwrap().len(), 2);
    assert_eq!(at(&format!("?at={}", soon - Days::new(1)), "en").await["id"], first["id"]);
    let then: Value = reqwest::get(format!("{}{location}", court.server.url)).await.unwrap().json().await.unwrap();
    assert_eq!((&then["id"], &then["text"]), (&made["id"], &json!("# Two")));
    refused(reqwest::get(court.at("/fraud-policy?at=3000-01-01")).await.unwrap(), 422, "invalid").await;
    refused(reqwest::get(court.at("/fraud-policy?at=")).await.unwrap(), 400, "malformed").await;
    let trail = court.trail(&text(&made["id"])).await;
    assert_eq!(trail, [line("publish_fraud_policy", &["en", "fr", "effective_from"], None)]);
}
