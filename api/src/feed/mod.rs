//! Feeds: readers of the formats in which postings come, each giving [`Raw`] postings and the rows it could not read.
//!
//! A reader trusts nothing: sizes and depths are bounded, entities are not expanded, and whatever is not
//! well-formed is refused with the place where. What the texts *mean* is not decided here but in
//! [`intake`](domain::posting::intake).

mod date;
mod decode;
mod indeed_xml;
mod job_bank_csv;
mod job_bank_xml;
mod json_ld;
mod xml;

use domain::posting::Raw;
pub(crate) use job_bank_csv::table;

/// Largest file read, in bytes: five times the largest month of the Job Bank's open data.
const FILE_BYTES: usize = 256 << 20;
/// Largest field, in bytes. No honest description comes near.
const FIELD_BYTES: usize = 1 << 20;

/// The share of rows, in percent, that may be rejected before a feed is malformed.
pub const MOST_REJECTED_PERCENT: usize = 20;

/// The format of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// CSV of Job Bank postings: UTF-8, UTF-16 or Latin-1, comma, semicolon or tab.
    JobBankCsv,
    /// XML documents of the federal Job Bank.
    JobBankXml,
    /// XML as Indeed takes it: `<source><job>…`.
    IndeedXml,
    /// schema.org `JobPosting`: JSON, newline-delimited JSON, or web pages that embed it.
    JsonLd,
}

/// What a reader made of a file.
#[derive(Debug, Default, PartialEq)]
pub struct Parsed {
    /// The postings, in the file's order.
    pub rows: Vec<Raw>,
    /// The rows that could not be read.
    pub rejected: Vec<Rejected>,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rejected {
    /// The line (CSV) or the number of the element (XML, JSON), from 1.
    pub line: u64,
    /// The source's own identifier, where it could be read: the source lists it all the same.
    pub reference: Option<String>,
    /// Why.
    pub reason: String,
}

/// Why a file is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Larger than a feed may be.
    #[error("the file is larger than {} MiB", FILE_BYTES >> 20)]
    TooLarge,
    /// Not text in the encoding that it declares.
    #[error("the text is not valid {encoding}")]
    Encoding {
        /// The encoding.
        encoding: &'static str,
    },
    /// A column that a posting cannot do without is missing.
    #[error("no column for the {column}: one of {accepted}")]
    MissingColumn {
        /// What it holds.
        column: &'static str,
        /// The names that it may have.
        accepted: &'static str,
    },
    /// Not well-formed, or beyond a limit.
    #[error("line {line}: {reason}")]
    At {
        /// The line in the file, from 1.
        line: u64,
        /// What is wrong there.
        reason: String,
    },
    /// So many rows cannot be read that the file must be something else, or broken.
    #[error("{rejected} of {rows} rows cannot be read; the first: line {line}: {reason}")]
    TooManyRejected {
        /// How many.
        rejected: usize,
        /// Of how many.
        rows: usize,
        /// The line of the first of them.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// Well-formed, but not this kind of feed.
    #[error("{0}")]
    NotThisFormat(String),
}

impl Format {
    /// The name used on the command line and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::JobBankCsv => "job-bank-csv",
            Self::JobBankXml => "job-bank-xml",
            Self::IndeedXml => "indeed-xml",
            Self::JsonLd => "json-ld",
        }
    }

    /// The format with this key.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::JobBankCsv, Self::JobBankXml, Self::IndeedXml, Self::JsonLd]
            .into_iter()
            .find(|format| format.key() == key)
    }

    /// The file name extensions under which a folder holds this format.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::JobBankCsv => &["csv", "tsv", "txt"],
            Self::JobBankXml | Self::IndeedXml => &["xml"],
            Self::JsonLd => &["json", "jsonld", "ndjson", "jsonl", "html", "htm"],
        }
    }
}

/// Reads a whole file.
///
/// # Errors
/// [`Malformed`] with the place, when the file is not well-formed, lacks a column, is beyond a limit, or has too
/// many rows that cannot be read. (A file of one row is judged together with the others of its import.)
pub fn read(format: Format, bytes: &[u8]) -> Result<Parsed, Malformed> {
    if bytes.len() > FILE_BYTES {
        return Err(Malformed::TooLarge);
    }
    let parsed = match format {
        Format::JobBankCsv => job_bank_csv::read(bytes),
        Format::JobBankXml => job_bank_xml::read(bytes),
        Format::IndeedXml => indeed_xml::read(bytes),
        Format::JsonLd => json_ld::read(bytes),
    }?;
    let (rejected, rows) = (parsed.rejected.len(), parsed.rejected.len() + parsed.rows.len());
    match parsed.rejected.first() {
        Some(first) if rows > 1 && rejected * 100 > rows * MOST_REJECTED_PERCENT => {
            Err(Malformed::TooManyRejected { rejected, rows, line: first.line, reason: first.reason.clone() })
        }
        _ => Ok(parsed),
    }
}

/// What a row says, as a digest: the identity of a row without a reference, and how a change is seen in one with one.
pub fn content_key(raw: &Raw) -> String {
    raw.fingerprint()
}

/// The line of a byte in a text, from 1.
fn line_of(text: &str, byte: usize) -> u64 {
    1 + line_breaks(text.as_bytes().get(..byte).unwrap_or(text.as_bytes()))
}

fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// A trimmed text that says something.
fn given(text: impl Into<String>) -> Option<String> {
    let text: String = text.into();
    let trimmed = text.trim();
    if trimmed.len() == text.len() { Some(text) } else { Some(trimmed.to_owned()) }.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
