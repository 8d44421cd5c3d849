//! The server engine: Meilisearch, over HTTP.

mod client;
mod document;
mod filter;
mod search;

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::posting::PostingId;
use domain::search::{Document, Page, SearchQuery};
use meilisearch_sdk::client::{Client, SwapIndexes};
use meilisearch_sdk::documents::DocumentsQuery;
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::task_info::TaskInfo;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use uuid::Uuid;

use self::client::{call, done};
use self::document::{Stored, VERSION, settings, to_json};
use crate::port::{Health, Rebuild, SearchIndex};
use crate::{Error, Result};

/// Documents read at once when all are read.
const PAGE: usize = 1_000;
/// The attribute that names a document.
const KEY: &str = "id";

/// A Meilisearch index. One process writes it, by the lease of the indexer.
pub struct MeilisearchIndex {
    client: Client,
    name: String,
    /// Writes that the server has accepted and that are not known to be carried out.
    pending: Mutex<Vec<TaskInfo>>,
}

impl MeilisearchIndex {
    /// The index `postings` on a server. The server is not asked.
    ///
    /// # Errors
    /// [`Error::Settings`] where the address or the key cannot be used.
    pub fn new(url: &str, key: Option<&SecretString>) -> Result<Self> {
        Self::named("postings", url, key)
    }

    /// The index of another name, for several on one server.
    ///
    /// # Errors
    /// As [`MeilisearchIndex::new`].
    pub fn named(name: &str, url: &str, key: Option<&SecretString>) -> Result<Self> {
        let client = Client::new(url, key.map(ExposeSecret::expose_secret));
        let client = client.map_err(|error| Error::Settings(format!("Meilisearch at {url}: {error}")))?;
        Ok(Self { client, name: format!("{name}_v{VERSION}"), pending: Mutex::default() })
    }

    fn index(&self) -> Index {
        self.client.index(&self.name)
    }

    /// The versions of those of the documents that the index has.
    async fn versions(&self, documents: &[Document]) -> Result<HashMap<Uuid, i32>> {
        let filter = filter::ids(documents.iter().map(|document| document.id));
        let index = self.index();
        let mut query = DocumentsQuery::new(&index);
        query.with_filter(&filter).with_fields([KEY, "version"]).with_limit(documents.len());
        let found = call(query.execute::<Stored>()).await?;
        Ok(found.results.into_iter().map(|stored| (stored.id, stored.version)).collect())
    }

    async fn follow(&self, task: TaskInfo) {
        self.pending.lock().await.push(task);
    }
}

#[async_trait]
impl SearchIndex for MeilisearchIndex {
    async fn upsert(&self, documents: &[Document]) -> Result<()> {
        // The versions there are known only once what was written before is there.
        self.commit().await?;
        if documents.is_empty() {
            return Ok(());
        }
        let there = self.versions(documents).await?;
        let newer = |document: &&Document| there.get(&document.id.0).is_none_or(|there| *there <= document.version);
        let documents: Vec<_> = documents.iter().filter(newer).map(to_json).collect();
        if !documents.is_empty() {
            self.follow(call(self.index().add_or_replace(&documents, Some(KEY))).await?).await;
        }
        Ok(())
    }

    async fn delete(&self, ids: &[PostingId]) -> Result<()> {
        if !ids.is_empty() {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            self.follow(call(self.index().delete_documents(&ids)).await?).await;
        }
        Ok(())
    }

    async fn commit(&self) -> Result<()> {
        // What failed is not followed again: the indexer writes it again.
        let pending = std::mem::take(&mut *self.pending.lock().await);
        for task in &pending {
            done(&self.client, task).await?;
        }
        Ok(())
    }

    async fn search(&self, query: &SearchQuery, now: DateTime<Utc>) -> Result<Page> {
        search::search(&self.index(), query, now).await
    }

    async fn inventory(&self) -> Result<Vec<(PostingId, i32)>> {
        let index = self.index();
        let mut all = Vec::new();
        loop {
            let mut query = DocumentsQuery::new(&index);
            query.with_fields([KEY, "version"]).with_limit(PAGE).with_offset(all.len());
            let page = call(query.execute::<Stored>()).await?;
            all.extend(page.results.iter().map(|stored| (stored.posting(), stored.version)));
            if page.results.len() < PAGE {
                break;
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>> {
        let beside = format!("{}_new", self.name);
        discard(&self.client, &beside).await?;
        create(&self.client, &beside).await?;
        Ok(Box::new(Beside { client: self.client.clone(), live: self.name.clone(), name: beside, pending: Vec::new() }))
    }

    async fn release(&self) -> Result<()> {
        self.commit().await
    }

    async fn health(&self) -> Result<Health> {
        match call(self.index().get_stats()).await {
            Ok(stats) => {
                let documents = u64::try_from(stats.number_of_documents).unwrap_or(u64::MAX);
                Ok(Health { built: true, documents })
            }
            Err(Error::NotBuilt) => Ok(Health { built: false, documents: 0 }),
            Err(error) => Err(error),
        }
    }
}

/// An index being filled beside the live one.
struct Beside {
    client: Client,
    live: String,
    name: String,
    pending: Vec<TaskInfo>,
}

#[async_trait]
impl Rebuild for Beside {
    async fn add(&mut self, documents: &[Document]) -> Result<()> {
        // One batch is carried out while the next is being made; more would only queue up.
        for task in self.pending.drain(..) {
            done(&self.client, &task).await?;
        }
        if !documents.is_empty() {
            let documents: Vec<_> = documents.iter().map(to_json).collect();
            self.pending.push(call(self.client.index(&self.name).add_or_replace(&documents, Some(KEY))).await?);
        }
        Ok(())
    }

    async fn swap(mut self: Box<Self>) -> Result<()> {
        self.add(&[]).await?;
        // Only an existing index can be swapped.
        match call(self.client.get_index(&self.live)).await {
            Err(Error::NotBuilt) => create(&self.client, &self.live).await?,
            known => drop(known?),
        }
        let swap = SwapIndexes { indexes: (self.live.clone(), self.name.clone()), rename: None };
        done(&self.client, &call(self.client.swap_indexes([&swap])).await?).await?;
        discard(&self.client, &self.name).await
    }
}

/// Makes an empty index with our settings.
async fn create(client: &Client, name: &str) -> Result<()> {
    done(client, &call(client.create_index(name, Some(KEY))).await?).await?;
    done(client, &call(client.index(name).set_settings(&settings())).await?).await
}

/// Removes an index, if there is one.
async fn discard(client: &Client, name: &str) -> Result<()> {
    match call(client.get_index(name)).await {
        Ok(_) => done(client, &call(client.delete_index(name)).await?).await,
        Err(Error::NotBuilt) => Ok(()),
        Err(error) => Err(error),
    }
}
