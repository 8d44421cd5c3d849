//! Small settings that belong to the data, such as which search index is in use.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::entity::meta::{ActiveModel, Column, Entity};
use crate::{Connection, Result};

/// The value of a setting.
pub async fn get(c: &impl Connection, key: &str) -> Result<Option<String>> {
    Ok(Entity::find_by_id(key).one(c.inner()).await?.map(|row| row.value))
}

/// Sets a setting.
pub async fn set(c: &impl Connection, key: &str, value: &str) -> Result<()> {
    let row = ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Key).update_column(Column::Value).to_owned())
        .exec_without_returning(c.inner())
        .await?;
    Ok(())
}
