//! Letters to accounts about what was done. Each is queued in the transaction of what it tells of.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::organization::{MemberRole, OrganizationId};
use domain::posting::Content;
use mailer::{Letter, Outgoing};
use storage::account::{self, Account};
use storage::{Transaction, organization};

use super::App;
use crate::problem::Problem;

/// Queues a letter to an account.
pub async fn write_to(
    app: &App,
    tx: &Transaction,
    to: &Account,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    send(app, tx, &outgoing(to, letter, None), now).await
}

/// Queues a letter to an account, once under a key.
pub async fn write_once(
    app: &App,
    tx: &Transaction,
    to: &Account,
    letter: Letter,
    key: String,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    send(app, tx, &outgoing(to, letter, Some(key)), now).await
}

fn outgoing(to: &Account, letter: Letter, dedupe_key: Option<String>) -> Outgoing {
    Outgoing { to: to.email.clone(), to_name: to.name.clone(), language: to.language, letter, dedupe_key }
}

/// Queues a mail. An address that no mail can be sent to is no reason to undo what the letter tells of.
pub async fn send(app: &App, tx: &Transaction, mail: &Outgoing, now: DateTime<Utc>) -> Result<(), Problem> {
    match mailer::queue(tx, &app.vault, mail, now).await {
        Ok(_) => Ok(()),
        Err(mailer::Error::Address) => {
            tracing::warn!("a letter has no address it can be sent to");
            Ok(())
        }
        Err(error) => Err(Problem::from(anyhow::Error::from(error))),
    }
}

/// The members of an organization who are at least `least`: whom something concerns.
pub async fn members(tx: &Transaction, id: OrganizationId, least: MemberRole) -> Result<Vec<Account>, Problem> {
    let mut found = Vec::new();
    for member in organization::member::list(tx, id).await?.iter().filter(|member| member.role >= least) {
        found.push(account::find(tx, member.account).await?);
    }
    Ok(found)
}

/// What a posting is called in a letter.
pub fn title(content: &Content, lang: Lang) -> String {
    content.text(lang).map(|text| text.title.clone()).unwrap_or_default()
}
