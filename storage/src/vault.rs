//! The keys of an installation: sealing what must not be readable at rest, and keyed hashes.
//!
//! Keys are made at first start in a file of their own that only its owner may read, beside the database and
//! apart from its backups. A sealed text names the key it was sealed with, so that old ones stay readable when a
//! new key is made. What it belongs to (table, column, row) is authenticated along (RFC 8439 AEAD, with the
//! extended nonce of XChaCha20): a text that is moved to another row is refused.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Why something sealed cannot be opened, or the keys not be had. Never tells a secret.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file of keys cannot be read or written.
    #[error("cannot use the file of keys {0}: {1}")]
    File(String, std::io::Error),
    /// The file of keys is not one.
    #[error("{0} is no file of keys")]
    Keys(String),
    /// The text is not sealed, was sealed with a key we do not have, was changed, or belongs elsewhere.
    #[error("a sealed value cannot be opened")]
    Sealed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// The key that seals.
    current: String,
    /// Every key by its name, base64url.
    keys: BTreeMap<String, String>,
}

/// The keys of an installation.
#[derive(Clone)]
pub struct Vault {
    current: String,
    keys: BTreeMap<String, [u8; KEY_BYTES]>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("current", &self.current).finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens the file of keys, and makes it when there is none.
    ///
    /// # Errors
    /// The file cannot be read, made, or is not one.
    pub fn open_or_create(path: &Path) -> Result<Self, VaultError> {
        let name = || path.display().to_string();
        let failed = |error| VaultError::File(name(), error);
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(&bytes).ok_or_else(|| VaultError::Keys(name())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let made = Self::generate();
                match made.write(path) {
                    // Another process made it in between.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::parse(&std::fs::read(path).map_err(failed)?).ok_or_else(|| VaultError::Keys(name()))
                    }
                    outcome => outcome.map(|()| made).map_err(failed),
                }
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// New keys, kept nowhere.
    pub fn generate() -> Self {
        let mut key = [0; KEY_BYTES];
        rand::rng().fill_bytes(&mut key);
        Self { current: "k1".to_owned(), keys: BTreeMap::from([("k1".to_owned(), key)]) }
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let file: KeyFile = serde_json::from_slice(bytes).ok()?;
        let mut keys = BTreeMap::new();
        for (name, key) in file.keys {
            keys.insert(name, URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok()?);
        }
        keys.contains_key(&file.current).then_some(Self { current: file.current, keys })
    }

    /// Written beside and then linked under its name: another process sees the whole file or none.
    fn write(&self, path: &Path) -> std::io::Result<()> {
        let keys = self.keys.iter().map(|(name, key)| (name.clone(), URL_SAFE_NO_PAD.encode(key))).collect();
        let file = KeyFile { current: self.current.clone(), keys };
        let draft = path.with_extension(format!("{}.new", std::process::id()));
        let mut out = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        out.write_all(&serde_json::to_vec_pretty(&file)?)?;
        out.sync_all()?;
        let linked = std::fs::hard_link(&draft, path);
        std::fs::remove_file(&draft)?;
        linked
    }

    /// Seals a text for one place, such as `licence.number:ID`.
    pub fn seal(&self, context: &str, plain: &str) -> String {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: plain.as_bytes(), aad: context.as_bytes() };
        // Encryption fails for texts beyond 256 GiB only.
        let sealed = self.cipher(&self.current).and_then(|cipher| cipher.encrypt(&XNonce::from(nonce), payload).ok());
        let bytes = [nonce.as_slice(), &sealed.unwrap_or_default()].concat();
        format!("{}:{}", self.current, URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Opens what [`seal`](Self::seal) made for the same place.
    ///
    /// # Errors
    /// [`VaultError::Sealed`].
    pub fn open(&self, context: &str, sealed: &str) -> Result<String, VaultError> {
        self.try_open(context, sealed).ok_or(VaultError::Sealed)
    }

    fn try_open(&self, context: &str, sealed: &str) -> Option<String> {
        let (name, text) = sealed.split_once(':')?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        let plain = self.cipher(name)?.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(plain).ok()
    }

    /// A keyed hash for one purpose (HMAC-SHA-256, RFC 2104), the same as long as the first key is kept.
    pub fn mac(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let key = self.keys.first_key_value().map_or([0; KEY_BYTES], |(_, key)| *key);
        // The purpose and what is hashed are parted by a zero byte, so that no two pairs read alike.
        match Hmac::<Sha256>::new_from_slice(&key) {
            Ok(mac) => mac.chain_update(b"mac\0").chain_update(purpose).chain_update([0]).chain_update(bytes),
            // HMAC takes keys of any length.
            Err(_) => return [0; 32],
        }
        .finalize()
        .into_bytes()
        .into()
    }

    fn cipher(&self, name: &str) -> Option<XChaCha20Poly1305> {
        let key = self.keys.get(name)?;
        Some(XChaCha20Poly1305::new(key.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let vault = Vault::generate();
        let sealed = vault.seal("licence.number:1", "RN-123456");
        assert!(!sealed.contains("123456"));
        assert_eq!(vault.open("licence.number:1", &sealed).unwrap(), "RN-123456");
        assert!(vault.open("licence.number:2", &sealed).is_err());
        assert!(Vault::generate().open("licence.number:1", &sealed).is_err());
        assert_ne!(vault.seal("licence.number:1", "RN-123456"), sealed);
        for damaged in ["", "k1", "k1:", "k1:AAAA", "k9:AAAA", &sealed[..sealed.len() - 2]] {
            assert!(vault.open("licence.number:1", damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn keys_are_kept_in_a_file_that_only_its_owner_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let made = Vault::open_or_create(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Vault::open_or_create(&path).unwrap();
        assert_eq!(again.open("c", &made.seal("c", "x")).unwrap(), "x");
        assert_eq!(again.mac("p", b"x"), made.mac("p", b"x"));
        assert_ne!(made.mac("p", b"x"), made.mac("q", b"x"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::write(&path, "{}").unwrap();
        assert!(matches!(Vault::open_or_create(&path), Err(VaultError::Keys(_))));
    }
}
