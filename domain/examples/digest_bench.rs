//! How fast a day's new postings are matched with a million Canada-shaped wishes, on one core.
//!
//! `cargo run --release -p domain --example digest_bench [POSTINGS] [WISHES]` (10,000 and 1,000,000 unless given).
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod stopwatch;

use std::time::Instant;

use chrono::TimeDelta;
use domain::digest::{Fresh, Ledger, Taste};
use domain::posting::Posting;
use domain::testing::country::Country;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use stopwatch::{now, report, resident, time};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let (postings, wishes) = (numbers.next().unwrap_or(10_000), numbers.next().unwrap_or(1_000_000));
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let country = Country::new(&mut rng, now());
    let new: Vec<Posting> = (1..=postings)
        .map(|number| {
            let mut posting = country.posting(&mut rng, number, postings);
            posting.live_at = now() - TimeDelta::seconds(i64::from(postings - number));
            posting
        })
        .collect();
    let before = resident();
    let start = Instant::now();
    let fresh = Fresh::load(&new, now());
    println!("{postings} new postings on their board in {:.1?}, {} MiB", start.elapsed(), resident() - before);
    let wishes: Vec<_> = (0..wishes).map(|_| country.wish(&mut rng)).collect();
    let (mark, today, nothing) = (now() - TimeDelta::days(7), now().date_naive(), Ledger::default());
    let (mut told, mut jobs, mut hits) = (0_u64, 0, 0);
    let start = Instant::now();
    for wish in &wishes {
        let selection = fresh.select(&fresh.fitting(wish, mark, now(), today), &nothing, &Taste::default());
        told += u64::from(!selection.is_empty());
        jobs += selection.jobs.len();
        hits += selection.jobs.len() + selection.rest;
    }
    println!(
        "{} wishes in {:.1?} on one core: {hits} fit, {told} digests with {jobs} jobs",
        wishes.len(),
        start.elapsed()
    );
    report("one wish", time(&wishes[..wishes.len().min(100_000)], |wish| fresh.fitting(wish, mark, now(), today)));
}
