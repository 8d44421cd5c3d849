//! What a rule says of a posting.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Rule;
use crate::message::Message;
use crate::reference::{Provenance, Province};
use crate::set::keyed_enum;

keyed_enum! {
    /// What a finding means for publication; the worst last.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Should be changed or looked at; does not stop publication.
        Warning = "warning",
        /// Stops publication.
        Error = "error",
    }
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Jurisdiction {
    /// A province or territory.
    Province(Province),
    /// All of Canada: a rule of the platform, or one that every province has.
    Canada,
}

impl Jurisdiction {
    /// `ON`, or `CA` for all of Canada.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Province(province) => province.key(),
            Self::Canada => "CA",
        }
    }

    /// The jurisdiction with this key.
    pub fn parse(key: &str) -> Option<Self> {
        if key == "CA" { Some(Self::Canada) } else { Province::parse(key).map(Self::Province) }
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Serialize for Jurisdiction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// The offending words: UTF-8 byte offsets `start..end` into the text that the pointer of a finding names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    pub(super) fn of(bytes: &std::ops::Range<usize>) -> Self {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { start: offset(bytes.start), end: offset(bytes.end) }
    }
}

/// What a rule says of a posting. Information, not legal advice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it means for publication.
    pub severity: Severity,
    /// Whose rule it is.
    pub jurisdiction: Jurisdiction,
    /// What is wrong and what to do, in a sentence.
    pub message: Message,
    /// Where: a JSON pointer (RFC 6901) into the posting's form, as its texts were given one, else the field that is
    /// missing: `/pay`, `/vacancy`, `/ai_statement`, `/twenty_five_employees`, `/agency_licence`, `/fr`, `/questions`,
    /// `/other_language_reason`.
    pub pointer: String,
    /// In which words, where it is words.
    pub span: Option<Span>,
    /// Who says so: the source, its link, as of when and how sure.
    #[serde(flatten)]
    pub provenance: Provenance,
}
