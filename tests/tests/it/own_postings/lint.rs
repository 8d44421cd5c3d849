//! The check of a form, for anyone.

use serde_json::{Value, json};
use tests::answers::said;

use super::{Site, form, with};
use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn anyone_may_have_a_form_checked_in_either_language() {
    let site = Site::open(carematch()).await;
    let lint = async |form: Value, lang: &str| {
        let url = format!("{}/api/v1/postings/lint", site.server.url);
        let request = reqwest::Client::new().post(url).header("accept-language", lang);
        said(request.json(&json!({ "form": form })).send().await.unwrap(), 200).await
    };
    let sound = lint(form(), "en").await;
    assert_eq!((&sound["publishable"], &sound["reviewed"]), (&json!(true), &json!(false)), "{sound}");
    let empty = lint(json!({}), "fr-CA").await;
    assert_eq!(empty["publishable"], false);
    let first = &empty["findings"][0];
    assert_eq!((&first["rule"], &first["pointer"]), (&json!("incomplete"), &json!("/en")));
    assert!(first["message"].as_str().unwrap().starts_with("Rédigez"), "{first}");
    let quebec = lint(with("sites", json!([{ "place": "Laval", "province": "QC" }])), "en").await;
    assert_eq!(quebec["publishable"], true, "{quebec}");
    let english = json!([{ "place": "Laval", "province": "QC" }]);
    let mut english = with("sites", english);
    english.as_object_mut().unwrap().remove("fr");
    let english = lint(english, "en").await;
    let twin = english["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "french_twin").unwrap();
    assert_eq!((&twin["severity"], &twin["jurisdiction"]), (&json!("error"), &json!("QC")));
    assert!(twin["provenance"]["as_of"].is_string());
    let chatty = lint(with("apply_url", json!("https://bit.ly/apply")), "en").await;
    let reviewed: Vec<&Value> =
        chatty["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "review").collect();
    assert_eq!(
        (&chatty["reviewed"], reviewed.len(), &reviewed[0]["rule"]),
        (&json!(true), 1, &json!("unverified_link"))
    );
}
