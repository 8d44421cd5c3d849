//! The port: what the product asks of a text engine.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::posting::PostingId;
use domain::search::{Document, Page, SearchQuery};

use crate::Result;

/// How many hits deep a text search can be paged.
pub const MAX_DEPTH: usize = 1_000;

/// How an index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Whether there is an index of the present layout; if not, it has to be rebuilt.
    pub built: bool,
    /// How many postings are in it.
    pub documents: u64,
}

/// A text index of the live postings.
///
/// Writes take effect for searches, and survive a crash, only once [`commit`](Self::commit) has returned.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// Puts documents in place of those with the same id. A document older (by version) than the one in the index
    /// is left out.
    async fn upsert(&self, documents: &[Document]) -> Result<()>;

    /// Takes postings out; unknown ones are none.
    async fn delete(&self, ids: &[PostingId]) -> Result<()>;

    /// Makes all writes so far durable and visible.
    async fn commit(&self) -> Result<()>;

    /// The page of postings not expired at `now` that match the text and pass the filter.
    async fn search(&self, query: &SearchQuery, now: DateTime<Utc>) -> Result<Page>;

    /// Every posting in the index with its version, by id.
    async fn inventory(&self) -> Result<Vec<(PostingId, i32)>>;

    /// Begins an index beside the live one; the live one goes on.
    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>>;

    /// Gives up the right to write, so that another process may take it.
    async fn release(&self) -> Result<()>;

    /// Whether the engine answers, and what it has.
    async fn health(&self) -> Result<Health>;
}

/// An index being filled beside the live one. Dropped before the swap, it leaves the live one as it was.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents, each id at most once.
    async fn add(&mut self, documents: &[Document]) -> Result<()>;

    /// Makes it durable and puts it in the live one's place, at once for every search.
    async fn swap(self: Box<Self>) -> Result<()>;
}
