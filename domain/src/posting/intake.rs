//! From a source's raw words to a [`Content`].

use chrono::{DateTime, NaiveDate, Utc};

use super::{Apply, Arrangement, Content, Setting};
use crate::Lang;

/// What a feed says of one posting, field by field and unread. Every feed reader fills this and nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raw {
    /// The source's own identifier, where it has one.
    pub reference: Option<String>,
    /// The title in the source's language.
    pub title: String,
    /// The title in the other language, where given.
    pub title_other: Option<String>,
    /// The description, plain text or HTML.
    pub description: String,
    /// The description in the other language.
    pub description_other: Option<String>,
    /// Qualification fields, one text each, in the source's language.
    pub qualifications: Vec<String>,
    /// The language of the posting; `None`: detected from the text.
    pub lang: Option<Lang>,
    /// The employer's name as given.
    pub employer: String,
    /// Whether the source says that an agency or recruiter posts.
    pub arrangement: Option<Arrangement>,
    /// Place texts: `Sudbury`, `Sudbury, ON`, `Toronto (Downtown)`.
    pub places: Vec<RawPlace>,
    /// Provinces served from anywhere, as texts.
    pub remote: Vec<String>,
    /// The kind of place of work, where the source has a field for it.
    pub setting: Option<Setting>,
    /// Salary texts, tried in order: `$48.27 to $62.91`, `30 HOUR`, `bi-weekly ($87,148 - $117,276/year)`.
    pub salaries: Vec<String>,
    /// Text on hours: `30 to 75 hours bi-weekly`.
    pub hours: Option<String>,
    /// Texts on employment type: `Full time`, `Permanent`, `Term or contract (ending: 2021-03-31)`.
    pub employment: Vec<String>,
    /// Texts on shifts: `Day, Evening, Night`, `Quart de nuit`.
    pub shifts: Vec<String>,
    /// Language-of-work texts: `Bilingual`, `English`.
    pub languages: Vec<String>,
    /// First day of work.
    pub start: Option<NaiveDate>,
    /// How many are sought.
    pub vacancies: Option<u16>,
    /// The original link.
    pub url: Option<String>,
    /// When the source published it.
    pub published_at: Option<DateTime<Utc>>,
    /// When the source ends it.
    pub valid_through: Option<DateTime<Utc>>,
    /// The line (CSV) or element number (XML, JSON) in its file, from 1, for reports.
    pub line: u64,
}

/// A place as a feed says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawPlace {
    /// City or place text.
    pub text: String,
    /// Province text, code or name, where it has a field of its own.
    pub province: Option<String>,
    /// Postal code or FSA.
    pub postal_code: Option<String>,
    /// Coordinates, where the source gives them.
    pub point: Option<(f64, f64)>,
}

/// Why one raw posting cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The title is empty.
    #[error("no title")]
    NoTitle,
}

/// Reads a raw posting into the platform's terms.
///
/// # Errors
/// [`Rejection`] names the field that cannot be read.
pub fn intake(raw: &Raw, _as_of: DateTime<Utc>) -> Result<Content, Rejection> {
    let _ = (raw, Apply::NotGiven);
    Err(Rejection::NoTitle)
}
