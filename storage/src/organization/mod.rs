//! Organizations, their [members](member), [invitations](invitation) and [facilities](facility), and the
//! [published facilities](public_facility) to pick from.

pub mod api_key;
pub mod facility;
pub mod invitation;
mod location;
pub mod member;
pub mod public_facility;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::organization::{
    AgencyLicence, Contact, Decision, Headcount, NotPossible, Organization, OrganizationId, Profile, Verification,
    VerificationState,
};
use domain::posting::Arrangement;
use domain::reference::Province;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use member::memberships_of;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::organization::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, dialect, entity, versioned};

/// The organization with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: OrganizationId) -> Result<Organization> {
    let row = Entity::find_by_id(id.0).one(c.inner()).await?;
    row.ok_or(Error::NotFound).and_then(organization)
}

/// The organization with this id, locked until the transaction ends: its members are judged as a whole (someone has
/// to own it), so they are changed one after another. On SQLite the transaction itself is the lock.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn lock(tx: &Transaction, id: OrganizationId) -> Result<Organization> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx.inner()).await?;
    row.ok_or(Error::NotFound).and_then(organization)
}

/// The organizations with these ids, oldest first.
pub async fn by_ids(c: &impl Connection, ids: &[OrganizationId]) -> Result<Vec<Organization>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .all(c.inner())
        .await?;
    rows.into_iter().map(organization).collect()
}

/// Where a page of the queue ends: its last organization's moment of asking and id.
pub type QueuedAfter = (DateTime<Utc>, OrganizationId);

/// The organizations that ask for verification, longest waiting first: the next `limit` after `after`.
pub async fn queue(c: &impl Connection, after: Option<QueuedAfter>, limit: u64) -> Result<Vec<Organization>> {
    let mut query = Entity::find()
        .filter(Column::Verification.eq(VerificationState::Requested.key()))
        .order_by_asc(Column::VerificationAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some((at, id)) = after {
        query = query.filter(dialect::after([Column::VerificationAt, Column::Id], (micros(at), id.0)));
    }
    query.all(c.inner()).await?.into_iter().map(organization).collect()
}

/// Adds an organization.
pub async fn insert(tx: &Transaction, organization: &Organization) -> Result<()> {
    Entity::insert(row(organization)?).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Replaces an organization that is still at `organization.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, organization: &Organization) -> Result<i32> {
    let (key, at) = (Column::Id.eq(organization.id.0), (Column::Version, organization.version));
    let current = async { Ok(find(tx, organization.id).await?.version) };
    versioned::replace::<Entity>(tx, row(organization)?, key, at, current).await
}

/// Writes a moderator's decision on an organization that is still at `version`, as the moderator saw it; the audit
/// line is the caller's. The decided organization, or why it cannot be decided so.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`] when it was changed since.
pub async fn decide(
    tx: &Transaction,
    id: OrganizationId,
    version: i32,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<std::result::Result<Organization, NotPossible>> {
    let mut organization = find(tx, id).await?;
    if organization.version != version {
        return Err(Error::Conflict { current: organization.version });
    }
    if let Err(refused) = organization.decide(decision, now) {
        return Ok(Err(refused));
    }
    organization.version = update(tx, &organization).await?;
    Ok(Ok(organization))
}

/// Takes a person out of every organization: membership, invitations to their address, and their name as a contact.
/// An organization that they alone own stays, with its postings, and without a contact until staff find it an owner.
/// Returns the organizations they were a member of.
pub async fn erase(tx: &Transaction, account: AccountId, address: &str) -> Result<Vec<OrganizationId>> {
    let mut left = Vec::new();
    for membership in memberships_of(tx, account).await? {
        let mut organization = lock(tx, membership.organization).await?;
        let members = member::list(tx, organization.id).await?;
        let is_theirs = |contact: &Contact| contact.email.to_lowercase() == address;
        let orphaned = members.is_last_owner(account);
        if organization.profile.contact.as_ref().is_some_and(|contact| orphaned || is_theirs(contact)) {
            organization.profile.contact = None;
            update(tx, &organization).await?;
        }
        left.push(organization.id);
    }
    entity::member::Entity::delete_many()
        .filter(entity::member::Column::AccountId.eq(account.0))
        .exec(tx.inner())
        .await?;
    invitation::remove_to(tx, address).await?;
    Ok(left)
}

fn row(organization: &Organization) -> Result<ActiveModel> {
    let Organization { profile, verification, .. } = organization;
    let contact = profile.contact.as_ref().map(|contact| json(contact, "contact")).transpose()?;
    Ok(ActiveModel {
        id: Set(organization.id.0),
        version: Set(organization.version),
        name: Set(profile.name.clone()),
        legal_name: Set(profile.legal_name.clone()),
        website: Set(profile.website.clone()),
        contact: Set(contact),
        arrangement: Set(profile.arrangement.key().to_owned()),
        licences: Set(json(&profile.licences, "licences")?),
        province: Set(profile.province.key().to_owned()),
        headcount: Set(profile.headcount.key().to_owned()),
        verification: Set(verification.state().key().to_owned()),
        verification_at: Set(verification.since().map(micros)),
        verification_reason: Set(verification.reason().map(str::to_owned)),
        created_at: Set(micros(organization.created_at)),
    })
}

fn json(value: &impl serde::Serialize, column: &str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Unreadable(format!("organization.{column} to be written")))
}

fn organization(row: Model) -> Result<Organization> {
    let id = row.id;
    let unreadable = |column: &str| Error::Unreadable(format!("organization.{column} of {id}"));
    let verification = VerificationState::parse(&row.verification)
        .and_then(|state| Verification::from_parts(state, row.verification_at, row.verification_reason))
        .ok_or_else(|| unreadable("verification"))?;
    let contact = match &row.contact {
        Some(json) => Some(serde_json::from_str(json).map_err(|_| unreadable("contact"))?),
        None => None,
    };
    let licences: Vec<AgencyLicence> = serde_json::from_str(&row.licences).map_err(|_| unreadable("licences"))?;
    let profile = Profile {
        name: row.name,
        legal_name: row.legal_name,
        website: row.website,
        contact,
        arrangement: Arrangement::parse(&row.arrangement).ok_or_else(|| unreadable("arrangement"))?,
        licences,
        province: Province::parse(&row.province).ok_or_else(|| unreadable("province"))?,
        headcount: Headcount::parse(&row.headcount).ok_or_else(|| unreadable("headcount"))?,
    };
    Ok(Organization { id: OrganizationId(id), version: row.version, profile, verification, created_at: row.created_at })
}
