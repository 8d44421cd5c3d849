//! A title as words: folded, without grammatical gender and number, with what separates them.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space, a hyphen or a word without meaning here ("of", « de »).
    Space,
    /// A slash, "or", "and": an alternative follows.
    Alternative,
    /// A dash, a comma, a bracket: something else follows.
    Break,
    /// "for", "with", « pour »: whom or where the work is for follows.
    Context,
}

/// A word of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The word, folded.
    folded: String,
    /// Its stem.
    pub(super) stem: String,
    /// What stands before it.
    pub(super) gap: Gap,
}

/// Words that carry no meaning in the name of an occupation.
const EMPTY: &[&str] =
    &["de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "a", "an", "s", "en", "au", "aux", "un", "une"];
const ALTERNATIVES: &[&str] = &["or", "ou", "and", "et"];
const CONTEXTS: &[&str] =
    &["for", "with", "to", "in", "at", "pour", "chez", "avec", "aupres", "within", "under", "dans"];

/// Rewritings before words are cut, in order.
static REWRITINGS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    const ENDINGS: &str = "e|es|s|ere|iere|ne|nes|se|euse|trice|rice|ice|enne|ienne|le|esse|ve|ee|te";
    // The apostrophes, dashes and middle dots that editors make.
    let rewritings = [
        (r"[’‘`´]".to_owned(), "'"),
        (r"[‐‑]".to_owned(), "-"),
        // infirmier(ère), préposé(e)s, technicien(-ne)
        (format!(r"(\p{{L}}{{2,}})[(\[]-?(?:{ENDINGS})s?[)\]](?:s\b)?"), "$1"),
        // préposé·e·s, infirmier.ère
        (format!(r"(\p{{L}}{{3,}})[·•∙⋅.](?:{ENDINGS})(?:[·•∙⋅.]s)?\b"), "$1"),
        // infirmier/ière, technicien/ne, préposé-e
        (format!(r"(\p{{L}}{{3,}})[/-](?:{ENDINGS})s?\b"), "$1"),
        (r"\bs-lp\b".to_owned(), "slp"),
        (r"\bco-".to_owned(), "co"),
        // inf. aux. and inf.
        (r"\baux\.".to_owned(), "auxiliaire "),
        (r"\binf\.?\s+aux\b".to_owned(), "infirmier auxiliaire "),
        (r"\binf\.".to_owned(), "infirmier "),
    ];
    rewritings.into_iter().filter_map(|(pattern, by)| Some((Regex::new(&pattern).ok()?, by))).collect()
});

/// R.P.N., R.N, P. S. W.
static DOTTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:\p{L}\.\s?){1,}\p{L}\b\.?|\b(?:\p{L}\.\s?){2,}").ok());

/// The words of a title.
pub(super) fn words(title: &str) -> Vec<Word> {
    let mut words = cut(&rewrite(title));
    join_genders(&mut words);
    words
}

fn rewrite(title: &str) -> String {
    // Accents away first, so that every pattern is written once.
    let mut text: String = unaccented(title);
    if let Some(dotted) = DOTTED.as_ref() {
        let joined = dotted.replace_all(&text, |found: &regex::Captures<'_>| {
            let letters: String = found[0].chars().filter(|c| c.is_alphanumeric()).collect();
            format!("{letters} ")
        });
        text = joined.into_owned();
    }
    for (pattern, by) in REWRITINGS.iter() {
        text = pattern.replace_all(&text, *by).into_owned();
    }
    text
}

/// Lower case without accents, everything else as it is.
fn unaccented(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    for c in title.chars() {
        if c.is_alphanumeric() {
            text.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        } else {
            text.push(c);
        }
    }
    text
}

/// Cuts a text into words; marks decide the gap before the next word, the strongest of several.
fn cut(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = Gap::Space;
    let mut word = String::new();
    let mut spaced = true;
    // "live-in" is no "in".
    let mut hyphened = false;
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '+' {
            word.push(c);
            spaced = false;
            continue;
        }
        if hyphened && CONTEXTS.contains(&word.as_str()) {
            word.clear();
        }
        finish(&mut word, &mut gap, &mut words);
        hyphened = c == '-' && !spaced;
        match c {
            '/' | '&' => gap = stronger(gap, Gap::Alternative),
            // A hyphen inside a word joins, one between spaces breaks.
            '-' if !spaced => {}
            '\'' | '.' => {}
            c if c.is_whitespace() => {}
            _ => gap = stronger(gap, Gap::Break),
        }
        spaced = c.is_whitespace() || spaced && c != '-';
    }
    words
}

