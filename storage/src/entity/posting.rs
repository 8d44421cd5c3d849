use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub origin: String,
    pub status: String,
    /// Whether it has a role.
    pub classified: bool,
    pub group_id: Uuid,
    pub job_key: Option<String>,
    pub published_at: DateTimeUtc,
    pub live_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// JSON as plain text: read and written whole, never searched. PostgreSQL's `jsonb` would refuse U+0000.
    #[sea_orm(column_type = "Text")]
    pub content: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
