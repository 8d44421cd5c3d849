//! What is shown of a posting's candidates for a period. Of each posting there is the latest.

use chrono::{DateTime, Utc};
use domain::candidate::{Period, Release};
use domain::organization::OrganizationId;
use domain::posting::{PostingId, Status};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::question;
use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::candidate_snapshot::{ActiveModel, Column, Entity, Model};
use crate::entity::{posting, posting_form};
use crate::{Connection, Error, Result, Transaction};

/// A snapshot.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Of which posting.
    pub posting: PostingId,
    /// Whose posting that is.
    pub organization: OrganizationId,
    /// For which period.
    pub period: Period,
    /// Whether the posting had none before.
    pub first: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What is shown.
    pub release: Release,
    /// Sealed: who they are, and exact counts.
    pub known: String,
}

/// A posting of which a snapshot may be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub posting: PostingId,
    /// Whose.
    pub organization: OrganizationId,
    /// The period of the snapshot it has.
    pub taken: Option<Period>,
}

/// Organizations' live postings without a snapshot of `period`, by id: the next `limit` after `after`.
pub async fn waiting(
    c: &impl Connection,
    period: Period,
    now: DateTime<Utc>,
    after: Option<PostingId>,
    limit: u64,
) -> Result<Vec<Waiting>> {
    let made = Query::select()
        .column(Column::PostingId)
        .from(Entity)
        .and_where(Column::Period.gte(period.number()))
        .to_owned();
    let mut query = posting_form::Entity::find()
        .find_also_related(posting::Entity)
        .filter(posting::Column::Status.eq(Status::Live.key()))
        .filter(posting::Column::ExpiresAt.gt(micros(now)))
        .filter(posting_form::Column::PostingId.not_in_subquery(made))
        .order_by_asc(posting_form::Column::PostingId)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(posting_form::Column::PostingId.gt(after.0));
    }
    let forms: Vec<_> = query.all(c.inner()).await?.into_iter().map(|(form, _)| form).collect();
    let ids = forms.iter().map(|form| form.posting_id);
    let known = Entity::find().filter(Column::PostingId.is_in(ids)).all(c.inner()).await?;
    let taken = |id| known.iter().filter(|row| row.posting_id == id).map(|row| Period::numbered(row.period)).max();
    let waiting = |form: &posting_form::Model| Waiting {
        posting: PostingId(form.posting_id),
        organization: OrganizationId(form.organization_id),
        taken: taken(form.posting_id),
    };
    Ok(forms.iter().map(waiting).collect())
}

/// How many first snapshots an organization had in a period.
pub async fn first_ones(c: &impl Connection, organization: OrganizationId, period: Period) -> Result<usize> {
    let query = Entity::find()
        .filter(Column::OrganizationId.eq(organization.0))
        .filter(Column::Period.eq(period.number()))
        .filter(Column::First.eq(true));
    Ok(usize::try_from(query.count(c.inner()).await?).unwrap_or(usize::MAX))
}

/// Keeps a snapshot in the place of the posting's former one, which goes with the questions asked about it.
///
/// # Errors
/// [`Error::Unique`] when another process was quicker.
pub async fn keep(tx: &Transaction, snapshot: &Snapshot) -> Result<()> {
    let row = ActiveModel {
        posting_id: Set(snapshot.posting.0),
        period: Set(snapshot.period.number()),
        organization_id: Set(snapshot.organization.0),
        first: Set(snapshot.first),
        made_at: Set(micros(snapshot.made_at)),
        shown: Set(json(&snapshot.release)?),
        known: Set(snapshot.known.clone()),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    let former = Entity::delete_many()
        .filter(Column::PostingId.eq(snapshot.posting.0))
        .filter(Column::Period.lt(snapshot.period.number()));
    former.exec(tx.inner()).await?;
    question::forget(tx, snapshot.posting, snapshot.period).await
}

/// The snapshot of a posting; `None`: there is none yet.
pub async fn latest(c: &impl Connection, id: PostingId) -> Result<Option<Snapshot>> {
    let query = Entity::find().filter(Column::PostingId.eq(id.0)).order_by_desc(Column::Period);
    query.one(c.inner()).await?.map(snapshot).transpose()
}

/// Forgets snapshots from before a period, of postings that are live no more, with the questions about them.
pub async fn forget(tx: &Transaction, before: Period) -> Result<()> {
    let old = Entity::delete_many().filter(Column::Period.lt(before.number()));
    old.exec(tx.inner()).await?;
    question::forget_all(tx, before).await
}

fn json(release: &Release) -> Result<String> {
    serde_json::to_string(release).map_err(|error| Error::Unreadable(error.to_string()))
}

fn snapshot(row: Model) -> Result<Snapshot> {
    let release = serde_json::from_str(&row.shown);
    Ok(Snapshot {
        posting: PostingId(row.posting_id),
        organization: OrganizationId(row.organization_id),
        period: Period::numbered(row.period),
        first: row.first,
        made_at: row.made_at,
        release: release.map_err(|_| Error::Unreadable(format!("candidate_snapshot.shown of {}", row.posting_id)))?,
        known: row.known,
    })
}
