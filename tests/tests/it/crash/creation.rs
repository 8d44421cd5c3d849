//! While creations are repeated under their keys: what was acknowledged is there, and under one key there is one thing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::testing::files::pdf;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::people::{Part, Person, sign_in};
use tests::{World, eventually};

use super::rounds;
use crate::site::{bodies, made};
use crate::{carematch, documents};

const SEED: u64 = 20_261_123;
/// Keys of each kind of thing in a round.
const KEYS: usize = 4;
/// Who send the same requests at the same time, each in an order of its own.
const CLIENTS: u64 = 3;

/// What is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Licence,
    Credential,
    Block,
    Document,
    Organization,
    Facility,
    Posting,
    Invitation,
}

const THINGS: [Thing; 8] = [
    Thing::Licence,
    Thing::Credential,
    Thing::Block,
    Thing::Document,
    Thing::Organization,
    Thing::Facility,
    Thing::Posting,
    Thing::Invitation,
];

/// A request that is repeated: a thing, and the number of its key.
type Order = (Thing, usize);

/// Who creates in a round.
#[derive(Clone)]
struct Cast {
    worker: Person,
    owner: Person,
    organization: String,
}

impl Cast {
    async fn new(world: &World, url: &str) -> Self {
        let worker = sign_in(world, url, Part::Worker).await.unwrap();
        let owner = sign_in(world, url, Part::Employer).await.unwrap();
        let organization = made(owner.post("/api/v1/organizations", &bodies::organization()).await.unwrap()).await;
        Self { worker, owner, organization }
    }

    fn at(&self, url: &str) -> Self {
        Self { worker: self.worker.at(url), owner: self.owner.at(url), organization: self.organization.clone() }
    }

    /// Whose the things are, and where.
    fn place(&self, thing: Thing) -> (&Person, String) {
        let of = |rest: &str| format!("/api/v1/organizations/{}/{rest}", self.organization);
        match thing {
            Thing::Licence => (&self.worker, "/api/v1/me/licences".to_owned()),
            Thing::Credential => (&self.worker, "/api/v1/me/wallet".to_owned()),
            Thing::Block => (&self.worker, "/api/v1/me/blocks".to_owned()),
            Thing::Document => (&self.worker, documents::DOCUMENTS.to_owned()),
            Thing::Organization => (&self.owner, "/api/v1/organizations".to_owned()),
            Thing::Facility => (&self.owner, of("facilities")),
            Thing::Posting => (&self.owner, of("postings")),
            Thing::Invitation => (&self.owner, of("invitations")),
        }
    }

    fn request(&self, (thing, number): Order) -> RequestBuilder {
        let (person, path) = self.place(thing);
        let request = person.request(Method::POST, &path).header("idempotency-key", format!("key-{number}"));
        let body = match thing {
            Thing::Licence => json!({ "role": "rn", "province": "ON", "number": format!("A{number}") }),
            Thing::Credential => json!({ "credential": "bls", "issuer": format!("Issuer {number}") }),
            Thing::Block => json!({ "employer": format!("Hospital Number {number}") }),
            Thing::Document => {
                return request.query(&[("purpose", "other"), ("name", &number.to_string())]).body(pdf());
            }
            Thing::Organization => bodies::organization(),
            Thing::Facility => bodies::facility(),
            Thing::Posting => bodies::form(),
            Thing::Invitation => json!({ "address": format!("new-{number}@example.org"), "role": "viewer" }),
        };
        request.json(&body)
    }

    /// The id of what was made; `None`: no answer, or not yet.
    async fn order(&self, order: Order) -> Option<String> {
        let answer = self.request(order).send().await.ok()?;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.ok()?;
        match status {
            201 => Some(body["id"].as_str().unwrap().to_owned()),
            // Another with the same key is at it, as many uploads as one may send at a time are, or the database is.
            409 | 429 | 503 => None,
            _ => panic!("{order:?}: {status} {body}"),
        }
    }

