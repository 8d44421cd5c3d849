//! Fresh databases for tests: each test body runs on both.
//!
//! SQLite always; PostgreSQL where `CAREMATCH_TEST_POSTGRES` names a server on which databases may be created,
//! such as `postgres://user@127.0.0.1:5432/postgres`. Without it the test says so on standard error.

mod workers;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::DateTime;
use domain::Lang;
use domain::account::{AccountId, Kind};
use domain::posting::Posting;
use futures::FutureExt;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder, Statement};
use tempfile::TempDir;
use uuid::Uuid;

pub use workers::insert_workers;

use crate::account::Account;
use crate::connection::sealed::Sealed;
use crate::entity::posting::{Column, Entity};
use crate::{Connection, Database, Dialect, Error, Result, begin, change, connect, migrate, posting};

/// The variable that names the PostgreSQL server.
pub const POSTGRES_URL: &str = "CAREMATCH_TEST_POSTGRES";

/// Connections of each test database, for tests with many tasks.
const CONNECTIONS: u32 = 8;

/// A fresh, migrated database, gone when dropped.
#[derive(Debug)]
pub struct TestDatabase {
    db: Database,
    url: String,
    _files: Option<TempDir>,
    _on_server: Option<OnServer>,
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.db
    }
}

/// What a test finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Schema {
    Current,
    Missing,
}

impl TestDatabase {
    /// One on SQLite and, where there is a server, one on PostgreSQL. To be called on the test's own thread,
    /// whose name is the test's.
    ///
    /// # Panics
    /// As all functions here do, when a database cannot be made.
    pub async fn all() -> Vec<Self> {
        Self::both(Schema::Current).await
    }

    /// As [`all`](Self::all), without any table.
    pub async fn all_empty() -> Vec<Self> {
        Self::both(Schema::Missing).await
    }

    /// One on SQLite, in a folder of its own.
    pub async fn sqlite() -> Self {
        Self::in_folder(Schema::Current).await
    }

    /// One on PostgreSQL; without a server, `None`, and the test is counted as skipped.
    pub async fn postgres() -> Option<Self> {
        Self::on_server(Schema::Current).await
    }

    /// As [`postgres`](Self::postgres), without any table.
    pub async fn empty_postgres() -> Option<Self> {
        Self::on_server(Schema::Missing).await
    }

    async fn both(schema: Schema) -> Vec<Self> {
        let mut both = vec![Self::in_folder(schema).await];
        both.extend(Self::on_server(schema).await);
        both
    }

    async fn in_folder(schema: Schema) -> Self {
        let files = TempDir::new().unwrap_or_else(|error| cannot("make a folder", &error));
        let url = format!("sqlite:{}", files.path().join("test.db").display());
        let made = async {
            let db = connect(&url, CONNECTIONS).await?;
            if schema == Schema::Current {
                migrate(&db).await?;
            }
            Ok(db)
        };
        let db = made.await.unwrap_or_else(|error: Error| cannot("make the SQLite database", &error));
        Self { db, url, _files: Some(files), _on_server: None }
    }

    async fn on_server(schema: Schema) -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES_URL) else {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            domain::testing::skipped(test, &format!("no PostgreSQL: {POSTGRES_URL} is not set"));
            return None;
        };
        let on_server = OnServer { name: format!("carematch_test_{}", Uuid::new_v4().simple()), server };
        let url = with_database(&on_server.server, &on_server.name);
        let made = async {
            let template = match schema {
                Schema::Current => template(&on_server.server).await?,
                Schema::Missing => "template0".to_owned(),
            };
            let admin = admin(&on_server.server).await?;
            run(&admin, &format!("CREATE DATABASE {} TEMPLATE {template}", on_server.name)).await?;
            admin.close().await?;
            connect(&url, CONNECTIONS).await
        };
        let db = made.await.unwrap_or_else(|error| cannot("make the PostgreSQL database", &error));
        Some(Self { db, url, _files: None, _on_server: Some(on_server) })
    }

    /// Every row of every table as text, as a dump of a database on PostgreSQL holds it; SQLite's file is its dump.
    ///
    /// # Panics
    /// When the database is another, or cannot be read.
    pub async fn dump(&self) -> String {
        rows_as_text(&self.db).await.unwrap_or_else(|error| cannot("read every table", &error))
    }

    /// The address, for a second connection or another process.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Runs a test on a fresh database of each kind; a failure says on which.
///
/// # Panics
/// When the test does.
#[expect(clippy::print_stderr, reason = "says which database a failing test ran on")]
pub async fn for_each_database(test: impl AsyncFn(Database)) {
    for database in TestDatabase::all().await {
        let outcome = AssertUnwindSafe(test(database.db.clone())).catch_unwind().await;
        if let Err(panic) = outcome {
            eprintln!("failed on {:?}", database.dialect());
            std::panic::resume_unwind(panic);
        }
    }
}

