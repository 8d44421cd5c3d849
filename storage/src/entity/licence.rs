use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "licence")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i32,
    pub role: String,
    pub province: String,
    pub class: String,
    pub standing: String,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    /// Sealed for this row.
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    pub state: String,
    pub requested_at: Option<DateTimeUtc>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<DateTimeUtc>,
    pub checked_how: Option<String>,
    pub next_check: Option<Date>,
    pub reminded_day: Option<Date>,
    pub reminded_ahead: Option<i16>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
