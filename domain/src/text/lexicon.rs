//! Words and phrases of a table, compiled once into one automaton.

use std::ops::Range;

use regex_automata::meta::Regex;

/// Several patterns that are sought together in one pass; where two begin at the same place, the one listed
/// first is taken, and what one has taken no other can.
pub(crate) struct Lexicon<T> {
    regex: Regex,
    entries: Vec<T>,
}

impl<T> Lexicon<T> {
    /// Compiles patterns over folded text: a blank also stands for a hyphen, and matches are whole words.
    #[expect(clippy::panic, reason = "a broken compiled-in table cannot be continued from")]
    pub(crate) fn new(patterns: impl IntoIterator<Item = (String, T)>) -> Self {
        let (patterns, entries): (Vec<String>, Vec<T>) = patterns.into_iter().unzip();
        let words: Vec<String> = patterns.iter().map(|pattern| whole_words(pattern)).collect();
        let regex = Regex::new_many(&words).unwrap_or_else(|error| panic!("domain/data: {error}"));
        Self { regex, entries }
    }

    /// Every match, in order, none overlapping another.
    pub(crate) fn find_all<'l, 't>(
        &'l self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'l T, Range<usize>)> + use<'l, 't, T> {
        self.regex.find_iter(text).map(|found| (&self.entries[found.pattern().as_usize()], found.range()))
    }

    /// Whether any pattern is in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// ASCII classes keep the automaton small: folded text has no accents.
fn whole_words(pattern: &str) -> String {
    let blanks = pattern.replace("[ -]", " ").replace(' ', "[ -]");
    let classes = blanks.replace(r"\w", "[a-z0-9]").replace(r"\d", "[0-9]");
    format!(r"(?-u:\b{{start-half}})(?:{classes})(?-u:\b{{end-half}})")
}
