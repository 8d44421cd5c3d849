//! Mail that comes back: that an address is not there after all, or that someone called a mail spam. It is read from a
//! Maildir, into which the server of the sender's address delivers.
//!
//! Anyone can write such a report. One is believed where it names the Message-ID of a mail that we sent, which is beyond
//! guessing, and of its recipient nothing but what we know ourselves: whoever does not have the mail can end nothing.

mod report;

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use storage::vault::Vault;
use storage::{Database, begin, delivery};

use crate::feedback::{Answer, heed};
use crate::{Error, Sender};

use report::Report;

/// Messages taken at a time.
const BATCH: usize = 100;
/// Bytes of a message that are read: a report has what counts at its head and the mail that it is about behind it.
const BYTES: u64 = 1 << 20;

/// Takes the mail that comes back. Any number of them may read one Maildir.
pub struct Returns {
    db: Database,
    vault: Vault,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    maildir: PathBuf,
    /// What stands behind the `@` of our Message-IDs.
    domain: String,
}

impl Returns {
    /// Of a Maildir, which is there with its `new` and `cur`.
    ///
    /// # Errors
    /// [`Error::Folder`] where it is none; [`Error::Sender`].
    pub fn new(
        db: Database,
        vault: Vault,
        maildir: &Path,
        sender: &Sender,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        for part in ["new", "cur"] {
            let part = maildir.join(part);
            fs::read_dir(&part).map_err(|error| Error::Folder(part.display().to_string(), error))?;
        }
        let domain = sender.mailbox().ok_or(Error::Sender)?.email.domain().to_owned();
        Ok(Self { db, vault, clock: Arc::new(clock), maildir: maildir.to_owned(), domain })
    }

    /// Takes what has come, and says how many messages these were. A report is deleted once it is heeded; what is none is
    /// left for people, in `cur`.
    ///
    /// # Errors
    /// What the database says; then the message waits in `new`.
    pub async fn step(&self) -> Result<usize, Error> {
        let mut taken = 0;
        for path in self.waiting() {
            let message = match read(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => {
                    tracing::warn!(%error, "a message that came back cannot be read");
                    continue;
                }
                Ok(message) => message,
            };
            match report::read(&message, &self.domain) {
                Some(report) => {
                    self.take(&report).await?;
                    gone(fs::remove_file(&path).err());
                }
                None => gone(fs::rename(&path, self.seen(&path)).err()),
            }
            taken += 1;
        }
        Ok(taken)
    }

    /// The oldest of what has come; without a folder nothing has.
    fn waiting(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.maildir.join("new")).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
        files.sort();
        files.truncate(BATCH);
        files
    }

    /// Where a message is that was looked at: `:2,` says that no flag is set.
    fn seen(&self, path: &Path) -> PathBuf {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.maildir.join("cur").join(format!("{name}:2,"))
    }

    async fn take(&self, report: &Report) -> Result<(), Error> {
        let said = match report.answer {
            Some(Answer::Bounce) => "bounce",
            Some(Answer::Complaint) => "complaint",
            None => "other",
        };
        let tx = begin(&self.db).await?;
        let known = match (report.answer, report.of) {
            (Some(answer), Some(id)) => delivery::find(&tx, id).await?.map(|mail| (answer, mail)),
            _ => None,
        };
        let outcome = if known.is_some() { said } else { "ignored" };
        if let Some((answer, mail)) = known {
            heed(&tx, &self.vault, &mail.recipient, answer, (self.clock)()).await?;
            tracing::info!(delivery = %mail.id, said, "mail came back");
        }
        tx.commit().await?;
        metrics::counter!("mail_returned_total", "kind" => outcome).increment(1);
        Ok(())
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    fs::File::open(path)?.take(BYTES).read_to_end(&mut message)?;
    Ok(message)
}

/// What another process was quicker with is done as well.
fn gone(error: Option<std::io::Error>) {
    if let Some(error) = error.filter(|error| error.kind() != ErrorKind::NotFound) {
        tracing::warn!(%error, "a message that came back stays where it is");
    }
}
