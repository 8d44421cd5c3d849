//! The search read model: postings as a text engine sees them.
//!
//! One port, [`SearchIndex`], shaped by two engines: tantivy in this process and Meilisearch over HTTP. Which
//! postings a filter admits is the same in both (`domain::search::Filter::admits` is the definition); ranking and
//! the handling of typos may differ. The index is disposable: it is made from the database by [`rebuild()`], kept
//! up by the [`Indexer`] from the change feed, and compared with the database by [`doctor()`].

mod error;
mod indexer;
mod mark;
mod meilisearch;
mod port;
pub mod process;
mod rebuild;
mod settings;
mod tantivy;
mod words;

pub use error::{Error, Result};
pub use indexer::{CONSUMER, Failure, Indexer, Status};
pub use meilisearch::MeilisearchIndex;
pub use port::{Health, MAX_DEPTH, Rebuild, SearchIndex};
pub use rebuild::{Report, doctor, rebuild};
pub use settings::{Engine, Settings, open};
pub use tantivy::TantivyIndex;
