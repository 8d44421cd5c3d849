//! Marked text: what is shown of a match, safe to put into HTML.

use std::fmt::Write;
use std::ops::Range;

use domain::posting::Text;

/// What is searched, and shown a piece of, below the title: the description and what the source keeps apart from it.
pub(crate) fn body(text: &Text) -> String {
    std::iter::once(&text.description).chain(&text.qualifications).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// The text with the given parts between `<mark>` and `</mark>` and everything else escaped for HTML.
///
/// Parts must be in order and lie on character boundaries of `text`; others are left unmarked.
pub(crate) fn marked(text: &str, parts: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(text.len() + 13 * parts.len());
    let mut done = 0;
    for part in parts {
        let (Some(before), Some(inside)) = (text.get(done..part.start), text.get(part.clone())) else { continue };
        escape(before, &mut html);
        html.push_str("<mark>");
        escape(inside, &mut html);
        html.push_str("</mark>");
        done = part.end;
    }
    escape(text.get(done..).unwrap_or_default(), &mut html);
    html
}

/// Escapes the five characters that mean something in HTML text and attributes.
fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => {
                // Writing to a String cannot fail.
                let _ = write!(html, "&#{};", u32::from(c));
            }
            c => html.push(c),
        }
    }
}

/// Tags that no posting contains: Unicode noncharacters, taken out of every text before it is indexed.
pub(crate) const OPEN_TAG: &str = "\u{FDD0}";
/// The closing tag to [`OPEN_TAG`].
pub(crate) const CLOSE_TAG: &str = "\u{FDD1}";
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Text without the characters that [`from_tagged`] reads as tags.
pub(crate) fn without_tags(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// Marked text from an engine that put [`OPEN_TAG`] and [`CLOSE_TAG`] around matches.
pub(crate) fn from_tagged(tagged: &str) -> String {
    let mut text = String::with_capacity(tagged.len());
    let mut parts = Vec::new();
    let mut open = None;
    for c in tagged.chars() {
        match c {
            OPEN => open = Some(text.len()),
            CLOSE => parts.extend(open.take().map(|start| start..text.len())),
            c => text.push(c),
        }
    }
    marked(&text, &parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn matches_are_marked_and_the_rest_is_escaped() {
        assert_eq!(marked("RN <b> & PSW", &[0..2, 9..12]), "<mark>RN</mark> &#60;b&#62; &#38; <mark>PSW</mark>");
        assert_eq!(from_tagged("a \u{FDD0}<i>\u{FDD1} b\u{FDD1}"), "a <mark>&#60;i&#62;</mark> b");
    }

    proptest! {
        #[test]
        fn no_tag_but_mark_comes_out(tagged in "[\u{FDD0}\u{FDD1}<>&\"'a-zé ]{0,60}") {
            let html = from_tagged(&tagged);
            let rest = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!rest.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
        }
    }
}
