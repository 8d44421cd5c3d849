//! One's own account.

use domain::Lang;
use domain::access::{Action, Owner};
use domain::account::password::About;
use mailer::Letter;
use secrecy::SecretString;
use storage::account::{self, Account};
use storage::audit::{self, Entry};

use super::session::{self, SignedIn};
use super::{ACCOUNT, check_again, check_rules, letter, overtaken};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// The caller's account.
pub async fn read(app: &App, caller: &Caller) -> Result<Account, Problem> {
    caller.admit(Action::ReadAccount)?;
    Ok(account::find(&app.db, caller.account()?).await?)
}

/// What is to be changed; what is `None` stays.
pub struct Changes {
    /// How they want to be called.
    pub name: Option<String>,
    /// The language of their mail.
    pub language: Option<Lang>,
}

/// Changes the account that is at `version`.
///
/// # Errors
/// 412 where it is at another.
pub async fn update(app: &App, caller: &Caller, version: i32, changes: Changes) -> Result<Account, Problem> {
    caller.admit(Action::UpdateAccount)?;
    let tx = storage::begin(&app.db).await?;
    let mut account = account::find(&tx, caller.account()?).await?;
    caller.admit_to(Action::UpdateAccount, Owner::Account(account.id))?;
    account.version = version;
    let mut fields = Vec::new();
    if let Some(name) = changes.name {
        account.name = name;
        fields.push("name");
    }
    if let Some(language) = changes.language {
        account.language = language;
        fields.push("language");
    }
    account.version = account::update(&tx, &account).await?;
    let entry = Entry::new(Some(account.id), Action::UpdateAccount, ACCOUNT, account.id.0).fields(&fields);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(account)
}

/// Sets a new password. Every other session ends, and this one gets a new token.
///
/// # Errors
/// 422 where the current password is wrong or the new one is not taken; 409 where it was changed meanwhile; 429.
pub async fn change_password(
    app: &App,
    caller: &Caller,
    current: SecretString,
    new: SecretString,
) -> Result<SignedIn, Problem> {
    caller.admit(Action::ChangePassword)?;
    let account = account::find(&app.db, caller.account()?).await?;
    let about = About { name: &account.name, email: &account.email };
    check_rules("/new", &new, account.totp_proved, about)?;
    check_again(app, &account, "/current", current).await?;
    let hash = app.hasher.hash(new).await?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    if !account::replace_password(&tx, account.id, &account.password_hash, &hash).await? {
        return Err(overtaken());
    }
    let session = caller.session()?;
    storage::session::remove_others(&tx, account.id, Some(session.id)).await?;
    let renewed = session::renew(&tx, caller, session.second_factor).await?;
    let entry = Entry::new(Some(account.id), Action::ChangePassword, ACCOUNT, account.id.0).fields(&["password"]);
    audit::record(&tx, &entry, now).await?;
    letter::to_owner(app, &tx, &account, Letter::PasswordChanged, now).await?;
    tx.commit().await?;
    Ok(renewed)
}
