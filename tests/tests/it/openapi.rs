//! The OpenAPI document: a change of the API is seen in review, and the document is complete.

use serde_json::Value;

use crate::carematch;

/// Operations that change something and are told all by their path.
const WITHOUT_BODY: &[&str] = &[
    "accept_offer",
    "withdraw_candidate_invitation",
    "replay_webhook_delivery",
    "accept_invitation",
    "decline_invitation",
    "save_posting",
    "hide_posting",
    "cancel_interview",
    "miss_interview",
    "request_verification",
    "publish_posting",
    "pause_posting",
    "resume_posting",
    "extend_posting",
    "confirm_posting",
    "request_licence_check",
    "withdraw_article",
];

fn document() -> Value {
    carematch().json(&["openapi"]).unwrap()
}

#[test]
fn the_document_is_the_reviewed_one() {
    insta::assert_json_snapshot!("openapi", document());
}

#[test]
fn every_operation_is_described_and_every_error_is_a_problem() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let at = format!("{method} {path}");
            assert!(operation["summary"].is_string(), "{at} has no summary");
            assert!(operation["tags"].is_array(), "{at} has no tag");
            let says_something = ["post", "put", "patch"].contains(&method.as_str());
            let id = operation["operationId"].as_str().unwrap();
            if says_something && !WITHOUT_BODY.contains(&id) {
                assert!(operation["requestBody"]["content"].is_object(), "{at} has no body");
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                let description = response["description"].as_str();
                assert!(description.is_some_and(|text| !text.is_empty()), "{at} {status} is not described");
                let is_error = status.starts_with('4') || status.starts_with('5');
                if is_error && path != "/readyz" {
                    let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(schema, "#/components/schemas/Problem", "{at} {status}");
                }
            }
        }
    }
    assert_eq!(operations, 189);
}
