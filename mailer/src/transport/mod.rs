//! Where mail goes.

mod smtp;

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use lettre::Message;
use serde::{Deserialize, Serialize};
use storage::delivery::DeliveryId;

use crate::Error;

pub use smtp::Relay;

/// Which way mail goes, as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Into a folder, one file a mail.
    Folder,
    /// To a relay.
    Smtp,
}

/// Where mail goes. Cloning shares it.
#[derive(Clone)]
pub enum Transport {
    /// Into a folder as `ID.eml`.
    Folder(PathBuf),
    /// To a relay over SMTP.
    Smtp(Relay),
    /// Kept in memory, for tests.
    Memory(Memory),
}

/// What one lane hands its mail over by.
pub(crate) enum Line {
    Folder(PathBuf),
    Smtp(Box<smtp::Line>),
    Memory(Memory),
}

/// Mail that was sent into memory, in order.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Vec<Sent>>>);

/// A delivery, and the message in the form of RFC 5322.
pub type Sent = (DeliveryId, Vec<u8>);

impl Memory {
    /// What was sent so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why a mail could not be handed over: a kind of failure without personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// May succeed later.
    Transient(&'static str),
    /// Never will.
    Permanent(&'static str),
    /// Never will, as there is no such address.
    Unknown,
}

/// Whether an enhanced code says that there is no such address (RFC 3463 §3.2).
pub(crate) fn is_unknown(code: &str) -> bool {
    matches!(code, "5.1.0" | "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10" | "5.2.1")
}

impl Transport {
    /// Into a folder that only its owner reads, as mail holds tokens; made when there is none.
    ///
    /// # Errors
    /// [`Error::Folder`].
    pub fn folder(path: &Path) -> Result<Self, Error> {
        let failed = |error| Error::Folder(path.display().to_string(), error);
        fs::create_dir_all(path).map_err(failed)?;
        fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(failed)?;
        Ok(Self::Folder(path.to_owned()))
    }

    /// A line of its own for a lane.
    pub(crate) fn line(&self) -> Line {
        match self {
            Self::Folder(folder) => Line::Folder(folder.clone()),
            Self::Smtp(relay) => Line::Smtp(Box::new(smtp::Line::new(relay.clone()))),
            Self::Memory(memory) => Line::Memory(memory.clone()),
        }
    }
}

impl Line {
    /// Hands a mail over.
    pub(crate) async fn send(&mut self, id: DeliveryId, message: &Message) -> Result<(), Failure> {
        let bytes = message.formatted();
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                let written = tokio::task::spawn_blocking(move || write(&folder, id, &bytes)).await;
                written.is_ok_and(|written| written.is_ok()).then_some(()).ok_or(Failure::Transient("folder"))
            }
            Self::Smtp(line) => line.send(message, &bytes).await,
            Self::Memory(Memory(sent)) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push((id, bytes));
                Ok(())
            }
        }
    }

    /// To be said while there is nothing to send.
    pub(crate) async fn rest(&mut self) {
        if let Self::Smtp(line) = self {
            line.close_if_worn().await;
        }
    }

    /// To be said when nothing more is sent.
    pub(crate) async fn close(&mut self) {
        if let Self::Smtp(line) = self {
            line.close().await;
        }
    }
}

fn file(folder: &Path, id: DeliveryId) -> PathBuf {
    folder.join(format!("{id}.eml"))
}

/// Written beside and then given its name: whoever looks sees the whole mail or none, and the same mail sent again is
/// the same file.
fn write(folder: &Path, id: DeliveryId, bytes: &[u8]) -> std::io::Result<()> {
    let mut draft = tempfile::Builder::new().suffix(".draft").tempfile_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft.persist(file(folder, id))?;
    File::open(folder)?.sync_all()
}
