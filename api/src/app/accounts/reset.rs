//! A forgotten password.

use chrono::TimeDelta;
use domain::access::Action;
use domain::account::password::About;
use domain::message::Message;
use mailer::Letter;
use secrecy::SecretString;
use storage::audit::{self, Entry};
use storage::token::{self, Purpose};

use super::tries::{self, Try};
use super::{ACCOUNT, address, check_rules, letter};
use crate::app::App;
use crate::caller;
use crate::peer::Peer;
use crate::problem::Problem;

/// How long a password can be set with a mailed token.
const RESETTABLE: TimeDelta = TimeDelta::hours(1);

/// Mails a token with which a new password can be set. An address without an account gets nothing; the answer and
/// the work are the same.
///
/// # Errors
/// 429.
pub async fn request(app: &App, peer: Peer, email: &str) -> Result<(), Problem> {
    let email = address(email);
    tries::count(app, &[Try::reset_from(peer), Try::reset_of(&email)]).await?;
    let (token, hash) = caller::new_token();
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let account = storage::account::by_email(&tx, &email).await?;
    let owner = account.as_ref().map(|account| account.id);
    token::insert(&tx, &hash, Purpose::ResetPassword, owner, now + RESETTABLE).await?;
    if let Some(account) = &account {
        let letter = Letter::PasswordReset { link: letter::reset_link(&token) };
        letter::to_owner(app, &tx, account, letter, now).await?;
    } else {
        // Nobody has asked for mail there. What is sealed for nobody, and a second row that opens nothing, stand for
        // the letter's.
        drop(app.vault.seal("", &letter::reset_link(&token)));
        let (_, hash) = caller::new_token();
        token::insert(&tx, &hash, Purpose::ResetPassword, None, now + RESETTABLE).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sets a new password with a token. Every session of the account ends; a second factor stays.
///
/// # Errors
/// 422 where the token is none, was used or has ended, or where the password is not taken.
pub async fn reset(app: &App, token: &str, new: SecretString) -> Result<(), Problem> {
    let ended = || Problem::field("/token", Message::new("token-ended"));
    let hash = caller::hash(token);
    let owner = token::find(&app.db, &hash, Purpose::ResetPassword, app.clock.now()).await?.ok_or_else(ended)?;
    let account = storage::account::find(&app.db, owner).await?;
    let about = About { name: &account.name, email: &account.email };
    check_rules("/password", &new, account.totp_proved, about)?;
    let password_hash = app.hasher.hash(new).await?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    if !token::consume(&tx, &hash, Purpose::ResetPassword, owner).await? {
        return Err(ended());
    }
    // Whatever it is by now: who holds the token may replace it.
    let current = storage::account::find(&tx, owner).await?.password_hash;
    if !storage::account::replace_password(&tx, owner, &current, &password_hash).await? {
        return Err(super::overtaken());
    }
    storage::session::remove_others(&tx, owner, None).await?;
    let entry = Entry::new(Some(owner), Action::ResetPassword, ACCOUNT, owner.0).fields(&["password"]);
    audit::record(&tx, &entry, now).await?;
    letter::to_owner(app, &tx, &account, Letter::PasswordChanged, now).await?;
    tx.commit().await?;
    Ok(())
}
