use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posting_claim")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub posting_id: Uuid,
    pub organization_id: Uuid,
    pub state: String,
    /// The organization's draft, once it is granted.
    pub draft_id: Option<Uuid>,
    pub claimed_by_id: Uuid,
    pub claimed_at: DateTimeUtc,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
