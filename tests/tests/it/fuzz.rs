//! A fuzzer generated from the OpenAPI document asks every operation, as each kind of person: no 5xx, no answer that
//! the document does not know.
//!
//! `CAREMATCH_TEST_FUZZ` is the number of cases per operation; the suite runs a slice.

use std::process::{Command, Stdio};

use domain::account::Staff;
use tests::people::{self, Part};

use crate::carematch;

/// Cases per operation in the suite.
const SLICE: u32 = 4;
/// The suite's seed: a slice that fails fails again.
const SEED: u32 = 20_261_123;

/// Schemathesis against a server of its own, as this person or anonymous.
async fn fuzz(test: &str, part: Option<Part>) {
    let Some(program) = std::env::var_os("CAREMATCH_TEST_SCHEMATHESIS") else {
        return domain::testing::skipped(test, "no schemathesis (CAREMATCH_TEST_SCHEMATHESIS)");
    };
    let cases = std::env::var("CAREMATCH_TEST_FUZZ").ok().and_then(|cases| cases.parse().ok());
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let mut command = Command::new(program);
    command.args(["run", &format!("{}/openapi.json", server.admin_url), "--url", &server.url]);
    command.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance,ensure_resource_availability"]);
    // In full size every boundary of every schema is tried too.
    command.args(["--phases", if cases.is_some() { "coverage,fuzzing" } else { "fuzzing" }]);
    command.args(["--max-examples", &cases.unwrap_or(SLICE).to_string(), "--seed", &SEED.to_string()]);
    command.args(["--continue-on-failure", "--no-shrink", "--warnings", "off", "--suppress-health-check", "all"]);
    if let Some(part) = part {
        let person = people::sign_in(&world, &server.url, part).await.unwrap();
        command.args(["--header", &format!("Authorization: Bearer {}", person.token)]);
    }
    let output = command.current_dir(world.path()).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", server.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone() {
    fuzz("fuzz::anyone", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker() {
    fuzz("fuzz::a_worker", Some(Part::Worker)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer() {
    fuzz("fuzz::an_employer", Some(Part::Employer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator() {
    fuzz("fuzz::a_moderator", Some(Part::Staff(Staff::Moderator))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin() {
    fuzz("fuzz::an_admin", Some(Part::Staff(Staff::Admin))).await;
}
