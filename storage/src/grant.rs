//! Grants and looks: what workers said yes to, and who saw them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::ApplicationId;
use domain::candidate::InvitationId;
use domain::disclosure::{Datum, Disclosure};
use domain::grant::{Basis, Between, Grant, GrantId, Look};
use domain::organization::{Organization, OrganizationId};
use domain::worker::Blocked;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, micros};
use crate::entity::grant::{ActiveModel, Column, Entity, Model};
use crate::entity::{employer_block, look};
use crate::worker::{block, profile};
use crate::{Connection, Error, Result, Transaction, application, organization};

/// All that decides what an organization may see of a worker, as it is now.
///
/// # Errors
/// [`Error::NotFound`]: there is no such organization.
pub async fn between(c: &impl Connection, worker: AccountId, organization: OrganizationId) -> Result<Between> {
    let employer = organization::find(c, organization).await?;
    let blocked = block::of(c, worker).await?.iter().any(|block| block.blocked.means(&employer));
    Ok(Between {
        visibility: profile::of(c, worker).await?.visibility,
        blocked,
        verified: employer.may_publish(),
        grants: of_pair(c, worker, organization).await?,
        applications: application::stages(c, worker, organization).await?,
    })
}

/// Those of these workers who block an organization, or have said yes to it or taken that back: of the others it is
/// enough to know whether they are anonymous or open.
pub async fn apart(c: &impl Connection, employer: &Organization, workers: &[AccountId]) -> Result<HashSet<AccountId>> {
    let mut subjects: Vec<String> = employer.profile.employer_keys().map(|key| Blocked::Employer(key).key()).collect();
    subjects.push(Blocked::Organization(employer.id).key());
    let mut apart = HashSet::new();
    for workers in workers.chunks(KEYS_PER_LOOKUP) {
        let ids = || workers.iter().map(|worker| worker.0);
        let blocks = employer_block::Entity::find()
            .filter(employer_block::Column::Subject.is_in(&subjects))
            .filter(employer_block::Column::AccountId.is_in(ids()))
            .select_only()
            .column(employer_block::Column::AccountId)
            .into_tuple::<Uuid>();
        let grants = Entity::find()
            .filter(Column::OrganizationId.eq(employer.id.0))
            .filter(Column::WorkerId.is_in(ids()))
            .select_only()
            .column(Column::WorkerId)
            .into_tuple::<Uuid>();
        apart.extend(blocks.all(c.inner()).await?.into_iter().map(AccountId));
        apart.extend(grants.all(c.inner()).await?.into_iter().map(AccountId));
    }
    Ok(apart)
}

/// Every grant of a worker, oldest first.
pub async fn of_worker(c: &impl Connection, worker: AccountId) -> Result<Vec<Grant>> {
    let query = Entity::find().filter(Column::WorkerId.eq(worker.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.iter().map(grant).collect()
}

async fn of_pair(c: &impl Connection, worker: AccountId, organization: OrganizationId) -> Result<Vec<Grant>> {
    let query = Entity::find()
        .filter(Column::WorkerId.eq(worker.0))
        .filter(Column::OrganizationId.eq(organization.0))
        .order_by_asc(Column::Id);
    query.all(c.inner()).await?.iter().map(grant).collect()
}

/// Keeps grants as they are now, new ones and known ones; at least one.
pub async fn keep(tx: &Transaction, grants: &[Grant]) -> Result<()> {
    // Of a grant nothing changes but that it is taken back.
    let known = OnConflict::column(Column::Id).update_column(Column::RevokedAt).to_owned();
    Entity::insert_many(grants.iter().map(row)).on_conflict(known).exec_without_returning(tx.inner()).await?;
    Ok(())
}

fn row(grant: &Grant) -> ActiveModel {
    let (basis, basis_id) = match grant.basis {
        Basis::Invitation(id) => ("invitation", Some(id.0)),
        Basis::Application(id) => ("application", Some(id.0)),
        Basis::Open => ("open", None),
    };
    ActiveModel {
        id: Set(grant.id.0),
        worker_id: Set(grant.worker.0),
        organization_id: Set(grant.organization.0),
        basis: Set(basis.to_owned()),
        basis_id: Set(basis_id),
        granted_at: Set(micros(grant.granted_at)),
        expires_at: Set(grant.expires_at.map(micros)),
        revoked_at: Set(grant.revoked_at.map(micros)),
    }
}

fn grant(row: &Model) -> Result<Grant> {
    let basis = match (row.basis.as_str(), row.basis_id) {
        ("invitation", Some(id)) => Basis::Invitation(InvitationId(id)),
        ("application", Some(id)) => Basis::Application(ApplicationId(id)),
        ("open", None) => Basis::Open,
        _ => return Err(Error::Unreadable(format!("worker_grant.basis of {}", row.id))),
    };
    Ok(Grant {
        id: GrantId(row.id),
        worker: AccountId(row.worker_id),
        organization: OrganizationId(row.organization_id),
        basis,
        granted_at: row.granted_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    })
}

/// Looks of one member that may [continue](Look::continues) into another: not further back.
const RECENT: u64 = 20;

/// Writes down that a worker was looked at, unless it only goes on a look of the last hour.
pub async fn looked(tx: &Transaction, id: Uuid, worker: AccountId, new: &Look) -> Result<()> {
    let lately = look::Entity::find()
        .filter(look::Column::WorkerId.eq(worker.0))
        .order_by_desc(look::Column::Id)
        .limit(RECENT)
        .all(tx.inner())
        .await?;
    for earlier in lately {
        if new.continues(&of_look(&earlier)?.1) {
            return Ok(());
        }
    }
    let what: Vec<&str> = new.what.iter().map(Datum::key).collect();
    let row = look::ActiveModel {
        id: Set(id),
        worker_id: Set(worker.0),
        organization_id: Set(new.organization.0),
        by_id: Set(new.by.0),
        at: Set(micros(new.at)),
        what: Set(what.join(",")),
        grant_id: Set(new.grant.0),
    };
    look::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Who saw a worker, latest first: the next `limit` before `before`, each with its id.
pub async fn looks(
    c: &impl Connection,
    worker: AccountId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(Uuid, Look)>> {
    let mut query =
        look::Entity::find().filter(look::Column::WorkerId.eq(worker.0)).order_by_desc(look::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(look::Column::Id.lt(before));
    }
    query.all(c.inner()).await?.iter().map(of_look).collect()
}

/// Forgets looks from before a moment.
pub async fn forget_looks(tx: &Transaction, before: DateTime<Utc>) -> Result<u64> {
    let old = look::Entity::delete_many().filter(look::Column::At.lt(micros(before)));
    Ok(old.exec(tx.inner()).await?.rows_affected)
}

/// Removes every grant of a worker and every look at them.
pub async fn erase(tx: &Transaction, worker: AccountId) -> Result<()> {
    look::Entity::delete_many().filter(look::Column::WorkerId.eq(worker.0)).exec(tx.inner()).await?;
    Entity::delete_many().filter(Column::WorkerId.eq(worker.0)).exec(tx.inner()).await?;
    Ok(())
}

fn of_look(row: &look::Model) -> Result<(Uuid, Look)> {
    let what: Option<Vec<Datum>> = row.what.split(',').map(Datum::parse).collect();
    let what = what.ok_or_else(|| Error::Unreadable(format!("look.what of {}", row.id)))?;
    let look = Look {
        organization: OrganizationId(row.organization_id),
        by: AccountId(row.by_id),
        at: row.at,
        what: Disclosure::of(what),
        grant: GrantId(row.grant_id),
    };
    Ok((row.id, look))
}
