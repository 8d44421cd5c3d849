//! A posting from draft to its end.

use api::app::own_postings::ruling::{Ruling, rule};
use domain::posting::PostingId;
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{refused, said};
use tests::people::database;

use super::{NAME, Site, form, now, with, without};

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_lives_from_draft_to_its_end() {
    for (site, _postgres) in Site::each().await {
        let made = site.recruiter.post(&site.path(""), &without(&["pay", "vacancy"])).await.unwrap();
        assert_eq!((made.status().as_u16(), made.headers()["etag"].to_str().unwrap()), (201, "\"1\""));
        let location = made.headers()["location"].to_str().unwrap().to_owned();
        let draft = said(made, 201).await;
        assert_eq!(location, site.path(&format!("/{}", draft["id"].as_str().unwrap())));
        assert_eq!((&draft["status"], &draft["report"]["publishable"]), (&json!("draft"), &json!(false)));
        said(site.public(&draft).await, 404).await;
        // What the law asks stops it, and so does who its author is.
        refused(site.step(&draft, "publish", None).await, 409, "conflict").await;
        site.verify().await;
        let lacking = said(site.step(&draft, "publish", None).await, 422).await;
        let pointers: Vec<&str> =
            lacking["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        assert!(pointers.contains(&"/pay") && pointers.contains(&"/vacancy"), "{lacking}");
        edited_with_care(&site, &draft, &location).await;
        let mended = said(site.recruiter.get(&location).await.unwrap(), 200).await;
        let live = site.stepped(&mended, "publish", "live").await;
        site.finds(1).await;
        shown_to_everyone(&site, &live).await;
        let reviewed = held_for_a_moderator(&site, &live).await;
        to_its_end(&site, &reviewed, &location).await;
    }
}

async fn edited_with_care(site: &Site, draft: &Value, location: &str) {
    let unguarded = site.recruiter.request(Method::PUT, location).json(&form()).send().await.unwrap();
    said(unguarded, 428).await;
    let mended = said(site.replace(draft, &form()).await, 200).await;
    assert_eq!((&mended["version"], &mended["report"]["publishable"]), (&json!(2), &json!(true)), "{mended}");
    said(site.replace(draft, &without(&["pay"])).await, 412).await;
    said(site.step(draft, "publish", None).await, 412).await;
    // What is sent comes back, and can be sent again.
    assert_eq!(said(site.replace(&mended, &mended["form"]).await, 200).await["form"], mended["form"]);
    let odd = said(site.replace(&mended, &with("roles", json!(["wizard"]))).await, 422).await;
    assert_eq!(odd["errors"][0]["pointer"], "/roles/0");
}

async fn shown_to_everyone(site: &Site, live: &Value) {
    let shown = said(site.public(live).await, 200).await;
    assert_eq!((&shown["employer"], &shown["origin"]), (&json!(NAME), &json!("authored")));
    assert_eq!(shown["requirements"][0]["origin"], "form");
    let authored = &shown["authored"];
    assert_eq!(authored["questions"][0]["text"], "Can you work nights?");
    assert!(authored["vacancy"].as_bool().unwrap() && authored["confirmed_at"].is_string());
    assert!(authored["ai_statement"].as_str().unwrap().contains("artificial intelligence"), "{authored}");
    assert_eq!(authored["agency"], Value::Null);
    assert!(shown["fraud_policy"].is_string());
}

/// New wording of a live posting brings it before a moderator, who lets it pass.
async fn held_for_a_moderator(site: &Site, live: &Value) -> Value {
    // What must not be published is refused outright, and the posting stays as it was.
    said(site.replace(live, &without(&["pay"])).await, 422).await;
    site.finds(1).await;
    let chatty =
        with("en", json!({ "title": "Registered nurse, perioperative", "description": "Reach us on WhatsApp." }));
    let held = said(site.replace(live, &chatty).await, 200).await;
    assert_eq!((&held["status"], &held["held"][0]["rule"]), (&json!("review"), &json!("messaging_app")));
    site.finds(0).await;
    said(site.public(&held).await, 404).await;
    said(site.step(&held, "pause", None).await, 409).await;
    let db = database(&site.world).await.unwrap();
    let id = PostingId(held["id"].as_str().unwrap().parse().unwrap());
    let version = i32::try_from(held["version"].as_i64().unwrap()).unwrap();
    let tx = storage::begin(&db).await.unwrap();
    assert!(rule(&tx, id, version - 1, Ruling::Approve, now()).await.is_err(), "it is another version by now");
    let passed = rule(&tx, id, version, Ruling::Approve, now()).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(passed.version, version + 1);
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    site.finds(1).await;
    let path = site.path(&format!("/{}", id.0));
    said(site.recruiter.get(&path).await.unwrap(), 200).await
}

async fn to_its_end(site: &Site, live: &Value, location: &str) {
    let paused = site.stepped(live, "pause", "paused").await;
    site.finds(0).await;
    said(site.public(&paused).await, 404).await;
    let resumed = site.stepped(&paused, "resume", "live").await;
    site.finds(1).await;
    let longer = site.stepped(&resumed, "extend", "live").await;
    assert!(longer["closes_at"].as_str().unwrap() > resumed["closes_at"].as_str().unwrap());
    let confirmed = site.stepped(&longer, "confirm", "live").await;
    assert!(confirmed["confirmed_at"].as_str().unwrap() >= longer["confirmed_at"].as_str().unwrap());
    let closed = said(site.step(&confirmed, "close", Some(&json!({ "filled": true }))).await, 200).await;
    assert_eq!(closed["status"], "filled");
    site.finds(0).await;
    said(site.public(&closed).await, 410).await;
    said(site.step(&closed, "resume", None).await, 409).await;
    said(site.replace(&closed, &form()).await, 409).await;
    let versions = said(site.recruiter.get(&format!("{location}/versions?limit=20")).await.unwrap(), 200).await;
    let versions = versions["items"].as_array().unwrap();
    assert_eq!(versions.len(), 4);
    assert_eq!(versions[3]["form"]["pay"], Value::Null);
    let listed = said(site.recruiter.get(&site.path("")).await.unwrap(), 200).await;
    assert_eq!((&listed["items"][0]["status"], listed["items"].as_array().unwrap().len()), (&json!("filled"), 1));
}
