//! Real data for tests, and the count of tests that could not run.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

/// The folder of real data: `CAREMATCH_TEST_DATA`, else `../shared/data` beside the project. Where it is absent the
/// test is counted as skipped.
pub fn real_data(test: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let folder = std::env::var_os("CAREMATCH_TEST_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(test, "no folder of real data (CAREMATCH_TEST_DATA)");
    None
}

/// Says that a test could not run and why: on standard error, and in the file that `cargo xtask test` counts.
///
/// # Panics
/// When that file cannot be written.
#[expect(clippy::print_stderr, clippy::expect_used, reason = "a test that is skipped says so, or fails")]
pub fn skipped(test: &str, why: &str) {
    let line = format!("{test}: {why}");
    eprintln!("skipped: {line}");
    if let Some(path) = std::env::var_os("CAREMATCH_TEST_SKIPS") {
        let file = OpenOptions::new().create(true).append(true).open(path);
        // One write: several tests append to the file at once.
        file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes())).expect("the file of skips");
    }
}
