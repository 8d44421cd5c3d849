//! Accounts and sessions.
//!
//! What one may not know is whether an address has an account. So registering, signing in and asking for a reset
//! take the same statements and the same password hashes either way, and what differs goes out by mail. An account
//! begins when its address is confirmed; what was registered before is kept apart and cannot be signed in to.

pub mod erase;
pub mod export;
pub mod hashing;
mod letter;
pub mod own;
pub mod registration;
pub mod reset;
pub mod second_factor;
pub mod session;
pub mod setup;
pub mod staff;
pub(in crate::app) mod tries;

use domain::account::password::{self, About, Weakness};
use domain::message::{Arg, Message};
use secrecy::{ExposeSecret, SecretString};
use storage::account::Account;

use crate::app::App;
use crate::app::accounts::hashing::Checked;
use crate::app::accounts::tries::Try;
use crate::problem::{Kind, Problem};

/// The kind of object in the audit trail.
const ACCOUNT: &str = "account";
/// The same of a session.
const SESSION: &str = "session";

/// An address as it is kept and looked up.
pub(in crate::app) fn address(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Checks a new password by the rules.
fn check_rules(pointer: &str, new: &SecretString, second_factor: bool, about: About<'_>) -> Result<(), Problem> {
    let count = |count: usize| Arg::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let message = match password::check(&password::normalize(new.expose_secret()), second_factor, about) {
        Ok(()) => return Ok(()),
        Err(Weakness::Short(least)) => Message::new("password-short").with("least", count(least)),
        Err(Weakness::Long(most)) => Message::new("password-long").with("most", count(most)),
        Err(Weakness::Expected) => Message::new("password-expected"),
    };
    Err(Problem::field(pointer, message))
}

/// Checks the password of someone who is signed in already, before what an open session alone may not do.
async fn check_again(app: &App, account: &Account, pointer: &str, password: SecretString) -> Result<(), Problem> {
    tries::count(app, &[Try::password_of(&account.email)]).await?;
    match app.hasher.check(password, Some(&account.password_hash)).await? {
        Checked::Right(_) => Ok(()),
        Checked::Wrong => Err(Problem::field(pointer, Message::new("password-wrong"))),
    }
}

/// Someone else changed the account while this was under way.
fn overtaken() -> Problem {
    Problem::new(Kind::Conflict)
}

/// A change that no version was named for: one that was overtaken is a conflict of states.
fn unnamed(error: storage::Error) -> Problem {
    match error {
        storage::Error::Conflict { .. } => overtaken(),
        error => error.into(),
    }
}
