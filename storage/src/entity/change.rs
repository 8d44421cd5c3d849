use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// The writing transaction (PostgreSQL), filled by the database; 0 on SQLite.
    pub xid: i64,
    pub kind: String,
    pub entity_id: Uuid,
    pub deleted: bool,
    pub at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
