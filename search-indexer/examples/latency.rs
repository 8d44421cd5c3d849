//! Prints how long indexing, writing and searching take on a tantivy index of generated documents.
//!
//! `cargo run --release -p search-indexer --example latency -- 100000`
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for a person at a terminal")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::posting::{
    Apply, Content, Employer, Employment, EmploymentSet, Location, Origin, Pay, PayUnit, Posting, PostingId, Shift,
    ShiftSet, Status, Text,
};
use domain::reference::{Place, Role};
use domain::search::{Document, Filter, SearchQuery, Sort, document};
use domain::set::BitSet;
use domain::worker::Circle;
use search_indexer::{SearchIndex, TantivyIndex};
use uuid::Uuid;

const QUERIES: &[&str] = &[
    "nurse",
    "registered nurse",
    "psw",
    "infirmière",
    "prepose aux beneficiaires",
    "pharmasist",
    "physio",
    "nurse toronto",
    "intensive care nights",
    "dental hyg",
    "soins infirmiers montréal",
    "telemetery",
    "care",
    "mri",
];

const SENTENCES: &[&str] = &[
    "You will provide safe and compassionate care to residents and their families as part of an interdisciplinary team.",
    "Current registration with the regulator, BLS and a vulnerable sector check are required.",
    "Experience with telemetry, dialysis, wound care or palliative care is an asset.",
    "Rotating shifts including nights, evenings and weekends; shift premiums and benefits are offered.",
    "Vous offrirez des soins sécuritaires aux résidents au sein d'une équipe interdisciplinaire.",
    "La maîtrise du français et la connaissance de l'anglais sont un atout.",
    "Mammography, ultrasound and magnetic resonance imaging are done on site.",
    "We are a long-term care home with a warm culture, free parking and continuing education.",
];

/// A sequence that looks random and is the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    /// Skewed towards the first, as roles and cities are.
    fn skewed(&mut self, below: usize) -> usize {
        let most = self.next(below) + 1;
        self.next(most)
    }
}

fn generated(n: usize, numbers: &mut Numbers, now: DateTime<Utc>) -> Document {
    let roles: Vec<Role> = Role::all().collect();
    let role = roles[numbers.skewed(roles.len())];
    let place = &Place::all()[numbers.skewed(400.min(Place::all().len()))];
    let lang = if numbers.next(5) == 0 { Lang::Fr } else { Lang::En };
    let sentences: Vec<&str> = (0..20).map(|_| SENTENCES[numbers.next(SENTENCES.len())]).collect();
    let title = format!("{} - {}", role.title_in(place.province, lang), place.name);
    let text = Some(Text { title, description: sentences.join(" "), qualifications: Vec::new() });
    let (en, fr) = if lang == Lang::En { (text, None) } else { (None, text) };
    let live_at = now - TimeDelta::minutes(i64::try_from(numbers.next(43_000)).unwrap());
    let cents = 2_000 + i64::try_from(numbers.next(6_000)).unwrap();
    let id = PostingId(Uuid::from_u128((0x0190 << 112) + n as u128));
    let content = Content {
        lang,
        en,
        fr,
        employer: Employer { name: format!("Care Organization {}", numbers.skewed(5_000)), key: None },
        arrangement: None,
        roles: vec![role],
        locations: vec![Location {
            place: place.name.to_owned(),
            province: place.province,
            region: place.region,
            point: Some(place.point),
            fsa: None,
        }],
        remote: Vec::new(),
        setting: None,
        requirements: Vec::new(),
        pay: Some(Pay { min_cents: cents, max_cents: cents + 500, unit: PayUnit::Hour }),
        hours: None,
        employment: EmploymentSet::of([Employment::ALL[numbers.next(3)]]),
        shifts: ShiftSet::of([Shift::ALL[numbers.next(6)]]),
        languages: BitSet::EMPTY,
        start: None,
        vacancies: None,
        apply: Apply::NotGiven,
        published_at: live_at,
        valid_through: None,
    };
    let expires_at = now + TimeDelta::days(30);
    let (origin, status) = (Origin::Imported, Status::Live);
    document(&Posting { id, version: 1, origin, status, group: id, live_at, expires_at, content })
}

fn print(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    println!("{what:<34} p50 {:>10.2?}  p95 {:>10.2?}  p99 {:>10.2?}", at(50), at(95), at(99));
}

#[tokio::main]
async fn main() {
    let count: usize = std::env::args().nth(1).map_or(20_000, |n| n.parse().unwrap());
    let now = DateTime::parse_from_rfc3339("2026-03-02T12:00:00Z").unwrap().to_utc();
    let dir = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(dir.path()).unwrap();
    let mut numbers = Numbers(1);
    let started = Instant::now();
    let mut beside = index.begin_rebuild().await.unwrap();
    for from in (0..count).step_by(500) {
        let documents: Vec<_> = (from..count.min(from + 500)).map(|n| generated(n, &mut numbers, now)).collect();
        beside.add(&documents).await.unwrap();
    }
    beside.swap().await.unwrap();
    println!("{count} documents generated and indexed in {:.2?}", started.elapsed());

    let mut took = Vec::new();
    for n in 0..50 {
        let changed = generated(n, &mut numbers, now);
        let started = Instant::now();
        index.upsert(&[changed]).await.unwrap();
        index.commit().await.unwrap();
        took.push(started.elapsed());
    }
    print("one document written and visible", took);

    let near = Circle { lat: 43.65, lon: -79.38, km: 25.0 };
    let near = Filter { near: Some(near), ..Filter::default() };
    for (what, filter, facets) in [
        ("text", Filter::default(), false),
        ("text, facets", Filter::default(), true),
        ("text, facets, within 25 km", near, true),
    ] {
        let mut took = Vec::new();
        for text in QUERIES.iter().cycle().take(QUERIES.len() * 15) {
            let query = SearchQuery {
                text: (*text).to_owned(),
                lang: Lang::En,
                filter: filter.clone(),
                sort: Sort::Relevance,
                facets,
                limit: 20,
                after: None,
            };
            let started = Instant::now();
            index.search(&query, now).await.unwrap();
            took.push(started.elapsed());
        }
        print(what, took);
    }
}
