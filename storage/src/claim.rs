//! Claims of organizations on imported postings.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::posting::authored::ClaimState;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::posting_claim::{Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which.
    pub id: Uuid,
    /// On which posting.
    pub posting: PostingId,
    /// Whose.
    pub organization: OrganizationId,
    /// Where it stands.
    pub state: ClaimState,
    /// The organization's draft, once it is granted.
    pub draft: Option<PostingId>,
    /// Who claimed.
    pub claimed_by: AccountId,
    /// When.
    pub claimed_at: DateTime<Utc>,
    /// Which moderator decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// The claim with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: Uuid) -> Result<Claim> {
    Entity::find_by_id(id).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(claim)
}

/// An organization's claim on a posting.
pub async fn by_posting(
    c: &impl Connection,
    posting: PostingId,
    organization: OrganizationId,
) -> Result<Option<Claim>> {
    let query =
        Entity::find().filter(Column::PostingId.eq(posting.0)).filter(Column::OrganizationId.eq(organization.0));
    query.one(c.inner()).await?.as_ref().map(claim).transpose()
}

/// Claims that a moderator has to decide, in the order of their ids: the next `limit` after `after`.
pub async fn pending(c: &impl Connection, after: Option<Uuid>, limit: u64) -> Result<Vec<Claim>> {
    let mut query =
        Entity::find().filter(Column::State.eq(ClaimState::Pending.key())).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    query.all(c.inner()).await?.iter().map(claim).collect()
}

/// Adds a claim.
///
/// # Errors
/// [`Error::Unique`] when the organization has claimed the posting before.
pub async fn insert(tx: &Transaction, claim: &Claim) -> Result<()> {
    Entity::insert(row(claim).into_active_model()).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Decides a claim that is still pending.
///
/// # Errors
/// [`Error::NotFound`] when it is gone or decided.
pub async fn decide(tx: &Transaction, claim: &Claim) -> Result<()> {
    let changed = Entity::update_many()
        .set(row(claim).into_active_model().reset_all())
        .filter(Column::Id.eq(claim.id))
        .filter(Column::State.eq(ClaimState::Pending.key()))
        .exec(tx.inner())
        .await?;
    if changed.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn row(claim: &Claim) -> Model {
    Model {
        id: claim.id,
        posting_id: claim.posting.0,
        organization_id: claim.organization.0,
        state: claim.state.key().to_owned(),
        draft_id: claim.draft.map(|draft| draft.0),
        claimed_by_id: claim.claimed_by.0,
        claimed_at: micros(claim.claimed_at),
        decided_by_id: claim.decided_by.map(|by| by.0),
        decided_at: claim.decided_at.map(micros),
    }
}

fn claim(row: &Model) -> Result<Claim> {
    Ok(Claim {
        id: row.id,
        posting: PostingId(row.posting_id),
        organization: OrganizationId(row.organization_id),
        state: ClaimState::parse(&row.state)
            .ok_or_else(|| Error::Unreadable(format!("posting_claim.state of {}", row.id)))?,
        draft: row.draft_id.map(PostingId),
        claimed_by: AccountId(row.claimed_by_id),
        claimed_at: row.claimed_at,
        decided_by: row.decided_by_id.map(AccountId),
        decided_at: row.decided_at,
    })
}
