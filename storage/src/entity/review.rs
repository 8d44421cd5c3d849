use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub worker_id: Uuid,
    pub posting_id: Uuid,
    pub application_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    pub asked_at: DateTimeUtc,
    pub finding: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub answer: Option<String>,
    pub by_id: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
