//! During import and indexing: no posting is lost, none is there twice, and the index converges.

use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tests::{World, eventually};

use super::rounds;
use crate::carematch;

/// Postings of a round: several batches.
const POSTINGS: usize = 1_100;

const IMPORT: [&str; 7] = ["import", "--format", "json-ld", "--source", "feed", "--json", "feed.json"];

/// A world with a feed to import.
fn with_feed(seed: u64) -> World {
    let world = carematch();
    #[expect(clippy::disallowed_methods, reason = "the programs under test run on the system's clock")]
    let postings = api::demo::postings(seed, POSTINGS, chrono::Utc::now()).unwrap();
    std::fs::write(world.path().join("feed.json"), serde_json::to_vec(&postings).unwrap()).unwrap();
    world
}

/// How long a whole import takes here and now: within that time kills meet it.
fn whole_import(seed: u64) -> Duration {
    let world = with_feed(seed);
    let began = Instant::now();
    world.json(&IMPORT).unwrap();
    began.elapsed()
}

/// Starts the import and kills it after a while; it may have ended before.
fn import_and_kill(world: &World, after: Duration) {
    let mut child = world.command(&IMPORT).stdout(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

async fn round(seed: u64, rng: &mut ChaCha8Rng, whole: Duration) -> (u64, bool) {
    let world = with_feed(seed);
    let kills = rng.random_range(1..=3);
    for _ in 0..kills {
        import_and_kill(&world, whole.mul_f64(rng.random_range(0.02..1.0)));
    }
    let report = world.json(&IMPORT).unwrap();
    let sum = ["new", "unchanged"].iter().map(|field| report[*field].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum, POSTINGS as u64, "seed {seed}: {report}");
    // The index is killed while it is being fed.
    let server = world.serve(&[]).unwrap();
    tokio::time::sleep(Duration::from_millis(rng.random_range(0..1_500))).await;
    server.kill().unwrap();
    let server = world.serve(&[]).unwrap();
    let health = || async { Ok(world.json(&["doctor", "--json"]).is_ok_and(|found| found["healthy"] == true)) };
    eventually(Duration::from_mins(2), health).await.unwrap();
    drop(server);
    let found = world.json(&["doctor", "--json"]).unwrap();
    assert_eq!(found["listed"], json!(POSTINGS), "seed {seed}: {found}");
    (kills, report["resumed"] == true)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_by_kill_9() {
    let seed = 20_261_122;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut kills, mut resumed) = (0, 0);
    let whole = whole_import(seed);
    for number in 0..rounds() {
        let (killed, went_on) = round(seed + number, &mut rng, whole).await;
        kills += killed + 1;
        resumed += u64::from(went_on);
    }
    // Otherwise the kills missed the imports, and nothing was tried.
    assert!(rounds() < 10 || resumed > 0, "no import was killed under way");
    println!(
        "{} rounds (seed {seed}): {kills} kills, {resumed} imports went on where a killed one stopped; \
         0 postings lost, 0 twice, doctor clean after each",
        rounds()
    );
}
