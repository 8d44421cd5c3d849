//! The history of the schema: one [`Migrator`] for SQLite and PostgreSQL.
//!
//! A migration is never edited once released; the rule for changing what exists (expand, then contract) is in
//! this room's `README.md`. Both databases run the same statements; what cannot be shared is decided inside
//! the migration by its backend.

mod m0001_postings;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every migration, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_postings::Migration)]
    }
}
