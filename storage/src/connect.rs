//! Connecting.

use std::sync::Arc;

use sea_orm::{ConnectOptions, DatabaseConnection};
use tokio::sync::{Mutex, watch};

use crate::connection::sealed::Sealed;
use crate::dialect::{Dialect, PATIENCE};
use crate::{Error, Result};

/// A pool of connections. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) pool: DatabaseConnection,
    pub(crate) dialect: Dialect,
    pub(crate) wake: Arc<watch::Sender<u64>>,
    /// SQLite has one writer. Writers of this process queue here, in order and without holding a connection,
    /// so that readers keep the pool; its own lock is for other processes.
    pub(crate) writer: Option<Arc<Mutex<()>>>,
}

impl Sealed for Database {
    type Inner = DatabaseConnection;
    fn inner(&self) -> &DatabaseConnection {
        &self.pool
    }
}

impl Database {
    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Wakes whenever a transaction of this process that recorded a change has committed; the value counts them.
    /// Changes of other processes do not wake it: poll at least every second beside it.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.wake.subscribe()
    }

    /// Calls `on_statement` in the task of every statement that is run through this value or a later clone of it.
    #[must_use]
    pub fn observed(mut self, on_statement: fn()) -> Self {
        self.pool.set_metric_callback(move |_| on_statement());
        self
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.pool.ping().await?)
    }

    /// Leaves no trace of what was deleted in the files of SQLite: to be called once a deletion is committed. On
    /// PostgreSQL it does nothing; there what was deleted stays in pages and logs until the server reuses them.
    /// `false`: readers or writers were in the way for too long, and a later call will do.
    pub async fn forget_deleted(&self) -> Result<bool> {
        let turn = match &self.writer {
            None => None,
            Some(writer) => match tokio::time::timeout(PATIENCE, Arc::clone(writer).lock_owned()).await {
                Ok(turn) => Some(turn),
                Err(_) => return Ok(false),
            },
        };
        let emptied = self.dialect.empty_log(&self.pool).await?;
        drop(turn);
        Ok(emptied)
    }

    /// Closes every connection, letting SQLite tidy up its file.
    pub async fn close(self) -> Result<()> {
        Ok(self.pool.close().await?)
    }
}

/// Connects to `sqlite:PATH` (made if missing; the folder must exist) or `postgres://…`, with at least two
/// connections; SQLite uses at most four.
///
/// # Errors
/// [`Error::Url`] when the address is neither; otherwise what the database says. A server that refuses is tried
/// again for ten seconds: it may be starting.
pub async fn connect(url: &str, max_connections: u32) -> Result<Database> {
    let dialect = Dialect::of_url(url).ok_or(Error::Url)?;
    let mut options = ConnectOptions::new(url);
    options.max_connections(max_connections.max(2)).acquire_timeout(PATIENCE).sqlx_logging(false);
    dialect.configure(&mut options);
    let pool = sea_orm::Database::connect(options).await.map_err(|error| match Error::from(error) {
        Error::Busy => Error::unreachable(),
        other => other,
    })?;
    Ok(Database {
        pool,
        dialect,
        wake: Arc::new(watch::Sender::new(0)),
        writer: (dialect == Dialect::Sqlite).then(Arc::default),
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;

    #[tokio::test]
    async fn every_connection_to_sqlite_is_durable_and_checks_references() {
        let folder = tempfile::tempdir().unwrap();
        let db = connect(&format!("sqlite:{}/t.db", folder.path().display()), 4).await.unwrap();
        let settings = "SELECT (SELECT * FROM pragma_journal_mode) AS journal, \
            (SELECT * FROM pragma_synchronous) AS sync, (SELECT * FROM pragma_foreign_keys) AS keys, \
            (SELECT * FROM pragma_busy_timeout) AS patience, (SELECT * FROM pragma_secure_delete) AS overwrites";
        let backend = db.pool.get_database_backend();
        let look = || db.pool.query_one_raw(Statement::from_string(backend, settings));
        for row in futures::future::join_all((0..8).map(|_| look())).await {
            let row = row.unwrap().unwrap();
            assert_eq!(row.try_get::<String>("", "journal").unwrap(), "wal");
            assert_eq!(row.try_get::<i64>("", "sync").unwrap(), 2, "FULL");
            assert_eq!(row.try_get::<i64>("", "keys").unwrap(), 1);
            assert_eq!(row.try_get::<i64>("", "patience").unwrap(), 10_000);
            assert_eq!(row.try_get::<i64>("", "overwrites").unwrap(), 1);
        }
        db.close().await.unwrap();
    }
}
