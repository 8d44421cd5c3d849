//! The letters of this part. Each is queued in the transaction of what it tells of.

use chrono::{DateTime, Utc};
use domain::Lang;
use mailer::{Letter, Outgoing};
use storage::Transaction;
use storage::account::Account;

use crate::app::App;
use crate::problem::Problem;

/// To someone who registered: confirm the address.
pub(super) async fn confirm(
    app: &App,
    tx: &Transaction,
    to: (&str, &str, Lang),
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let (email, name, language) = to;
    let letter = Letter::ConfirmEmail { link: format!("/account/confirm?token={token}") };
    let mail = Outgoing { to: email.to_owned(), to_name: name.to_owned(), language, letter, dedupe_key: None };
    mailer::queue(tx, &app.vault, &mail, now).await?;
    Ok(())
}

/// To someone with an account.
pub(super) async fn to_owner(
    app: &App,
    tx: &Transaction,
    account: &Account,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let mail = Outgoing {
        to: account.email.clone(),
        to_name: account.name.clone(),
        language: account.language,
        letter,
        dedupe_key: None,
    };
    mailer::queue(tx, &app.vault, &mail, now).await?;
    Ok(())
}

/// Where a new password is set with a token.
pub(super) fn reset_link(token: &str) -> String {
    format!("/account/password?token={token}")
}
