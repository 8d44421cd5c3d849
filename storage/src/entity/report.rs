use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub posting_id: Uuid,
    pub group_id: Uuid,
    pub concern: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// An address, sealed; gone once the report is decided.
    #[sea_orm(column_type = "Text")]
    pub contact: Option<String>,
    pub language: String,
    pub state: String,
    pub reported_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Opaque: a note may name people.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("report").field("id", &self.id).finish_non_exhaustive()
    }
}
