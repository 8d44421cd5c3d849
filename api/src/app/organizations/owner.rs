//! An organization that nobody owns any more, because its only member deleted the account, gets a new owner from the
//! staff.

use chrono::{DateTime, Utc};
use domain::account::{AccountId, Kind};
use domain::organization::{MemberRole, OrganizationId};
use storage::audit::{self, Entry};
use storage::{Error, Transaction, account, organization};

/// Why an organization cannot be given to someone.
#[derive(Debug, thiserror::Error)]
pub enum NotGiven {
    /// There is no such organization.
    #[error("there is no such organization")]
    Organization,
    /// Who has an owner is given by that owner.
    #[error("this organization has an owner, who can invite others and make them owners")]
    Owned,
    /// No account has this address.
    #[error("no account has this address; its owner-to-be registers first")]
    Account,
    /// A worker's account is no employer's.
    #[error("this is a worker's account; members of organizations need an employer's")]
    Worker,
    /// What the database says.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Makes the account with this address the owner of an organization that has none. Whether that is right, the staff
/// have found out. The organization keeps its verification and its postings; whom to ask is the new owner's to fill in.
///
/// # Errors
/// [`NotGiven`].
pub async fn give(
    tx: &Transaction,
    id: OrganizationId,
    email: &str,
    now: DateTime<Utc>,
) -> Result<AccountId, NotGiven> {
    organization::lock(tx, id).await.map_err(|error| match error {
        Error::NotFound => NotGiven::Organization,
        error => error.into(),
    })?;
    let mut members = organization::member::list(tx, id).await?;
    if members.iter().any(|member| member.role == MemberRole::Owner) {
        return Err(NotGiven::Owned);
    }
    let known = account::by_email(tx, &email.trim().to_lowercase()).await?.ok_or(NotGiven::Account)?;
    if known.kind == Kind::Worker {
        return Err(NotGiven::Worker);
    }
    // Whoever is the first member is the owner.
    let owner = members.join(known.id, MemberRole::Owner, now).map_err(|_| NotGiven::Owned)?;
    organization::member::insert(tx, id, owner).await?;
    for (kind, object, fields) in [("organization", id.0, ["members"]), ("member", known.id.0, ["role"])] {
        let entry = Entry { actor: None, action: "give_organization", kind, object, fields: &fields, reason: None };
        audit::record(tx, &entry, now).await?;
    }
    Ok(known.id)
}
