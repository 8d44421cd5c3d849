//! Signing in and out, and the sessions of an account.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Owner};
use domain::message::Message;
use secrecy::SecretString;
use storage::Transaction;
use storage::account::Account;
use storage::audit::{self, Entry};
use storage::session::{self, Session};
use uuid::Uuid;

use super::hashing::Checked;
use super::setup::{self, Proof};
use super::tries::{self, Try};
use super::{SESSION, address};
use crate::app::{App, new_id};
use crate::caller::{self, Caller};
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// How long a session lasts.
const LASTS: TimeDelta = TimeDelta::days(30);
/// The same for staff (NIST SP 800-63B-4 §2.2.3: at AAL2 a day at most, as of 2025-08).
const STAFF_LASTS: TimeDelta = TimeDelta::hours(24);
/// Sessions an account may have; the oldest makes room.
const MOST: usize = 50;
/// Characters that are kept of what a client says it is.
const AGENT_LENGTH: usize = 200;

/// What someone gives to sign in.
pub struct Attempt {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: SecretString,
    /// A code of their second factor, or a recovery code.
    pub code: Option<String>,
    /// What the client says it is.
    pub agent: String,
}

/// A session with the token for its client.
pub struct SignedIn {
    /// The token, told once.
    pub token: SecretString,
    /// The session.
    pub session: Session,
}

/// Begins a session.
///
/// # Errors
/// 401, the same for an unknown address and a wrong password. With the right password: 403 where the account has a
/// second factor and the code is missing or wrong. 429.
pub async fn sign_in(app: &App, peer: Peer, attempt: Attempt) -> Result<SignedIn, Problem> {
    let email = address(&attempt.email);
    tries::count(app, &[Try::sign_in_from(peer), Try::password_of(&email)]).await?;
    let account = storage::account::by_email(&app.db, &email).await?.filter(|account| account.confirmed_at.is_some());
    let hash = account.as_ref().map(|account| account.password_hash.as_str());
    let checked = app.hasher.check(attempt.password, hash).await?;
    let (Some(account), Checked::Right(rehash)) = (account, checked) else { return Err(refused()) };
    let proof = match (account.totp_proved, attempt.code) {
        (false, _) => None,
        (true, None) => return Err(Problem::new(Kind::SecondFactor)),
        (true, Some(code)) => Some(setup::proof(app, &account, &code).await?.ok_or_else(unproved)?),
    };
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let kept = rehash.as_ref().unwrap_or(&account.password_hash);
    if !storage::account::replace_password(&tx, account.id, &account.password_hash, kept).await? {
        return Err(refused());
    }
    if let Some(proof) = &proof
        && !setup::take(&tx, &account, proof).await?
    {
        return Err(unproved());
    }
    let signed_in = begin(&tx, &account, proof.as_ref(), attempt.agent, now).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// What anyone hears whose sign-in failed.
fn refused() -> Problem {
    Problem::new(Kind::SignIn).because(Message::new("sign-in-refused"))
}

fn unproved() -> Problem {
    Problem::new(Kind::SecondFactor).because(setup::wrong())
}

async fn begin(
    tx: &Transaction,
    account: &Account,
    proof: Option<&Proof>,
    agent: String,
    now: DateTime<Utc>,
) -> Result<SignedIn, Problem> {
    let (token, token_hash) = caller::new_token();
    let lasts = if account.staff.is_some() { STAFF_LASTS } else { LASTS };
    let session = Session {
        id: new_id(now),
        account: account.id,
        token_hash,
        second_factor: proof.is_some(),
        agent: agent.chars().filter(|c| !c.is_control()).take(AGENT_LENGTH).collect(),
        created_at: now,
        seen_at: now,
        expires_at: now + lasts,
    };
    for old in session::of_account(tx, account.id, now).await?.iter().skip(MOST - 1) {
        session::remove(tx, old.id).await?;
    }
    session::insert(tx, &session).await?;
    audit::record(tx, &Entry::new(Some(account.id), Action::SignIn, SESSION, session.id), now).await?;
    Ok(SignedIn { token: token.into(), session })
}

/// Gives the caller's session a new token, as is due whenever more was proved; the old one ends.
pub(super) async fn renew(tx: &Transaction, caller: &Caller, second_factor: bool) -> Result<SignedIn, Problem> {
    let (token, token_hash) = caller::new_token();
    let session = Session { token_hash, second_factor, ..caller.session()?.clone() };
    session::update(tx, &session).await?;
    Ok(SignedIn { token: token.into(), session })
}

/// The caller's sessions, newest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Session>, Problem> {
    caller.admit(Action::ListSessions)?;
    Ok(session::of_account(&app.db, caller.account()?, app.clock.now()).await?)
}

/// Ends the session that asks.
pub async fn sign_out(app: &App, caller: &Caller) -> Result<(), Problem> {
    caller.admit(Action::SignOut)?;
    let id = caller.session()?.id;
    end(app, caller, id, Action::SignOut).await
}

/// Ends a session of the caller's.
///
/// # Errors
/// 404 where it is not theirs.
pub async fn revoke(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::RevokeSession)?;
    end(app, caller, id, Action::RevokeSession).await
}

async fn end(app: &App, caller: &Caller, id: Uuid, action: Action) -> Result<(), Problem> {
    let tx = storage::begin(&app.db).await?;
    let found = session::find(&tx, id).await?;
    caller.admit_to(action, Owner::Account(found.account))?;
    session::remove(&tx, id).await?;
    audit::record(&tx, &Entry::new(Some(caller.account()?), action, SESSION, id), app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
