//! What SQLite and PostgreSQL do not share.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::{DynIden, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ColumnTrait, ConnectOptions, ConnectionTrait, DbErr, Statement, Value};

use crate::change::Position;
use crate::entity::change;

/// Which database runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one writer at a time.
    Sqlite,
    /// A server.
    Postgres,
}

/// Rows in one `INSERT`: SQLite binds at most 32,766 values in a statement, PostgreSQL 65,535.
pub(crate) const ROWS_PER_INSERT: usize = 250;

/// Keys in one `IN`.
pub(crate) const KEYS_PER_LOOKUP: usize = 500;

/// One writes, the others read; more only contend.
const SQLITE_CONNECTIONS: u32 = 4;

/// How long a statement waits for SQLite's write lock, or anyone for a connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A transaction that sits idle holds the change feed back for everyone.
const IDLE_IN_TRANSACTION: &str = "60s";

/// Any number, as long as nothing else in the database uses it.
const MIGRATION_LOCK: i64 = 0x6361_7265_6d61_7463;

impl Dialect {
    pub(crate) fn of_url(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    pub(crate) fn configure(self, options: &mut ConnectOptions) {
        match self {
            Self::Sqlite => {
                let asked = options.get_max_connections().unwrap_or(SQLITE_CONNECTIONS);
                options.max_connections(Ord::min(asked, SQLITE_CONNECTIONS));
                options.map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .create_if_missing(true)
                        .foreign_keys(true)
                        .journal_mode(SqliteJournalMode::Wal)
                        // What was acknowledged survives a power cut; NORMAL would lose the last commits.
                        .synchronous(SqliteSynchronous::Full)
                        .busy_timeout(PATIENCE)
                        .pragma("temp_store", "memory")
                        // 16 MiB: most of what a large transaction writes goes to the log once, when it commits.
                        .pragma("cache_size", "-16384")
                        // 64 MiB: a page that many transactions change is moved from the log to its file once for them all.
                        .pragma("wal_autocheckpoint", "16000")
                        // What is deleted is overwritten, not only unlinked: people are promised that it is gone.
                        .pragma("secure_delete", "on")
                        .optimize_on_close(true, None)
                });
            }
            Self::Postgres => {
                options.map_sqlx_postgres_opts(|postgres| {
                    postgres.options([("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION)])
                });
            }
        }
    }

    /// Keeps a second process from migrating at the same time, until the transaction ends. On SQLite the
    /// transaction itself does.
    pub(crate) async fn lock_migrations(self, c: &impl ConnectionTrait) -> Result<(), DbErr> {
        if self == Self::Postgres {
            c.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        Ok(())
    }

    /// Moves everything committed from SQLite's write-ahead log into its file and empties the log, which keeps pages
    /// as they were before they were deleted from. `false`: readers were in the way.
    pub(crate) async fn empty_log(self, c: &impl ConnectionTrait) -> Result<bool, DbErr> {
        if self == Self::Postgres {
            return Ok(true);
        }
        let checkpoint = Statement::from_string(c.get_database_backend(), "PRAGMA wal_checkpoint(TRUNCATE)");
        let row = c.query_one_raw(checkpoint).await?;
        row.map_or(Ok(false), |row| Ok(row.try_get::<i32>("", "busy")? == 0))
    }

    /// The rows of a query as one JSON array of arrays. For reads of very many rows: with SQLite each that is handed over
    /// costs two switches between threads, several times what it takes to find it.
    pub(crate) async fn in_one<const N: usize>(
        self,
        c: &impl ConnectionTrait,
        rows: SelectStatement,
        cells: [Cell; N],
    ) -> Result<String, DbErr> {
        let (array, all) = match self {
            Self::Sqlite => ("json_array", "json_group_array"),
            Self::Postgres => ("json_build_array", "json_agg"),
        };
        let row = Func::cust(array).args(cells.map(|cell| self.cell(cell)));
        let text = Expr::expr(Func::cust(all).arg(row)).cast_as("text");
        let query = Query::select().expr_as(text, "all").from_subquery(rows, "row").take();
        let found: Option<String> = c.query_one(&query).await?.map_or(Ok(None), |row| row.try_get("", "all"))?;
        Ok(found.unwrap_or_else(|| "[]".to_owned()))
    }

    fn cell(self, cell: Cell) -> Expr {
        let hex = |column| Func::cust("hex").arg(Expr::col(column));
        match (self, cell) {
            (_, Cell::Plain(column)) | (Self::Postgres, Cell::Id(column)) => Expr::col(column),
            // `hex` makes an empty text of what is absent.
            (Self::Sqlite, Cell::Id(column)) => Func::cust("nullif").args([hex(column).into(), "".into()]).into(),
            (Self::Sqlite, Cell::Bytes(column)) => hex(column).into(),
            (Self::Postgres, Cell::Bytes(column)) => {
                Func::cust("encode").args([Expr::col(column), "hex".into()]).into()
            }
            (Self::Sqlite, Cell::Json(column)) => Func::cust("json").arg(Expr::col(column)).into(),
            (Self::Postgres, Cell::Json(column)) => Expr::col(column).cast_as("json"),
        }
    }

    /// The columns that order the change feed by commits.
    pub(crate) fn feed_order(self) -> &'static [change::Column] {
        match self {
            Self::Sqlite => &[change::Column::Seq],
            Self::Postgres => &[change::Column::Xid, change::Column::Seq],
        }
    }

    /// The changes after a position.
    pub(crate) fn later_in_feed(self, position: Position) -> Expr {
        match self {
            Self::Sqlite => change::Column::Seq.gt(position.seq),
            Self::Postgres => after([change::Column::Xid, change::Column::Seq], (position.xid, position.seq)),
        }
    }

    /// The change at a position and those before it. Not as the negation of [`Self::later_in_feed`], which neither
    /// database looks up.
    pub(crate) fn earlier_in_feed(self, position: Position) -> Expr {
        match self {
            Self::Sqlite => change::Column::Seq.lte(position.seq),
            Self::Postgres => {
                let (columns, key) = rows([change::Column::Xid, change::Column::Seq], (position.xid, position.seq));
                columns.lte(key)
            }
        }
    }

    /// The writing transaction below which every transaction has ended, so that nothing can still appear
    /// before it in the feed. `None` where a single writer makes the order of numbers that of commits.
    pub(crate) fn settled_below(self) -> Option<Expr> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Expr::cust("(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)")),
        }
    }
}

