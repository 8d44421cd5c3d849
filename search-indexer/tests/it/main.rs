//! The search room through its public surface.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail the test")]

mod conformance;
mod double;
mod indexer;
mod meilisearch;
mod samples;
mod tantivy;
