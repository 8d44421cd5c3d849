//! The system through its public surface: the binaries and HTTP.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod access;
mod accounts;
mod alerts;
mod articles;
mod crash;
mod databases;
mod demo;
mod deployment;
mod digests;
mod doctor;
mod documents;
mod edits;
mod exports;
mod feedback;
mod feeds;
mod fuzz;
mod hiring;
mod http;
mod import;
mod interests;
mod letters;
mod mail;
mod marker;
mod moderation;
mod nation;
mod newsletter;
mod openapi;
mod organizations;
mod own_postings;
mod pages;
mod partners;
mod personal;
mod shown;
mod site;
mod timing;
mod uploads;
mod worker;

use std::path::PathBuf;

use storage::testing::TestDatabase;
use tests::World;

/// A world for `carematch`.
fn carematch() -> World {
    World::new(env!("CARGO_BIN_EXE_tested-carematch")).unwrap()
}

/// A world for `carematch` on each database; what is on PostgreSQL is gone when its second part is dropped.
async fn worlds() -> Vec<(World, Option<TestDatabase>)> {
    let mut worlds = vec![(carematch(), None)];
    if let Some(postgres) = TestDatabase::postgres().await {
        worlds.push((carematch().with("CAREMATCH_DATABASE_URL", postgres.url()), Some(postgres)));
    }
    worlds
}

/// A world for `search-indexer`.
fn indexer() -> World {
    World::new(env!("CARGO_BIN_EXE_tested-search-indexer")).unwrap()
}

/// The folder of real data; without it the test is counted as skipped.
fn real_data(test: &str) -> Option<PathBuf> {
    domain::testing::real_data(test)
}
