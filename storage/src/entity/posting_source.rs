use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posting_source")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub posting_id: Uuid,
    pub source: String,
    pub reference: Option<String>,
    pub content_key: String,
    pub content_hash: String,
    #[sea_orm(column_type = "Text")]
    pub url: Option<String>,
    pub link: String,
    pub first_seen_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// What a merged source says, so that the merge can be undone.
    #[sea_orm(column_type = "Text")]
    pub content: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
