//! How fast the board answers over generated Canada-shaped postings, on one core.
//!
//! `cargo run --release -p domain --example board_bench [POSTINGS] [QUERIES]` (1,000,000 and 1,000 unless given).
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod stopwatch;

use std::time::{Duration, Instant};

use domain::Lang;
use domain::board::Board;
use domain::matching::Breadth;
use domain::posting::{Employment, Pay, PayUnit, Shift};
use domain::reference::Region;
use domain::search::{Filter, SearchQuery, Sort};
use domain::set::BitSet;
use domain::testing::country::{Country, skewed};
use domain::worker::{Circle, Profile};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use stopwatch::{now, report, resident, time};

/// What someone looks for.
fn filter(country: &Country, rng: &mut ChaCha8Rng) -> Filter {
    let town = country.town(rng);
    let mut filter = Filter::default();
    if rng.random_bool(0.7) {
        filter.roles = vec![country.role(rng)];
    }
    match rng.random_range(0..4) {
        0 => filter.regions = vec![town.region],
        1 => filter.regions = vec![Region::of_province(town.province)],
        2 => {
            filter.near =
                town.point.map(|(lat, lon)| Circle { lat, lon, km: [10.0, 25.0, 50.0, 100.0][rng.random_range(0..4)] });
        }
        _ => {}
    }
    if rng.random_bool(0.2) {
        filter.employment = BitSet::of([Employment::ALL[rng.random_range(0..3)]]);
    }
    if rng.random_bool(0.1) {
        filter.shifts = BitSet::of([Shift::ALL[skewed(rng, 4)]]);
    }
    if rng.random_bool(0.1) {
        let cents = rng.random_range(2_000..5_000);
        filter.pay_floor = Some(Pay { min_cents: cents, max_cents: cents, unit: PayUnit::Hour });
    }
    filter
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let (postings, questions) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(1_000));
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let country = Country::new(&mut rng, now());

    let before = resident();
    let mut generated = Duration::ZERO;
    let start = Instant::now();
    let rows = (0..postings).map(|number| {
        let start = Instant::now();
        let posting = country.posting(&mut rng, number, postings);
        generated += start.elapsed();
        posting
    });
    let board = Board::load(rows, now());
    let built = start.elapsed().saturating_sub(generated);
    println!("{} postings: built in {built:.1?}, {} MiB", board.len(now()), resident() - before);

    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let query = |rng: &mut ChaCha8Rng, sort, facets| {
        let filter = filter(&country, rng);
        SearchQuery { text: String::new(), lang: Lang::En, filter, sort, facets, limit: 20, after: None }
    };
    for (what, sort, facets) in [
        ("search, newest 20, exact total", Sort::Date, false),
        ("search, newest 20, exact total, facets", Sort::Date, true),
        ("search, best paid 20, exact total", Sort::Pay, false),
        ("search, nearest 20, exact total", Sort::Distance, false),
    ] {
        let queries: Vec<SearchQuery> = (0..questions).map(|_| query(&mut rng, sort, facets)).collect();
        report(what, time(&queries, |query| board.search(query, now())));
    }
    let profiles: Vec<Profile> = (0..questions).map(|_| country.profile(&mut rng)).collect();
    let today = now().date_naive();
    for (what, breadth) in [("matches, top 20, strict", Breadth::Strict), ("matches, top 20, broad", Breadth::Broad)] {
        report(what, time(&profiles, |profile| board.matches(profile, today, now(), breadth, 20)));
    }
    report("which one credential opens most", time(&profiles, |profile| board.unlocks(profile, today, now())));
    let everything = SearchQuery { filter: Filter::default(), ..query(&mut rng, Sort::Date, true) };
    report("search, everything, facets", time(&vec![everything; 100], |query| board.search(query, now())));
}
