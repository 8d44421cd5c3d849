//! How long an answer takes tells nothing of whether an address has an account: the same statements and the same
//! hashes, at the cost of production. Times are printed and not judged: they are the machine's.
//!
//! `CAREMATCH_TEST_TIMING` is the number of requests of each kind; the suite sends few.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use api::app::accounts::hashing::{Cost, Hasher};
use chrono::Utc;
use domain::Lang;
use domain::account::{AccountId, Kind};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use reqwest::Client;
use serde_json::{Value, json};
use storage::account::Account;
use tests::people::database;
use tests::{Server, World, eventually};
use uuid::Uuid;

use crate::carematch;

const PASSWORD: &str = "seven blue kayaks drift north";
/// Requests of each kind in the suite.
const SLICE: usize = 3;
const SEED: u64 = 20_261_124;

/// What is asked, by its path, and what everyone is answered.
const OPERATIONS: [(&str, &str, u16); 3] =
    [("register", "/accounts", 202), ("sign in", "/sessions", 401), ("reset", "/accounts/password-resets", 202)];

/// One request to come.
struct Trial {
    operation: usize,
    is_known: bool,
    email: String,
}

impl Trial {
    fn body(&self) -> Value {
        let email = &self.email;
        match self.operation {
            0 => json!({ "kind": "worker", "name": "Zoé", "email": email, "password": PASSWORD, "language": "fr" }),
            1 => json!({ "email": email, "password": "not that one, but as long" }),
            _ => json!({ "email": email }),
        }
    }
}

/// What a request took: time, and by the log statements and hashes.
struct Taken {
    trial: Trial,
    time: Duration,
    id: String,
}

/// Each address is asked for once, as by someone who tries a list.
fn trials(count: usize, rng: &mut ChaCha8Rng) -> Vec<Trial> {
    let mut trials = Vec::new();
    for number in 0..count {
        for operation in 0..OPERATIONS.len() {
            for is_known in [true, false] {
                let email = format!("{}-{operation}-{number}@example.org", if is_known { "known" } else { "other" });
                trials.push(Trial { operation, is_known, email });
            }
        }
    }
    trials.shuffle(rng);
    trials
}

/// Makes the accounts of the known addresses.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn open_accounts(world: &World, trials: &[Trial]) {
    let password_hash = Hasher::new(Cost::USUAL).hash(PASSWORD.to_owned().into()).await.unwrap();
    let db = database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    for trial in trials.iter().filter(|trial| trial.is_known) {
        let account = Account {
            id: AccountId(Uuid::now_v7()),
            version: 1,
            kind: Kind::Worker,
            staff: None,
            email: trial.email.clone(),
            name: "Zoé".to_owned(),
            language: Lang::Fr,
            password_hash: password_hash.clone(),
            totp_secret: None,
            totp_proved: false,
            totp_last_step: 0,
            recovery_hashes: Vec::new(),
            confirmed_at: Some(Utc::now()),
            created_at: Utc::now(),
        };
        storage::account::insert(&tx, &account).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

async fn send(client: &Client, server: &Server, trial: Trial) -> Taken {
    let (_, path, status) = OPERATIONS[trial.operation];
    let id = format!("timing-{}", trial.email);
    let request = client.post(format!("{}/api/v1{path}", server.url)).header("x-request-id", &id).json(&trial.body());
    let started = Instant::now();
    let answer = request.send().await.unwrap();
    let answered = (answer.status().as_u16(), answer.bytes().await.unwrap());
    let time = started.elapsed();
    assert_eq!(answered.0, status, "{answered:?}");
    Taken { trial, time, id }
}

/// Statements and hashes by request, from the log.
fn efforts(log: &str) -> HashMap<String, (u64, u64)> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let efforts = lines.filter(|line| line["message"] == "effort");
    let effort = |line: Value| {
        let id = line["span"]["id"].as_str()?.to_owned();
        Some((id, (line["statements"].as_u64()?, line["hashes"].as_u64()?)))
    };
    efforts.filter_map(effort).collect()
}

/// The times of one kind, shortest first, in milliseconds.
fn times(taken: &[Taken], operation: usize, is_known: bool) -> Vec<f64> {
    let mine = taken.iter().filter(|taken| taken.trial.operation == operation && taken.trial.is_known == is_known);
    let mut times: Vec<f64> = mine.map(|taken| taken.time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn quantiles(times: &[f64]) -> [f64; 4] {
    [10, 50, 90, 99].map(|percent| times[(times.len() - 1) * percent / 100])
}

/// The largest distance of two distributions (Kolmogorov–Smirnov): by how much at most one time tells them apart.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    let below = |times: &[f64], at: f64| times.partition_point(|time| *time <= at) as f64 / times.len() as f64;
    one.iter().chain(other).map(|at| (below(one, *at) - below(other, *at)).abs()).fold(0.0, f64::max)
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_take_alike() {
    let count = std::env::var("CAREMATCH_TEST_TIMING").ok().and_then(|count| count.parse().ok()).unwrap_or(SLICE);
    let world = carematch()
        .with("CAREMATCH_PASSWORD_MEMORY_KIB", &Cost::USUAL.memory_kib.to_string())
        .with("CAREMATCH_PASSWORD_PASSES", &Cost::USUAL.passes.to_string())
        .with("CAREMATCH_LOG_FILTER", "info,api=debug");
    let server = world.serve(&[]).unwrap();
    let trials = trials(count, &mut ChaCha8Rng::seed_from_u64(SEED));
    open_accounts(&world, &trials).await;
    let (client, mut taken) = (Client::new(), Vec::new());
    for trial in trials {
        taken.push(send(&client, &server, trial).await);
    }
    let told = async || Ok(efforts(&server.log()).len() == taken.len());
    eventually(Duration::from_secs(30), told).await.unwrap();
    let efforts = efforts(&server.log());
    println!(
        "{count} requests of each kind in random order (seed {SEED}), Argon2id of {:?}, milliseconds",
        Cost::USUAL
    );
    println!("{:>20} {:>8} {:>8} {:>8} {:>8}", "", "p10", "p50", "p90", "p99");
    for (operation, (name, ..)) in OPERATIONS.iter().enumerate() {
        let mine: Vec<_> = taken.iter().filter(|taken| taken.trial.operation == operation).collect();
        let effort = efforts[&mine[0].id];
        assert!(mine.iter().all(|taken| efforts[&taken.id] == effort), "{name}: {efforts:?}");
        let [known, unknown] = [true, false].map(|is_known| times(&taken, operation, is_known));
        let (one, other) = (quantiles(&known), quantiles(&unknown));
        let difference = [0, 1, 2, 3].map(|at| one[at] - other[at]);
        for (whose, row) in [("known", one), ("unknown", other), ("difference", difference)] {
            let [p10, p50, p90, p99] = row;
            println!("{name:>8} {whose:>11} {p10:8.2} {p50:8.2} {p90:8.2} {p99:8.2}");
        }
        // 5 % of samples from one and the same distribution are farther apart.
        let by_chance = 1.36 * (2.0 / count as f64).sqrt();
        let (statements, hashes) = effort;
        println!(
            "{name:>8} {statements} statements, {hashes} hashes; distance {:.3} (by chance up to {by_chance:.3})",
            distance(&known, &unknown)
        );
    }
}
