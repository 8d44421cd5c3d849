//! From an application to a hire, and what is counted of it.

use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::mail;

use super::{Site, at, form};

async fn kinds(site: &Site, to: &str) -> Vec<String> {
    mail::take(&site.world, to).await.unwrap().into_iter().map(|mail| mail.kind).collect()
}

fn shown(application: &Value) -> [bool; 4] {
    let applicant = &application["applicant"];
    let numbers = applicant["licences"].as_array().is_some_and(|licences| licences[0]["number"].is_string());
    ["name", "contact", "positions"]
        .map(|field| !applicant[field].is_null())
        .into_iter()
        .chain([numbers])
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_application_to_a_hire_each_stage_shows_what_it_needs() {
    for (site, _database) in Site::each().await {
        let problem = refused(site.apply(&json!({})).await, 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], "/answers/0", "{problem}");
        let foreign = json!({ "answers": [{ "yes_no": true }], "resume": site.posting });
        assert_eq!(refused(site.apply(&foreign).await, 422, "invalid").await["errors"][0]["pointer"], "/resume");
        let id = site.applied().await;
        refused(site.apply(&json!({ "answers": [{ "yes_no": true }] })).await, 409, "conflict").await;
        assert_eq!(kinds(&site, &site.recruiter.email).await, ["application_received"]);

        let seen = site.seen(&id).await;
        assert_eq!(seen["applicant"]["name"], "Zoé Tremblay", "{seen}");
        assert_eq!(seen["answers"][0]["answer"], "Yes");
        assert_eq!(shown(&seen), [true, false, false, false]);
        let listed = read(&site.recruiter, &site.of(&format!("applications?posting={}", site.posting))).await;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(read(&site.recruiter, &site.of("applications?stage=hired")).await["items"], json!([]));

        assert_eq!(shown(&site.moved(&id, "reviewing").await), [true, false, false, false]);
        assert_eq!(kinds(&site, &site.worker.email).await, [""; 0], "that someone reads it is no answer");
        refused(site.step(&id, json!({ "to": "hired" })).await, 409, "conflict").await;
        assert_eq!(shown(&site.moved(&id, "interview").await), [true, true, true, false]);
        assert_eq!(shown(&site.moved(&id, "offer").await), [true, true, true, true]);
        assert_eq!(kinds(&site, &site.worker.email).await, ["application_moved"; 2]);
        let stale = at(&site.worker, &format!("/api/v1/me/applications/{id}/accept"), 1, None).await;
        refused(stale, 412, "stale").await;
        let hired = said(at(&site.worker, &format!("/api/v1/me/applications/{id}/accept"), 4, None).await, 200).await;
        assert_eq!(hired["stage"], "hired");
        let steps: Vec<_> = hired["steps"].as_array().unwrap().iter().map(|step| step["to"].clone()).collect();
        assert_eq!(steps, ["submitted", "reviewing", "interview", "offer", "hired"]);
        assert_eq!(kinds(&site, &site.recruiter.email).await, ["applicant_decided"]);
        refused(site.step(&id, json!({ "to": "declined", "reason": "filled" })).await, 409, "conflict").await;

        let analytics = read(&site.recruiter, &site.of("analytics")).await;
        let matched = analytics["funnel"].as_array().unwrap().iter().find(|line| line["source"] == "match").unwrap();
        let counts = ["applications", "interviews", "offers", "hires"].map(|name| matched[name].as_u64().unwrap());
        assert_eq!(counts, [1; 4], "{analytics}");
        assert_eq!(analytics["lost"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_says_why_can_be_taken_back_and_outlives_the_posting() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        let close = site.of(&format!("postings/{}/close", site.posting));
        said(at(&site.recruiter, &close, 2, Some(&json!({ "filled": true }))).await, 200).await;
        assert_eq!(
            refused(site.step(&id, json!({ "to": "declined" })).await, 422, "invalid").await["errors"][0]["pointer"],
            "/reason"
        );
        let declined = said(site.step(&id, json!({ "to": "declined", "reason": "filled" })).await, 200).await;
        assert_eq!(shown(&declined), [true, false, false, false], "only the name stays");
        assert_eq!(declined["answers"], Value::Null);
        let own = site.own(&id).await;
        assert_eq!((&own["stage"], &own["title"]), (&json!("declined"), &json!("Registered nurse")));
        assert_eq!(own["steps"][1]["reason"], "The position is filled.");
        let [letter] = <[_; 1]>::try_from(mail::take(&site.world, &site.worker.email).await.unwrap()).unwrap();
        assert!(letter.text.contains("The position is filled."), "{}", letter.text);
        assert_eq!(site.moved(&id, "reviewing").await["stage"], "reviewing");
        refused(site.apply(&json!({ "answers": [{ "yes_no": true }] })).await, 409, "conflict").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_takes_everything_back_and_may_apply_again() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        let path = format!("/api/v1/me/applications/{id}/withdraw");
        let gone = said(at(&site.worker, &path, 1, Some(&json!({ "reason": "pay" }))).await, 200).await;
        assert_eq!(gone["stage"], "withdrawn");
        let seen = site.seen(&id).await;
        assert_eq!((shown(&seen), &seen["answers"]), ([false; 4], &Value::Null), "{seen}");
        assert_eq!(seen["steps"][1]["reason"], "The pay does not suit the applicant.");
        said(site.apply(&json!({ "answers": [{ "yes_no": false }] })).await, 201).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_of_another_site_gives_its_link_and_counts_the_click() {
    for (site, _database) in Site::each().await {
        let mut elsewhere = form();
        elsewhere["apply_url"] = "https://jobs.maple.example/7".into();
        elsewhere["questions"] = json!([]);
        let posting = site.publish(elsewhere).await;
        let path = format!("/api/v1/postings/{posting}/apply-link");
        let link = said(site.worker.post(&path, &json!({ "source": "digest" })).await.unwrap(), 200).await;
        assert_eq!(link, json!({ "apply": "external", "url": "https://jobs.maple.example/7" }));
        let applied = site.worker.post(&format!("/api/v1/postings/{posting}/applications"), &json!({})).await.unwrap();
        refused(applied, 409, "conflict").await;
        let analytics = read(&site.recruiter, &site.of(&format!("analytics?posting={posting}"))).await;
        assert_eq!(analytics["clicks"], 1);
        // Views are summed for some seconds before they are written down.
        let viewed = format!("{}/api/v1/postings/{posting}?source=search", site.server.url);
        assert_eq!(reqwest::get(viewed).await.unwrap().status(), 200);
        let counted = async || {
            let analytics = read(&site.recruiter, &site.of(&format!("analytics?posting={posting}"))).await;
            let lines = analytics["funnel"].as_array().unwrap();
            Ok(lines.iter().any(|line| line["source"] == "search" && line["views"] == 1))
        };
        tests::eventually(std::time::Duration::from_mins(1), counted).await.unwrap();
    }
}
