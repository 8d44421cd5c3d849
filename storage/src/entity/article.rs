use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub kind: String,
    pub slug: String,
    /// JSON as plain text: read and written whole, never searched.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// JSON too: what is known of its cover, without the bytes.
    #[sea_orm(column_type = "Text")]
    pub cover: Option<String>,
    pub published_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    /// The subscription up to which readers were told of it.
    pub mailed_to: Option<Uuid>,
    pub mailed_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
