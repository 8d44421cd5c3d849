//! The OpenAPI document: a change of the API is seen in review, and the document is complete.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    assert_eq!(operations, 192);
}

/// The types of `folder` that are schemas, and where they are.
fn schemas(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(schemas(&path));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let mut is_schema = false;
        for line in text.lines() {
            is_schema |= line.starts_with("#[derive(") && line.contains("ToSchema");
            let mut words = line.split([' ', '<', '(', ';']).skip_while(|word| !["struct", "enum"].contains(word));
            if let (false, Some(_), Some(name)) = (line.starts_with("//"), words.next(), words.next()) {
                if is_schema {
                    found.push((name.to_owned(), path.clone()));
                }
                is_schema = false;
            }
        }
    }
    found
}

/// Of two schemas with one name the document keeps one, without a word, and says of the other what is not so.
#[test]
fn no_two_schemas_have_one_name() {
    let mut known = BTreeMap::new();
    for (name, path) in schemas(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src")) {
        if let Some(other) = known.insert(name.clone(), path.clone()) {
            panic!("{name} is in {} and in {}", other.display(), path.display());
        }
    }
    for name in document()["components"]["schemas"].as_object().unwrap().keys() {
        // A list is named after what it is of, and a problem after its body.
        let name = name.strip_prefix("Items_").unwrap_or(name);
        assert!(known.contains_key(name) || name == "Problem", "the source of {name} was not found");
    }
}
