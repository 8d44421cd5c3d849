//! Interviews, messages, notes and notices.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::mail;

use super::{Site, at};

pub(super) fn plan(days: i64) -> Value {
    let day = (crate::site::now() + chrono::Duration::days(days)).format("%Y-%m-%d");
    json!({ "starts_at": format!("{day}T14:30:00-05:00"), "minutes": 45, "manner": "in_person",
            "place": "Main entrance; ask for \"Ann\", room 7" })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_is_planned_moved_and_cancelled_in_the_calendars_of_both() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        let interviews = site.of(&format!("applications/{id}/interviews"));
        refused(site.recruiter.post(&interviews, &plan(20)).await.unwrap(), 409, "conflict").await;
        site.moved(&id, "interview").await;
        refused(site.recruiter.post(&interviews, &plan(-2)).await.unwrap(), 422, "invalid").await;
        let interview = said(site.recruiter.post(&interviews, &plan(20)).await.unwrap(), 201).await;
        let one = format!("{interviews}/{}", interview["id"].as_str().unwrap());
        let entry = interview["id"].as_str().unwrap();
        let entry = format!("/api/v1/me/applications/{id}/interviews/{entry}/calendar");
        let entry = site.worker.get(&entry).await.unwrap();
        assert_eq!(entry.headers()["content-type"], "text/calendar; charset=utf-8");
        let calendar = entry.text().await.unwrap();
        let unfolded = calendar.replace("\r\n ", "");
        for line in
            ["BEGIN:VEVENT", "SEQUENCE:0", "STATUS:CONFIRMED", "LOCATION:Main entrance\\; ask for \"Ann\"\\, room 7"]
        {
            assert!(unfolded.contains(line), "{line}: {calendar}");
        }
        assert!(unfolded.contains("T193000Z") && !unfolded.contains("Tremblay"), "{calendar}");

        let moved = site.recruiter.put(&one, 1, &plan(30)).await.unwrap();
        assert_eq!(said(moved, 200).await["version"], 2);
        refused(at(&site.recruiter, &format!("{one}/missed"), 2, None).await, 409, "conflict").await;
        let cancelled = said(at(&site.recruiter, &format!("{one}/cancel"), 2, None).await, 200).await;
        assert_eq!(cancelled["state"], "cancelled");
        refused(site.recruiter.put(&one, 3, &plan(40)).await.unwrap(), 409, "conflict").await;
        let calendar = site.recruiter.get(&format!("{one}/calendar")).await.unwrap().text().await.unwrap();
        assert!(calendar.contains("SEQUENCE:2") && calendar.contains("STATUS:CANCELLED"), "{calendar}");
        let letters = mail::take(&site.world, &site.worker.email).await.unwrap();
        let kinds: Vec<&str> = letters.iter().map(|letter| letter.kind.as_str()).collect();
        assert_eq!(kinds, ["application_moved", "interview_set", "interview_set", "interview_set"]);
        assert!(letters[1].text.contains("at 14:30 (UTC-05:00): Main entrance"), "{}", letters[1].text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_write_to_each_other_and_notes_stay_with_the_employer() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        let (own, theirs) = (format!("/api/v1/me/applications/{id}"), site.of(&format!("applications/{id}")));
        let text = |text: &str| json!({ "text": text });
        said(site.worker.post(&format!("{own}/messages"), &text("When would I begin?")).await.unwrap(), 201).await;
        said(site.recruiter.post(&format!("{theirs}/messages"), &text("In March.")).await.unwrap(), 201).await;
        said(site.recruiter.post(&format!("{theirs}/notes"), &text("Asks early: good.")).await.unwrap(), 201).await;
        let words = |items: &Value| -> Vec<String> {
            items["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
        };
        for (person, path) in [(&site.worker, &own), (&site.recruiter, &theirs)] {
            let messages = read(person, &format!("{path}/messages")).await;
            assert_eq!(words(&messages), ["When would I begin?", "In March."]);
        }
        assert_eq!(words(&read(&site.recruiter, &format!("{theirs}/notes")).await), ["Asks early: good."]);
        let export = read(&site.worker, "/api/v1/me/export").await.to_string();
        assert!(export.contains("When would I begin?") && !export.contains("Asks early"), "{export}");
        let [letter] = <[_; 1]>::try_from(mail::take(&site.world, &site.worker.email).await.unwrap()).unwrap();
        assert_eq!(letter.kind, "message_received");
        assert!(!letter.text.contains("In March"), "what is said stays here: {}", letter.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_who_waits_is_told_in_one_step_and_nobody_twice() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        let notices = site.of(&format!("postings/{}/notices", site.posting));
        let tell = async |body: Value| said(site.recruiter.post(&notices, &body).await.unwrap(), 200).await;
        let undecided = json!({ "notice": "undecided" });
        assert_eq!(tell(undecided.clone()).await["applications"], json!([]), "nobody was interviewed");
        site.moved(&id, "interview").await;
        super::consent::met(&site, &id).await;
        let owed = site.own(&id).await["owed"].clone();
        assert_eq!((&owed["duty"], &owed["overdue"]), (&json!("law"), &json!(false)), "{owed}");
        assert_eq!(tell(undecided.clone()).await["applications"], json!([id]));
        assert_eq!(site.own(&id).await["owed"]["duty"], "promise");
        assert_eq!(tell(undecided).await["applications"], json!([]));
        let no = json!({ "notice": "declined", "reason": "another_chosen" });
        assert_eq!(tell(no.clone()).await["applications"], json!([id]));
        assert_eq!(tell(no).await["applications"], json!([]));
        assert_eq!(site.own(&id).await["owed"], Value::Null);
        let kinds: Vec<_> = mail::take(&site.world, &site.worker.email).await.unwrap();
        let kinds: Vec<&str> = kinds.iter().map(|letter| letter.kind.as_str()).collect();
        assert_eq!(kinds, ["application_moved", "no_decision_yet", "application_moved"]);
        refused(
            site.recruiter.request(Method::POST, &notices).json(&json!({ "notice": "declined" })).send().await.unwrap(),
            422,
            "invalid",
        )
        .await;
    }
}
