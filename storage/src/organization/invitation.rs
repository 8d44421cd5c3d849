//! Invitations that are open: one that was accepted or taken back is removed.

use chrono::{DateTime, Utc};
use domain::organization::{Invitation, InvitationId, MemberRole, OrganizationId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::member_invitation::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// The invitations of an organization that can still be accepted, newest first.
pub async fn list(c: &impl Connection, organization: OrganizationId, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
    let rows = Entity::find()
        .filter(Column::OrganizationId.eq(organization.0))
        .filter(Column::ExpiresAt.gt(micros(now)))
        .order_by_desc(Column::Id)
        .all(c.inner())
        .await?;
    rows.into_iter().map(invitation).collect()
}

/// The invitation with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: InvitationId) -> Result<Invitation> {
    Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound).and_then(invitation)
}

/// The invitation with the token of this hash, expired or not.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_token(c: &impl Connection, token_hash: &str) -> Result<Invitation> {
    let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).one(c.inner()).await?;
    row.ok_or(Error::NotFound).and_then(invitation)
}

/// Adds an invitation in the place of an earlier one to the same address, and of those of the organization that have
/// ended. `token_hash` is all that is kept of its token.
///
/// # Errors
/// [`Error::Unique`] when someone else invites the same address at the same time.
pub async fn insert(tx: &Transaction, invitation: &Invitation, token_hash: &str) -> Result<()> {
    let useless = Condition::any()
        .add(Column::Address.eq(&invitation.address))
        .add(Column::ExpiresAt.lte(micros(invitation.invited_at)));
    Entity::delete_many()
        .filter(Column::OrganizationId.eq(invitation.organization.0))
        .filter(useless)
        .exec(tx.inner())
        .await?;
    let row = ActiveModel {
        id: Set(invitation.id.0),
        organization_id: Set(invitation.organization.0),
        address: Set(invitation.address.clone()),
        role: Set(invitation.role.key().to_owned()),
        token_hash: Set(token_hash.to_owned()),
        invited_at: Set(micros(invitation.invited_at)),
        expires_at: Set(micros(invitation.expires_at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Removes an invitation: accepted or taken back.
///
/// # Errors
/// [`Error::NotFound`] when it is gone: of two who do so at once, one is told.
pub async fn remove(tx: &Transaction, id: InvitationId) -> Result<()> {
    let removed = Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    if removed.rows_affected == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Removes every invitation to an address.
pub(super) async fn remove_to(tx: &Transaction, address: &str) -> Result<()> {
    Entity::delete_many().filter(Column::Address.eq(address)).exec(tx.inner()).await?;
    Ok(())
}

fn invitation(row: Model) -> Result<Invitation> {
    let role = MemberRole::parse(&row.role)
        .ok_or_else(|| Error::Unreadable(format!("member_invitation.role of {}", row.id)))?;
    Ok(Invitation {
        id: InvitationId(row.id),
        organization: OrganizationId(row.organization_id),
        address: row.address,
        role,
        invited_at: row.invited_at,
        expires_at: row.expires_at,
    })
}