fn stronger(one: Gap, other: Gap) -> Gap {
    if one == Gap::Space || one == Gap::Alternative && other == Gap::Break { other } else { one }
}

fn finish(word: &mut String, gap: &mut Gap, words: &mut Vec<Word>) {
    let word = std::mem::take(word);
    if word.is_empty() || EMPTY.contains(&word.as_str()) {
        return;
    }
    if ALTERNATIVES.contains(&word.as_str()) {
        *gap = stronger(*gap, Gap::Alternative);
    } else if CONTEXTS.contains(&word.as_str()) {
        *gap = stronger(*gap, Gap::Context);
    } else {
        let gap = std::mem::replace(gap, Gap::Space);
        words.push(Word { stem: stem(&word), folded: word, gap });
    }
}

/// Feminine endings and what they become.
const GENDERS: &[(&str, &str)] = &[
    ("iere", "ier"),
    ("ere", "er"),
    ("euse", "eur"),
    ("eure", "eur"),
    ("trice", "teur"),
    ("ienne", "ien"),
    ("ale", "al"),
    ("elle", "el"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("ointe", "oint"),
    ("ative", "atif"),
];

/// Takes number and grammatical gender off a folded word. The same is done to the phrases of the tables, so it has
/// to be consistent, not linguistics.
fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    if stem.len() >= 3 && stem.ends_with('s') && !["ss", "us", "is"].iter().any(|end| stem.ends_with(end)) {
        stem.pop();
        if stem.len() > 4 && stem.ends_with("ie") {
            stem.truncate(stem.len() - 2);
            stem.push('y');
        }
    }
    if stem.len() > 4 {
        while stem.ends_with("ee") {
            stem.pop();
        }
    }
    let gender = GENDERS.iter().find(|(ending, _)| stem.len() > 5 && stem.ends_with(ending));
    if let Some((ending, by)) = gender {
        stem.truncate(stem.len() - ending.len());
        stem.push_str(by);
    }
    stem
}

/// « infirmier clinicien/infirmière clinicienne » is one occupation said twice: the second saying goes. (The same form
/// twice is none: « infirmière ou infirmière auxiliaire » are two.)
fn join_genders(words: &mut Vec<Word>) {
    let mut at = 1;
    while at < words.len() {
        let again = (1..=4).rev().find(|n| {
            words[at].gap == Gap::Alternative
                && *n <= at
                && at + n <= words.len()
                && (0..*n).all(|i| words[at - n + i].stem == words[at + i].stem)
                && (0..*n).any(|i| words[at - n + i].folded != words[at + i].folded)
        });
        match again {
            Some(n) => drop(words.drain(at..at + n)),
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(title: &str) -> String {
        words(title).into_iter().map(|word| word.stem).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn gender_number_and_dots_make_no_difference() {
        for title in [
            "Infirmier(ère)",
            "infirmier.ère",
            "INFIRMIÈRES",
            "Infirmier/infirmière",
            "infirmier·ière",
            "Infirmier-ère",
        ] {
            assert_eq!(stems(title), "infirmier", "{title}");
        }
        assert_eq!(stems("Préposé·e·s aux bénéficiaires"), stems("preposee aux beneficiaire"));
        assert_eq!(stems("Technicien/technicienne en pharmacie"), "technicien pharmacie");
        assert_eq!(stems("infirmier clinicien ou infirmière clinicienne"), "infirmier clinicien");
        for title in ["R.P.N.", "R.P.N", "RPN", "R. P. N.", "RPNs"] {
            assert_eq!(stems(title), "rpn", "{title}");
        }
        assert_eq!(stems("agréée"), stems("agréé"));
    }

    #[test]
    fn gaps_say_what_separates() {
        let gaps = |title: &str| words(title).into_iter().map(|word| word.gap).collect::<Vec<_>>();
        assert_eq!(gaps("RN / RPN - nights"), [Gap::Space, Gap::Alternative, Gap::Break]);
        assert_eq!(gaps("X-ray technologist for clinic"), [Gap::Space, Gap::Space, Gap::Space, Gap::Context]);
    }
}
