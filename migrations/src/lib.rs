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
mod m0009_interest;
mod m0010_grant;
mod m0013_application;
mod m0014_candidates;
mod m0015_partners;
mod m0016_reviews;
mod m0017_newsletter;
mod m0018_articles;

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
            Box::new(m0009_interest::Migration),
            Box::new(m0010_grant::Migration),
            Box::new(m0013_application::Migration),
            Box::new(m0014_candidates::Migration),
            Box::new(m0015_partners::Migration),
            Box::new(m0016_reviews::Migration),
            Box::new(m0017_newsletter::Migration),
            Box::new(m0018_articles::Migration),
        ]
    }
}

/// A migration by its name, the function that makes its tables, and these tables in the order in which they are made:
/// taken back, they are dropped in the opposite one. In one transaction on SQLite too, as half a migration is worse
/// than none.
macro_rules! migration {
    ($name:literal, $up:path, [$($table:ident),+ $(,)?]) => {
        pub(crate) struct Migration;

        impl MigrationName for Migration {
            fn name(&self) -> &'static str {
                $name
            }
        }

        #[async_trait::async_trait]
        #[expect(elided_lifetimes_in_paths, reason = "the trait's macro demands its very signature")]
        impl MigrationTrait for Migration {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
                $up(schema).await
            }

            async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
                for table in [$($table::Table.into_iden()),+].into_iter().rev() {
                    schema.drop_table(Table::drop().table(table).to_owned()).await?;
                }
                Ok(())
            }
        }
    };
}
use migration;

/// An index over columns of a table.
async fn index<T: IntoIden, const N: usize>(
    schema: &SchemaManager<'_>,
    name: &str,
    table: T,
    columns: [T; N],
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table.into_iden()).to_owned();
    for column in columns {
        index.col(column.into_iden());
    }
    schema.create_index(index).await
}

/// The primary key of a table.
fn key<T: IntoIden, const N: usize>(table: T, columns: [T; N]) -> IndexCreateStatement {
    by_columns(&table.into_iden(), columns)
}

/// A unique index over columns of a table.
fn unique<T: IntoIden, const N: usize>(table: T, columns: [T; N]) -> IndexCreateStatement {
    let table = table.into_iden();
    by_columns(&table, columns).unique().table(table).to_owned()
}

/// Named `unique_`, table, columns: SQLite reports columns and PostgreSQL the name; so both say the same.
fn by_columns<T: IntoIden, const N: usize>(table: &DynIden, columns: [T; N]) -> IndexCreateStatement {
    let (mut index, mut name) = (Index::create(), format!("unique_{table}"));
    for column in columns.map(IntoIden::into_iden) {
        name = format!("{name}_{column}");
        index.col(column);
    }
    index.name(name).to_owned()
}

/// A reference of a table's column to another's, named after the two tables.
fn reference<T: IntoIden, U: IntoIden>(from: [T; 2], to: [U; 2]) -> ForeignKeyCreateStatement {
    let ([table, column], [other, key]) = (from.map(IntoIden::into_iden), to.map(IntoIden::into_iden));
    ForeignKey::create().name(format!("{table}_{other}")).from(table, column).to(other, key).to_owned()
}

/// What belongs to an account goes with it.
fn of_account<T: IntoIden>(table: T, column: T) -> ForeignKeyCreateStatement {
    reference([table, column], [Account::Table, Account::Id]).on_delete(ForeignKeyAction::Cascade).to_owned()
}

/// What belongs to an organization goes with it.
fn of_organization<T: IntoIden>(table: T, column: T) -> ForeignKeyCreateStatement {
    reference([table, column], [Organization::Table, Organization::Id]).on_delete(ForeignKeyAction::Cascade).to_owned()
}

/// A reference to a posting, which is not removed before what names it.
fn to_posting<T: IntoIden>(table: T, column: T) -> ForeignKeyCreateStatement {
    reference([table, column], [Posting::Table, Posting::Id])
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Organization {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Posting {
    Table,
    Id,
}
