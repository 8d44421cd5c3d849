//! Where the bytes of documents are: a folder, through `object_store`, under names that nobody was told.
//!
//! A file is written before its row and removed after it, so that a row always has its file. What is left over when
//! a process is killed in between is found by [`Files::older_than`].

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::Context;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use domain::document::FileId;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The part of the store that documents have.
const DOCUMENTS: &str = "documents";

/// The files of this installation. The folder is made when it is first needed, readable by the process's user only.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    store: OnceCell<LocalFileSystem>,
}

/// The bytes of a file, to be sent on in pieces.
pub struct Content {
    /// How many there are.
    pub bytes: u64,
    /// The pieces.
    pub pieces: BoxStream<'static, Result<Bytes, Error>>,
}

/// Where a file is: two digits of its random name, then the name, so that no folder grows large.
fn path(file: FileId) -> Path {
    let name = file.0.simple().to_string();
    Path::from_iter([DOCUMENTS, &name[..2], &name])
}

/// The file that is at a path of ours.
fn file_at(path: &Path) -> Option<FileId> {
    Uuid::try_parse(path.filename()?).ok().map(FileId)
}

impl Files {
    /// Files in `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, store: OnceCell::new() }
    }

    async fn store(&self) -> anyhow::Result<&LocalFileSystem> {
        let open = async || {
            let folder = self.folder.join(DOCUMENTS);
            // The folder of documents too: listing an absent one would fail.
            DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
            // A document that was acknowledged survives a power cut.
            anyhow::Ok(LocalFileSystem::new_with_prefix(&self.folder)?.with_fsync(true))
        };
        self.store.get_or_try_init(open).await.context("cannot open the folder of files")
    }

    /// A file without a name on the same disk: it is gone once it is closed, also when the process is killed.
    pub async fn temporary(&self) -> anyhow::Result<fs::File> {
        self.store().await?;
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder)).await?.context("cannot make a file")
    }

    /// Writes a file; it is durable when this returns.
    pub async fn put(&self, file: FileId, content: Bytes) -> anyhow::Result<()> {
        self.store().await?.put(&path(file), content.into()).await.context("cannot write a file")?;
        Ok(())
    }

    /// Reads a file.
    pub async fn read(&self, file: FileId) -> anyhow::Result<Content> {
        let found = self.store().await?.get(&path(file)).await.context("cannot read a file")?;
        Ok(Content { bytes: found.meta.size, pieces: found.into_stream() })
    }

    /// Removes files; those that are gone already are no error.
    pub async fn remove(&self, files: &[FileId]) -> anyhow::Result<()> {
        let store = self.store().await?;
        for file in files {
            match store.delete(&path(*file)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error).context("cannot remove a file"),
            }
        }
        Ok(())
    }

    /// The files last written before a moment of the system's clock.
    pub async fn older_than(&self, moment: DateTime<Utc>) -> anyhow::Result<Vec<FileId>> {
        let all = self.store().await?.list(Some(&Path::from(DOCUMENTS)));
        let older =
            all.try_filter_map(async |found| Ok(file_at(&found.location).filter(|_| found.last_modified < moment)));
        older.try_collect().await.context("cannot list the files")
    }

    /// Removes what was half written before a moment of the system's clock when a process was killed: files that the
    /// store hides, as their names end in `#` and a number. Says how many there were.
    pub async fn remove_halves(&self, moment: DateTime<Utc>) -> anyhow::Result<usize> {
        self.store().await?;
        let folder = self.folder.join(DOCUMENTS);
        let removed = tokio::task::spawn_blocking(move || remove_halves(&folder, moment.into())).await?;
        removed.context("cannot remove what is half written")
    }
}

fn remove_halves(folder: &std::path::Path, moment: SystemTime) -> io::Result<usize> {
    let mut removed = 0;
    for part in fs::read_dir(folder)? {
        for file in fs::read_dir(part?.path())? {
            let file = file?;
            let is_half = file.file_name().to_string_lossy().contains('#');
            if is_half && file.metadata()?.modified()? < moment {
                fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

impl Content {
    /// The pieces as the body of an answer.
    pub fn into_body(self) -> axum::body::Body {
        axum::body::Body::from_stream(self.pieces.map_err(io::Error::other).boxed())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    async fn a_file_is_written_read_listed_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("a/b"));
        let (first, second) = (FileId(Uuid::new_v4()), FileId(Uuid::new_v4()));
        files.put(first, Bytes::from_static(b"one")).await.unwrap();
        files.put(second, Bytes::from_static(b"two")).await.unwrap();
        let content = files.read(first).await.unwrap();
        assert_eq!(content.bytes, 3);
        let pieces: Vec<Bytes> = content.pieces.try_collect().await.unwrap();
        assert_eq!(pieces.concat(), b"one");
        let soon = Clock::default().now() + TimeDelta::minutes(1);
        assert_eq!(files.older_than(soon).await.unwrap().len(), 2);
        assert_eq!(files.older_than(soon - TimeDelta::hours(1)).await.unwrap(), []);
        files.remove(&[first, first]).await.unwrap();
        assert_eq!(files.older_than(soon).await.unwrap(), [second]);
        assert!(files.read(first).await.is_err());
    }

    #[tokio::test]
    async fn what_is_half_written_is_removed_once_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let whole = FileId(Uuid::new_v4());
        files.put(whole, Bytes::from_static(b"one")).await.unwrap();
        let name = whole.0.simple().to_string();
        let half = folder.path().join(DOCUMENTS).join(&name[..2]).join(format!("{name}#1"));
        fs::write(&half, "ha").unwrap();
        let soon = Clock::default().now() + TimeDelta::minutes(1);
        assert_eq!(files.older_than(soon).await.unwrap(), [whole], "hidden");
        assert_eq!(files.remove_halves(soon - TimeDelta::hours(1)).await.unwrap(), 0);
        assert_eq!(files.remove_halves(soon).await.unwrap(), 1);
        assert!(!half.exists());
        assert_eq!(files.older_than(soon).await.unwrap(), [whole]);
    }
}
