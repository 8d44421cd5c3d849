//! Requirements: what a posting asks, line by line, read from its text with the place where it says so.

mod read;

use serde::{Deserialize, Serialize};

pub use read::{Passage, Source, read};

use crate::Lang;
use crate::reference::{Credential, Language, Role};
use crate::set::keyed_enum;

keyed_enum! {
    /// Whether a line must be met or is an asset.
    Necessity {
        /// Must be met.
        Required = "required",
        /// "An asset", « un atout ».
        Preferred = "preferred",
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ask {
    /// The licence or registration of a role in the posting's province.
    Licence {
        /// The role whose licence is meant; `None`: that of the posting's own role.
        role: Option<Role>,
    },
    /// A certification, check, fit, immunization or other proof.
    Credential {
        /// Which.
        credential: Credential,
    },
    /// Experience in the work, in months.
    Experience {
        /// At least so many months.
        months: u16,
    },
    /// A language of work.
    Language {
        /// Which.
        language: Language,
    },
}

keyed_enum! {
    /// The part of a posting in which a requirement was read.
    Field {
        /// The title.
        Title = "title",
        /// The description.
        Description = "description",
        /// A qualification field of the source.
        Qualifications = "qualifications",
    }
}

/// The words in which a requirement was read: UTF-8 byte offsets `start..end` into one text of the posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Which text.
    pub field: Field,
    /// In which language's text.
    pub lang: Lang,
    /// Which of several texts of that field (qualification fields come as a list).
    pub item: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// How a requirement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Basis {
    /// Read in the posting's words.
    Stated {
        /// Where.
        span: Span,
    },
    /// Filled in on a form or given in a structured field.
    Form,
    /// Not said: the licence that role × province implies.
    Implied,
}

/// One line that a posting asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Requirement {
    /// What is asked.
    #[serde(flatten)]
    pub ask: Ask,
    /// Required or preferred.
    pub necessity: Necessity,
    /// How it is known.
    #[serde(flatten)]
    pub basis: Basis,
}
