//! The schema: bringing it up to date, and telling whether it is.

use std::fmt;

use migrations::Migrator;
use sea_orm::EntityTrait;
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use crate::connection::sealed::Sealed;
use crate::{Database, Result, begin, policy};

/// How the schema compares with what this build needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// Exactly it.
    Current,
    /// Older: these migrations are missing. A process must not serve on it.
    Behind {
        /// Missing migrations, oldest first.
        missing: Vec<String>,
    },
    /// Newer, by migrations that this build does not know. Works: a newer schema only adds (expand, then
    /// contract), so an older process runs on during an upgrade.
    Ahead {
        /// Migrations that this build does not know.
        unknown: Vec<String>,
    },
}

impl SchemaState {
    /// Whether a process may work on it.
    pub fn is_usable(&self) -> bool {
        !matches!(self, Self::Behind { .. })
    }
}

impl fmt::Display for SchemaState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("the schema is current"),
            Self::Behind { missing } => {
                write!(f, "the schema is behind by {}: run `carematch migrate`", missing.join(", "))
            }
            Self::Ahead { unknown } => write!(f, "the schema is ahead by {}", unknown.join(", ")),
        }
    }
}

/// Compares the schema with what this build needs. Only reads, so it needs no right to change tables.
pub async fn schema_state(db: &Database) -> Result<SchemaState> {
    state(&SchemaManager::new(&db.pool)).await
}

/// Brings the schema up to date, with what is in it from the start, all or nothing; a second process that does the same waits, then finds nothing
/// to do. A schema that is ahead is left as it is.
pub async fn migrate(db: &Database) -> Result<SchemaState> {
    let tx = begin(db).await?;
    db.dialect.lock_migrations(tx.inner()).await?;
    if let SchemaState::Behind { missing } = state(&SchemaManager::new(tx.inner())).await? {
        tracing::info!(migrations = missing.join(", "), "migrating");
        Migrator::up(tx.inner(), None).await?;
        policy::seed(&tx).await?;
    }
    let state = state(&SchemaManager::new(tx.inner())).await?;
    tx.commit().await?;
    Ok(state)
}

async fn state(schema: &SchemaManager<'_>) -> Result<SchemaState> {
    if !schema.has_table(Migrator::migration_table_name().to_string()).await? {
        return Ok(compare(&[]));
    }
    let rows = seaql_migrations::Entity::find().all(schema.get_connection()).await?;
    Ok(compare(&rows.into_iter().map(|row| row.version).collect::<Vec<_>>()))
}

fn compare(applied: &[String]) -> SchemaState {
    let needed: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let missing: Vec<String> = needed.iter().filter(|name| !applied.contains(name)).cloned().collect();
    let unknown: Vec<String> = applied.iter().filter(|name| !needed.contains(name)).cloned().collect();
    match (missing.is_empty(), unknown.is_empty()) {
        (false, _) => SchemaState::Behind { missing },
        (true, false) => SchemaState::Ahead { unknown },
        (true, true) => SchemaState::Current,
    }
}
