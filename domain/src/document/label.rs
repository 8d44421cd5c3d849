//! What the owner of a document calls it.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::text::is_hidden;

/// Letters of a label at most: what a list can show.
const MAX_CHARS: usize = 100;

/// A name for people to read, and for nothing else: no path, header or key is ever made of it. Personal, as it often
/// holds the owner's own name.
#[derive(Clone, PartialEq, Eq)]
pub struct Label(String);

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Label(…)")
    }
}

impl Label {
    /// Makes a label of the name that a file had: its last part, without what does not show or turns the direction
    /// of text (Unicode TR 36 §2.10, "cv\u{202e}fdp.exe"). `None`: nothing is left of it. A label that is cleaned
    /// again is the same.
    pub fn clean(given: &str) -> Option<Self> {
        let last = given.rsplit(['/', '\\']).find(|part| part.chars().any(|c| shows(c) && !c.is_whitespace()))?;
        let mut label = String::new();
        let mut length = 0;
        for c in last.nfc().filter(|c| shows(*c)) {
            let c = if c.is_whitespace() { ' ' } else { c };
            if length == MAX_CHARS {
                break;
            }
            if c == ' ' && (label.is_empty() || label.ends_with(' ')) {
                continue;
            }
            label.push(c);
            length += 1;
        }
        let label = label.trim_end();
        // Only dots: the name of a folder.
        (!label.trim_matches(['.', ' ']).is_empty()).then(|| Self(label.to_owned()))
    }

    /// The label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character is to be seen, or is a space: no control, no mark of format (direction, joining, tags), no
/// character for private use, none that stands for nothing.
fn shows(c: char) -> bool {
    let unseen = matches!(c,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{2028}'..='\u{2029}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{ffff}' | '\u{e1000}'..='\u{10ffff}');
    // Slashes that only look like the one of paths mislead the reader in the same way.
    let slash = matches!(c, '/' | '\\' | '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' | '\u{ff3c}');
    !is_hidden(c) && !unseen && !slash && (!c.is_control() || c.is_whitespace())
}
