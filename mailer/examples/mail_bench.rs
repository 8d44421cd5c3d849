//! What mail costs, from what is due to what a relay has taken: digests put together and queued, then sent over one
//! connection and over four. In SQLite, to a relay on this machine that keeps all of it.
//!
//! `cargo run --release -p mailer --features testing --example mail_bench [POSTINGS] [READERS] [MAILS]`: 10,000 new postings,
//! 100,000 readers and 10,000 mails over each number of connections unless given.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::digest::{Taste, Wish};
use domain::posting::Posting;
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use domain::testing::country::Country;
use mailer::testing::Sink;
use mailer::{Digests, Letter, Mailer, Outgoing, Sender, Transport, queue};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use storage::subscription::{self, Kept};
use storage::testing::TestDatabase;
use storage::vault::Vault;
use storage::{Database, begin, delivery, posting};
use tokio::sync::watch;
use uuid::Uuid;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 20_261_126;

/// A clock that can be moved.
static NOW: AtomicI64 = AtomicI64::new(1_790_000_000);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW.load(Ordering::SeqCst), 0).unwrap() + START.elapsed()
}

/// MiB of memory that this process has at most had.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let mut number = |usual: u32| numbers.next().unwrap_or(usual);
    let (postings, readers, mails) = (number(10_000), number(100_000), number(10_000));
    println!("seed {SEED}");
    let (database, vault) = (TestDatabase::sqlite().await, Vault::generate());
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let country = Country::new(&mut rng, now());
    publish(&database, &country, &mut rng, postings).await;
    subscribe(&database, &country, &mut rng, readers).await;
    NOW.fetch_add(TimeDelta::days(8).num_seconds(), Ordering::SeqCst);
    let mut digests = Digests::new((*database).clone(), vault.clone(), now);
    let start = Instant::now();
    while digests.step().await.unwrap() > 0 {}
    let due = delivery::backlog(&*database, now()).await.unwrap().due;
    println!(
        "{readers} readers, {postings} new postings: {due} digests queued in {:.1?}, {} MiB",
        start.elapsed(),
        peak()
    );
    for lanes in [1, 4] {
        letters(&database, &vault, mails).await;
        send(&database, &vault, lanes, mails).await;
    }
}

async fn publish(db: &Database, country: &Country, rng: &mut ChaCha8Rng, count: u32) {
    let new: Vec<Posting> = (1..=count)
        .map(|number| {
            let mut posting = country.posting(rng, number, count);
            posting.live_at = now() + TimeDelta::days(7);
            posting.expires_at = now() + TimeDelta::days(40);
            posting
        })
        .collect();
    for new in new.chunks(500) {
        let tx = begin(db).await.unwrap();
        posting::insert(&tx, new, now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// Readers with the wishes of a country; what they want as searches.
async fn subscribe(db: &Database, country: &Country, rng: &mut ChaCha8Rng, count: u32) {
    let schedule = serde_json::from_str(r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"America/Toronto"}"#);
    let (schedule, purposes) = (schedule.unwrap(), Purposes::of([Purpose::Digest]));
    let mut number = 0_u32;
    while number < count {
        let tx = begin(db).await.unwrap();
        for _ in 0..5_000.min(count - number) {
            number += 1;
            let filter = match country.wish(rng) {
                Wish::Search { filter } => filter,
                Wish::Profile { profile } => Box::new(Filter {
                    roles: profile.roles.iter().map(|practice| practice.role).collect(),
                    ..Filter::default()
                }),
            };
            let id = SubscriptionId(Uuid::from_u128(u128::from(number)));
            let asked = Subscription::ask(id, (purposes, Lang::Fr, schedule), now()).unwrap();
            let (subscription, _) = asked.happen(Event::Confirm, now()).unwrap();
            let subject = Subject::Search { filter, query: "role=rn".to_owned() };
            // In no order, as addresses are.
            let email = Some(format!("{:08x}.{number}@example{}.org", rng.random::<u32>(), number % 50));
            subscription::insert(&tx, &Kept { version: 1, email, subject, taste: Taste::default(), subscription })
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// So many letters that are due before every digest.
async fn letters(db: &Database, vault: &Vault, count: u32) {
    let tx = begin(db).await.unwrap();
    for number in 0..count {
        let letter =
            Letter::PasswordReset { link: "/account/reset?token=abcdefghijklmnopqrstuvwxyz0123456789".to_owned() };
        let to = format!("worker{number}@example{}.org", number % 50);
        let mail = Outgoing { to, to_name: "Zoé Tremblay".to_owned(), language: Lang::En, letter, dedupe_key: None };
        queue(&tx, vault, &mail, now() - TimeDelta::hours(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Sends over so many connections until that many letters have been taken, then as many digests.
async fn send(db: &Database, vault: &Vault, lanes: usize, mails: u32) {
    let sink = Sink::start().await.unwrap();
    let sender = Sender {
        address: "us@jobs.example.ca".to_owned(),
        name: "Us".to_owned(),
        mailing_address: "1 Main Street, Halifax NS  B3H 1A1".to_owned(),
        public_url: "https://jobs.example.ca".to_owned(),
    };
    let transport = Transport::Smtp(sink.relay());
    let mailer = Mailer::new(db.clone(), vault.clone(), transport, sender, now, format!("bench {lanes}")).unwrap();
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(mailer.over(lanes, 0).run(stopped));
    let mut from = 0;
    for what in ["letters", "digests"] {
        let start = Instant::now();
        let until = from + usize::try_from(mails).unwrap();
        while sink.count() < until && start.elapsed() < Duration::from_mins(5) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let (count, seconds) = (sink.count() - from, start.elapsed().as_secs_f64());
        let bytes: usize = sink.received()[from..].iter().map(|mail| mail.bytes.len()).sum();
        println!(
            "{lanes} connections: {:.0} {what} a second, {} bytes each",
            count as f64 / seconds,
            bytes / count.max(1)
        );
        from = sink.count();
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}
