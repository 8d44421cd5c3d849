use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub language: String,
    #[sea_orm(unique)]
    pub dedupe_key: Option<String>,
    pub attempts: i32,
    pub created_at: DateTimeUtc,
    /// When it may be claimed, or claimed again; none once it has ended.
    pub due_at: Option<DateTimeUtc>,
    pub claimed_by: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    pub dead_at: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    /// Sealed; none once it has ended.
    #[sea_orm(column_type = "Text")]
    pub payload: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Opaque: a row is personal.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("delivery").field("id", &self.id).finish_non_exhaustive()
    }
}
