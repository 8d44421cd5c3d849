//! Deleting one's account, with all that is personal in it. `docs/PRIVACY.md` says what stays, and why.

use domain::access::Action;
use domain::account::AccountId;
use domain::message::Message;
use mailer::Letter;
use secrecy::SecretString;
use storage::audit::{self, Entry};
use storage::worker::licence;
use storage::{Transaction, account, decision, delivery, organization, registration};

use super::{ACCOUNT, check_again, letter};
use crate::app::{App, documents};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Deletes the caller's account, who gives the password again.
///
/// Each room erases its own in one transaction; files go once it is committed, and a process that is killed in
/// between leaves them to the daily sweep. The farewell letter is not kept once it is sent.
///
/// # Errors
/// 422 where the password is wrong; 409 where an organization would be left to members none of whom owns it; 429.
pub async fn erase(app: &App, caller: &Caller, password: SecretString) -> Result<(), Problem> {
    caller.admit(Action::DeleteAccount)?;
    let id = caller.account()?;
    let account = account::find(&app.db, id).await?;
    check_again(app, &account, "/password", password).await?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    hands_over(&tx, caller, id).await?;
    let licences: Vec<_> = licence::of(&tx, id).await?.into_iter().map(|licence| licence.id).collect();
    decision::forget(&tx, &licences).await?;
    storage::worker::erase(&tx, id, now).await?;
    let files = documents::erase(&tx, id).await?;
    organization::erase(&tx, id, &account.email).await?;
    registration::remove_for(&tx, &account.email).await?;
    delivery::forget(&tx, &account.email).await?;
    account::remove(&tx, id).await?;
    audit::record(&tx, &Entry::new(Some(id), Action::DeleteAccount, ACCOUNT, id.0), now).await?;
    letter::to_owner(app, &tx, &account, Letter::AccountDeleted, now).await?;
    tx.commit().await?;
    documents::remove_files(app, &files).await;
    match app.db.forget_deleted().await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("the database was busy: its log still holds what was deleted"),
        Err(error) => tracing::warn!(%error, "the log of the database could not be emptied"),
    }
    Ok(())
}

/// Whoever alone owns an organization that has other members hands it over first. One without other members stays
/// for its postings, and staff find it an owner.
async fn hands_over(tx: &Transaction, caller: &Caller, id: AccountId) -> Result<(), Problem> {
    for membership in &caller.person()?.memberships {
        organization::lock(tx, membership.organization).await?;
        let members = organization::member::list(tx, membership.organization).await?;
        if members.is_last_owner(id) && members.iter().count() > 1 {
            return Err(Problem::new(Kind::Conflict).because(Message::new("account-last-owner")));
        }
    }
    Ok(())
}
