//! The mail of a world, as it arrives in its folder.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::{TimeDelta, Utc};
use mail_parser::MessageParser;
use storage::Database;
use storage::delivery::{DeliveryId, backlog, find};

use crate::people::database;
use crate::{World, eventually};

/// How long a running server may take to send.
const PATIENCE: Duration = Duration::from_mins(1);

/// A mail that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Which letter it is; empty when no row of it is kept.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl Mail {
    /// The token of its link.
    pub fn token(&self) -> Option<&str> {
        self.text.split_once("?token=")?.1.split(['\n', '&']).next()
    }
}

/// Waits until the server of a world has sent all that waits, also what it will try again.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
pub async fn all_sent(db: &Database) -> anyhow::Result<()> {
    // What is claimed or waits to be tried again is due within a day.
    eventually(PATIENCE, async || Ok(backlog(db, Utc::now() + TimeDelta::days(1)).await?.due == 0)).await
}

/// Waits until the server of a world has sent all that is due, then takes the mail to an address out of the folder,
/// in the order in which it was asked for.
pub async fn take(world: &World, to: &str) -> anyhow::Result<Vec<Mail>> {
    let db = database(world).await?;
    all_sent(&db).await?;
    let mut files = Vec::new();
    for file in std::fs::read_dir(world.path().join("data/mail"))? {
        files.push(file?.path());
    }
    files.sort();
    let mut taken = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "eml")) {
        let bytes = std::fs::read(path)?;
        let message = MessageParser::new().parse(&bytes).context("no mail")?;
        let recipient = message.to().and_then(|to| to.first()).and_then(|to| to.address());
        if recipient != Some(to) {
            continue;
        }
        let id = path.file_stem().and_then(|id| id.to_str()).context("no name")?.parse()?;
        let kind = find(&db, DeliveryId(id)).await?.map(|kept| kept.kind).unwrap_or_default();
        let text = message.body_text(0).context("no text")?.replace("\r\n", "\n");
        taken.push(Mail { kind, subject: message.subject().context("no subject")?.to_owned(), text });
        std::fs::remove_file(path)?;
    }
    db.close().await?;
    Ok(taken)
}

/// Takes the only mail to an address.
pub async fn take_one(world: &World, to: &str) -> anyhow::Result<Mail> {
    let mut taken = take(world, to).await?;
    ensure!(taken.len() == 1, "one mail to {to}: {taken:?}");
    taken.pop().context("no mail")
}
