//! What an organization asked about a posting's candidates, with what it was told.

use domain::candidate::{Asking, Count, Period};
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::reference::{Credential, CredentialSet};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::connection::sealed::Sealed;
use crate::entity::candidate_question::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// What was asked about a posting in a period.
pub async fn asked(c: &impl Connection, posting: PostingId, period: Period) -> Result<Asking> {
    let query = Entity::find()
        .filter(Column::PostingId.eq(posting.0))
        .filter(Column::Period.eq(period.number()))
        .order_by_asc(Column::Ask);
    let answers: Result<Vec<_>> = query.all(c.inner()).await?.iter().map(answer).collect();
    Ok(Asking { period, answers: answers? })
}

/// How many questions an organization asked in a period.
pub async fn count_of(c: &impl Connection, organization: OrganizationId, period: Period) -> Result<usize> {
    let query =
        Entity::find().filter(Column::OrganizationId.eq(organization.0)).filter(Column::Period.eq(period.number()));
    Ok(usize::try_from(query.count(c.inner()).await?).unwrap_or(usize::MAX))
}

/// Keeps an answer.
///
/// # Errors
/// [`Error::Unique`] when the question was asked before.
pub async fn keep(
    tx: &Transaction,
    (posting, organization): (PostingId, OrganizationId),
    period: Period,
    (preferred, answer): (CredentialSet, Count),
) -> Result<()> {
    let keys: Vec<&str> = preferred.iter().map(Credential::key).collect();
    let row = ActiveModel {
        posting_id: Set(posting.0),
        period: Set(period.number()),
        ask: Set(keys.join(",")),
        organization_id: Set(organization.0),
        at_least: Set(i32::try_from(answer.at_least()).unwrap_or(i32::MAX)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Forgets what was asked about a posting before a period.
pub(super) async fn forget(tx: &Transaction, posting: PostingId, before: Period) -> Result<()> {
    let former =
        Entity::delete_many().filter(Column::PostingId.eq(posting.0)).filter(Column::Period.lt(before.number()));
    former.exec(tx.inner()).await?;
    Ok(())
}

/// Forgets what was asked before a period.
pub(super) async fn forget_all(tx: &Transaction, before: Period) -> Result<()> {
    Entity::delete_many().filter(Column::Period.lt(before.number())).exec(tx.inner()).await?;
    Ok(())
}

fn answer(row: &Model) -> Result<(CredentialSet, Count)> {
    let preferred: Option<CredentialSet> = row.ask.split(',').map(Credential::parse).collect();
    let preferred =
        preferred.ok_or_else(|| Error::Unreadable(format!("candidate_question.ask of {}", row.posting_id)))?;
    Ok((preferred, Count::of(usize::try_from(row.at_least).unwrap_or_default())))
}
