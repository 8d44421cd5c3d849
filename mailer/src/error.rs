/// Why a mail cannot be queued or the worker not be had. Tells no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none that mail can be sent to.
    #[error("not an address of e-mail")]
    Address,
    /// A letter cannot be written down or read.
    #[error("a letter cannot be written down or read")]
    Letter,
    /// A letter is sealed with a key that is not here.
    #[error("a letter is sealed with a key that is not here")]
    Sealed,
    /// The sender's address or the public address is none.
    #[error("mail_from must be an address of e-mail, and public_url begin with http:// or https://")]
    Sender,
    /// No mail can be signed with the key.
    #[error("mail_dkim_key must be an RSA key in PEM as PKCS #1 (BEGIN RSA PRIVATE KEY)")]
    SigningKey,
    /// The folder of mail cannot be used.
    #[error("cannot use the folder of mail {0}: {1}")]
    Folder(String, std::io::Error),
    /// What was being put together is lost.
    #[error("what was being put together is lost")]
    Interrupted,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}
