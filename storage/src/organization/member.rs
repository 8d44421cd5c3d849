//! Members of organizations.

use domain::access::Membership;
use domain::account::AccountId;
use domain::organization::{Member, MemberRole, Members, OrganizationId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::account;
use crate::entity::member::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// What an account is a member of, and as what. Read for every request.
pub async fn memberships_of(c: &impl Connection, account: AccountId) -> Result<Vec<Membership>> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(account.0))
        .order_by_asc(Column::OrganizationId)
        .all(c.inner())
        .await?;
    let membership = |row: Model| {
        let organization = OrganizationId(row.organization_id);
        Ok(Membership { organization, role: member(&row)?.role })
    };
    rows.into_iter().map(membership).collect()
}

/// All members of an organization, longest first.
pub async fn list(c: &impl Connection, organization: OrganizationId) -> Result<Members> {
    let rows = of(organization).all(c.inner()).await?;
    rows.iter().map(member).collect::<Result<_>>().map(Members::new)
}

/// A member with what other members see of the account.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// The member.
    pub member: Member,
    /// How they want to be called.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Never with name or address.
impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Named").field("member", &self.member).finish_non_exhaustive()
    }
}

/// All members of an organization with their names, longest first.
pub async fn list_named(c: &impl Connection, organization: OrganizationId) -> Result<Vec<Named>> {
    let rows = of(organization).find_also_related(account::Entity).all(c.inner()).await?;
    let named = |(row, account): (Model, Option<account::Model>)| {
        let account = account.ok_or(Error::NotFound)?;
        Ok(Named { member: member(&row)?, name: account.name, email: account.email })
    };
    rows.into_iter().map(named).collect()
}

/// Takes a member in.
///
/// # Errors
/// [`Error::Unique`] when the account is a member already.
pub async fn insert(tx: &Transaction, organization: OrganizationId, member: &Member) -> Result<()> {
    Entity::insert(row(organization, member)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Writes a member's part, of an organization that is [locked](super::lock).
///
/// # Errors
/// [`Error::NotFound`] when there is no such member.
pub async fn update(tx: &Transaction, organization: OrganizationId, member: &Member) -> Result<()> {
    let changed = Entity::update_many()
        .set(row(organization, member))
        .filter(Column::OrganizationId.eq(organization.0))
        .filter(Column::AccountId.eq(member.account.0))
        .exec(tx.inner())
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Lets a member go with the API keys they made, of an organization that is [locked](super::lock).
pub async fn remove(tx: &Transaction, organization: OrganizationId, account: AccountId) -> Result<()> {
    Entity::delete_by_id((organization.0, account.0)).exec(tx.inner()).await?;
    super::api_key::remove_of(tx, organization, account).await
}

fn of(organization: OrganizationId) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::OrganizationId.eq(organization.0))
        .order_by_asc(Column::Since)
        .order_by_asc(Column::AccountId)
}

fn row(organization: OrganizationId, member: &Member) -> ActiveModel {
    ActiveModel {
        organization_id: Set(organization.0),
        account_id: Set(member.account.0),
        role: Set(member.role.key().to_owned()),
        version: Set(member.version),
        since: Set(micros(member.since)),
    }
}

fn member(row: &Model) -> Result<Member> {
    let role = MemberRole::parse(&row.role)
        .ok_or_else(|| Error::Unreadable(format!("member.role of {} in {}", row.account_id, row.organization_id)))?;
    Ok(Member { account: AccountId(row.account_id), role, version: row.version, since: row.since })
}
