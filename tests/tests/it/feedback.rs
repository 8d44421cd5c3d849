//! What a reader says of the jobs of a digest, by the links of the mail.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{refused, said};

use crate::newsletter::Site;
use crate::worlds;

/// A posting that is live.
async fn posting(site: &Site) -> String {
    let url = format!("{}/api/v1/postings?role=psw&province=ON&limit=1", site.server.url);
    let found: Value = site.client.get(url).send().await.unwrap().json().await.unwrap();
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_says_what_they_think_of_a_job_by_a_button_and_takes_it_back() {
    for (world, database) in worlds().await {
        let rows = api::demo::postings(3, 300, crate::site::now()).unwrap();
        std::fs::create_dir_all(world.path().join("data")).unwrap();
        std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
        world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
        let site = Site::open(world, database);
        let posting = posting(&site).await;
        let active = site.confirmed().await;
        let token = active["link"].as_str().unwrap().to_owned();

        // A scanner that follows the link says nothing.
        let link = format!("/fr/newsletter/feedback?token={token}&posting={posting}");
        for _ in 0..5 {
            let (status, html) = site.look(&link).await;
            assert_eq!((status, html.matches("name=\"say\"").count()), (200, 4), "{html}");
        }
        assert_eq!(site.read(&token).await["version"], active["version"]);
        for wrong in ["?token=none&posting=x", "", "?token=a&token=b"] {
            assert_eq!(site.look(&format!("/newsletter/feedback{wrong}")).await.0, 404, "{wrong}");
        }
        let gone = format!("/newsletter/feedback?token={token}&posting=00000000-0000-7000-8000-000000000000");
        let (status, html) = site.look(&gone).await;
        assert_eq!((status, html.matches("name=\"say\"").count()), (200, 1), "only the pause: {html}");

        let said_of = [("token", token.as_str()), ("posting", &posting), ("say", "not_this_role")];
        assert_eq!(site.fill_in("/newsletter/feedback", &said_of).await.0, 200);
        let kept = site.read(&token).await;
        assert_eq!(kept["feedback"].as_array().unwrap().len(), 1, "{kept}");
        let (_, preferences) = site.look(&format!("/fr/newsletter/preferences?token={token}")).await;
        assert!(
            preferences.contains(kept["feedback"][0].as_str().unwrap().split(' ').next().unwrap()),
            "{preferences}"
        );
        let unknown = [("token", token.as_str()), ("posting", &posting), ("say", "nothing")];
        assert_eq!(site.fill_in("/newsletter/feedback", &unknown).await.0, 422);

        let hear = async |body: Value| {
            site.request(Method::POST, &format!("/{token}/feedback")).json(&body).send().await.unwrap()
        };
        let kept = said(hear(json!({ "say": "more_like_this", "posting": posting })).await, 200).await;
        assert!(kept["feedback"][0].as_str().unwrap().starts_with("D'abord"), "the last word counts: {kept}");
        refused(hear(json!({ "say": "too_far" })).await, 422, "invalid").await;
        let none = json!({ "say": "too_far", "posting": "00000000-0000-7000-8000-000000000000" });
        refused(hear(none).await, 422, "invalid").await;
        let kept = said(hear(json!({ "say": "pause_two_weeks" })).await, 200).await;
        assert!(kept["paused_until"].is_string(), "{kept}");
        let kept = said(hear(json!({ "say": "forget" })).await, 200).await;
        assert_eq!(kept["feedback"], json!([]));

        assert_eq!(site.fill_in("/newsletter/unsubscribe", &[("token", &token)]).await.0, 200);
        refused(hear(json!({ "say": "pause_two_weeks" })).await, 409, "conflict").await;
    }
}
