//! Documents of workers: what is known of them. Their bytes are kept elsewhere, by their [`FileId`].

use std::collections::HashSet;

use domain::account::AccountId;
use domain::document::{Document, DocumentId, FileId, Format, Label, Purpose, Usage};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, micros};
use crate::entity::account;
use crate::entity::document::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// The documents of an account, oldest first.
pub async fn list(c: &impl Connection, account: AccountId) -> Result<Vec<Document>> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.into_iter().map(document).collect()
}

/// The document with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: DocumentId) -> Result<Document> {
    Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound).and_then(document)
}

/// How much an account keeps. Until the transaction ends nobody else can add to it or remove the account, so that
/// what is decided by this figure holds.
///
/// # Errors
/// [`Error::NotFound`] when the account is gone.
pub async fn usage(tx: &Transaction, account: AccountId) -> Result<Usage> {
    // On SQLite the transaction alone keeps others from writing.
    let owner = account::Entity::find_by_id(account.0).select_only().column(account::Column::Id).lock_exclusive();
    owner.into_tuple::<Uuid>().one(tx.inner()).await?.ok_or(Error::NotFound)?;
    let query = Entity::find().filter(Column::AccountId.eq(account.0)).select_only().column(Column::Bytes);
    let mut usage = Usage::default();
    for bytes in query.into_tuple::<i64>().all(tx.inner()).await? {
        usage.files += 1;
        usage.bytes += u64::try_from(bytes).unwrap_or_default();
    }
    Ok(usage)
}

/// Adds a document. After [`usage`], in the same transaction.
pub async fn insert(tx: &Transaction, document: &Document) -> Result<()> {
    let unreadable = |_| Error::Unreadable(format!("document.bytes of {}", document.id.0));
    let row = ActiveModel {
        id: Set(document.id.0),
        account_id: Set(document.account.0),
        file_id: Set(document.file.0),
        purpose: Set(document.purpose.key().to_owned()),
        format: Set(document.format.key().to_owned()),
        bytes: Set(i64::try_from(document.bytes).map_err(unreadable)?),
        sha256: Set(document.sha256.clone()),
        label: Set(document.label.as_ref().map(|label| label.as_str().to_owned())),
        created_at: Set(micros(document.created_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Removes a document.
///
/// # Errors
/// [`Error::NotFound`] when another was quicker.
pub async fn remove(tx: &Transaction, id: DocumentId) -> Result<()> {
    let removed = Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    if removed.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Removes all documents of an account and says which files are to be removed once this is committed.
pub async fn erase(tx: &Transaction, account: AccountId) -> Result<Vec<FileId>> {
    let files = list(tx, account).await?.into_iter().map(|document| document.file).collect();
    Entity::delete_many().filter(Column::AccountId.eq(account.0)).exec(tx.inner()).await?;
    Ok(files)
}

/// Those of these files that belong to a document.
pub async fn known_files(c: &impl Connection, files: &[FileId]) -> Result<HashSet<FileId>> {
    let mut known = HashSet::new();
    for files in files.chunks(KEYS_PER_LOOKUP) {
        let query = Entity::find()
            .filter(Column::FileId.is_in(files.iter().map(|file| file.0)))
            .select_only()
            .column(Column::FileId);
        known.extend(query.into_tuple().all(c.inner()).await?.into_iter().map(FileId));
    }
    Ok(known)
}

fn document(row: Model) -> Result<Document> {
    let unreadable = |column: &str| Error::Unreadable(format!("document.{column} of {}", row.id));
    Ok(Document {
        id: DocumentId(row.id),
        account: AccountId(row.account_id),
        file: FileId(row.file_id),
        purpose: Purpose::parse(&row.purpose).ok_or_else(|| unreadable("purpose"))?,
        format: Format::parse(&row.format).ok_or_else(|| unreadable("format"))?,
        bytes: u64::try_from(row.bytes).map_err(|_| unreadable("bytes"))?,
        sha256: row.sha256,
        label: row.label.as_deref().and_then(Label::clean),
        created_at: row.created_at,
    })
}
