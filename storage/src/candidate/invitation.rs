//! Invitations of anonymous candidates.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::AccountId;
use domain::candidate::{Before, CandidateId, Invitation, InvitationId, State};
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::candidate_invitation::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// The invitation with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: InvitationId) -> Result<Invitation> {
    Entity::find_by_id(id.0).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(invitation)
}

/// An organization's invitations, all or those for one posting, latest first: the next `limit` before `before`.
pub async fn of_organization(
    c: &impl Connection,
    organization: OrganizationId,
    posting: Option<PostingId>,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Invitation>> {
    let mut query = Entity::find().filter(Column::OrganizationId.eq(organization.0));
    if let Some(posting) = posting {
        query = query.filter(Column::PostingId.eq(posting.0));
    }
    page(c, query, before, limit).await
}

/// The invitations that reached a worker, latest first: the next `limit` before `before`.
pub async fn of_worker(
    c: &impl Connection,
    worker: AccountId,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Invitation>> {
    page(c, Entity::find().filter(Column::WorkerId.eq(worker.0)).filter(Column::Reaches.eq(true)), before, limit).await
}

async fn page(
    c: &impl Connection,
    query: Select<Entity>,
    before: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Invitation>> {
    let mut query = query.order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    query.all(c.inner()).await?.iter().map(invitation).collect()
}

/// Who was invited to a posting, and as whom the organization knows them.
pub async fn invited(c: &impl Connection, posting: PostingId) -> Result<HashSet<(AccountId, CandidateId)>> {
    let rows = Entity::find().filter(Column::PostingId.eq(posting.0)).all(c.inner()).await?;
    let each = rows.iter().map(invitation);
    each.map(|found| found.map(|invitation| (invitation.worker, invitation.candidate))).collect()
}

/// What limits another invitation of a worker to a posting at `now`.
pub async fn before(
    c: &impl Connection,
    (posting, organization): (PostingId, OrganizationId),
    worker: AccountId,
    now: DateTime<Utc>,
) -> Result<Before> {
    let since = |days| Column::SentAt.gt(micros(now - TimeDelta::days(days)));
    let count = async |query: Select<Entity>| {
        query.count(c.inner()).await.map(|count| usize::try_from(count).unwrap_or(usize::MAX)).map_err(Error::from)
    };
    let [of_posting, of_organization, of_worker] = [
        Column::PostingId.eq(posting.0),
        Column::OrganizationId.eq(organization.0),
        Column::WorkerId.eq(worker.0).and(Column::Reaches.eq(true)),
    ];
    let all = Entity::find;
    Ok(Before {
        for_posting: count(all().filter(of_posting.clone()).filter(since(1))).await?,
        by_organization: count(all().filter(of_organization.clone()).filter(since(1))).await?,
        this_candidate: count(all().filter(of_posting).filter(Column::WorkerId.eq(worker.0))).await? > 0,
        reached_from_organization: count(all().filter(of_organization).filter(of_worker.clone()).filter(since(7)))
            .await?,
        reached: count(all().filter(of_worker).filter(since(7))).await?,
    })
}

/// Adds an invitation.
///
/// # Errors
/// [`Error::Unique`] when this candidate was invited to the posting before.
pub async fn insert(tx: &Transaction, invitation: &Invitation) -> Result<()> {
    let row = ActiveModel {
        id: Set(invitation.id.0),
        posting_id: Set(invitation.posting.0),
        organization_id: Set(invitation.organization.0),
        by_id: Set(invitation.by.0),
        candidate: Set(invitation.candidate.text()),
        worker_id: Set(invitation.worker.0),
        reaches: Set(invitation.reaches),
        sent_at: Set(micros(invitation.sent_at)),
        expires_at: Set(micros(invitation.expires_at)),
        state: Set(invitation.state.key().to_owned()),
        since: Set(micros(invitation.since)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Keeps where an invitation that waited now stands.
///
/// # Errors
/// [`Error::NotFound`] when it does not wait any more.
pub async fn answer(tx: &Transaction, invitation: &Invitation) -> Result<()> {
    let row = ActiveModel {
        state: Set(invitation.state.key().to_owned()),
        since: Set(micros(invitation.since)),
        ..ActiveModel::default()
    };
    let waiting = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(invitation.id.0))
        .filter(Column::State.eq(State::Sent.key()));
    if waiting.exec(tx.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Forgets who was invited; that someone was, and what came of it, stays with the organization, which must not learn
/// that they have gone.
pub(crate) async fn erase(tx: &Transaction, worker: AccountId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::WorkerId, Expr::value(Uuid::nil()))
        .filter(Column::WorkerId.eq(worker.0))
        .exec(tx.inner())
        .await?;
    Ok(())
}

fn invitation(row: &Model) -> Result<Invitation> {
    let unreadable = |column: &str| Error::Unreadable(format!("candidate_invitation.{column} of {}", row.id));
    Ok(Invitation {
        id: InvitationId(row.id),
        posting: PostingId(row.posting_id),
        organization: OrganizationId(row.organization_id),
        by: AccountId(row.by_id),
        candidate: CandidateId::parse(&row.candidate).ok_or_else(|| unreadable("candidate"))?,
        worker: AccountId(row.worker_id),
        reaches: row.reaches,
        sent_at: row.sent_at,
        expires_at: row.expires_at,
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        since: row.since,
    })
}
