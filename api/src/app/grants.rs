//! Grants: a worker's yes to an organization, and who looked at them by it.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use domain::application::{ApplicationId, Event, Withdrawal};
use domain::disclosure::Disclosure;
use domain::grant::{Basis, Grant, GrantId, Look};
use domain::organization::{Organization, OrganizationId};
use storage::audit::{self, Entry};
use storage::{Connection, Transaction, account, application, grant, organization};
use uuid::Uuid;

use super::applications::{Case, worker};
use super::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// A yes of the caller's, with whom it is for.
pub struct Given {
    /// The grant.
    pub grant: Grant,
    /// The organization; `None`: it is gone.
    pub organization: Option<Organization>,
}

/// One look at the caller.
pub struct Looked {
    /// Which.
    pub id: Uuid,
    /// The look.
    pub look: Look,
    /// The name of the organization.
    pub organization: String,
}

/// What a member may see of a worker now, of one application or outside any. That they look is written down, in the
/// same transaction, for the worker to read. `None`: nothing.
pub async fn see(
    tx: &Transaction,
    member: AccountId,
    worker: AccountId,
    organization: OrganizationId,
    application: Option<ApplicationId>,
    now: DateTime<Utc>,
) -> Result<Option<Disclosure>, Problem> {
    let between = grant::between(tx, worker, organization).await?;
    let Some(shown) = between.shows(application, now) else { return Ok(None) };
    let by = if let Some(id) = shown.by {
        id
    } else {
        let standing = Grant::given(GrantId(new_id(now)), worker, organization, Basis::Open, now);
        grant::keep(tx, &[standing]).await?;
        standing.id
    };
    let look = Look { organization, by: member, at: now, what: shown.what, grant: by };
    grant::looked(tx, new_id(now), worker, &look).await?;
    Ok(Some(shown.what))
}

/// Every yes of the caller's, oldest first, those that count no more included.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Given>, Problem> {
    caller.admit(Action::ListGrants)?;
    of_worker(&app.db, caller.account()?).await
}

/// Every yes of a worker, oldest first.
pub async fn of_worker(c: &impl Connection, worker: AccountId) -> Result<Vec<Given>, Problem> {
    let grants = grant::of_worker(c, worker).await?;
    let ids: Vec<OrganizationId> = grants.iter().map(|grant| grant.organization).collect();
    let known = organization::by_ids(c, &ids).await?;
    let find = |id: OrganizationId| known.iter().find(|organization| organization.id == id).cloned();
    Ok(grants.into_iter().map(|grant| Given { organization: find(grant.organization), grant }).collect())
}

/// Takes every yes to an organization back, and with it what of the caller's is open there. From now on the organization
/// sees nothing of them, until they say yes anew.
///
/// # Errors
/// 404 where the caller has nothing with an organization that nobody sees.
pub async fn revoke(app: &App, caller: &Caller, id: OrganizationId) -> Result<(), Problem> {
    caller.admit(Action::RevokeGrant)?;
    let (me, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    account::lock(&tx, me).await?;
    let mut between = grant::between(&tx, me, id).await?;
    if !between.verified && between.grants.is_empty() && between.applications.is_empty() {
        return Err(Problem::new(Kind::NotFound));
    }
    let open = between.revoke(GrantId(new_id(now)), me, id, now);
    grant::keep(&tx, &between.grants).await?;
    for application in open {
        let case = Case::load(&tx, application::find(&tx, application).await?).await?;
        worker::ended(app, &tx, case, Event::Withdraw(Withdrawal::Unsaid), now).await?;
    }
    audit::record(&tx, &Entry::new(Some(me), Action::RevokeGrant, "organization", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Who saw the caller, when and what, latest first: the next `limit` before `before`.
pub async fn looks(app: &App, caller: &Caller, before: Option<Uuid>, limit: u64) -> Result<Vec<Looked>, Problem> {
    caller.admit(Action::ListLooks)?;
    of(&app.db, caller.account()?, before, limit).await
}

/// The looks at a worker, with the names of those who looked.
pub async fn of(
    c: &impl Connection,
    worker: AccountId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Looked>, Problem> {
    let looks = grant::looks(c, worker, before, limit).await?;
    let ids: Vec<OrganizationId> = looks.iter().map(|(_, look)| look.organization).collect();
    let known = organization::by_ids(c, &ids).await?;
    let name = |id: OrganizationId| {
        known.iter().find(|organization| organization.id == id).map(|found| found.profile.name.clone())
    };
    let looked =
        |(id, look): (Uuid, Look)| Looked { id, organization: name(look.organization).unwrap_or_default(), look };
    Ok(looks.into_iter().map(looked).collect())
}
