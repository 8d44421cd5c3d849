//! The whole suite in one command.

use std::process::{Command, Stdio};

use anyhow::bail;

use crate::arrows;
use crate::postgres::Postgres;
use crate::reached;
use crate::schemathesis;

/// Brings what the tests need, runs them, and counts by name what could not be run.
pub(crate) fn run(filter: &[String]) -> anyhow::Result<()> {
    arrows::check()?;
    let postgres = Postgres::start()?;
    let (skips, answered) = (tempfile::NamedTempFile::new()?, tempfile::NamedTempFile::new()?);
    let mut tests = runner(nextest_is_there());
    tests.args(filter).env("CAREMATCH_TEST_SKIPS", skips.path()).env("CAREMATCH_TEST_REACHED", answered.path());
    match &postgres {
        Some(server) => tests.env("CAREMATCH_TEST_POSTGRES", &server.url),
        None => tests.env_remove("CAREMATCH_TEST_POSTGRES"),
    };
    match schemathesis::find_or_install() {
        Some(program) => tests.env("CAREMATCH_TEST_SCHEMATHESIS", program),
        None => tests.env_remove("CAREMATCH_TEST_SCHEMATHESIS"),
    };
    let status = tests.status()?;
    drop(postgres);
    report(&std::fs::read_to_string(skips.path())?);
    if !status.success() {
        bail!("tests failed");
    }
    // A part of the suite reaches a part of the operations.
    if filter.is_empty() { reached::check(&std::fs::read_to_string(answered.path())?) } else { Ok(()) }
}

fn nextest_is_there() -> bool {
    let mut probe = Command::new("cargo");
    probe.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

fn runner(nextest: bool) -> Command {
    let mut command = Command::new("cargo");
    if nextest {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        command.args(["test", "--workspace", "--no-fail-fast"]);
    }
    command
}

/// Every test that could not run wrote its name and reason, a line each.
fn report(skipped: &str) {
    let mut names: Vec<&str> = skipped.lines().collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        eprintln!("skipped: {name}");
    }
    eprintln!("tests that could not be run here: {}", names.len());
}
