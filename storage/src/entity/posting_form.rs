use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posting_form")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub posting_id: Uuid,
    pub organization_id: Uuid,
    /// The imported posting that it takes over.
    pub claimed_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub live_at: Option<DateTimeUtc>,
    pub period_ends_at: Option<DateTimeUtc>,
    pub closes_at: Option<DateTimeUtc>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    /// Where it stood when a moderator took it down.
    pub withdrawn_from: Option<String>,
    /// JSON as plain text, as the two below and the form.
    #[sea_orm(column_type = "Text")]
    pub holds: String,
    #[sea_orm(column_type = "Text")]
    pub cleared: String,
    #[sea_orm(column_type = "Text")]
    pub returned: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub form: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {
    #[sea_orm(belongs_to = "super::posting::Entity", from = "Column::PostingId", to = "super::posting::Column::Id")]
    Posting,
}

impl Related<super::posting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Posting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
