//! Who sees a worker: by which yes, written down, and not after a no.

use domain::application::{ApplicationId, Interview, InterviewId, Manner, State};
use reqwest::Method;
use serde_json::{Value, json};
use storage::application::interview::{self, Kept};
use tests::answers::{read, refused, said};
use tests::people::database;
use uuid::Uuid;

use super::Site;

/// The two met an hour ago: nobody plans that.
pub(super) async fn met(site: &Site, application: &str) {
    let id = InterviewId(Uuid::now_v7());
    let (manner, state) = (Manner::Video, State::Planned);
    let starts_at = crate::site::now() - chrono::Duration::hours(1);
    let interview = Interview { id, starts_at, minutes: 30, manner, state, sequence: 0 };
    let application = ApplicationId(application.parse().unwrap());
    let kept = Kept { application, version: 1, interview, utc_offset: 0, place: "here".to_owned() };
    let db = database(&site.world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    interview::insert(&tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_look_can_be_read_and_a_yes_taken_back_ends_them() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        assert_eq!(read(&site.worker, "/api/v1/me/looks").await["items"], json!([]), "nobody looked");
        site.seen(&id).await;
        site.seen(&id).await;
        site.moved(&id, "interview").await;
        site.seen(&id).await;
        let looks = read(&site.worker, "/api/v1/me/looks").await;
        let looks = looks["items"].as_array().unwrap();
        assert_eq!(looks.len(), 2, "within the hour, only what shows more is another look: {looks:?}");
        let what = |look: &Value, datum: &str| look["what"].as_array().unwrap().contains(&json!(datum));
        assert!(what(&looks[0], "contact") && what(&looks[1], "name") && !what(&looks[1], "contact"), "{looks:?}");
        assert!(looks[1]["sentence"].as_str().unwrap().starts_with("Maple Manor saw your name, "), "{looks:?}");
        let grants = read(&site.worker, "/api/v1/me/grants").await;
        assert_eq!(
            (&grants["items"][0]["basis"], &grants["items"][0]["basis_id"]),
            (&json!("application"), &json!(id))
        );
        let resume = site.seen(&id).await["applicant"]["resume"]["id"].as_str().unwrap().to_owned();
        let resume = site.of(&format!("applications/{id}/documents/{resume}"));
        assert_eq!(site.recruiter.get(&resume).await.unwrap().status(), 200);

        let revoke = format!("/api/v1/me/grants/{}", site.organization.0);
        assert_eq!(site.worker.request(Method::DELETE, &revoke).send().await.unwrap().status(), 204);
        let seen = site.seen(&id).await;
        assert_eq!((&seen["stage"], &seen["applicant"]["name"]), (&json!("withdrawn"), &Value::Null), "{seen}");
        refused(site.recruiter.get(&resume).await.unwrap(), 404, "not-found").await;
        assert_eq!(read(&site.recruiter, &site.of(&format!("applications/{id}/messages"))).await["items"], json!([]));
        let messages = site.of(&format!("applications/{id}/messages"));
        let letter = site.recruiter.post(&messages, &json!({ "text": "Why?" })).await.unwrap();
        refused(letter, 409, "conflict").await;
        assert_eq!(read(&site.worker, "/api/v1/me/looks").await["items"].as_array().unwrap().len(), 2);
        assert!(read(&site.worker, "/api/v1/me/grants").await["items"][0]["revoked_at"].is_string());
        let export = read(&site.worker, "/api/v1/me/export").await;
        assert_eq!(export["looks"].as_array().unwrap().len(), 2, "{export}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_employer_sees_nobody_and_gets_no_application() {
    for (site, _database) in Site::each().await {
        let id = site.applied().await;
        assert_eq!(site.seen(&id).await["applicant"]["name"], "Zoé Tremblay");
        let block = json!({ "organization": site.organization.0 });
        said(site.worker.post("/api/v1/me/blocks", &block).await.unwrap(), 201).await;
        let seen = site.seen(&id).await;
        assert_eq!((&seen["applicant"]["name"], &seen["answers"]), (&Value::Null, &Value::Null), "{seen}");
        // Nothing of it reaches them but an answer.
        said(site.step(&id, json!({ "to": "interview" })).await, 200).await;
        let interviews = site.of(&format!("applications/{id}/interviews"));
        let plan = super::answering::plan(20);
        refused(site.recruiter.post(&interviews, &plan).await.unwrap(), 409, "conflict").await;
        let messages = site.of(&format!("applications/{id}/messages"));
        let message = site.recruiter.post(&messages, &json!({ "text": "Hello?" })).await.unwrap();
        refused(message, 409, "conflict").await;
        said(site.step(&id, json!({ "to": "declined", "reason": "experience" })).await, 200).await;
        let again = site.publish(super::form()).await;
        let path = format!("/api/v1/postings/{again}/applications");
        let applied = site.worker.post(&path, &json!({ "answers": [{ "yes_no": true }] })).await.unwrap();
        refused(applied, 409, "conflict").await;
    }
}
