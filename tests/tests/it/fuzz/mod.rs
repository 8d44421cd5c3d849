//! A fuzzer generated from the OpenAPI document asks every operation, as each kind of person: no 5xx, no answer that
//! the document does not know, and a 2xx from every operation that the person may ask.
//!
//! `CAREMATCH_TEST_FUZZ` is the number of cases per operation; the suite runs a slice.

mod input;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use domain::access::{self, Action};
use domain::account::Staff;
use tests::people::Part;

use self::input::{Input, operations, sessions};
use crate::carematch;
use crate::site::{Asker, Site, askers};

/// Cases per operation in the suite.
const SLICE: usize = 4;
/// The suite's seed: a slice that fails fails again.
const SEED: u32 = 20_261_123;
/// What no fuzzer reaches; the access test does: the code of a moment.
const OUT_OF_REACH: &[Action] = &[Action::ProveSecondFactor];

/// Schemathesis against a server of its own, as the asker of this name.
async fn fuzz(test: &str, name: &str, part: Option<Part>) {
    let Some(program) = std::env::var_os("CAREMATCH_TEST_SCHEMATHESIS") else {
        return domain::testing::skipped(test, "no schemathesis (CAREMATCH_TEST_SCHEMATHESIS)");
    };
    let wanted = std::env::var("CAREMATCH_TEST_FUZZ").ok().and_then(|cases| cases.parse().ok());
    let cases: usize = wanted.unwrap_or(SLICE);
    // Beside the generated cases there are the examples, and in full size every boundary of every schema.
    let (phases, requests) =
        if wanted.is_some() { ("examples,coverage,fuzzing", 400) } else { ("examples,fuzzing", 40) };
    let mut site = Site::open(carematch()).await;
    let everyone = askers(&site.world, &site.server.url, &site.own).await;
    let asker = everyone.into_iter().find(|asker| asker.name == name).unwrap();
    let input = Input::new(&mut site, &asker).await;
    let write = |name: &str, text: &str| std::fs::write(site.world.path().join(name), text).unwrap();
    write("openapi.json", &input.document.to_string());
    write("schemathesis.toml", &input.configuration(part.is_some()));
    if let Some((person, part)) = asker.person.as_ref().zip(part) {
        write("sessions.json", &sessions(&site, person, &asker.who, part, requests).await.to_string());
        write("sessions.py", include_str!("sessions.py"));
    }
    let mut command = Command::new(program);
    command.args(["run", "openapi.json", "--url", &site.server.url]);
    command.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance,ensure_resource_availability"]);
    command.args(["--phases", phases]);
    command.args(["--max-examples", &cases.to_string(), "--seed", &SEED.to_string()]);
    command.args(["--continue-on-failure", "--no-shrink", "--warnings", "off", "--suppress-health-check", "all"]);
    let before = answers(&site).await;
    let output = command.current_dir(site.world.path()).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors: Vec<String> =
        site.server.log().lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect();
    assert!(output.status.success(), "{said}\n{}\n{}", String::from_utf8_lossy(&output.stderr), errors.join("\n"));
    count(&site, &asker, &input, &before).await;
}

/// Whether the session held out to the end, and every operation that the asker may ask answered with a 2xx.
#[expect(clippy::print_stderr, reason = "tells how much was asked")]
async fn count(site: &Site, asker: &Asker, input: &Input, before: &Answers) {
    if let Some(person) = &asker.person {
        assert_ne!(person.get("/api/v1/me/account").await.unwrap().status(), 401, "the session has ended");
    }
    let mut answers = answers(site).await;
    for (answer, count) in &mut answers {
        *count -= before.get(answer).unwrap_or(&0);
    }
    let total = |class: &str| -> u64 {
        answers.iter().filter(|((_, status), _)| status.starts_with(class)).map(|(_, count)| count).sum()
    };
    let is_good = |operation: &str| {
        answers.iter().any(|((known, status), count)| known == operation && status.starts_with('2') && *count > 0)
    };
    let all = operations(&input.document);
    let may = all.iter().filter(|(_, _, action)| access::admit(&asker.who, *action).is_ok());
    let may: Vec<String> = may
        .filter(|(_, _, action)| !OUT_OF_REACH.contains(action))
        .map(|(path, method, _)| format!("{} {path}", method.to_uppercase()))
        .collect();
    let missing: Vec<&String> = may.iter().filter(|operation| !is_good(operation)).collect();
    eprintln!(
        "fuzz: {}, seed {SEED}: {} answers, {} of them 2xx, {} 5xx; {} of {} operations reached",
        asker.name,
        total(""),
        total("2"),
        total("5"),
        may.len() - missing.len(),
        may.len()
    );
    assert!(missing.is_empty(), "never answered with a 2xx: {missing:?}");
}

/// How often each operation (`METHOD ROUTE`) answered with each status, as the server counts.
type Answers = BTreeMap<(String, String), u64>;

async fn answers(site: &Site) -> Answers {
    let metrics = reqwest::get(format!("{}/metrics", site.server.admin_url)).await.unwrap().text().await.unwrap();
    metrics.lines().filter_map(answer).collect()
}

fn answer(line: &str) -> Option<((String, String), u64)> {
    let (labels, count) = line.strip_prefix("http_requests_total{")?.rsplit_once("} ")?;
    let label = |name: &str| Some(labels.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.to_owned());
    let operation = format!("{} {}", label("method")?, label("route")?);
    Some(((operation, label("status")?), count.parse().ok()?))
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone() {
    fuzz("fuzz::anyone", "anonymous", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker() {
    fuzz("fuzz::a_worker", "worker", Some(Part::Worker)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner() {
    fuzz("fuzz::an_owner", "owner", Some(Part::Employer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_key() {
    fuzz("fuzz::an_api_key", "key postings:write", Some(Part::Employer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator() {
    fuzz("fuzz::a_moderator", "moderator", Some(Part::Staff(Staff::Moderator))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin() {
    fuzz("fuzz::an_admin", "admin", Some(Part::Staff(Staff::Admin))).await;
}