/// Waits until the change feed shows all that is committed. On PostgreSQL an open transaction holds it back,
/// even one of another test on the same server.
///
/// # Panics
/// When that takes over a minute.
pub async fn settle(db: &Database) {
    let settled = async {
        let committed = change::committed(db).await?;
        while change::head(db).await? < committed {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    };
    match tokio::time::timeout(Duration::from_mins(1), settled).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => cannot::<Error>("read the change feed", &error),
        Err(late) => cannot("wait any longer for open transactions", &late),
    }
}

/// A database on the server, dropped with this value.
#[derive(Debug)]
struct OnServer {
    server: String,
    name: String,
}

impl Drop for OnServer {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread of its own, as a runtime that is already running cannot be blocked on. What cannot be
        // dropped stays on the server: no reason to fail a test.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let admin = admin(&server).await.ok()?;
                run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.ok()?;
                admin.close().await.ok()
            })
        });
        drop(dropping.join());
    }
}

/// A database with the schema of this build, made once on the server and cloned by every test, whichever
/// process runs it.
async fn template(server: &str) -> Result<String> {
    let name = format!("carematch_template_{:016x}", fingerprint().await?);
    let admin = admin(server).await?;
    // On a session of its own: released when the connection closes, whatever happens.
    run(&admin, "SELECT pg_advisory_lock(7305816)").await?;
    let exists = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let exists = Statement::from_string(admin.get_database_backend(), exists);
    if admin.query_one_raw(exists).await?.is_none() {
        // Under another name until it is complete.
        let draft = format!("{name}_draft");
        run(&admin, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await?;
        run(&admin, &format!("CREATE DATABASE {draft}")).await?;
        let db = connect(&with_database(server, &draft), CONNECTIONS).await?;
        migrate(&db).await?;
        db.close().await?;
        run(&admin, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
    }
    admin.close().await?;
    Ok(name)
}

/// Stands for the schema that this build's migrations make, as SQLite writes it down.
async fn fingerprint() -> Result<u64> {
    let database = TestDatabase::sqlite().await;
    let pool = &database.pool;
    let schema = Statement::from_string(pool.get_database_backend(), "SELECT sql FROM sqlite_schema ORDER BY name");
    let mut hasher = DefaultHasher::new();
    for row in pool.query_all_raw(schema).await? {
        row.try_get::<Option<String>>("", "sql")?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// PostgreSQL's own text of each row; bytes too, as far as they are text.
async fn rows_as_text(db: &Database) -> Result<String> {
    let tx = begin(db).await?;
    let tx = tx.inner();
    tx.execute_unprepared("SET LOCAL bytea_output = 'escape'").await?;
    let texts = async |query: String| {
        let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), query)).await?;
        rows.iter().map(|row| row.try_get::<String>("", "text")).collect::<std::result::Result<Vec<_>, _>>()
    };
    let own = "schemaname NOT IN ('pg_catalog', 'information_schema')";
    let tables = format!("SELECT format('%I.%I', schemaname, tablename) AS text FROM pg_tables WHERE {own}");
    let mut dump = String::new();
    for table in texts(tables).await? {
        let rows = texts(format!("SELECT t::text AS text FROM {table} AS t")).await?;
        dump.extend([format!("{table}\n"), rows.join("\n"), "\n".to_owned()]);
    }
    Ok(dump)
}

/// An account of a worker, without a password that opens it.
pub fn account(id: AccountId, email: &str) -> Account {
    Account {
        id,
        version: 1,
        kind: Kind::Worker,
        staff: None,
        email: email.to_owned(),
        name: "W".to_owned(),
        language: Lang::En,
        password_hash: "none".to_owned(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: None,
        created_at: DateTime::UNIX_EPOCH,
    }
}

/// Every posting, whatever its status, by id.
///
/// # Errors
/// What the database says.
pub async fn postings(c: &impl Connection) -> Result<Vec<Posting>> {
    let rows = Entity::find().order_by_asc(Column::Id).all(c.inner()).await?;
    rows.iter().map(posting::posting).collect()
}

async fn admin(server: &str) -> Result<DatabaseConnection> {
    debug_assert_eq!(Dialect::of_url(server), Some(Dialect::Postgres), "{POSTGRES_URL}");
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    Ok(sea_orm::Database::connect(options).await?)
}

async fn run(admin: &DatabaseConnection, statement: &str) -> Result<()> {
    admin.execute_unprepared(statement).await?;
    Ok(())
}

/// The server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(address, query)| (address, Some(query)));
    let address = match address.match_indices('/').nth(2) {
        Some((slash, _)) => &address[..slash],
        None => address,
    };
    query.map_or_else(|| format!("{address}/{name}"), |query| format!("{address}/{name}?{query}"))
}

#[expect(clippy::panic, reason = "a test without its database has failed")]
fn cannot<E: std::error::Error>(what: &str, error: &E) -> ! {
    panic!("cannot {what}: {error}")
}
