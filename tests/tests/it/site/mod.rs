//! A site with one thing of every kind, twice: two sides that are the same but for whose they are. What asks every
//! operation of the API asks here.

mod articles;
pub(crate) mod bodies;
mod candidates;
mod cast;
mod hiring;
mod interests;
mod newsletter;
mod operation;
mod partners;
mod reviews;
mod secrets;
mod things;

use std::time::Duration;

use chrono::{DateTime, Days, Utc};
use reqwest::Client;
use serde_json::Value;
use storage::Transaction;
use tests::{Server, World, eventually, people};

pub(crate) use self::bodies::Secrets;
pub(crate) use self::cast::{Asker, Side, askers, join, spare_session};
pub(crate) use self::operation::{ABSENT, Case, Operation, PARAMETERS};
pub(crate) use self::secrets::begin;
pub(crate) use self::things::{kind, made};

/// A server with two sides.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) server: Server,
    pub(crate) client: Client,
    pub(crate) own: Side,
    pub(crate) foreign: Side,
}

impl Site {
    pub(crate) async fn open(world: World) -> Self {
        let rows = api::demo::postings(11, 3, now()).unwrap();
        std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
        world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
        let server = world.serve(&[]).unwrap();
        let url = server.url.clone();
        let posting = posting(&url).await;
        let (own, foreign) = (Side::new(&world, &url, &posting).await, Side::new(&world, &url, &posting).await);
        Self { world, server, client: Client::new(), own, foreign }
    }
}

/// A posting that anyone sees.
async fn posting(url: &str) -> String {
    let search = format!("{url}/api/v1/postings?limit=1");
    let read = async || anyhow::Ok(reqwest::get(&search).await?.json::<Value>().await?);
    eventually(Duration::from_mins(1), async || Ok(read().await?["items"][0]["id"].is_string())).await.unwrap();
    read().await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Writes into the database of a world, beside its server.
async fn write(world: &World, work: impl AsyncFnOnce(&Transaction) -> storage::Result<()>) {
    let db = people::database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    work(&tx).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Days from today, as a body says it.
fn in_days(days: u64) -> String {
    (now().date_naive() + Days::new(days)).to_string()
}
