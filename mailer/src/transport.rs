//! Where mail goes.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use lettre::Message;
use serde::{Deserialize, Serialize};
use storage::delivery::DeliveryId;

use crate::Error;

/// Which way mail goes, as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Into a folder, one file a mail.
    Folder,
}

/// Where mail goes. Cloning shares it.
#[derive(Clone)]
pub enum Transport {
    /// Into a folder as `ID.eml`.
    Folder(PathBuf),
    /// Kept in memory, for tests.
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
}

impl Failure {
    /// What kind it is.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Transient(kind) | Self::Permanent(kind) => kind,
        }
    }
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

    /// Hands a mail over.
    pub(crate) async fn send(&self, id: DeliveryId, message: &Message) -> Result<(), Failure> {
        let bytes = message.formatted();
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                let written = tokio::task::spawn_blocking(move || write(&folder, id, &bytes)).await;
                written.is_ok_and(|written| written.is_ok()).then_some(()).ok_or(Failure::Transient("folder"))
            }
            Self::Memory(Memory(sent)) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push((id, bytes));
                Ok(())
            }
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
