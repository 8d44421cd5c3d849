//! Which words of a text matched, and the piece of a description worth showing.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use domain::Lang;
use tantivy::Searcher;
use tantivy::schema::Field;
use tantivy::tokenizer::TextAnalyzer;

use super::analysis::{EN, FR, PLAIN, analyzer, terms};
use super::schema::Fields;
use super::text::{Sought, fuzzy};
use crate::mark::marked;

/// Bytes of a snippet, about three lines.
const SNIPPET: usize = 240;
/// Spellings kept of a misspelt word.
const SPELLINGS: usize = 256;

/// Marks the words that a query found.
pub(super) struct Highlighter {
    spellings: HashSet<String>,
    beginnings: Vec<String>,
    stems: [HashSet<String>; 2],
    plain: TextAnalyzer,
    languages: [TextAnalyzer; 2],
    /// Words already judged, by the language of their text: descriptions repeat themselves.
    judged: [HashMap<String, bool>; 2],
}

impl Highlighter {
    /// For the words of a query.
    pub(super) fn new<'a>(
        searcher: &Searcher,
        fields: &Fields,
        words: impl Iterator<Item = &'a Sought>,
    ) -> tantivy::Result<Self> {
        let mut this = Self {
            spellings: HashSet::new(),
            beginnings: Vec::new(),
            stems: Default::default(),
            plain: analyzer(PLAIN),
            languages: [analyzer(EN), analyzer(FR)],
            judged: Default::default(),
        };
        for word in words {
            this.spellings.insert(word.plain.clone());
            for (all, stems) in this.stems.iter_mut().zip(&word.stems) {
                all.extend(stems.iter().cloned());
            }
            if word.completed {
                this.beginnings.push(word.plain.clone());
            }
            if word.typos > 0 {
                for field in [fields.plain, fields.plain_body] {
                    collect_spellings(searcher, field, word, &mut this.spellings)?;
                }
            }
        }
        Ok(this)
    }

    /// The whole text, marked.
    pub(super) fn title(&mut self, text: &str, lang: Lang) -> String {
        let found = self.find(text, lang);
        marked(text, &found)
    }

    /// The piece of a text with the most matches, marked; its beginning where there are none.
    pub(super) fn snippet(&mut self, text: &str, lang: Lang) -> String {
        let found = self.find(text, lang);
        let window = window(text, &found);
        let inside = found.iter().filter(|part| window.start <= part.start && part.end <= window.end);
        let inside: Vec<Range<usize>> = inside.map(|p| p.start - window.start..p.end - window.start).collect();
        let before = if window.start > 0 { "…" } else { "" };
        let after = if window.end < text.len() { "…" } else { "" };
        format!("{before}{}{after}", marked(text.get(window).unwrap_or_default(), &inside))
    }

    fn find(&mut self, text: &str, lang: Lang) -> Vec<Range<usize>> {
        words(text).filter(|word| self.matches(&text[word.clone()], lang)).collect()
    }

    fn matches(&mut self, word: &str, lang: Lang) -> bool {
        let language = usize::from(lang == Lang::Fr);
        if let Some(judged) = self.judged[language].get(word) {
            return *judged;
        }
        let plain = terms(&mut self.plain, word).concat();
        let found = self.spellings.contains(&plain)
            || self.beginnings.iter().any(|beginning| plain.starts_with(beginning.as_str()))
            || terms(&mut self.languages[language], word).iter().any(|stem| self.stems[language].contains(stem));
        self.judged[language].insert(word.to_owned(), found);
        found
    }
}

fn collect_spellings(
    searcher: &Searcher,
    field: Field,
    word: &Sought,
    spellings: &mut HashSet<String>,
) -> tantivy::Result<()> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(fuzzy(field, word, word.typos).automaton()?).into_stream()?;
        while spellings.len() < SPELLINGS && stream.advance() {
            spellings.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
        }
    }
    Ok(())
}

/// Where the words of a text are, cut as the index cuts them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text.char_indices().chain([(text.len(), ' ')]);
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, c)| c.is_alphanumeric())?;
        let (end, _) = rest.find(|(_, c)| !c.is_alphanumeric())?;
        Some(start..end)
    })
}

/// The stretch of about [`SNIPPET`] bytes that holds the most matches, from and to the edge of a word.
fn window(text: &str, found: &[Range<usize>]) -> Range<usize> {
    let held = |from: usize| found.iter().filter(|part| from <= part.start && part.end <= from + SNIPPET).count();
    let best = found.iter().map(|part| part.start).max_by_key(|start| (held(*start), std::cmp::Reverse(*start)));
    // A little of what comes before makes the match readable.
    let wanted = best.map_or(0, |start| start.saturating_sub(SNIPPET / 6));
    let start = if wanted == 0 { 0 } else { words(text).map(|word| word.start).find(|at| *at >= wanted).unwrap_or(0) };
    let within = words(text).map(|word| word.end).skip_while(|end| *end <= start);
    let end = within.take_while(|end| *end <= start + SNIPPET).last().unwrap_or(text.len());
    if text.len() <= start + SNIPPET { start..text.len() } else { start..end }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_window_is_a_short_piece_of_the_text(text in "[a-zé .]{0,900}", at in 0usize..900) {
            let found: Vec<Range<usize>> = words(&text).filter(|word| word.start >= at).take(2).collect();
            let window = window(&text, &found);
            let longest = words(&text).map(|word| word.len()).max().unwrap_or_default();
            prop_assert!(text.get(window.clone()).is_some());
            prop_assert!(window.len() <= SNIPPET.max(longest) || text.len() <= SNIPPET || words(&text).count() < 2);
            if let [first, ..] = found.as_slice() {
                prop_assert!(first.len() > SNIPPET || (window.start <= first.start && first.end <= window.end));
            }
        }
    }
}
