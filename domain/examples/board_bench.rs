//! How fast the board answers over generated Canada-shaped postings, on one core.
//!
//! `cargo run --release -p domain --example board_bench [POSTINGS] [QUERIES]` (1,000,000 and 1,000 unless given).
//! The generator is seeded: the same postings and questions every time. Roles and regions are log-uniform, as they
//! are in real postings: the commonest of each is many times the rarest.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::board::Board;
use domain::posting::{
    Apply, Arrangement, Content, Employer, Employment, Location, Origin, Pay, PayUnit, Posting, PostingId, Shift,
    Status, Text,
};
use domain::reference::{Province, Region, RegionKind, Role};
use domain::search::{Filter, SearchQuery, Sort};
use domain::set::BitSet;
use domain::worker::Circle;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// The moment at which the benchmark plays.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default()
}

/// Log-uniform below `count`: the first is drawn most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and count")]
fn skewed(rng: &mut ChaCha8Rng, count: usize) -> usize {
    let drawn = (rng.random::<f64>() * ((count + 1) as f64).ln()).exp() as usize;
    drawn.saturating_sub(1).min(count - 1)
}

/// What the generator draws from.
struct Country {
    roles: Vec<Role>,
    towns: Vec<Location>,
}

impl Country {
    fn new(rng: &mut ChaCha8Rng) -> Self {
        let mut regions: Vec<Region> = Region::all().filter(|r| r.kind() == RegionKind::HealthRegion).collect();
        if regions.is_empty() {
            regions = Region::all().collect();
        }
        let towns = (0..4_000).map(|number| {
            let region = regions[skewed(rng, regions.len())];
            let province = region.province().unwrap_or(Province::ALL[skewed(rng, Province::ALL.len())]);
            // Within about 150 km of a centre of its own for each region.
            let centre = (43.0 + (region.index() * 7 % 13) as f64, -125.0 + (region.index() * 11 % 70) as f64);
            let point = (centre.0 + rng.random_range(-1.0..1.0), centre.1 + rng.random_range(-2.0..2.0));
            Location { place: format!("Town {number}"), province, region, point: Some(point), fsa: None }
        });
        Self { roles: Role::all().collect(), towns: towns.collect() }
    }

    fn role(&self, rng: &mut ChaCha8Rng) -> Role {
        self.roles[skewed(rng, self.roles.len())]
    }

    fn town(&self, rng: &mut ChaCha8Rng) -> &Location {
        &self.towns[skewed(rng, self.towns.len())]
    }

    fn posting(&self, rng: &mut ChaCha8Rng, number: u32, of: u32) -> Posting {
        let text = || Some(Text { title: String::new(), description: String::new(), qualifications: Vec::new() });
        let french = rng.random_bool(0.2);
        let min_cents = rng.random_range(1_800..6_000);
        let mut roles = vec![self.role(rng)];
        if rng.random_bool(0.03) {
            roles.push(self.role(rng));
        }
        let content = Content {
            lang: if french { Lang::Fr } else { Lang::En },
            en: if french { None } else { text() },
            fr: if french { text() } else { None },
            employer: Employer { name: String::new(), key: None },
            arrangement: rng
                .random_bool(0.8)
                .then(|| if rng.random_bool(0.9) { Arrangement::Direct } else { Arrangement::Agency }),
            roles,
            locations: vec![self.town(rng).clone()],
            remote: Vec::new(),
            setting: None,
            requirements: Vec::new(),
            pay: rng.random_bool(0.7).then(|| Pay {
                min_cents,
                max_cents: min_cents + rng.random_range(0..1_500),
                unit: PayUnit::Hour,
            }),
            hours: None,
            employment: BitSet::of([Employment::SCHEDULES[skewed(rng, 3)], Employment::TENURES[skewed(rng, 3)]]),
            shifts: BitSet::of((0..rng.random_range(0..3)).map(|_| Shift::ALL[skewed(rng, Shift::ALL.len())])),
            languages: BitSet::EMPTY,
            start: None,
            vacancies: None,
            apply: Apply::NotGiven,
            published_at: now(),
            valid_through: None,
        };
        // From oldest to newest over 30 days.
        let live_at = now() - TimeDelta::seconds(i64::from(of - number) * 30 * 86_400 / i64::from(of));
        Posting {
            id: PostingId(Uuid::from_u128((u128::from(number) << 64) | u128::from(rng.random::<u64>()))),
            version: 1,
            origin: Origin::Imported,
            status: Status::Live,
            group: PostingId(Uuid::nil()),
            live_at,
            expires_at: live_at + TimeDelta::days(30) + TimeDelta::seconds(1),
            content,
        }
    }

    fn filter(&self, rng: &mut ChaCha8Rng) -> Filter {
        let town = self.town(rng);
        let mut filter = Filter::default();
        if rng.random_bool(0.7) {
            filter.roles = vec![self.role(rng)];
        }
        match rng.random_range(0..4) {
            0 => filter.regions = vec![town.region],
            1 => filter.regions = vec![Region::of_province(town.province)],
            2 => {
                filter.near = town.point.map(|(lat, lon)| Circle {
                    lat,
                    lon,
                    km: [10.0, 25.0, 50.0, 100.0][rng.random_range(0..4)],
                })
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
}

/// Prints the median, the 99th percentile and the worst.
fn report(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{what:<44} p50 {:>10.1?}  p99 {:>10.1?}  max {:>10.1?}", at(50), at(99), at(100));
}

/// Times each question.
fn time<Q, A>(questions: &[Q], ask: impl Fn(&Q) -> A) -> Vec<Duration> {
    let timed = |question| {
        let start = Instant::now();
        std::hint::black_box(ask(question));
        start.elapsed()
    };
    questions.iter().map(timed).collect()
}

/// Resident memory in MiB, where the system tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|kb| kb.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let (postings, questions) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(1_000));
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let country = Country::new(&mut rng);

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
    let built = start.elapsed() - generated;
    println!("{} postings: built in {built:.1?}, {} MiB", board.len(now()), resident() - before);

    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let query = |rng: &mut ChaCha8Rng, sort, facets| {
        let filter = country.filter(rng);
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
    let everything = SearchQuery { filter: Filter::default(), ..query(&mut rng, Sort::Date, true) };
    report("search, everything, facets", time(&vec![everything; 100], |query| board.search(query, now())));
}
