//! Folding of text for comparison: case, accents, punctuation and spaces.

pub(crate) mod folded;
pub(crate) mod lexicon;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents and [hidden](is_hidden) characters, `œ`/`æ` opened, every run of anything but letters
/// and digits one space.
///
/// ```
/// assert_eq!(domain::text::fold("  Préposé(e) aux  BÉNÉFICIAIRES — Cœur"), "prepose e aux beneficiaires coeur");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c) && !is_hidden(*c)).flat_map(char::to_lowercase) {
        let open: &str = match c {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            _ => "",
        };
        if open.is_empty() && !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if open.is_empty() {
            folded.push(c);
        } else {
            folded.push_str(open);
        }
    }
    folded
}

/// Whether a character is neither seen nor stands for anything: joins, marks of direction, tags, fillers (Unicode
/// 17.0, property `Default_Ignorable_Code_Point`). Inside of a word it hides the word from a rule, and from nobody else.
pub(crate) const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The items of a list of words or phrases written as one text: `home care | public health`.
pub(crate) fn items(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(['|', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

/// Whether folded `words`, with a space at either end, hold one of the listed phrases as whole words.
pub(crate) fn names_any(words: &str, list: &'static str) -> bool {
    items(list).any(|phrase| {
        words.match_indices(phrase).any(|(at, _)| {
            words.get(..at).is_some_and(|before| before.ends_with(' '))
                && words.get(at + phrase.len()..).is_some_and(|after| after.starts_with(' '))
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_hidden_in_a_word_does_not_part_it() {
        for hidden in ["\u{ad}", "\u{200b}", "\u{202e}", "\u{2066}", "\u{2064}", "\u{e0041}", "\u{fe0f}"] {
            let word = format!("What{hidden}sApp");
            assert_eq!((fold(&word).as_str(), folded::Folded::new(&word).text()), ("whatsapp", "whatsapp"), "{word:?}");
        }
        assert_eq!(fold("one\u{f0b7}two"), "one two", "a bullet of a symbol font is seen");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