/// What of a row is put into JSON.
pub(crate) enum Cell {
    /// A text, number or moment.
    Plain(DynIden),
    /// An id.
    Id(DynIden),
    /// Bytes, as hexadecimal digits.
    Bytes(DynIden),
    /// What is JSON already.
    Json(DynIden),
}

/// The bytes of hexadecimal digits.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = digits.as_bytes().as_chunks();
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// The rows after a key of two columns. As one row comparison, which both databases look up in an index on the
/// two; the usual `a > x OR (a = x AND b > y)` makes them walk over everything before it.
pub(crate) fn after<C: ColumnTrait>(columns: [C; 2], key: (impl Into<Value>, impl Into<Value>)) -> Expr {
    let (columns, key) = rows(columns, key);
    columns.gt(key)
}

/// Rows whose key is below this one.
pub(crate) fn before<C: ColumnTrait>(columns: [C; 2], key: (impl Into<Value>, impl Into<Value>)) -> Expr {
    let (columns, key) = rows(columns, key);
    columns.lt(key)
}

/// Both sides of a row comparison.
fn rows<C: ColumnTrait>(columns: [C; 2], key: (impl Into<Value>, impl Into<Value>)) -> (Expr, Expr) {
    let key = Expr::tuple([Expr::value(key.0.into()), Expr::value(key.1.into())]);
    (Expr::tuple(columns.map(|column| Expr::col(column))), key)
}

/// Whether `left < right`, as the database sees it.
pub(crate) async fn holds(c: &impl ConnectionTrait, left: Expr, right: Expr) -> Result<bool, DbErr> {
    let query = Query::select().expr_as(left.lt(right), "holds").take();
    c.query_one(&query).await?.map_or(Ok(false), |row| row.try_get("", "holds"))
}

/// A moment as both databases can keep it: PostgreSQL has microseconds.
pub(crate) fn micros(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.trunc_subsecs(6)
}

#[cfg(test)]
mod tests {
    use super::unhex;

    #[test]
    fn hexadecimal_digits_are_bytes_in_either_case_and_nothing_else_is() {
        assert_eq!(unhex("00fFaB"), Some(vec![0, 255, 0xab]));
        assert_eq!(unhex(""), Some(Vec::new()));
        assert_eq!([unhex("0"), unhex("0g"), unhex("é")], [None, None, None]);
    }
}
