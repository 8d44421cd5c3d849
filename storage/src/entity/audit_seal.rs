use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seal")]
pub(crate) struct Model {
    /// Counts from 1, without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// How many lines of the trail are under it.
    pub lines: i32,
    /// Base64url.
    pub hash: String,
    pub sealed_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
