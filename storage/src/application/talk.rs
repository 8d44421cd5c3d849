//! What is written about and within an application: notes of the employer among themselves, messages between the two.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::{ApplicationId, Party};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::{application_message as message_row, application_note as note_row};
use crate::{Connection, Error, Result, Transaction};

/// Something that was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub id: Uuid,
    /// Within which application.
    pub application: ApplicationId,
    /// For which side.
    pub party: Party,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub text: String,
}

/// Opaque: it is personal.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Written").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The messages of an application, oldest first.
pub async fn messages(c: &impl Connection, application: ApplicationId) -> Result<Vec<Written>> {
    let query = message_row::Entity::find()
        .filter(message_row::Column::ApplicationId.eq(application.0))
        .order_by_asc(message_row::Column::Id);
    query.all(c.inner()).await?.into_iter().map(message).collect()
}

/// How many messages an application has.
pub async fn count_messages(c: &impl Connection, application: ApplicationId) -> Result<u64> {
    let query = message_row::Entity::find().filter(message_row::Column::ApplicationId.eq(application.0));
    Ok(query.count(c.inner()).await?)
}

/// Adds a message.
pub async fn say(tx: &Transaction, written: &Written) -> Result<()> {
    let row = message_row::ActiveModel {
        id: Set(written.id),
        application_id: Set(written.application.0),
        party: Set(written.party.key().to_owned()),
        by_id: Set(written.by.0),
        at: Set(micros(written.at)),
        text: Set(written.text.clone()),
    };
    message_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// The employer's notes, oldest first.
pub async fn notes(c: &impl Connection, application: ApplicationId) -> Result<Vec<Written>> {
    let query = note_row::Entity::find()
        .filter(note_row::Column::ApplicationId.eq(application.0))
        .order_by_asc(note_row::Column::Id);
    let note = |row: note_row::Model| Written {
        id: row.id,
        application: ApplicationId(row.application_id),
        party: Party::Employer,
        by: AccountId(row.by_id),
        at: row.at,
        text: row.text,
    };
    Ok(query.all(c.inner()).await?.into_iter().map(note).collect())
}

/// How many notes an application has.
pub async fn count_notes(c: &impl Connection, application: ApplicationId) -> Result<u64> {
    let query = note_row::Entity::find().filter(note_row::Column::ApplicationId.eq(application.0));
    Ok(query.count(c.inner()).await?)
}

/// Adds a note.
pub async fn note(tx: &Transaction, written: &Written) -> Result<()> {
    let row = note_row::ActiveModel {
        id: Set(written.id),
        application_id: Set(written.application.0),
        by_id: Set(written.by.0),
        at: Set(micros(written.at)),
        text: Set(written.text.clone()),
    };
    note_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

fn message(row: message_row::Model) -> Result<Written> {
    let party = Party::parse(&row.party)
        .ok_or_else(|| Error::Unreadable(format!("application_message.party of {}", row.id)))?;
    let application = ApplicationId(row.application_id);
    Ok(Written { id: row.id, application, party, by: AccountId(row.by_id), at: row.at, text: row.text })
}
