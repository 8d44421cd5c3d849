//! A person looks at a match or at a rejection.

use domain::account::Staff;
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::mail;
use tests::people::{Part, sign_in};

use super::Site;

#[tokio::test]
async fn a_person_looks_and_answers_once() {
    for (site, _database) in Site::each().await {
        let moderator = sign_in(&site.world, &site.server.url, Part::Staff(Staff::Moderator)).await.unwrap();
        let ask = async |body: Value| site.worker.post("/api/v1/me/reviews", &body).await.unwrap();
        let words = "My licence is from before <1 May>.";
        let asked = said(ask(json!({ "posting": site.posting, "words": words })).await, 201).await;
        assert_eq!((&asked["subject"], &asked["finding"]), (&json!("match"), &Value::Null));
        refused(ask(json!({ "posting": site.posting })).await, 409, "conflict").await;
        refused(ask(json!({ "posting": tests::answers::ABSENT })).await, 422, "invalid").await;
        refused(ask(json!({})).await, 422, "invalid").await;
        let application = site.applied().await;
        refused(ask(json!({ "application": application })).await, 409, "conflict").await;
        said(site.step(&application, json!({ "to": "declined", "reason": "experience" })).await, 200).await;
        let rejection = said(ask(json!({ "application": application })).await, 201).await;
        assert_eq!(rejection["subject"], "rejection");
        let waiting = read(&moderator, "/api/v1/moderation/reviews").await;
        assert_eq!(waiting["items"].as_array().unwrap().len(), 2, "{waiting}");
        let path = |review: &Value| format!("/api/v1/moderation/reviews/{}", review["id"].as_str().unwrap());
        let looked = read(&moderator, &path(&asked)).await;
        assert_eq!((&looked["review"]["words"], &looked["stage"]), (&json!(words), &Value::Null));
        let same = read(&site.worker, &format!("/api/v1/me/matches/{}", site.posting)).await;
        assert_eq!(looked["verdict"]["reasons"], same["reasons"], "{looked}");
        let of_rejection = read(&moderator, &path(&rejection)).await;
        assert_eq!((&of_rejection["stage"], &of_rejection["reason"]), (&json!("declined"), &json!("experience")));
        // Who asks is not told.
        for seen in [&waiting, &looked, &of_rejection] {
            let seen = seen.to_string();
            assert!(!seen.contains("Zoé") && !seen.contains(&site.worker.email), "{seen}");
            assert!(!seen.contains(&site.worker.account.0.to_string()), "{seen}");
        }
        let answer = json!({ "finding": "your_data", "answer": "Correct the first day of your licence." });
        let post = async || {
            let path = format!("{}/answer", path(&asked));
            moderator.request(Method::POST, &path).json(&answer).send().await.unwrap()
        };
        assert_eq!(said(post().await, 200).await["finding"], "your_data");
        refused(post().await, 409, "conflict").await;
        let mine = read(&site.worker, "/api/v1/me/reviews").await;
        let answered = mine["items"].as_array().unwrap().iter().find(|review| review["id"] == asked["id"]).unwrap();
        assert_eq!(answered["answer"], answer["answer"]);
        assert!(answered["sentence"].as_str().unwrap().contains("you can mend it"));
        let letters = mail::take(&site.world, &site.worker.email).await.unwrap();
        assert!(letters.iter().any(|letter| letter.subject.contains("A person has answered you")));
        assert_eq!(read(&moderator, "/api/v1/moderation/reviews").await["items"].as_array().unwrap().len(), 1);
        // What was asked goes with the account.
        let gone = site.worker.request(Method::DELETE, "/api/v1/me/account");
        let gone = gone.json(&json!({ "password": tests::people::PASSWORD })).send().await.unwrap();
        assert!(gone.status().is_success());
        assert_eq!(read(&moderator, "/api/v1/moderation/reviews").await["items"], json!([]));
    }
}
