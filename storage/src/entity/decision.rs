use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub queue: String,
    pub object_id: Uuid,
    pub ruling: String,
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// JSON: where a licence was looked up and what stood there.
    #[sea_orm(column_type = "Text")]
    pub evidence: Option<String>,
    pub decided_by: Uuid,
    pub decided_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Opaque: a note may name people.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("decision").field("id", &self.id).finish_non_exhaustive()
    }
}
