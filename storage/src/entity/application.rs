use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub posting_id: Uuid,
    pub organization_id: Uuid,
    pub worker_id: Uuid,
    pub version: i32,
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    pub resume_id: Option<Uuid>,
    pub stage: String,
    pub submitted_at: DateTimeUtc,
    pub met_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
