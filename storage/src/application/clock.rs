//! What the clock of an application has sent, and that its applicant was told that there is no decision yet.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::clock::{Mark, Sent};
use domain::application::{Application, ApplicationId, Stage};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::application::{Column, Entity};
use crate::entity::{clock_mark as mark_row, notice as notice_row};
use crate::{Connection, Error, Result, Transaction};

/// Applications that may be owed an answer at `now`: still open, and someone was met. In the order of their ids: the
/// next `limit` after `after`.
pub async fn waiting(
    c: &impl Connection,
    now: DateTime<Utc>,
    after: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Application>> {
    let open = Stage::ALL.iter().filter(|stage| !stage.has_ended()).map(|stage| stage.key());
    let mut query = Entity::find()
        .filter(Column::Stage.is_in(open))
        .filter(Column::MetAt.lte(micros(now)))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    super::all(c, query).await
}

/// What was sent for an application.
pub async fn sent(c: &impl Connection, application: ApplicationId) -> Result<Vec<Sent>> {
    let rows = mark_row::Entity::find().filter(mark_row::Column::ApplicationId.eq(application.0)).all(c.inner());
    let sent = |row: mark_row::Model| {
        let mark = Mark::parse(&row.mark)
            .ok_or_else(|| Error::Unreadable(format!("clock_mark.mark of {}", row.application_id)))?;
        Ok(Sent { due_on: row.due_on, mark })
    };
    rows.await?.into_iter().map(sent).collect()
}

/// Writes down what is sent in this very transaction.
///
/// # Errors
/// [`Error::Unique`] when another process sends it; then the transaction cannot go on.
pub async fn mark(tx: &Transaction, application: ApplicationId, sent: Sent) -> Result<()> {
    let row = mark_row::ActiveModel {
        application_id: Set(application.0),
        due_on: Set(sent.due_on),
        mark: Set(sent.mark.key().to_owned()),
    };
    mark_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// When an applicant was told that there is no decision yet, first first.
pub async fn notices(c: &impl Connection, application: ApplicationId) -> Result<Vec<DateTime<Utc>>> {
    let query = notice_row::Entity::find()
        .filter(notice_row::Column::ApplicationId.eq(application.0))
        .order_by_asc(notice_row::Column::Id);
    Ok(query.all(c.inner()).await?.into_iter().map(|row| row.at).collect())
}

/// Writes down that an applicant is told so.
pub async fn notify(
    tx: &Transaction,
    id: Uuid,
    application: ApplicationId,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = notice_row::ActiveModel {
        id: Set(id),
        application_id: Set(application.0),
        by_id: Set(by.0),
        at: Set(micros(now)),
    };
    notice_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}
