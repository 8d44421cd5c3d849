use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "candidate_snapshot")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub posting_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: i64,
    pub organization_id: Uuid,
    pub first: bool,
    pub made_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub shown: String,
    #[sea_orm(column_type = "Text")]
    pub known: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
