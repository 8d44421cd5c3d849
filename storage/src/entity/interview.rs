use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "interview")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application_id: Uuid,
    pub version: i32,
    pub starts_at: DateTimeUtc,
    pub utc_offset: i16,
    pub minutes: i16,
    pub manner: String,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    pub state: String,
    pub sequence: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
