//! A text folded for reading, with the way back to the bytes of the original.

use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

use super::is_hidden;

/// Lower case without accents, one kind of quote, dash and space; lines and punctuation are kept, because
/// they say what belongs together. [`crate::text::fold`] drops them, so it cannot be used here.
pub(crate) struct Folded<'a> {
    original: &'a str,
    text: String,
    /// For every byte of `text`, and one past its end, the byte of `original` it came from.
    origins: Vec<usize>,
}

/// A line at least this long that continues in lower case was wrapped by the source, not ended.
const WRAPPED_LINE: usize = 50;

impl<'a> Folded<'a> {
    pub(crate) fn new(original: &'a str) -> Self {
        let mut folded =
            Self { original, text: String::with_capacity(original.len()), origins: Vec::with_capacity(original.len()) };
        let mut line_start = 0;
        for (origin, c) in original.char_indices() {
            match c {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
                    if c == '\r' && original[origin + 1..].starts_with('\n') {
                        continue;
                    }
                    let next = original[origin + c.len_utf8()..].chars().next();
                    let wrapped =
                        folded.text.len() - line_start >= WRAPPED_LINE && next.is_some_and(char::is_lowercase);
                    if wrapped {
                        folded.space(origin);
                    } else {
                        folded.push('\n', origin);
                        line_start = folded.text.len();
                    }
                }
                c if c.is_whitespace() => folded.space(origin),
                c if is_hidden(c) => {}
                '\u{FB00}'..='\u{FB06}' => decompose_compatible(c, |part| folded.letter(part, origin)),
                c => decompose_canonical(c, |part| folded.letter(part, origin)),
            }
        }
        folded.origins.push(original.len());
        folded
    }

    fn push(&mut self, c: char, origin: usize) {
        self.text.push(c);
        self.origins.resize(self.text.len(), origin);
    }

    fn space(&mut self, origin: usize) {
        if !self.text.ends_with([' ', '\n']) {
            self.push(' ', origin);
        }
    }

    fn letter(&mut self, c: char, origin: usize) {
        if is_combining_mark(c) {
            return;
        }
        let same: &str = match c {
            'œ' | 'Œ' => "oe",
            'æ' | 'Æ' => "ae",
            'ß' => "ss",
            '’' | '‘' | 'ʼ' | '`' | '´' | '′' => "'",
            '“' | '”' | '«' | '»' | '„' => "\"",
            '–' | '—' | '‐' | '‑' | '‒' | '―' | '−' => "-",
            _ => "",
        };
        if same.is_empty() {
            c.to_lowercase().filter(|lower| !is_combining_mark(*lower)).for_each(|lower| self.push(lower, origin));
        } else {
            same.chars().for_each(|part| self.push(part, origin));
        }
    }

    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original from which a part of the folded text came, whole characters with their accents.
    pub(crate) fn original(&self, part: &Range<usize>) -> Range<usize> {
        let start = self.origins[part.start];
        let last = self.origins[part.end.saturating_sub(1).max(part.start)];
        let end = self.origins[part.end..].iter().copied().find(|origin| *origin > last);
        start..end.unwrap_or(self.original.len())
    }

    /// Whether the character of the original at a place of the folded text is a lower-case letter.
    pub(crate) fn is_lowercase_at(&self, place: usize) -> bool {
        self.original[self.origins[place]..].chars().next().is_some_and(char::is_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn original_of(text: &str, folded_part: &str) -> String {
        let folded = Folded::new(text);
        let start = folded.text().find(folded_part).unwrap();
        text[folded.original(&(start..start + folded_part.len()))].to_owned()
    }

    #[test]
    fn a_part_of_the_folded_text_leads_back_to_the_original_words() {
        assert_eq!(original_of("Être bilingue, cœur", "coeur"), "cœur");
        assert_eq!(original_of("cœur", "co"), "cœ", "half of a ligature takes all of it");
        assert_eq!(
            original_of("Be\u{301}ne\u{301} volat", "bene"),
            "Be\u{301}ne\u{301}",
            "decomposed accents go along"
        );
        assert_eq!(original_of("mask \t \u{A0} fit\u{2011}test", "mask fit-test"), "mask \t \u{A0} fit\u{2011}test");
        assert_eq!(original_of("a certi\u{FB01}cate", "certificate"), "certi\u{FB01}cate");
    }

    #[test]
    fn lines_are_kept_unless_the_source_wrapped_them() {
        assert_eq!(Folded::new("A\r\nb\rC").text(), "a\nb\nc");
        let wrapped = "The successful candidate holds a current certificate in\nbasic life support";
        assert!(!Folded::new(wrapped).text().contains('\n'));
    }

    proptest! {
        #[test]
        fn every_part_leads_to_whole_characters(text in "(\\PC|[\n\r\t ]|[éœ’•Ø]|\u{301}|İ){0,60}", a in 0usize..80, b in 0usize..80) {
            let folded = Folded::new(&text);
            let place = |n: usize| (0..=n.min(folded.text().len())).rev().find(|i| folded.text().is_char_boundary(*i)).unwrap();
            let (start, end) = (place(a.min(b)), place(a.max(b)));
            prop_assume!(start < end);
            let original = folded.original(&(start..end));
            prop_assert!(original.start < original.end && text.get(original).is_some());
        }
    }
}
