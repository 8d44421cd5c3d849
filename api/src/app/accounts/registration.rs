//! Registering and confirming the address.

use chrono::TimeDelta;
use domain::Lang;
use domain::access::Action;
use domain::account::password::About;
use domain::account::{AccountId, Kind};
use domain::message::Message;
use mailer::Letter;
use secrecy::SecretString;
use storage::account::Account;
use storage::audit::{self, Entry};
use storage::registration::{self, Registration};

use super::tries::{self, Try};
use super::{ACCOUNT, address, check_rules, letter};
use crate::app::{App, new_id};
use crate::caller;
use crate::peer::Peer;
use crate::problem::Problem;

/// How long an address can be confirmed.
const CONFIRMABLE: TimeDelta = TimeDelta::hours(24);

/// Who wants an account.
pub struct Applicant {
    /// Worker or employer.
    pub kind: Kind,
    /// How they want to be called.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language of their mail.
    pub language: Lang,
    /// The password they chose.
    pub password: SecretString,
}

/// Keeps a registration and mails the token that confirms it. An address that has an account gets a mail that says
/// so instead; the answer and the work are the same.
///
/// # Errors
/// 422 where the password is not taken; 429.
pub async fn register(app: &App, peer: Peer, applicant: Applicant) -> Result<(), Problem> {
    let email = address(&applicant.email);
    let about = About { name: &applicant.name, email: &email };
    check_rules("/password", &applicant.password, false, about)?;
    tries::count(app, &[Try::register_from(peer), Try::register_of(&email)]).await?;
    let password_hash = app.hasher.hash(applicant.password).await?;
    let (token, token_hash) = caller::new_token();
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let known = storage::account::by_email(&tx, &email).await?;
    let (kind, language, expires_at) = (applicant.kind, applicant.language, now + CONFIRMABLE);
    let kept = if known.is_none() {
        let (email, name) = (email.clone(), applicant.name.clone());
        Registration { kind, email, name, language, password_hash, expires_at }
    } else {
        // Kept for the work it makes: it names nobody, and its token is mailed to nobody.
        let nothing = String::new;
        Registration { kind, email: nothing(), name: nothing(), language, password_hash: nothing(), expires_at }
    };
    registration::insert(&tx, &token_hash, &kept).await?;
    match &known {
        None => letter::confirm(app, &tx, (&email, &applicant.name, language), &token, now).await?,
        Some(account) => letter::to_owner(app, &tx, account, Letter::AddressInUse, now).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Confirms an address: the account begins.
///
/// # Errors
/// 422 where the token is none, was used or has ended.
pub async fn confirm(app: &App, token: &str) -> Result<AccountId, Problem> {
    let ended = || Problem::field("/token", Message::new("token-ended"));
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let found = registration::find(&tx, &caller::hash(token), now).await?.ok_or_else(ended)?;
    if found.email.is_empty() {
        return Err(ended());
    }
    registration::remove_for(&tx, &found.email).await?;
    let account = Account {
        id: AccountId(new_id(now)),
        version: 1,
        kind: found.kind,
        staff: None,
        email: found.email,
        name: found.name,
        language: found.language,
        password_hash: found.password_hash,
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: Some(now),
        created_at: now,
    };
    match storage::account::insert(&tx, &account).await {
        // Another registration for the address was confirmed at the same time.
        Err(storage::Error::Unique(_)) => return Err(ended()),
        inserted => inserted?,
    }
    let entry = Entry::new(Some(account.id), Action::ConfirmEmail, ACCOUNT, account.id.0);
    audit::record(&tx, &entry, now).await?;
    tx.commit().await?;
    Ok(account.id)
}