    async fn surely(&self, order: Order) -> String {
        for _ in 0..100 {
            if let Some(id) = self.order(order).await {
                return id;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{order:?} is never answered");
    }

    /// The ids of all things of a kind that are there.
    async fn there(&self, thing: Thing) -> Vec<String> {
        let (person, path) = self.place(thing);
        let page: Value = person.get(&path).await.unwrap().json().await.unwrap();
        let items = page["items"].as_array().unwrap().iter();
        let items = items.map(|item| if thing == Thing::Organization { &item["organization"] } else { item });
        let ids = items.map(|item| item["id"].as_str().unwrap().to_owned());
        ids.filter(|id| *id != self.organization).collect()
    }
}

/// Sends every order; what was acknowledged, which is counted at once.
async fn client(cast: Cast, mut orders: Vec<Order>, seed: u64, count: Arc<AtomicUsize>) -> Vec<(Order, String)> {
    orders.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let mut acknowledged = Vec::new();
    for order in orders {
        if let Some(id) = cast.order(order).await {
            acknowledged.push((order, id));
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
    acknowledged
}

/// How many things were made when.
#[derive(Default)]
struct Tally {
    /// Before the kill, and someone was told.
    acknowledged: usize,
    /// Before the kill, and nobody was told.
    silent: usize,
    /// By the repeat.
    later: usize,
}

async fn round(world: &World, rng: &mut ChaCha8Rng, tally: &mut Tally) {
    let server = world.serve(&[]).unwrap();
    let cast = Cast::new(world, &server.url).await;
    let orders: Vec<Order> = THINGS.into_iter().flat_map(|thing| (0..KEYS).map(move |key| (thing, key))).collect();
    let seed = rng.random_range(0..u64::MAX - CLIENTS);
    let count = Arc::new(AtomicUsize::default());
    let client = |n| tokio::spawn(client(cast.clone(), orders.clone(), seed + n, Arc::clone(&count)));
    let clients: Vec<_> = (0..CLIENTS).map(client).collect();
    // After some answers, however fast the machine is, and a moment of the next.
    let answers = rng.random_range(1..2 * orders.len());
    eventually(Duration::from_mins(1), async || Ok(count.load(Ordering::Relaxed) >= answers)).await.unwrap();
    tokio::time::sleep(Duration::from_micros(rng.random_range(0..30_000))).await;
    server.kill().unwrap();
    let mut acknowledged: BTreeMap<Order, BTreeSet<String>> = BTreeMap::new();
    for client in clients {
        for (order, id) in client.await.unwrap() {
            acknowledged.entry(order).or_default().insert(id);
        }
    }

    let server = world.serve(&[]).unwrap();
    let cast = cast.at(&server.url);
    for thing in THINGS {
        let survived = cast.there(thing).await;
        let mut expected = BTreeSet::new();
        for order in orders.iter().filter(|order| order.0 == thing) {
            let id = cast.surely(*order).await;
            if let Some(told) = acknowledged.get(order) {
                assert_eq!(*told, BTreeSet::from([id.clone()]), "{order:?}: one key, one thing");
                assert!(survived.contains(&id), "{order:?} was acknowledged and is lost");
                tally.acknowledged += 1;
            } else if survived.contains(&id) {
                tally.silent += 1;
            } else {
                tally.later += 1;
            }
            assert_eq!(cast.surely(*order).await, id, "{order:?}");
            expected.insert(id);
        }
        let mut there = cast.there(thing).await;
        there.sort_unstable();
        assert_eq!(there, expected.into_iter().collect::<Vec<_>>(), "{thing:?}");
        assert_eq!(there.len(), KEYS, "{thing:?}");
    }
    server.kill().unwrap();
}

async fn play(world: World) -> String {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut tally = Tally::default();
    for _ in 0..rounds() {
        round(&world, &mut rng, &mut tally).await;
    }
    let Tally { acknowledged, silent, later } = tally;
    // Otherwise the kills came when all was done, and nothing was tried.
    assert!(rounds() < 10 || silent + later > 0, "no creation was killed under way");
    format!(
        "{} kills (seed {SEED}) among creations of {} kinds: {acknowledged} acknowledged before and all there, {silent} \
         made without an answer, {later} made by the repeat; one thing for each key",
        rounds(),
        THINGS.len()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_creation_makes_one_thing_whenever_the_server_is_killed() {
    println!("SQLite: {}", play(carematch()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_too() {
    let Some(database) = TestDatabase::postgres().await else { return };
    println!("PostgreSQL: {}", play(carematch().with("CAREMATCH_DATABASE_URL", database.url())).await);
}
