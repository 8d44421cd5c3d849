//! API keys, by which partners write an organization's postings.

use chrono::{DateTime, Months, Utc};
use domain::access::{Action, Owner, Scope};
use domain::organization::OrganizationId;
use domain::set::BitSet;
use storage::audit::{self, Entry};
use storage::organization::api_key::{self, ApiKey};
use uuid::Uuid;

use crate::app::{App, new_id};
use crate::caller::{Caller, new_key};
use crate::problem::{Kind, Problem};

/// Keys of one organization.
const MOST_KEYS: u64 = 20;

/// Months after which a key ends.
pub const KEY_MONTHS: u32 = 12;

/// The keys of an organization, oldest first.
pub async fn list(app: &App, caller: &Caller, id: OrganizationId) -> Result<Vec<ApiKey>, Problem> {
    caller.admit_to(Action::ListApiKeys, Owner::Organization(id))?;
    Ok(api_key::list(&app.db, id).await?)
}

/// Makes a key, which acts for the caller. Its token is shown this once.
pub async fn add(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    name: String,
    scopes: BitSet<Scope>,
) -> Result<(ApiKey, String), Problem> {
    caller.admit_to(Action::AddApiKey, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    storage::organization::lock(&tx, id).await?;
    if api_key::count(&tx, id).await? >= MOST_KEYS {
        return Err(Problem::new(Kind::Quota));
    }
    let (token, token_hash) = new_key();
    let (key, by) = (new_id(now), caller.account()?);
    let added =
        ApiKey { id: key, organization: id, by, name, token_hash, scopes, created_at: now, expires_at: ends(now) };
    api_key::insert(&tx, &added).await?;
    audit::record(&tx, &Entry::new(Some(by), Action::AddApiKey, "api_key", key), now).await?;
    tx.commit().await?;
    Ok((added, token))
}

/// Ends a key, at once.
pub async fn remove(app: &App, caller: &Caller, id: OrganizationId, key: Uuid) -> Result<(), Problem> {
    caller.admit_to(Action::RemoveApiKey, Owner::Organization(id))?;
    let tx = storage::begin(&app.db).await?;
    api_key::remove(&tx, id, key).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RemoveApiKey, "api_key", key);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

fn ends(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_add_months(Months::new(KEY_MONTHS)).unwrap_or(now)
}
