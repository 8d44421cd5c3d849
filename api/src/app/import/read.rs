//! Reading and checking: from files to entries, before anything is written.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::posting::{Apply, Content, Raw, check_reference, intake};
use sha2::{Digest, Sha256};

use super::{ImportError, NotTaken, Report, Request};
use crate::feed;

/// A file's name and bytes.
pub struct Input {
    /// Its name, for reports.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// One row, read and checked.
pub(super) struct Entry {
    /// The source's own identifier.
    pub(super) reference: Option<String>,
    /// A digest of all that the row says.
    pub(super) content_key: String,
    /// The original link.
    pub(super) url: Option<String>,
    /// What it says.
    pub(super) content: Content,
}

impl Entry {
    /// What the entry is known by in its source: its reference, or what it says.
    pub(super) fn identity(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.content_key)
    }
}

/// What can be applied, and the beginning of the report.
pub(super) struct Checked {
    pub(super) entries: Vec<Entry>,
    pub(super) report: Report,
    /// References of the rows that cannot be taken: the source lists them all the same.
    pub(super) rejected: HashSet<String>,
    /// The first row that cannot be taken and names no reference: whatever is missing may be listed there.
    pub(super) unknown: Option<NotTaken>,
}

impl Checked {
    fn reject(&mut self, row: NotTaken, reference: Option<String>) {
        // One that no entry can have tells nothing.
        match reference.filter(|reference| check_reference(reference).is_ok()) {
            Some(reference) => {
                self.rejected.insert(reference);
            }
            None if self.unknown.is_none() => self.unknown = Some(row.clone()),
            None => {}
        }
        self.report.rejected.push(row);
    }
}

/// A digest of the whole input and of what else decides the result.
pub(super) fn digest(request: &Request<'_>) -> String {
    let mut hash = Sha256::new();
    hash.update([u8::from(request.complete)]);
    for part in [request.source, request.format.key()] {
        hash.update(part);
        hash.update([0]);
    }
    for input in request.inputs {
        hash.update(input.bytes.len().to_le_bytes());
        hash.update(&input.bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// The first row of an identity: where it is, and what it says.
struct First {
    place: String,
    content_key: String,
}

/// Parses and checks every file.
pub(super) fn read(request: &Request<'_>, as_of: DateTime<Utc>) -> Result<Checked, ImportError> {
    let mut checked =
        Checked { entries: Vec::new(), report: Report::default(), rejected: HashSet::new(), unknown: None };
    let mut seen = HashMap::new();
    for input in request.inputs {
        let parsed = feed::read(request.format, &input.bytes)
            .map_err(|malformed| ImportError::Malformed { file: input.name.clone(), malformed })?;
        checked.report.rows += parsed.rows.len() + parsed.rejected.len();
        for row in parsed.rejected {
            checked.reject(NotTaken { file: input.name.clone(), line: row.line, reason: row.reason }, row.reference);
        }
        for raw in parsed.rows {
            take(&raw, &input.name, as_of, &mut seen, &mut checked);
        }
    }
    let (rows, rejected) = (checked.report.rows, checked.report.rejected.len());
    match checked.report.rejected.first() {
        Some(first) if rejected * 100 > rows * feed::MOST_REJECTED_PERCENT => {
            Err(ImportError::TooManyRejected { rejected, rows, first: first.clone() })
        }
        _ => Ok(checked),
    }
}

fn take(raw: &Raw, file: &str, as_of: DateTime<Utc>, seen: &mut HashMap<String, First>, checked: &mut Checked) {
    let not_taken = |reason| NotTaken { file: file.to_owned(), line: raw.line, reason };
    let content = match intake(raw, as_of) {
        Ok(content) => content,
        Err(rejection) => {
            checked.reject(not_taken(rejection.to_string()), raw.reference.clone());
            return;
        }
    };
    let url = match &content.apply {
        Apply::External { url } => Some(url.clone()),
        Apply::Internal | Apply::NotGiven => None,
    };
    let entry = Entry { reference: raw.reference.clone(), content_key: feed::content_key(raw), url, content };
    match seen.entry(entry.identity().to_owned()) {
        Slot::Occupied(first) if first.get().content_key == entry.content_key => {
            checked.report.repeated.push(not_taken(format!("repeats {}", first.get().place)));
        }
        Slot::Occupied(first) => {
            let reason = format!("same reference as {}, but says something else", first.get().place);
            checked.reject(not_taken(reason), entry.reference);
        }
        Slot::Vacant(slot) => {
            slot.insert(First { place: format!("{file}, line {}", raw.line), content_key: entry.content_key.clone() });
            checked.entries.push(entry);
        }
    }
}
