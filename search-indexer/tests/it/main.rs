//! The search room through its public surface.

mod conformance;
mod double;
mod indexer;
mod meilisearch;
mod samples;
mod tantivy;
