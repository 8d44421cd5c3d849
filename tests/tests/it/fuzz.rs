//! A fuzzer generated from the OpenAPI document asks every operation, as each kind of person: no 5xx, no answer that
//! the document does not know.
//!
//! `CAREMATCH_TEST_FUZZ` is the number of cases per operation; the suite runs a slice.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::access::cast::{Asker, askers};
use crate::access::{Case, Operation, Site};
use crate::carematch;

/// Cases per operation in the suite.
const SLICE: u32 = 4;
/// The suite's seed: a slice that fails fails again.
const SEED: u32 = 20_261_123;

/// Without `If-Match` an edit answers 428 (RFC 6585 §3), of which the fuzzer does not know.
const SETTINGS: &str = "[checks.missing_required_header]\nexpected-statuses = [400, 401, 403, 404, 422, 428]\n";

/// What may end the session that the fuzzer asks with.
const ENDING: [&str; 2] = ["revoke_session", "sign_out"];

/// Schemathesis against a site of its own, as this actor of the access test or anonymous. What ends the session is
/// fuzzed for itself, behind the rest.
async fn fuzz(test: &str, actor: &str) {
    let Some(program) = std::env::var_os("CAREMATCH_TEST_SCHEMATHESIS") else {
        return domain::testing::skipped(test, "no schemathesis (CAREMATCH_TEST_SCHEMATHESIS)");
    };
    let site = Site::open(carematch()).await;
    let askers = askers(&site.world, &site.server.url, &site.own).await;
    let asker = askers.iter().find(|asker| asker.name == actor).unwrap();
    let session = site.session_of(asker).await;
    let document = document(&site, |operation| site.path(operation, Case::Own, asker, &session)).await;
    std::fs::write(site.world.path().join("openapi.json"), document.to_string()).unwrap();
    std::fs::write(site.world.path().join("schemathesis.toml"), SETTINGS).unwrap();
    run(&program, &site, asker, &ENDING.map(|operation| format!("--exclude-operation-id={operation}")));
    if let Some(person) = &asker.person {
        let alive = person.get("/api/v1/sessions").await.unwrap().status();
        assert_eq!(alive, 200, "the session ended before the fuzzer\n{}", site.server.log());
    }
    run(&program, &site, asker, &ENDING.map(|operation| format!("--include-operation-id={operation}")));
}

#[expect(clippy::print_stderr, reason = "in full size it tells how much was asked")]
fn run(program: &OsStr, site: &Site, asker: &Asker, operations: &[String]) {
    let cases = std::env::var("CAREMATCH_TEST_FUZZ").ok().and_then(|cases| cases.parse().ok());
    let mut command = Command::new(program);
    command.args(["--config-file", "schemathesis.toml", "run", "openapi.json", "--url", &site.server.url]);
    command.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance,ensure_resource_availability"]);
    // In full size every boundary of every schema is tried too.
    command.args(["--phases", if cases.is_some() { "coverage,fuzzing" } else { "fuzzing" }]);
    command.args(["--max-examples", &cases.unwrap_or(SLICE).to_string(), "--seed", &SEED.to_string()]);
    command.args(["--continue-on-failure", "--no-shrink", "--warnings", "off", "--suppress-health-check", "all"]);
    command.args(operations);
    if let Some(person) = &asker.person {
        command.args(["--header", &format!("Authorization: Bearer {}", person.token)]);
    }
    let output = command.current_dir(site.world.path()).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", site.server.log());
    if cases.is_some() {
        eprintln!("{}: {operations:?}\n{said}", asker.name);
    }
}

/// The document of a server, in which half of the ids that a path takes are those of the asker's own things: a
/// random id is nobody's.
async fn document(site: &Site, path: impl Fn(&Operation) -> String) -> Value {
    let url = format!("{}/openapi.json", site.server.admin_url);
    let mut document: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    for operation in Operation::all(&document) {
        let own = path(&operation);
        let segments = operation.path.split('/').zip(own.split('/'));
        let ids: HashMap<&str, &str> = segments.filter(|(name, _)| name.starts_with('{')).collect();
        let method = operation.method.as_str().to_lowercase();
        let parameters = document["paths"][&operation.path][method].get_mut("parameters");
        for parameter in
            parameters.and_then(Value::as_array_mut).into_iter().flatten().filter(|parameter| parameter["in"] == "path")
        {
            let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
            let any = parameter["schema"].take();
            parameter["schema"] = json!({ "anyOf": [{ "type": "string", "enum": [ids[name.as_str()]] }, any] });
        }
    }
    document
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone() {
    fuzz("fuzz::anyone", "anonymous").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker() {
    fuzz("fuzz::a_worker", "worker").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer() {
    fuzz("fuzz::an_employer", "owner").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator() {
    fuzz("fuzz::a_moderator", "moderator").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin() {
    fuzz("fuzz::an_admin", "admin").await;
}
