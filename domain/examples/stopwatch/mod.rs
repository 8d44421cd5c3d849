//! The stopwatch of the benchmarks.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

/// The moment at which a benchmark plays.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default()
}

/// Prints the median, the 99th percentile and the worst.
pub(crate) fn report(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{what:<44} p50 {:>10.1?}  p99 {:>10.1?}  max {:>10.1?}", at(50), at(99), at(100));
}

/// Times each question.
pub(crate) fn time<Q, A>(questions: &[Q], ask: impl Fn(&Q) -> A) -> Vec<Duration> {
    let timed = |question| {
        let start = Instant::now();
        std::hint::black_box(ask(question));
        start.elapsed()
    };
    questions.iter().map(timed).collect()
}

/// Resident memory in MiB, where the system tells.
pub(crate) fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|kb| kb.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
