//! Documents of workers: taken, listed, given back, removed; and what is left over is cleared away.

use axum::body::{Body, Bytes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Owner};
use domain::account::AccountId;
use domain::document::{Document, DocumentId, FileId, Format, Label, Purpose};
use sha2::{Digest, Sha256};
use storage::audit::{self, Entry};
use storage::{Connection, Transaction};
use uuid::Uuid;

use super::creation::{self, Begun, Once, Work};
use super::{App, new_id};
use crate::answer::{Created, Made};
use crate::caller::Caller;
use crate::clock::Clock;
use crate::files::Content;
use crate::problem::Problem;
use crate::rest::documents::DocumentView;
use crate::upload::{self, receive};

/// A file without a row may be of a request that is under way; after this long it is left over.
const LEFT_OVER: TimeDelta = TimeDelta::hours(1);

/// What is said of a file that is sent.
#[derive(Clone, Debug)]
pub struct Described {
    /// What it is for.
    pub purpose: Purpose,
    /// What its owner calls it.
    pub label: Option<Label>,
    /// The `Idempotency-Key`.
    pub key: Option<String>,
}

/// Takes a document. Its bytes go to disk as they arrive, are examined, and are durable before its row is written.
///
/// # Errors
/// 401, 403; 408, 413, 415 and 422 as the file deserves; 409 when the account keeps as much as it may; 429 and 503
/// while there is no place to receive it.
pub async fn add(app: &App, caller: &Caller, said: Described, body: Body) -> Result<Made, Problem> {
    caller.admit(Action::AddDocument)?;
    let account = caller.account()?;
    let _place = app.gate.enter(account).await?;
    let received = receive(body, app.files.temporary().await?).await?;
    let (bytes, sha256) = (received.bytes, received.sha256.clone());
    let once = Once { fingerprint: fingerprint(&said, &sha256), key: said.key };
    let file = FileId(Uuid::new_v4());
    let mut kept = Kept { app: app.clone(), file: Some(file) };
    let put = async |format: Format, content: Bytes| {
        app.files.put(file, content).await?;
        Ok(format)
    };
    let format = app.gate.examine(received, put).await?;
    let work = match creation::begin(app, caller, Action::AddDocument, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (id, created_at) = (DocumentId(new_id(work.now())), work.now());
    let (purpose, label) = (said.purpose, said.label);
    let document = Document { id, account, file, purpose, format, bytes, sha256, label, created_at };
    write(&work, &document).await?;
    // From here on the row decides, whatever is answered.
    kept.file = None;
    let location = format!("/api/v1/me/documents/{}", id.0);
    work.finish(Created { location, version: 1, body: DocumentView::of(&document) }).await
}

async fn write(work: &Work, document: &Document) -> Result<(), Problem> {
    let usage = storage::document::usage(work.tx(), document.account).await?;
    usage.admit(document.bytes).map_err(upload::refused)?;
    storage::document::insert(work.tx(), document).await?;
    let entry = Entry::new(Some(document.account), Action::AddDocument, "document", document.id.0);
    Ok(audit::record(work.tx(), &entry, work.now()).await?)
}

/// What a repeat must be equal in.
fn fingerprint(said: &Described, sha256: &str) -> String {
    let label = said.label.as_ref().map_or("", Label::as_str);
    URL_SAFE_NO_PAD.encode(Sha256::digest([said.purpose.key(), label, sha256].join("\0")))
}

/// A file that is written before its row. Dropped before the row is sure, also because the sender went away, it
/// removes the file again.
struct Kept {
    app: App,
    file: Option<FileId>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(file) = self.file {
            let app = self.app.clone();
            tokio::spawn(async move { remove_files(&app, &[file]).await });
        }
    }
}

/// Removes files whose rows are gone. What cannot be removed now is left over, and cleared away later.
pub async fn remove_files(app: &App, files: &[FileId]) {
    if let Err(error) = app.files.remove(files).await {
        tracing::warn!(error = format!("{error:#}"), "files are left over");
    }
}

/// The caller's documents, oldest first.
///
/// # Errors
/// 401 or 403.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Document>, Problem> {
    caller.admit(Action::ListDocuments)?;
    export(app, caller.account()?).await
}

/// One of the caller's documents with its bytes.
///
/// # Errors
/// 401 or 403; 404 where there is none, or none of theirs.
pub async fn read(app: &App, caller: &Caller, id: DocumentId) -> Result<(Document, Content), Problem> {
    caller.admit(Action::ReadDocument)?;
    let document = storage::document::find(&app.db, id).await?;
    caller.admit_to(Action::ReadDocument, Owner::Account(document.account))?;
    let content = content(app, &document).await?;
    Ok((document, content))
}

/// Removes one of the caller's documents: its row first, then its bytes.
///
/// # Errors
/// As [`read`].
pub async fn remove(app: &App, caller: &Caller, id: DocumentId) -> Result<(), Problem> {
    caller.admit(Action::RemoveDocument)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let document = storage::document::find(&tx, id).await?;
    caller.admit_to(Action::RemoveDocument, Owner::Account(document.account))?;
    storage::document::remove(&tx, id).await?;
    storage::worker::wallet::forget_document(&tx, id.0).await?;
    audit::record(&tx, &Entry::new(Some(document.account), Action::RemoveDocument, "document", id.0), now).await?;
    tx.commit().await?;
    remove_files(app, &[document.file]).await;
    Ok(())
}

/// All documents of an account, oldest first, for its export; their bytes by [`content`].
pub async fn export(app: &App, account: AccountId) -> Result<Vec<Document>, Problem> {
    Ok(storage::document::list(&app.db, account).await?)
}

/// The bytes of a document.
pub async fn content(app: &App, document: &Document) -> Result<Content, Problem> {
    Ok(app.files.read(document.file).await?)
}

/// Removes all documents of an account. Their files are to be handed to [`remove_files`] once `tx` is committed.
pub async fn erase(tx: &Transaction, account: AccountId) -> Result<Vec<FileId>, storage::Error> {
    storage::document::erase(tx, account).await
}

/// Whether an account keeps this document.
pub async fn exists_for(c: &impl Connection, account: AccountId, id: DocumentId) -> Result<bool, storage::Error> {
    match storage::document::find(c, id).await {
        Ok(document) => Ok(document.account == account),
        Err(storage::Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Clears away files that belong to no document: left over when a process was killed in between. Says how many.
pub async fn sweep(app: &App) -> anyhow::Result<usize> {
    // The system's clock, as the file system goes by it.
    let before: DateTime<Utc> = Clock::default().now() - LEFT_OVER;
    let mut removed = app.files.remove_halves(before).await?;
    let old = app.files.older_than(before).await?;
    let known = storage::document::known_files(&app.db, &old).await?;
    let left_over: Vec<FileId> = old.into_iter().filter(|file| !known.contains(file)).collect();
    removed += left_over.len();
    app.files.remove(&left_over).await?;
    Ok(removed)
}
