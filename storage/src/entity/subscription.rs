use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    /// In lower case; of an alert it is that of the account.
    pub email: Option<String>,
    pub version: i32,
    pub state: String,
    /// JSON as plain text: the rest, read and written whole, never searched.
    #[sea_orm(column_type = "Text")]
    pub content: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {
    #[sea_orm(has_one = "super::digest::Entity")]
    Digest,
}

impl Related<super::digest::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Digest.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Opaque, as the rest is personal.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("subscription").field("id", &self.id).finish_non_exhaustive()
    }
}
