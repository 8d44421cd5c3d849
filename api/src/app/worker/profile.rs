//! The profile and who may see it.

use domain::access::Action;
use domain::worker::{Record, Visibility};
use storage::audit::{self, Entry};
use storage::worker::Profile;
use storage::worker::profile;

use super::is_current;
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// The caller's profile.
pub async fn read(app: &App, caller: &Caller) -> Result<Profile, Problem> {
    caller.admit(Action::ReadProfile)?;
    Ok(profile::of(&app.db, caller.account()?).await?)
}

/// Replaces what the caller wrote, which is at `version`.
pub async fn update(app: &App, caller: &Caller, version: i32, record: Record) -> Result<Profile, Problem> {
    change(app, caller, Action::UpdateProfile, version, |profile| {
        let changed = profile.record.changed(&record);
        profile.record = record;
        changed
    })
    .await
}

/// Chooses who may see the profile, which is at `version`.
pub async fn set_visibility(
    app: &App,
    caller: &Caller,
    version: i32,
    visibility: Visibility,
) -> Result<Profile, Problem> {
    change(app, caller, Action::SetVisibility, version, |profile| {
        let before = std::mem::replace(&mut profile.visibility, visibility);
        if before == visibility { Vec::new() } else { vec!["visibility"] }
    })
    .await
}

/// Changes the profile and says which parts in the trail.
async fn change(
    app: &App,
    caller: &Caller,
    action: Action,
    version: i32,
    edit: impl FnOnce(&mut Profile) -> Vec<&'static str>,
) -> Result<Profile, Problem> {
    caller.admit(action)?;
    let (account, now) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let mut profile = profile::of(&tx, account).await?;
    is_current(profile.version, version)?;
    let fields = edit(&mut profile);
    profile.version = profile::save(&tx, &profile, now).await?;
    audit::record(&tx, &Entry::new(Some(account), action, "profile", account.0).fields(&fields), now).await?;
    tx.commit().await?;
    Ok(profile)
}
