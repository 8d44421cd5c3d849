//! Interviews of an application.

use domain::application::{ApplicationId, Interview, InterviewId, Manner, State};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::application as application_row;
use crate::entity::interview::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// An interview as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Of which application.
    pub application: ApplicationId,
    /// Counts its changes, from 1.
    pub version: i32,
    /// The interview.
    pub interview: Interview,
    /// By which clock it was planned: minutes ahead of UTC.
    pub utc_offset: i16,
    /// Where, or by which number or link.
    pub place: String,
}

/// The interviews of an application, in the order in which they were planned.
pub async fn of(c: &impl Connection, application: ApplicationId) -> Result<Vec<Kept>> {
    let query = Entity::find().filter(Column::ApplicationId.eq(application.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.into_iter().map(kept).collect()
}

/// The interview with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: InterviewId) -> Result<Kept> {
    Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound).and_then(kept)
}

/// Adds an interview.
pub async fn insert(tx: &Transaction, kept: &Kept) -> Result<()> {
    Entity::insert(row(kept)).exec_without_returning(tx.inner()).await?;
    note_first(tx, kept.application).await
}

/// Replaces an interview that is still at `kept.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, kept: &Kept) -> Result<i32> {
    let id = kept.interview.id;
    let (key, at) = (Column::Id.eq(id.0), (Column::Version, kept.version));
    let current = async { Ok(find(tx, id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row(kept), key, at, current).await?;
    note_first(tx, kept.application).await?;
    Ok(version)
}

/// Writes down when the first interview begins that was neither cancelled nor missed: the clock looks for it.
async fn note_first(tx: &Transaction, application: ApplicationId) -> Result<()> {
    let planned = of(tx, application).await?.into_iter().map(|kept| kept.interview);
    let first =
        planned.filter(|interview| interview.state == State::Planned).map(|interview| interview.starts_at).min();
    application_row::Entity::update_many()
        .col_expr(application_row::Column::MetAt, Expr::value(first.map(micros)))
        .filter(application_row::Column::Id.eq(application.0))
        .exec(tx.inner())
        .await?;
    Ok(())
}

fn row(kept: &Kept) -> ActiveModel {
    let interview = &kept.interview;
    ActiveModel {
        id: Set(interview.id.0),
        application_id: Set(kept.application.0),
        version: Set(kept.version),
        starts_at: Set(micros(interview.starts_at)),
        utc_offset: Set(kept.utc_offset),
        minutes: Set(i16::try_from(interview.minutes).unwrap_or(i16::MAX)),
        manner: Set(interview.manner.key().to_owned()),
        place: Set(kept.place.clone()),
        state: Set(interview.state.key().to_owned()),
        sequence: Set(interview.sequence),
    }
}

fn kept(row: Model) -> Result<Kept> {
    let unreadable = |column: &str| Error::Unreadable(format!("interview.{column} of {}", row.id));
    let interview = Interview {
        id: InterviewId(row.id),
        starts_at: row.starts_at,
        minutes: u16::try_from(row.minutes).map_err(|_| unreadable("minutes"))?,
        manner: Manner::parse(&row.manner).ok_or_else(|| unreadable("manner"))?,
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        sequence: row.sequence,
    };
    let application = ApplicationId(row.application_id);
    Ok(Kept { application, version: row.version, interview, utc_offset: row.utc_offset, place: row.place })
}
