//! REST, the command line and the use cases of carematch; composes everything.
//!
//! `rest` and `cli` parse and present; `app` holds the use cases, which own their transactions and call the rules
//! of `domain`; `workers` are the loops of a process; `feed` reads the formats in which postings arrive.

pub mod answer;
pub mod app;
pub mod caller;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod export;
pub mod extract;
pub mod feed;
pub mod files;
pub mod language;
pub mod limit;
mod markdown;
pub mod outbound;
mod pages;
pub mod peer;
pub mod problem;
pub mod process;
pub mod profile;
pub mod rest;
pub mod server;
mod strict;
pub mod telemetry;
pub mod upload;
pub mod workers;

/// One thread frees what another made, as the database, the matching and the network each have their own: here that costs no
/// lock.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
