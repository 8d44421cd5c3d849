//! The queues: who may see them, and what waits.

use domain::account::Staff;
use serde_json::{Value, json};
use tests::answers::{ABSENT, refused};
use tests::people::{self, Part};

use super::Court;

#[tokio::test(flavor = "multi_thread")]
async fn only_moderators_with_a_second_factor_moderate() {
    let court = Court::new().await;
    let paths = [
        "/moderation/queues/reports".to_owned(),
        "/moderation/audit".to_owned(),
        format!("/moderation/licences/{ABSENT}"),
    ];
    for path in &paths {
        refused(reqwest::get(court.at(path)).await.unwrap(), 401, "sign-in").await;
        for part in [Part::Worker, Part::Employer, Part::Staff(Staff::Editor)] {
            let person = court.person(part).await;
            refused(person.get(&format!("/api/v1{path}")).await.unwrap(), 403, "forbidden").await;
        }
    }
    for queue in ["organizations", "licences", "postings", "reports"] {
        assert_eq!(court.queue(queue).await, Vec::<Value>::new());
    }
    refused(court.moderator.get("/api/v1/moderation/queues/candidates").await.unwrap(), 404, "not-found").await;
    refused(court.moderator.get("/api/v1/moderation/queues/reports?cursor=x").await.unwrap(), 422, "invalid").await;
    refused(court.moderator.get(&format!("/api/v1{}", paths[2])).await.unwrap(), 404, "not-found").await;
    let decision = json!({ "ruling": "approve", "reason": "in_business_register" });
    refused(court.decide("organizations", ABSENT, &json!(1), &decision).await, 404, "not-found").await;
    let blind = format!("/api/v1/moderation/organizations/{ABSENT}/decision");
    refused(court.moderator.post(&blind, &decision).await.unwrap(), 428, "precondition-required").await;

    // In a session without their second factor.
    let hurried = people::without_second_factor(&court.world, &court.moderator).await.unwrap();
    for path in &paths {
        let response = hurried.get(&format!("/api/v1{path}")).await.unwrap();
        refused(response, 403, "second-factor").await;
    }
}
