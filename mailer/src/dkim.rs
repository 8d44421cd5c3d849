//! Signing what goes out (RFC 6376), so that a recipient's provider knows that it is from the domain it says it is from.

use std::fmt;
use std::sync::Arc;

use lettre::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::HeaderName;

use crate::Error;

/// What is signed besides the body. Both headers of unsubscribing belong to it (RFC 8058 §4). `Content-Type` must not: in a
/// message of several parts lettre keeps it in the body, and a signature that names it is none.
const SIGNED: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// A key that mail is signed with. Shows nothing of it.
#[derive(Clone)]
pub struct Signer(Arc<DkimConfig>);

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// Signs for a domain, under whose `SELECTOR._domainkey` the public key is found. The key is RSA, in PEM as PKCS #1
    /// (`openssl genrsa -traditional 2048`).
    ///
    /// # Errors
    /// [`Error::SigningKey`].
    pub fn new(domain: &str, selector: &str, key: &str) -> Result<Self, Error> {
        let key = DkimSigningKey::new(key, DkimSigningAlgorithm::Rsa).map_err(|_| Error::SigningKey)?;
        let signed = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        // Spaces and folds may change on the way.
        let relaxed =
            DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
        let config = DkimConfig::new(selector.to_owned(), domain.to_owned(), key, signed, relaxed);
        Ok(Self(Arc::new(config)))
    }

    pub(crate) fn sign(&self, message: &mut Message) {
        message.sign(&self.0);
    }
}
