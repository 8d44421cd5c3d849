//! Reports of fraud on postings.

use std::collections::HashMap;

use domain::Lang;
use domain::posting::PostingId;
use domain::report::{Concern, Report, ReportId, State};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::report::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// A report with how to reach the reporter, where they said so.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The report.
    pub report: Report,
    /// The reporter's address, sealed; gone once the report is decided.
    pub contact: Option<String>,
    /// The reporter's language.
    pub language: Lang,
}

/// The report with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: ReportId) -> Result<Kept> {
    let row = Entity::find_by_id(id.0).one(c.inner()).await?;
    row.ok_or(Error::NotFound).and_then(kept)
}

/// Adds a report; its posting must exist.
pub async fn insert(tx: &Transaction, kept: &Kept) -> Result<()> {
    Entity::insert(row(kept)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Open reports, oldest first: the next `limit` after `after`.
pub async fn open(c: &impl Connection, after: Option<ReportId>, limit: u64) -> Result<Vec<Report>> {
    let mut query = Entity::find().filter(Column::State.eq(State::Open.key())).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    query.all(c.inner()).await?.into_iter().map(|row| kept(row).map(|kept| kept.report)).collect()
}

/// Every report in one state on a job group, oldest first: the posting and its reposts.
pub async fn in_group(c: &impl Connection, group: PostingId, state: State) -> Result<Vec<Kept>> {
    let query = Entity::find().filter(Column::GroupId.eq(group.0)).filter(Column::State.eq(state.key()));
    query.order_by_asc(Column::Id).all(c.inner()).await?.into_iter().map(kept).collect()
}

/// How many reports each of these job groups has, open or not.
pub async fn counts(c: &impl Connection, groups: &[PostingId]) -> Result<HashMap<PostingId, u64>> {
    let rows: Vec<(Uuid, i64)> = Entity::find()
        .select_only()
        .column(Column::GroupId)
        .column_as(Column::Id.count(), "reports")
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.0)))
        .group_by(Column::GroupId)
        .into_tuple()
        .all(c.inner())
        .await?;
    Ok(rows.into_iter().map(|(group, count)| (PostingId(group), u64::try_from(count).unwrap_or_default())).collect())
}

/// How many reports on a posting are open: more are not taken, as they would tell nothing new.
pub async fn count_open(c: &impl Connection, posting: PostingId) -> Result<u64> {
    let open = Entity::find().filter(Column::PostingId.eq(posting.0)).filter(Column::State.eq(State::Open.key()));
    Ok(open.count(c.inner()).await?)
}

/// Writes down what became of a report that is still as it was read, and forgets the reporter's address.
///
/// # Errors
/// [`Error::Conflict`] when it is in another state by now.
pub async fn decide(tx: &Transaction, id: ReportId, from: State, state: State) -> Result<()> {
    let decided = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.key()))
        .col_expr(Column::Contact, Expr::value(None::<String>))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(from.key()))
        .exec(tx.inner())
        .await?
        .rows_affected;
    if decided == 0 { Err(Error::Conflict { current: 0 }) } else { Ok(()) }
}

fn row(kept: &Kept) -> ActiveModel {
    let report = &kept.report;
    ActiveModel {
        id: Set(report.id.0),
        posting_id: Set(report.posting.0),
        group_id: Set(report.group.0),
        concern: Set(report.concern.key().to_owned()),
        note: Set(report.note.clone()),
        contact: Set(kept.contact.clone()),
        language: Set(kept.language.code().to_owned()),
        state: Set(report.state.key().to_owned()),
        reported_at: Set(micros(report.at)),
    }
}

fn kept(row: Model) -> Result<Kept> {
    let unreadable = |column| Error::Unreadable(format!("report.{column} of {}", row.id));
    let report = Report {
        id: ReportId(row.id),
        posting: PostingId(row.posting_id),
        group: PostingId(row.group_id),
        concern: Concern::parse(&row.concern).ok_or_else(|| unreadable("concern"))?,
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        at: row.reported_at,
        note: row.note,
    };
    let language = Lang::parse(&row.language).ok_or_else(|| Error::Unreadable("report.language".to_owned()))?;
    Ok(Kept { report, contact: row.contact, language })
}
