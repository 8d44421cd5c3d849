//! Writing: the one writer of the live generation, and a rebuild beside it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use async_trait::async_trait;
use domain::posting::PostingId;
use domain::search::Document;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, Searcher, TERMINATED};

use super::Inner;
use super::generation::{self, Generation, Lock};
use super::search::identity;
use crate::port::Rebuild;
use crate::{Error, Result};

/// Bytes that a writer collects before it writes a segment.
const LIVE_MEMORY: usize = 50 << 20;
const REBUILD_MEMORY: usize = 128 << 20;

/// The state of writing in this process.
#[derive(Default)]
pub(super) struct Writing {
    lock: Option<Lock>,
    open: Option<Open>,
}

struct Open {
    generation: String,
    writer: IndexWriter,
    /// Versions written since the last commit, which searches do not see yet; `None`: deleted.
    pending: HashMap<PostingId, Option<i32>>,
}

impl Writing {
    /// Takes the right to write, where this process does not have it, and clears up after a crash.
    fn hold(&mut self, dir: &Path) -> Result<()> {
        if self.lock.is_none() {
            self.lock = Some(Lock::take(dir)?);
            generation::remove_garbage(dir)?;
        }
        Ok(())
    }

    /// The writer of the live generation.
    fn open(&mut self, dir: &Path, live: &Generation) -> Result<&mut Open> {
        self.hold(dir)?;
        if self.open.as_ref().is_none_or(|open| open.generation != live.name) {
            let writer = live.index.writer_with_num_threads(1, LIVE_MEMORY)?;
            self.open = Some(Open { generation: live.name.clone(), writer, pending: HashMap::new() });
        }
        self.open.as_mut().ok_or(Error::NotBuilt)
    }

    pub(super) fn upsert(&mut self, dir: &Path, live: &Generation, documents: &[Document]) -> Result<()> {
        let open = self.open(dir, live)?;
        let searcher = live.reader.searcher();
        for document in documents {
            let there = match open.pending.get(&document.id) {
                Some(pending) => *pending,
                None => version(&searcher, live, document.id)?,
            };
            if there.is_some_and(|there| there > document.version) {
                continue;
            }
            open.writer.delete_term(live.fields.id_term(document.id));
            open.writer.add_document(live.fields.document(document))?;
            open.pending.insert(document.id, Some(document.version));
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, dir: &Path, live: &Generation, ids: &[PostingId]) -> Result<()> {
        let open = self.open(dir, live)?;
        for id in ids {
            open.writer.delete_term(live.fields.id_term(*id));
            open.pending.insert(*id, None);
        }
        Ok(())
    }

    pub(super) fn commit(&mut self, live: &Generation) -> Result<()> {
        if let Some(open) = self.open.as_mut().filter(|open| !open.pending.is_empty()) {
            if let Err(error) = open.writer.commit() {
                // A writer that failed is not to be written to again; the next write opens another.
                self.open = None;
                return Err(error.into());
            }
            open.pending.clear();
            live.reader.reload()?;
        }
        Ok(())
    }

    /// Ends writing; what was not committed is dropped.
    pub(super) fn release(&mut self) -> Result<()> {
        if let Some(mut open) = self.open.take() {
            open.writer.rollback()?;
            open.writer.wait_merging_threads()?;
        }
        self.lock = None;
        Ok(())
    }
}

/// The version of a posting in the committed index.
fn version(searcher: &Searcher, live: &Generation, id: PostingId) -> Result<Option<i32>> {
    let term = live.fields.id_term(id);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(live.fields.id)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if segment.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())) {
                return identity(segment, postings.doc()).map(|(_, version)| Some(version));
            }
            postings.advance();
        }
    }
    Ok(None)
}

/// Every posting with its version, by id.
pub(super) fn inventory(searcher: &Searcher) -> Result<Vec<(PostingId, i32)>> {
    let mut all = Vec::new();
    for segment in searcher.segment_readers() {
        let alive = segment.alive_bitset();
        for doc in (0..segment.max_doc()).filter(|doc| alive.is_none_or(|alive| alive.is_alive(*doc))) {
            all.push(identity(segment, doc)?);
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// A generation being filled beside the live one.
pub(super) struct Beside {
    inner: Arc<Inner>,
    /// `None` once it has been swapped in.
    filling: Option<(Arc<Generation>, IndexWriter)>,
}

impl Beside {
    pub(super) fn begin(inner: Arc<Inner>) -> Result<Self> {
        inner.writing().hold(inner.dir())?;
        let name = generation::next(inner.dir())?;
        let generation = Generation::open(inner.dir(), &name)?;
        let writer = generation.index.writer_with_num_threads(1, REBUILD_MEMORY)?;
        Ok(Self { inner, filling: Some((Arc::new(generation), writer)) })
    }

    fn finish(&mut self) -> Result<()> {
        let Some((generation, mut writer)) = self.filling.take() else { return Ok(()) };
        writer.commit()?;
        writer.wait_merging_threads()?;
        generation.reader.reload()?;
        // No write may go to the old generation once the new one is live.
        let mut writing = self.inner.writing();
        let old = generation::current(self.inner.dir())?;
        if let Some(open) = writing.open.take() {
            open.writer.wait_merging_threads()?;
        }
        generation::set_current(self.inner.dir(), &generation.name)?;
        *self.inner.live.write().unwrap_or_else(PoisonError::into_inner) = Some(generation);
        drop(writing);
        if let Some(old) = old {
            std::fs::remove_dir_all(self.inner.dir().join(old))?;
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some((generation, writer)) = self.filling.take() {
            drop(writer);
            // What cannot be removed now is removed by the next writer.
            let _ = std::fs::remove_dir_all(self.inner.dir().join(&generation.name));
        }
    }
}

#[async_trait]
impl Rebuild for Beside {
    async fn add(&mut self, documents: &[Document]) -> Result<()> {
        let Some((generation, writer)) = self.filling.take() else { return Ok(()) };
        let documents = documents.to_vec();
        let added = tokio::task::spawn_blocking(move || {
            let add = |document| writer.add_document(generation.fields.document(document));
            let added = documents.iter().try_for_each(|document| add(document).map(drop));
            (generation, writer, added)
        });
        let (generation, writer, added) = added.await.map_err(|failed| Error::Answer(failed.to_string()))?;
        self.filling = Some((generation, writer));
        Ok(added?)
    }

    async fn swap(mut self: Box<Self>) -> Result<()> {
        let swapped = tokio::task::spawn_blocking(move || self.finish()).await;
        swapped.unwrap_or_else(|failed| Err(Error::Answer(failed.to_string())))
    }
}
