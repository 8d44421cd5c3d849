//! Languages of work in a sentence.

use std::ops::Range;

use super::asks::Mention;
use super::lexicon::{Phrase, PhraseKind};
use crate::reference::Language;
use crate::requirement::Ask;

/// "Bilingual" is said of the languages named within so many bytes after it, else of English and French.
const BILINGUAL_REACH: usize = 40;

/// The languages that a sentence names.
pub(super) fn mentions(sentence: &str, found: &[(&Phrase, Range<usize>)]) -> Vec<Mention> {
    let named: Vec<_> = found.iter().filter(|(phrase, _)| phrase.kind == PhraseKind::Language).collect();
    let one = |(phrase, range): &(&Phrase, Range<usize>)| match phrase.key.as_str() {
        "bilingual" => bilingual(sentence, range, found),
        key => (languages(key), range.start..range.end + speaking(&sentence[range.end..])),
    };
    let mention = |found: &&(&Phrase, Range<usize>)| {
        let (languages, range) = one(found);
        Mention {
            asks: languages.into_iter().map(|language| Ask::Language { language }).collect(),
            range,
            strong: true,
        }
    };
    let mut mentions: Vec<Mention> = named.iter().map(mention).collect();
    // "Bilingual (French/English)" is one mention, not three.
    mentions.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    mentions
}

/// "French-speaking" is one word.
fn speaking(after: &str) -> usize {
    let word = "-speaking";
    if after.replacen(' ', "-", 1).starts_with(word) { word.len() } else { 0 }
}

fn languages(keys: &str) -> Vec<Language> {
    keys.split('|').filter_map(Language::parse).collect()
}

fn bilingual(sentence: &str, at: &Range<usize>, found: &[(&Phrase, Range<usize>)]) -> (Vec<Language>, Range<usize>) {
    let until = at.end + BILINGUAL_REACH;
    let after = found.iter().filter(|(phrase, range)| {
        phrase.kind == PhraseKind::Language && (at.end..until).contains(&range.start) && phrase.key != "bilingual"
    });
    let named: Vec<_> = after.collect();
    let joined = |range: &Range<usize>| {
        let opens = sentence[at.end..range.start].trim_start();
        opens.is_empty()
            || opens.starts_with(['(', ':', '-', '/'])
            || opens.starts_with("in ")
            || opens.starts_with("en ")
    };
    match (named.first(), named.last()) {
        (Some((_, first)), Some((_, last))) if named.len() >= 2 && joined(first) => {
            let languages = named.iter().flat_map(|(phrase, _)| languages(&phrase.key)).collect();
            (languages, at.start..last.end)
        }
        (Some((phrase, only)), _) if joined(only) && !["en", "fr"].contains(&phrase.key.as_str()) => {
            (languages(&phrase.key), at.start..only.end)
        }
        _ => (vec![Language::English, Language::French], at.clone()),
    }
}
