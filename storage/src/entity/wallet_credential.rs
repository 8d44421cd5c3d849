use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_credential")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i32,
    pub credential: String,
    pub issuer: Option<String>,
    pub issued: Option<Date>,
    pub expires: Option<Date>,
    pub document_id: Option<Uuid>,
    /// The last day, from the card or proposed.
    pub ends: Option<Date>,
    pub reminded_day: Option<Date>,
    pub reminded_ahead: Option<i16>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
