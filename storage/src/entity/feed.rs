use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub url: String,
    pub format: String,
    pub complete: bool,
    pub every_hours: i32,
    pub by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub next_at: DateTimeUtc,
    pub accept_shrink: bool,
    pub failures: i32,
    #[sea_orm(column_type = "Text")]
    pub validator: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub modified: Option<String>,
    pub last_at: Option<DateTimeUtc>,
    pub last_outcome: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub report: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
