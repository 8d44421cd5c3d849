//! Documents that a worker keeps, such as a résumé or a certificate: what is taken, how much of it, and under which
//! name it is given back.
//!
//! A file is what its bytes say. Its name and its declared type decide nothing, as anyone can write anything there
//! (OWASP File Upload Cheat Sheet, as of 2026-05). [`examine`] walks the whole structure and takes only what is one
//! PDF, one JPEG or one PNG from the first byte to the last, without anything that acts when it is opened.

mod bare;
mod jpeg;
mod label;
mod marker;
mod pdf;
mod png;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use bare::bare;
pub use label::Label;

use crate::account::AccountId;
use crate::message::{Arg, Message};
use crate::set::keyed_enum;

/// Identifies a document. UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub Uuid);

/// Names the bytes of a document where files are kept. Random (UUIDv4) and told to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub Uuid);

keyed_enum! {
    /// What a document is for.
    Purpose {
        /// A résumé.
        Resume = "resume",
        /// Proof of a licence, a certification or a check.
        Credential = "credential",
        /// A diploma or a transcript.
        Education = "education",
        /// Anything else.
        Other = "other",
    }
}

keyed_enum! {
    /// What a document is, by its content.
    Format {
        /// ISO 32000.
        Pdf = "pdf",
        /// ITU-T T.81.
        Jpeg = "jpeg",
        /// W3C Portable Network Graphics.
        Png = "png",
    }
}

impl Format {
    /// The media type under which it is given back.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The end of its name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Bytes of one document at most: a phone's photo of a page has 2 to 8 MB, and a scan of ten pages likewise.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Documents of one account at most: a résumé in two languages, and proofs for every licence, certification and check
/// that our reference tables know for one role.
pub const MAX_FILES: u64 = 20;
/// Bytes of all documents of one account at most: twenty of a usual size, not twenty of the largest.
pub const MAX_ACCOUNT_BYTES: u64 = 50 * 1024 * 1024;

/// Pixels of a picture at most: what the cameras of phones take (48 to 50 million), and some more.
const MAX_PIXELS: u64 = 64_000_000;
/// Pixels of one side at most: the longest that common decoders take.
const MAX_SIDE: u32 = 16_384;

/// A document, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its identity.
    pub id: DocumentId,
    /// Whose it is.
    pub account: AccountId,
    /// Where its bytes are.
    pub file: FileId,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is.
    pub format: Format,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in small hexadecimal digits.
    pub sha256: String,
    /// What its owner calls it.
    pub label: Option<Label>,
    /// When it was taken.
    pub created_at: DateTime<Utc>,
}

impl Document {
    /// The name under which it is saved by who downloads it. Made of our own words only, so that no name that was
    /// given reaches a header or a disk: `resume-2026-05-01.pdf`.
    pub fn download_name(&self) -> String {
        let day = self.created_at.date_naive();
        format!("{}-{day}.{}", self.purpose.key(), self.format.extension())
    }
}

/// How much an account keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Documents.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
}

impl Usage {
    /// Whether a document of `bytes` may be added.
    ///
    /// # Errors
    /// [`Fault::TooMany`] or [`Fault::TooMuch`].
    pub const fn admit(self, bytes: u64) -> Result<(), Fault> {
        if self.files >= MAX_FILES {
            Err(Fault::TooMany)
        } else if self.bytes.saturating_add(bytes) > MAX_ACCOUNT_BYTES {
            Err(Fault::TooMuch)
        } else {
            Ok(())
        }
    }
}

/// Why a document is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There are no bytes.
    Empty,
    /// Over [`MAX_BYTES`].
    TooLarge,
    /// Neither PDF nor JPEG nor PNG, but this, where it is known: the usual end of such a file's name.
    Foreign(Option<&'static str>),
    /// Begins as one of ours but does not hold together.
    Damaged(Format),
    /// Something follows its end.
    Trailing(Format),
    /// Another reader would take it for another kind of file.
    Mixed,
    /// A PDF that acts when it is opened, or carries files.
    Active,
    /// A PDF that cannot be looked into.
    Encrypted,
    /// A picture that unpacks to more than is reasonable.
    Dimensions,
    /// [`MAX_FILES`] are kept already.
    TooMany,
    /// It would exceed [`MAX_ACCOUNT_BYTES`].
    TooMuch,
}

impl Fault {
    /// The reason as a sentence, with what to do.
    pub fn message(self) -> Message {
        let format = |format: Format| Arg::Text(format.key().to_uppercase());
        let count = |n: u64| Arg::Text(n.to_string());
        let megabytes = |bytes: u64| count(bytes / (1024 * 1024));
        match self {
            Self::Empty => Message::new("document-empty"),
            Self::TooLarge => Message::new("document-too-large").with("max", megabytes(MAX_BYTES)),
            Self::Foreign(None) => Message::new("document-foreign"),
            Self::Foreign(Some(kind)) => Message::new("document-foreign-kind").with("kind", Arg::Text(kind.to_owned())),
            Self::Damaged(kind) => Message::new("document-damaged").with("format", format(kind)),
            Self::Trailing(kind) => Message::new("document-trailing").with("format", format(kind)),
            Self::Mixed => Message::new("document-mixed"),
            Self::Active => Message::new("document-active"),
            Self::Encrypted => Message::new("document-encrypted"),
            Self::Dimensions => Message::new("document-dimensions"),
            Self::TooMany => Message::new("document-too-many").with("max", count(MAX_FILES)),
            Self::TooMuch => Message::new("document-too-much").with("max", megabytes(MAX_ACCOUNT_BYTES)),
        }
    }
}

/// What a file is, if it may be kept.
///
/// # Errors
/// The first [`Fault`] found.
pub fn examine(bytes: &[u8]) -> Result<Format, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if u64::try_from(bytes.len()).map_or(true, |length| length > MAX_BYTES) {
        return Err(Fault::TooLarge);
    }
    let format = if bytes.starts_with(pdf::START) {
        pdf::walk(bytes).map(|()| Format::Pdf)
    } else if bytes.starts_with(jpeg::START) {
        jpeg::walk(bytes).map(|()| Format::Jpeg)
    } else if bytes.starts_with(png::START) {
        png::walk(bytes).map(|()| Format::Png)
    } else {
        Err(foreign(infer::get(bytes).map(|kind| kind.extension())))
    }?;
    if marker::is_another_file_too(bytes) { Err(Fault::Mixed) } else { Ok(format) }
}

/// Says what a file is that begins as none of ours. It may be one of ours after some junk.
fn foreign(kind: Option<&'static str>) -> Fault {
    let ours = Format::ALL.iter().copied().find(|format| kind == Some(format.extension()));
    ours.map_or(Fault::Foreign(kind), Fault::Damaged)
}

/// Whether a picture of this size, with `bits` for each of its pixels, may be unpacked by who opens it.
fn within_bounds(width: u32, height: u32, bits: u64) -> Result<(), Fault> {
    // 64 million pixels of 32 bits: 256 MB, which a phone can show.
    const MAX_BITS: u64 = MAX_PIXELS * 32;
    let pixels = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS || pixels * bits > MAX_BITS {
        Err(Fault::Dimensions)
    } else {
        Ok(())
    }
}
