//! How fast the pool finds a posting's candidates among generated Canada-shaped workers, on one core.
//!
//! `cargo run --release -p domain --example pool_bench [WORKERS] [POSTINGS]` (1,700,000 and 1,000 unless given).
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod stopwatch;

use std::time::{Duration, Instant};

use domain::account::AccountId;
use domain::pool::Pool;
use domain::posting::Posting;
use domain::testing::country::Country;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use stopwatch::{now, report, resident, time};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let (workers, questions) = (numbers.next().unwrap_or(1_700_000), numbers.next().unwrap_or(1_000));
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let country = Country::new(&mut rng, now());

    let before = resident();
    let mut took = Duration::ZERO;
    let mut pool = Pool::default();
    for number in 1..=workers {
        let profile = country.profile(&mut rng);
        let start = Instant::now();
        pool.apply(AccountId(Uuid::from_u128(number.into())), 1, false, &profile);
        took += start.elapsed();
    }
    println!("{} workers: built in {took:.1?}, {} MiB", pool.len(), resident() - before);

    let mut rng = ChaCha8Rng::seed_from_u64(10);
    let postings: Vec<Posting> = (1..=questions).map(|number| country.posting(&mut rng, number, questions)).collect();
    let today = now().date_naive();
    let mut found: Vec<usize> = postings.iter().map(|posting| pool.candidates(posting, today).len()).collect();
    found.sort_unstable();
    let at = |share: usize| found[(found.len() * share / 100).min(found.len() - 1)];
    println!("candidates of a posting: median {}, p99 {}, most {}", at(50), at(99), at(100));
    report("every candidate of a posting, judged", time(&postings, |posting| pool.candidates(posting, today)));
}
