//! Setting up, proving and removing the second factor.

use domain::access::Action;
use domain::account::AccountId;
use domain::message::Message;
use mailer::Letter;
use secrecy::{ExposeSecret, SecretString};
use storage::Transaction;
use storage::account::{self, Account};
use storage::audit::{self, Entry};

use super::second_factor::{self, Enrolment, recovery_hash};
use super::session::{self, SignedIn};
use super::tries::{self, Try};
use super::{ACCOUNT, check_again, letter, unnamed};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The place that a sealed secret belongs to.
fn place(account: AccountId) -> String {
    format!("account.totp_secret:{}", account.0)
}

/// Begins to set up a second factor: it is in force once it is proved. Begun again, the secret is another.
///
/// # Errors
/// 422 where the password is wrong; 409 where a second factor is in force; 429.
pub async fn start(app: &App, caller: &Caller, password: SecretString) -> Result<Enrolment, Problem> {
    caller.admit(Action::StartSecondFactor)?;
    let seen = account::find(&app.db, caller.account()?).await?;
    if seen.totp_proved {
        return Err(Problem::new(Kind::Conflict).because(Message::new("second-factor-in-force")));
    }
    check_again(app, &seen, "/password", password).await?;
    let enrolment = second_factor::enrol(&seen.email)?;
    let sealed = app.vault.seal(&place(seen.id), enrolment.secret.expose_secret());
    let tx = storage::begin(&app.db).await?;
    let begun = Account { totp_secret: Some(sealed), ..seen };
    account::update(&tx, &begun).await.map_err(unnamed)?;
    record(&tx, app, begun.id, Action::StartSecondFactor).await?;
    tx.commit().await?;
    Ok(enrolment)
}

/// What proving the second factor gives.
pub struct Proved {
    /// The session, with a new token.
    pub signed_in: SignedIn,
    /// The recovery codes, told once: at set-up.
    pub recovery_codes: Option<Vec<SecretString>>,
}

/// Proves the second factor by a code: puts it in force where it was only begun, which ends every other session;
/// in either case this session counts as confirmed with a second factor, under a new token.
///
/// # Errors
/// 422 where the code is wrong or was used; 409 where no second factor was begun; 429.
pub async fn prove(app: &App, caller: &Caller, code: &str) -> Result<Proved, Problem> {
    caller.admit(Action::ProveSecondFactor)?;
    let seen = account::find(&app.db, caller.account()?).await?;
    if seen.totp_secret.is_none() {
        return Err(Problem::new(Kind::Conflict).because(Message::new("second-factor-not-begun")));
    }
    let wrong = || Problem::field("/code", wrong());
    let proof = proof(app, &seen, code).await?.ok_or_else(wrong)?;
    let tx = storage::begin(&app.db).await?;
    if !take(&tx, &seen, &proof).await? {
        return Err(wrong());
    }
    let id = seen.id;
    let recovery_codes = if seen.totp_proved { None } else { Some(put_in_force(app, &tx, caller, seen).await?) };
    let signed_in = session::renew(&tx, caller, true).await?;
    record(&tx, app, id, Action::ProveSecondFactor).await?;
    tx.commit().await?;
    Ok(Proved { signed_in, recovery_codes })
}

/// From now on a password alone does not sign in; sessions that began with one alone end.
async fn put_in_force(
    app: &App,
    tx: &Transaction,
    caller: &Caller,
    seen: Account,
) -> Result<Vec<SecretString>, Problem> {
    let codes = second_factor::recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(code.expose_secret())).collect();
    let in_force = Account { totp_proved: true, ..seen };
    account::update(tx, &in_force).await.map_err(unnamed)?;
    account::replace_recovery(tx, in_force.id, &hashes).await?;
    storage::session::remove_others(tx, in_force.id, Some(caller.session()?.id)).await?;
    let letter = Letter::SecondFactorChanged { in_force: true };
    letter::to_owner(app, tx, &in_force, letter, app.clock.now()).await?;
    Ok(codes)
}

/// Takes the second factor away. Every other session ends, and this one counts as confirmed by a password alone.
///
/// # Errors
/// 422 where the password is wrong; 409 where there is none; 429.
pub async fn remove(app: &App, caller: &Caller, password: SecretString) -> Result<SignedIn, Problem> {
    caller.admit(Action::RemoveSecondFactor)?;
    let seen = account::find(&app.db, caller.account()?).await?;
    if seen.totp_secret.is_none() {
        return Err(Problem::new(Kind::Conflict).because(Message::new("second-factor-not-begun")));
    }
    check_again(app, &seen, "/password", password).await?;
    let tx = storage::begin(&app.db).await?;
    let without = Account { totp_secret: None, totp_proved: false, ..seen };
    account::update(&tx, &without).await.map_err(unnamed)?;
    account::replace_recovery(&tx, without.id, &[]).await?;
    storage::session::remove_others(&tx, without.id, Some(caller.session()?.id)).await?;
    let signed_in = session::renew(&tx, caller, false).await?;
    record(&tx, app, without.id, Action::RemoveSecondFactor).await?;
    let letter = Letter::SecondFactorChanged { in_force: false };
    letter::to_owner(app, &tx, &without, letter, app.clock.now()).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// What proves a second factor; nothing is used up until it is [taken](take).
pub(super) enum Proof {
    /// The code of a time step.
    Step(i64),
    /// A recovery code, by its hash.
    Recovery(String),
}

/// What a code proves; `None`: it is wrong or was used.
///
/// # Errors
/// 429.
pub(super) async fn proof(app: &App, account: &Account, code: &str) -> Result<Option<Proof>, Problem> {
    tries::count(app, &[Try::code_of(account.id)]).await?;
    let Some(sealed) = &account.totp_secret else { return Ok(None) };
    let secret = app.vault.open(&place(account.id), sealed).map_err(anyhow::Error::from)?.into();
    if let Some(step) = second_factor::step_of(&secret, code, account.totp_last_step, app.clock.now())? {
        return Ok(Some(Proof::Step(step)));
    }
    let hash = recovery_hash(code);
    Ok(account.recovery_hashes.contains(&hash).then_some(Proof::Recovery(hash)))
}

/// Uses a proof up; `false`: someone else was quicker.
pub(super) async fn take(tx: &Transaction, account: &Account, proof: &Proof) -> storage::Result<bool> {
    match proof {
        Proof::Step(step) => account::take_step(tx, account.id, *step).await,
        Proof::Recovery(hash) => account::take_recovery(tx, account, hash).await,
    }
}

/// A code that proves nothing.
pub(super) const fn wrong() -> Message {
    Message::new("second-factor-wrong")
}

async fn record(tx: &Transaction, app: &App, account: AccountId, action: Action) -> Result<(), Problem> {
    let entry = Entry::new(Some(account), action, ACCOUNT, account.0).fields(&["second_factor"]);
    Ok(audit::record(tx, &entry, app.clock.now()).await?)
}
