//! Drafts: made once, and nobody else's.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::said;
use tests::people::{Part, sign_in};
use uuid::Uuid;

use super::{Site, employer, form, without};
use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_creation_makes_one_draft() {
    let site = Site::open(carematch()).await;
    let create = |key: &'static str, form: Value| {
        let request = site.recruiter.request(Method::POST, &site.path("")).header("idempotency-key", key);
        request.json(&form).send()
    };
    let first = said(create("one", form()).await.unwrap(), 201).await;
    let again = said(create("one", form()).await.unwrap(), 201).await;
    assert_eq!(first, again);
    said(create("one", without(&["pay"])).await.unwrap(), 422).await;
    assert_ne!(said(create("two", form()).await.unwrap(), 201).await["id"], first["id"]);
    let listed = said(site.recruiter.get(&site.path("")).await.unwrap(), 200).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let page = said(site.recruiter.get(&site.path("?limit=1")).await.unwrap(), 200).await;
    let next = site.path(&format!("?limit=1&cursor={}", page["next"].as_str().unwrap()));
    assert_eq!(said(site.recruiter.get(&next).await.unwrap(), 200).await["items"][0]["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_posting_is_as_absent() {
    let site = Site::open(carematch()).await;
    let posting = said(site.recruiter.post(&site.path(""), &form()).await.unwrap(), 201).await;
    let (other, stranger) = employer(&site.world, &site.server).await;
    let foreign = posting["id"].as_str().unwrap().to_owned();
    let absent = Uuid::now_v7().to_string();
    let own_organization = other.0.to_string();
    let foreign_organization = site.organization.0.to_string();
    for organization in [&own_organization, &foreign_organization] {
        for (method, rest) in [
            (Method::GET, ""),
            (Method::PUT, ""),
            (Method::GET, "/versions"),
            (Method::POST, "/publish"),
            (Method::POST, "/pause"),
            (Method::POST, "/resume"),
            (Method::POST, "/extend"),
            (Method::POST, "/confirm"),
            (Method::POST, "/close"),
        ] {
            let mut answers = Vec::new();
            for id in [&foreign, &absent] {
                let path = format!("/api/v1/organizations/{organization}/postings/{id}{rest}");
                let mut request = stranger.request(method.clone(), &path).header("if-match", "\"1\"");
                if method == Method::PUT {
                    request = request.json(&form());
                } else if rest == "/close" {
                    request = request.json(&json!({ "filled": true }));
                }
                let answer = request.send().await.unwrap();
                assert_eq!(answer.status(), 404, "{method} {path}");
                answers.push(answer.text().await.unwrap());
            }
            assert_eq!(answers[0], answers[1]);
        }
    }
    let listed = stranger.get(&site.path("")).await.unwrap();
    said(listed, 404).await;
    said(stranger.post(&site.path(""), &form()).await.unwrap(), 404).await;
    let worker = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
    said(worker.get(&site.path(&format!("/{foreign}"))).await.unwrap(), 403).await;
}
