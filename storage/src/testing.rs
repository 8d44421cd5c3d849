//! Fresh databases for tests: each test body runs on both.
//!
//! SQLite always; PostgreSQL where `CAREMATCH_TEST_POSTGRES` names a server on which databases may be created,
//! such as `postgres://user@127.0.0.1:5432/postgres`. Without it the test says so on standard error.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Database, Dialect, Result, connect, migrate};

/// The variable that names the PostgreSQL server.
pub const POSTGRES_URL: &str = "CAREMATCH_TEST_POSTGRES";

/// Connections of each test database: more than SQLite's usual four, for tests with many tasks.
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

impl TestDatabase {
    /// One on SQLite and, where there is a server, one on PostgreSQL. To be called on the test's own thread,
    /// whose name is the test's.
    pub async fn all() -> Vec<Self> {
        let mut all = vec![Self::sqlite().await];
        all.extend(Self::postgres().await);
        all
    }

    /// One on SQLite, in a folder of its own.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn sqlite() -> Self {
        let files = TempDir::new().unwrap_or_else(|error| cannot("make a folder", &error));
        let url = format!("sqlite:{}", files.path().join("test.db").display());
        let db = fresh(&url).await.unwrap_or_else(|error| cannot("make the SQLite database", &error));
        Self { db, url, _files: Some(files), _on_server: None }
    }

    /// One on PostgreSQL; without a server, `None` and a line on standard error.
    ///
    /// # Panics
    /// When it cannot be made.
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES_URL) else {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            eprintln!("skipped: PostgreSQL: {test}: {POSTGRES_URL} is not set");
            return None;
        };
        let on_server = OnServer { name: format!("carematch_test_{}", Uuid::new_v4().simple()), server };
        let url = with_database(&on_server.server, &on_server.name);
        let made = async {
            let template = template(&on_server.server).await?;
            let admin = admin(&on_server.server).await?;
            run(&admin, &format!("CREATE DATABASE {} TEMPLATE {template}", on_server.name)).await?;
            admin.close().await?;
            connect(&url, CONNECTIONS).await
        };
        let db = made.await.unwrap_or_else(|error| cannot("make the PostgreSQL database", &error));
        Some(Self { db, url, _files: None, _on_server: Some(on_server) })
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

async fn fresh(url: &str) -> Result<Database> {
    let db = connect(url, CONNECTIONS).await?;
    migrate(&db).await?;
    Ok(db)
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
        fresh(&with_database(server, &draft)).await?.close().await?;
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
fn cannot(what: &str, error: &dyn std::error::Error) -> ! {
    panic!("cannot {what}: {error}")
}
