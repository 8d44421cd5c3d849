//! The embedded engine: tantivy, in this process, in a directory of its own.

mod analysis;
mod filter;
mod generation;
mod highlight;
mod schema;
mod search;
mod text;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::posting::PostingId;
use domain::search::{Document, Page, SearchQuery};

use self::generation::Generation;
pub(crate) use self::schema::facet_keys;
use self::writer::{Beside, Writing};
use crate::port::{Health, Rebuild, SearchIndex};
use crate::{Error, Result};

/// A tantivy index in a directory. Any number of processes read it; one writes, from its first write until
/// [`release`](SearchIndex::release).
#[derive(Clone)]
pub struct TantivyIndex(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    live: RwLock<Option<Arc<Generation>>>,
    writing: Mutex<Writing>,
}

impl TantivyIndex {
    /// Opens the directory, creating it where it does not exist. Nothing is built.
    ///
    /// # Errors
    /// [`Error::Io`] where the directory cannot be made or read.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        let dir = dir.into();
        std::fs::create_dir_all(&dir)?;
        let index = Self(Arc::new(Inner { dir, live: RwLock::default(), writing: Mutex::default() }));
        index.0.live()?;
        Ok(index)
    }

    /// Runs blocking work on the index on a thread for such work.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> Result<T> + Send + 'static) -> Result<T> {
        let inner = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        done.unwrap_or_else(|failed| Err(Error::Answer(failed.to_string())))
    }
}

impl Inner {
    fn dir(&self) -> &Path {
        &self.dir
    }

    /// The live generation, reopened when another process has swapped it; `None` before the first build.
    fn live(&self) -> Result<Option<Arc<Generation>>> {
        let current = generation::current(&self.dir)?;
        let known = self.live.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.as_ref().map(|live| &live.name) == current.as_ref() {
            return Ok(known);
        }
        let open = |name: String| match Generation::open(&self.dir, &name) {
            Ok(generation) => Some(Arc::new(generation)),
            Err(error) => {
                // The index is disposable: one that cannot be opened is one that has to be rebuilt.
                tracing::error!(%error, generation = name, "the index cannot be opened");
                None
            }
        };
        let opened = current.and_then(open);
        self.live.write().unwrap_or_else(PoisonError::into_inner).clone_from(&opened);
        Ok(opened)
    }

    fn built(&self) -> Result<Arc<Generation>> {
        self.live()?.ok_or(Error::NotBuilt)
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SearchIndex for TantivyIndex {
    async fn upsert(&self, documents: &[Document]) -> Result<()> {
        let documents = documents.to_vec();
        self.run(move |inner| {
            // The writer first: no rebuild is swapped in while it is held.
            let mut writing = inner.writing();
            let live = inner.built()?;
            writing.upsert(inner.dir(), &live, &documents)
        })
        .await
    }

    async fn delete(&self, ids: &[PostingId]) -> Result<()> {
        let ids = ids.to_vec();
        self.run(move |inner| {
            // The writer first: no rebuild is swapped in while it is held.
            let mut writing = inner.writing();
            let live = inner.built()?;
            writing.delete(inner.dir(), &live, &ids)
        })
        .await
    }

    async fn commit(&self) -> Result<()> {
        self.run(|inner| {
            // The writer first: no rebuild is swapped in while it is held.
            let mut writing = inner.writing();
            let live = inner.built()?;
            writing.commit(&live)
        })
        .await
    }

    async fn search(&self, query: &SearchQuery, now: DateTime<Utc>) -> Result<Page> {
        let query = query.clone();
        self.run(move |inner| {
            let live = inner.built()?;
            search::search(&live.reader.searcher(), &live.fields, &query, now)
        })
        .await
    }

    async fn inventory(&self) -> Result<Vec<(PostingId, i32)>> {
        self.run(|inner| writer::inventory(&inner.built()?.reader.searcher())).await
    }

    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>> {
        let inner = Arc::clone(&self.0);
        self.run(move |_| Beside::begin(inner)).await.map(|beside| Box::new(beside) as Box<dyn Rebuild>)
    }

    async fn release(&self) -> Result<()> {
        self.run(|inner| inner.writing().release()).await
    }

    async fn health(&self) -> Result<Health> {
        self.run(|inner| {
            let live = inner.live()?;
            let documents = live.as_ref().map_or(0, |live| live.reader.searcher().num_docs());
            Ok(Health { built: live.is_some(), documents })
        })
        .await
    }
}
