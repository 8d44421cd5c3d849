//! Transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{OwnedMutexGuard, watch};

use crate::connection::sealed::Sealed;
use crate::dialect::{Dialect, PATIENCE};
use crate::{Database, Error, Result};

/// A transaction; undone unless [committed](Self::commit). Hold it briefly and never over a network call, and
/// do not use the [`Database`] meanwhile to write: on SQLite nobody else can.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    dialect: Dialect,
    changed: AtomicBool,
    wake: Arc<watch::Sender<u64>>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Sealed for Transaction {
    type Inner = DatabaseTransaction;
    fn inner(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Transaction {
    /// Makes everything done in it durable and visible, and wakes those who wait for [changes](Database::changes).
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        if self.changed.into_inner() {
            self.wake.send_modify(|commits| *commits = commits.wrapping_add(1));
        }
        Ok(())
    }

    /// Undoes everything done in it.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.inner.rollback().await?)
    }

    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn note_change(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }
}

/// Begins a transaction that will write. On SQLite it takes the write lock at once (IMMEDIATE): one that first
/// reads and then writes would otherwise fail when another wrote in between.
///
/// # Errors
/// [`Error::Busy`] when the lock or a connection could not be had within ten seconds.
pub async fn begin(db: &Database) -> Result<Transaction> {
    let turn = match &db.writer {
        None => None,
        Some(writer) => {
            let turn = tokio::time::timeout(PATIENCE, Arc::clone(writer).lock_owned()).await;
            Some(turn.map_err(|_| Error::Busy)?)
        }
    };
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(Transaction {
        inner: db.pool.begin_with_options(options).await?,
        dialect: db.dialect,
        changed: AtomicBool::new(false),
        wake: Arc::clone(&db.wake),
        _turn: turn,
    })
}
