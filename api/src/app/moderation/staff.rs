//! The staff: who is an editor or a moderator. Admins are made and unmade on the command line only.

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::account::{AccountId, Kind as AccountKind, Staff};
use domain::message::Message;
use storage::account::{self, Account};
use storage::audit::{self, Entry};
use storage::{Transaction, session};

use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Why someone's part cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotChanged {
    /// A worker's account is no employer's or staff's: one person who is both has two.
    #[error("this is a worker's account; staff need another address")]
    Worker,
}

/// Makes someone a part of the staff, or ends that, and ends their sessions: those of staff last shorter and need a
/// second factor. `None` for `by`: the command line. Returns whether anything changed.
pub async fn change(
    tx: &Transaction,
    by: Option<AccountId>,
    account: &Account,
    part: Option<Staff>,
    now: DateTime<Utc>,
) -> storage::Result<Result<bool, NotChanged>> {
    if account.staff == part {
        return Ok(Ok(false));
    }
    if account.kind == AccountKind::Worker {
        return Ok(Err(NotChanged::Worker));
    }
    account::update(tx, &Account { staff: part, ..account.clone() }).await?;
    session::remove_others(tx, account.id, None).await?;
    let entry = Entry::new(by, Action::SetStaff, "account", account.id.0).fields(&["staff"]);
    audit::record(tx, &entry.reason(part.map_or("none", Staff::key)), now).await?;
    Ok(Ok(true))
}

/// Makes someone an editor or moderator, or ends that.
pub async fn set(app: &App, caller: &Caller, id: AccountId, part: Option<Staff>) -> Result<(), Problem> {
    const ACTION: Action = Action::SetStaff;
    caller.admit(ACTION)?;
    let tx = storage::begin(&app.db).await?;
    let known = account::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Account(id))?;
    if known.staff == Some(Staff::Admin) || part == Some(Staff::Admin) {
        return Err(Problem::new(Kind::Conflict).because(Message::new("staff-admin")));
    }
    match change(&tx, Some(caller.account()?), &known, part, app.clock.now()).await {
        Err(storage::Error::Conflict { .. }) => return Err(Problem::new(Kind::Conflict)),
        Err(error) => return Err(error.into()),
        Ok(Err(NotChanged::Worker)) => {
            return Err(Problem::new(Kind::Conflict).because(Message::new("staff-worker")));
        }
        Ok(Ok(_)) => {}
    }
    tx.commit().await?;
    Ok(())
}
