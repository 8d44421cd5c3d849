use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "candidate_invitation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub posting_id: Uuid,
    pub organization_id: Uuid,
    pub by_id: Uuid,
    pub candidate: String,
    pub worker_id: Uuid,
    pub reaches: bool,
    pub sent_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub state: String,
    pub since: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
