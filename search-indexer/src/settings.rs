//! Which engine, and where.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use serde::Deserialize;

use crate::{Error, MeilisearchIndex, Result, SearchIndex, TantivyIndex};

/// A text engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Embedded, in a directory.
    #[default]
    Tantivy,
    /// A Meilisearch server.
    Meilisearch,
}

/// The settings of the search index.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The engine.
    pub search_engine: Engine,
    /// The directory of the tantivy index.
    pub index_dir: PathBuf,
    /// The address of the Meilisearch server.
    pub meili_url: Option<String>,
    /// Its key: one that may search, write documents and manage indexes.
    pub meili_key: Option<SecretString>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { search_engine: Engine::Tantivy, index_dir: PathBuf::from("index"), meili_url: None, meili_key: None }
    }
}

/// Opens the index that the settings describe. Nothing is built and no server is asked.
///
/// # Errors
/// [`Error::Settings`] where the engine's settings are missing; [`Error::Io`] where its directory cannot be made.
pub fn open(settings: &Settings) -> Result<Arc<dyn SearchIndex>> {
    match settings.search_engine {
        Engine::Tantivy => Ok(Arc::new(TantivyIndex::open(&settings.index_dir)?)),
        Engine::Meilisearch => {
            let missing = || Error::Settings("the engine meilisearch needs the address of its server".to_owned());
            let url = settings.meili_url.as_deref().ok_or_else(missing)?;
            Ok(Arc::new(MeilisearchIndex::new(url, settings.meili_key.as_ref())?))
        }
    }
}
