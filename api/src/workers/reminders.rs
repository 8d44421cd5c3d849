//! Reminds people by mail of licences and credentials that end: 60, 30 and 7 days ahead, each once.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::worker::{AHEAD_DAYS, Reminder, Subject, reminder_due};
use mailer::{Letter, Outgoing};
use storage::worker::lapse::{self, Ending, Of};
use storage::{Transaction, account};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::{App, day_of};

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// Looked at in one transaction.
const PAGE: u64 = 100;

/// Reminds once an hour, until `stop` turns true. Any number of processes may do so: a reminder has a key, under which
/// one mail is sent.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match pass(&app, app.clock.now()).await {
            Ok(0) => {}
            Ok(reminders) => tracing::info!(reminders, "reminded of what ends"),
            Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot remind of what ends"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Reminds of everything that is due; says of how much.
async fn pass(app: &App, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let today = day_of(now);
    let last = today + Days::new(AHEAD_DAYS.into_iter().max().unwrap_or_default().into());
    let mut sent = 0;
    for of in [Of::Licences, Of::Wallet] {
        let mut after = None;
        loop {
            let page = lapse::ending(&app.db, of, (today, last), after, PAGE).await?;
            let Some(ending) = page.last() else { break };
            after = ending.item.ends.map(|ends| (ends, ending.item.id));
            sent += remind(app, &page, today, now).await?;
        }
    }
    Ok(sent)
}

async fn remind(app: &App, page: &[Ending], today: NaiveDate, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let due = |ending: &Ending| reminder_due(ending.item.ends?, ending.reminded, today);
    let due: Vec<_> = page.iter().filter_map(|ending| Some((ending, due(ending)?))).collect();
    if due.is_empty() {
        return Ok(0);
    }
    let tx = storage::begin(&app.db).await?;
    for (ending, reminder) in &due {
        queue(app, &tx, ending, reminder, now).await?;
        lapse::reminded(&tx, &ending.item, reminder.reminded).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

async fn queue(
    app: &App,
    tx: &Transaction,
    ending: &Ending,
    reminder: &Reminder,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let account = match account::find(tx, ending.account).await {
        Ok(account) => account,
        // Deleted since the page was read.
        Err(storage::Error::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let (day, days) = (reminder.reminded.last_day, reminder.days_left);
    let (kind, letter) = match ending.item.subject {
        Subject::Licence(role, province) => ("licence", Letter::LicenceLapses { role, province, day, days }),
        Subject::Credential(credential) => ("credential", Letter::CredentialLapses { credential, day, days }),
    };
    let mail = Outgoing {
        to: account.email,
        to_name: account.name,
        language: account.language,
        letter,
        dedupe_key: Some(format!("{kind}-lapses:{}:{day}:{}", ending.item.id, reminder.reminded.ahead)),
    };
    match mailer::queue(tx, &app.vault, &mail, now).await {
        // Nothing can be sent there, today or later.
        Ok(_) | Err(mailer::Error::Address) => Ok(()),
        Err(error) => Err(error).context("cannot queue a reminder"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;
    use domain::Lang;
    use domain::account::AccountId;
    use domain::reference::{Credential, Province, Role};
    use domain::worker::{Held, Licence, LicenceClass, Standing};
    use search_indexer::TantivyIndex;
    use storage::account::Account;
    use storage::testing::TestDatabase;
    use storage::vault::Vault;
    use storage::worker::{licence, wallet};
    use uuid::Uuid;

    use super::*;
    use crate::app::Settings;
    use crate::clock::Clock;

    fn noon(day: &str) -> DateTime<Utc> {
        format!("{day}T17:00:00Z").parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A worker whose licence ends on 1 March and whose card by default on 10 March.
    async fn someone(app: &App) -> Account {
        let id = AccountId(Uuid::now_v7());
        let account = Account { language: Lang::Fr, ..storage::testing::account(id, "w@example.org") };
        let fields = Licence {
            role: Role::parse("rn").unwrap(),
            province: Province::On,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: Some(day("2027-03-01")),
        };
        let held =
            Held { credential: Credential::parse("bls").unwrap(), issued: Some(day("2026-03-10")), expires: None };
        let card = storage::worker::Credential {
            id: Uuid::now_v7(),
            account: account.id,
            version: 1,
            held,
            issuer: None,
            document: None,
        };
        let at = account.created_at;
        let tx = storage::begin(&app.db).await.unwrap();
        account::insert(&tx, &account).await.unwrap();
        licence::insert(&tx, &storage::worker::Licence::new(Uuid::now_v7(), account.id, fields), at).await.unwrap();
        wallet::insert(&tx, &card, at).await.unwrap();
        tx.commit().await.unwrap();
        account
    }

    #[tokio::test]
    async fn each_reminder_is_sent_once_also_by_processes_at_the_same_time() {
        for database in TestDatabase::all().await {
            let folder = tempfile::tempdir().unwrap();
            let index = Arc::new(TantivyIndex::open(folder.path()).unwrap());
            let app = App::new((*database).clone(), index, Vault::generate(), Settings::default(), Clock::default());
            let account = someone(&app).await;
            let mail = async || storage::delivery::to(&app.db, &account.email).await.unwrap();
            let mut at = noon("2026-11-01");
            let mut days = Vec::new();
            while at < noon("2027-04-01") {
                let before = mail().await.len();
                // Two passes of this day, as two processes would run them.
                let (one, two) = tokio::join!(pass(&app, at), pass(&app, at));
                one.unwrap();
                two.unwrap();
                let queued = mail().await.len() - before;
                days.extend(std::iter::repeat_n(day_of(at).to_string(), queued));
                at += TimeDelta::days(1);
            }
            let licence = ["2026-12-31", "2027-01-30", "2027-02-22"];
            let card = ["2027-01-09", "2027-02-08", "2027-03-03"];
            let mut expected: Vec<_> = licence.into_iter().chain(card).collect();
            expected.sort_unstable();
            assert_eq!(days, expected);
            let kinds: Vec<_> = mail().await.iter().map(|delivery| delivery.kind.clone()).collect();
            assert_eq!(kinds.iter().filter(|kind| *kind == "licence_lapses").count(), 3);
            assert_eq!(kinds.iter().filter(|kind| *kind == "credential_lapses").count(), 3);
        }
    }
}
