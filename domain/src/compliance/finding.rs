//! What a rule says of a posting.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Part, Passage, Rule};
use crate::Lang;
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

/// Where in a posting something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The pay.
    Pay,
    /// The statement on whether a vacancy exists.
    Vacancy,
    /// The statement on artificial intelligence.
    Ai,
    /// The number of employees.
    Employees,
    /// The agency's licence.
    Licence,
    /// The text in a language, as a whole.
    Text(Lang),
    /// The reason for a language of work, and what was done before asking for it.
    Languages,
    /// One text.
    Passage(Part, Lang, u16),
}

impl Target {
    /// The text of a passage.
    pub(super) const fn of(passage: &Passage<'_>) -> Self {
        Self::Passage(passage.part, passage.lang, passage.item)
    }

    /// A JSON pointer (RFC 6901) into the posting: `/pay`, `/en/title`, `/fr/qualifications/2`, `/questions/0/en`.
    pub fn pointer(self) -> String {
        match self {
            Self::Pay => "/pay".to_owned(),
            Self::Vacancy => "/vacancy".to_owned(),
            Self::Ai => "/ai_statement".to_owned(),
            Self::Employees => "/has_25_employees".to_owned(),
            Self::Licence => "/agency/licences".to_owned(),
            Self::Languages => "/language_reason".to_owned(),
            Self::Text(lang) => format!("/{}", lang.code()),
            Self::Passage(part, lang, item) => {
                let lang = lang.code();
                match part {
                    Part::Title => format!("/{lang}/title"),
                    Part::Description => format!("/{lang}/description"),
                    Part::Qualification => format!("/{lang}/qualifications/{item}"),
                    Part::Question => format!("/questions/{item}/{lang}"),
                    Part::Form => format!("/form/{item}/{lang}"),
                }
            }
        }
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.pointer())
    }
}

/// The offending words: UTF-8 byte offsets `start..end` into the text that the [`Target`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
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
    /// Where.
    #[serde(rename = "pointer")]
    pub target: Target,
    /// In which words, where it is words.
    pub span: Option<Span>,
    /// Who says so: the source, its link, as of when and how sure.
    #[serde(flatten)]
    pub provenance: Provenance,
}
