//! Edits by version: a row is replaced only where it is still as it was read.

use sea_orm::sea_query::{Expr, Value};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::{Error, Result, Transaction};

/// Replaces the row that `key` names and that is still at `version`, and returns its new version, one higher.
/// `current` reads the version that is there, where it is another.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version; what `current` says when it is gone.
pub(crate) async fn replace<E: EntityTrait>(
    tx: &Transaction,
    mut row: E::ActiveModel,
    key: Expr,
    (column, version): (E::Column, i32),
    current: impl Future<Output = Result<i32>>,
) -> Result<i32>
where
    E::ActiveModel: Send,
{
    row.set(column, Value::from(version + 1));
    let replacing = E::update_many().set(row).filter(key).filter(column.eq(version));
    if replacing.exec(tx.inner()).await?.rows_affected == 1 {
        return Ok(version + 1);
    }
    Err(Error::Conflict { current: current.await? })
}
