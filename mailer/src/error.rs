/// Why a mail cannot be queued or the worker not be had. Tells no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none that mail can be sent to.
    #[error("not an address of e-mail")]
    Address,
    /// A letter cannot be written down.
    #[error("a letter cannot be written down")]
    Letter,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}
