//! What can go wrong.

use std::fmt;

use sea_orm::sqlx;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use crate::SchemaState;
use crate::dialect::PATIENCE;

/// What can go wrong. None of its texts holds a value from a row or from the address of the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such row.
    #[error("not found")]
    NotFound,
    /// Someone changed the row since the version that the caller saw.
    #[error("changed by someone else: the current version is {current}")]
    Conflict {
        /// The version the row has now.
        current: i32,
    },
    /// Another row has this key already. The name of the unique index, the same on both databases.
    #[error("exists already ({0})")]
    Unique(String),
    /// A newer holder of the lease has written: the caller's lease is lost.
    #[error("a newer holder of the lease has taken over")]
    Fenced,
    /// Locks or connections could not be had in time; the same call may succeed later.
    #[error("the database is busy")]
    Busy,
    /// The schema is not the one this build needs.
    #[error("{0}")]
    Schema(SchemaState),
    /// The address names no database of ours.
    #[error("the database address must begin with `sqlite:` or `postgres:`")]
    Url,
    /// A stored value cannot be read back: written by a newer build, or damaged. Names table, column and row.
    #[error("cannot read {0}")]
    Unreadable(String),
    /// Anything else the database or the way to it reports.
    #[error("{0}")]
    Database(Fault),
}

/// A failure of the database, with what an operator needs and no value of any row.
#[derive(Debug)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "database: {}", self.0)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(e))
            | DbErr::Exec(RuntimeErr::SqlxError(e))
            | DbErr::Query(RuntimeErr::SqlxError(e)) => of_driver(&e),
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Busy,
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => fault("the pool is closed"),
            // These texts are the ORM's own and may quote a value: the kind must do.
            DbErr::Conn(_) => fault("the connection could not be set up"),
            DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => fault("a value has the wrong type"),
            DbErr::Custom(_) | DbErr::Migration(_) => fault("a migration failed"),
            _ => fault("the statement could not be run"),
        }
    }
}

impl Error {
    pub(crate) fn unreachable() -> Self {
        fault(format!("cannot be reached within {} seconds", PATIENCE.as_secs()))
    }
}

fn fault(what: impl Into<String>) -> Error {
    Error::Database(Fault(what.into()))
}

fn of_driver(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(error) => of_database(error.as_ref()),
        sqlx::Error::PoolTimedOut => Error::Busy,
        sqlx::Error::PoolClosed => fault("the pool is closed"),
        sqlx::Error::Io(error) => fault(format!("connection: {error}")),
        sqlx::Error::Tls(error) => fault(format!("TLS: {error}")),
        _ => fault("the driver failed"),
    }
}

/// PostgreSQL's classes whose messages speak of the server and the statement, never of a value:
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
const SPEAKING_CLASSES: [&str; 9] = ["08", "25", "28", "3D", "42", "53", "55", "57", "58"];

/// Lock not available, deadlock, serialization failure, too many connections.
const BUSY_STATES: [&str; 4] = ["55P03", "40P01", "40001", "53300"];

fn of_database(error: &dyn sqlx::error::DatabaseError) -> Error {
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        return match error.constraint() {
            Some(name) if error.is_unique_violation() => Error::Unique(name.to_owned()),
            _ if BUSY_STATES.contains(&code.as_ref()) => Error::Busy,
            Some(name) => fault(format!("{code}, constraint {name}")),
            None if SPEAKING_CLASSES.iter().any(|class| code.starts_with(class)) => {
                fault(format!("{code}: {}", error.message()))
            }
            None => fault(code),
        };
    }
    // SQLite names tables and columns in its messages, never values. Its primary code is the low byte.
    let primary = code.parse::<u32>().map_or(0, |code| code & 0xff);
    match error.message().strip_prefix("UNIQUE constraint failed: ") {
        Some(columns) => Error::Unique(unique_index(columns)),
        None if primary == SQLITE_BUSY || primary == SQLITE_LOCKED => Error::Busy,
        None => fault(format!("SQLite {code}: {}", error.message())),
    }
}

const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;

/// `a.b, a.c` → `unique_a_b_c`: how the migrations name a unique index.
fn unique_index(columns: &str) -> String {
    let mut name = String::from("unique");
    for (i, column) in columns.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if i == 0 {
            name.push('_');
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name
}
