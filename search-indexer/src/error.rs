//! What can go wrong with an index.

use std::time::Duration;

/// Why an index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no index yet, or one of an older layout: it has to be rebuilt from the database.
    #[error("the search index has not been built")]
    NotBuilt,
    /// Another process writes this index.
    #[error("the search index is being written by {0}")]
    Held(String),
    /// The engine did not answer.
    #[error("the search engine did not answer within {0:?}")]
    Timeout(Duration),
    /// The engine took a write and failed to carry it out.
    #[error("the search engine failed task {task}: {message}")]
    Task {
        /// The engine's number of the task.
        task: u32,
        /// What it says.
        message: String,
    },
    /// Reading or writing the index directory.
    #[error("the search index directory: {0}")]
    Io(#[from] std::io::Error),
    /// tantivy.
    #[error("tantivy: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// Meilisearch.
    #[error("Meilisearch: {0}")]
    Meilisearch(#[source] Box<meilisearch_sdk::errors::Error>),
    /// The settings do not describe an index.
    #[error("{0}")]
    Settings(String),
    /// The engine answered something that cannot be.
    #[error("the search engine answered wrongly: {0}")]
    Answer(String),
}

/// A result of an index.
pub type Result<T> = std::result::Result<T, Error>;
