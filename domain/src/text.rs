//! Folding of text for comparison: case, accents, punctuation and spaces.

pub(crate) mod folded;
pub(crate) mod lexicon;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, `œ`/`æ` opened, every run of anything but letters and digits one space.
///
/// ```
/// assert_eq!(domain::text::fold("  Préposé(e) aux  BÉNÉFICIAIRES — Cœur"), "prepose e aux beneficiaires coeur");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
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

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
