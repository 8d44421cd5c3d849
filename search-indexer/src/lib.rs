//! The search read model: postings as a text engine sees them.
//!
//! One port, [`SearchIndex`], shaped by two engines: tantivy in this process and Meilisearch over HTTP. Which
//! postings a filter admits is the same in both (`domain::search::Filter::admits` is the definition); ranking and
//! the handling of typos may differ. The index is disposable: it is made from the database and kept
//! up from the change feed.

mod error;
mod mark;
mod meilisearch;
mod port;
mod settings;
mod tantivy;
mod words;

pub use error::{Error, Result};
pub use meilisearch::MeilisearchIndex;
pub use port::{Health, MAX_DEPTH, Rebuild, SearchIndex};
pub use settings::{Engine, Settings, open};
pub use tantivy::TantivyIndex;
