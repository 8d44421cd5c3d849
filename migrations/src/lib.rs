//! The history of the schema: one [`Migrator`] for SQLite and PostgreSQL.
//!
//! A migration is never edited once released; the rule for changing what exists (expand, then contract) is in
//! this room's `README.md`. Both databases run the same statements; what cannot be shared is decided inside
//! the migration by its backend.

mod m0001_postings;
mod m0002_people;
mod m0003_delivery;
mod m0004_organization;
mod m0005_worker;
mod m0006_document;
mod m0007_authored_posting;
mod m0008_moderation;

use sea_orm_migration::prelude::*;

/// Every migration, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_postings::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_delivery::Migration),
            Box::new(m0004_organization::Migration),
            Box::new(m0005_worker::Migration),
            Box::new(m0006_document::Migration),
            Box::new(m0007_authored_posting::Migration),
            Box::new(m0008_moderation::Migration),
        ]
    }
}

/// An index over columns of a table.
pub(crate) async fn index<T: IntoIden + 'static, const N: usize>(
    schema: &SchemaManager<'_>,
    name: &str,
    table: T,
    columns: [T; N],
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(column);
    }
    schema.create_index(index).await
}

/// A primary key, named as any unique index: `unique_`, table, columns. SQLite reports columns and PostgreSQL
/// the name; so both say the same.
pub(crate) fn key<T: IntoIden>(name: &str, column: T) -> IndexCreateStatement {
    Index::create().name(name).col(column).to_owned()
}
