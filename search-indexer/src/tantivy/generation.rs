//! The index directory.
//!
//! ```text
//! index/current       names the live generation and its layout; replaced atomically
//! index/gen-7/        one generation: a tantivy index
//! index/writer.lock   locked by the one process that writes; says which
//! ```
//! A generation that `current` does not name is what a crashed rebuild left; the next writer removes it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::analysis::analyzers;
use super::schema::{Fields, VERSION, schema};
use crate::{Error, Result};

const CURRENT: &str = "current";
const PREFIX: &str = "gen-";

/// What `current` says.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Current {
    generation: String,
    layout: u32,
}

/// The name of the live generation; `None` where there is none of the present layout.
pub(super) fn current(dir: &Path) -> Result<Option<String>> {
    match fs::read(dir.join(CURRENT)) {
        Ok(bytes) => {
            let current = serde_json::from_slice::<Current>(&bytes).ok();
            Ok(current.filter(|current| current.layout == VERSION).map(|current| current.generation))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes a generation the live one, durably.
pub(super) fn set_current(dir: &Path, generation: &str) -> Result<()> {
    let current = Current { generation: generation.to_owned(), layout: VERSION };
    let bytes = serde_json::to_vec(&current).map_err(io::Error::from)?;
    let new = dir.join("current.new");
    let mut file = File::create(&new)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&new, dir.join(CURRENT))?;
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// Every generation in the directory.
fn generations(dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        names.extend(name.to_str().filter(|name| name.starts_with(PREFIX)).map(str::to_owned));
    }
    Ok(names)
}

/// Removes generations that are not live.
pub(super) fn remove_garbage(dir: &Path) -> Result<()> {
    let live = current(dir)?;
    for name in generations(dir)?.into_iter().filter(|name| Some(name) != live.as_ref()) {
        tracing::info!(generation = name, "removing an index generation that is not live");
        fs::remove_dir_all(dir.join(name))?;
    }
    Ok(())
}

/// A name that no generation has.
pub(super) fn next(dir: &Path) -> Result<String> {
    let number = |name: &String| name.strip_prefix(PREFIX)?.parse::<u64>().ok();
    let last = generations(dir)?.iter().filter_map(number).max().unwrap_or_default();
    Ok(format!("{PREFIX}{}", last + 1))
}

/// An open generation.
pub(super) struct Generation {
    pub name: String,
    pub index: Index,
    pub fields: Fields,
    pub reader: IndexReader,
}

impl Generation {
    /// Opens a generation, creating it where it does not exist.
    pub(super) fn open(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join(name);
        fs::create_dir_all(&path)?;
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(&path).map_err(tantivy::TantivyError::from)?;
        let mut index = Index::open_or_create(directory, schema)?;
        index.set_tokenizers(analyzers());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into()?;
        Ok(Self { name: name.to_owned(), index, fields, reader })
    }
}

/// The right to write, held until dropped or the process ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the right to write.
    ///
    /// # Errors
    /// [`Error::Held`] says which process has it.
    pub(super) fn take(dir: &Path) -> Result<Self> {
        let path: PathBuf = dir.join("writer.lock");
        let mut file = File::options().create(true).read(true).write(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                file.rewind()?;
                write!(file, "process {}", std::process::id())?;
                file.flush()?;
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder)?;
                Err(Error::Held(holder))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
