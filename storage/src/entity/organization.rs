use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub name: String,
    pub legal_name: String,
    #[sea_orm(column_type = "Text")]
    pub website: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub contact: Option<String>,
    pub arrangement: String,
    #[sea_orm(column_type = "Text")]
    pub licences: String,
    pub province: String,
    pub headcount: String,
    pub verification: String,
    pub verification_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub verification_reason: Option<String>,
    pub created_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Opaque: the contact is a person.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("organization").field("id", &self.id).finish_non_exhaustive()
    }
}
