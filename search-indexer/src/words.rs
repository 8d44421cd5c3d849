//! A query's text as words. It is never read as syntax: operators, quotes and field names are just words.

use std::ops::Range;

use domain::reference::{Province, Role};
use domain::search::SearchQuery;
use domain::title;

/// Words beyond this many are not looked at.
const MOST: usize = 10;
/// Longer words are cut: no word of the field is longer.
const LONGEST: usize = 40;

/// Words that carry no meaning of their own and are skipped unless there are no others.
const STOP: &[&str] = &[
    "a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with", // English
    "à", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour",
    "sur", "un", "une", // French
];

/// A word of the query, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word.
    pub text: String,
    /// Whether it is the last one, which the person may still be typing.
    pub last: bool,
}

/// What the words of a query ask for together: every one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A word.
    Word(Word),
    /// Words that name roles: a posting with any of the roles, or with the words.
    Role {
        /// The roles.
        roles: Vec<Role>,
        /// The words.
        words: Vec<Word>,
    },
}

/// A query's text, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// What must be found.
    pub parts: Vec<Part>,
}

impl Words {
    /// Reads the text of a query; names of roles are understood as in the province of the filter, if it has one.
    pub(crate) fn of(query: &SearchQuery) -> Self {
        Self::read(query, |text, province| title::recognize(text, province).roles)
    }

    fn read(query: &SearchQuery, recognize: impl Fn(&str, Option<Province>) -> Vec<Role>) -> Self {
        let spans = spans(&query.text);
        let words: Vec<Word> =
            spans.iter().enumerate().map(|(i, span)| word(&query.text[span.clone()], i + 1 == spans.len())).collect();
        let Some((named, roles)) = named(&query.text, &spans, |text| recognize(text, province(query))) else {
            return Self { parts: meaningful(&words).into_iter().map(Part::Word).collect() };
        };
        let around = [&words[..named.start], &words[named.end..]].concat();
        let around = around.iter().filter(|word| !is_stop(word)).cloned().map(Part::Word);
        let role = Part::Role { roles, words: meaningful(&words[named]) };
        Self { parts: around.chain([role]).collect() }
    }
}

/// Where the words of a text are.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(i),
            (Some(from), false) => {
                spans.push(from..i);
                start = None;
            }
            _ => {}
        }
        if spans.len() == MOST {
            break;
        }
    }
    spans
}

fn word(text: &str, last: bool) -> Word {
    Word { text: text.to_lowercase().chars().take(LONGEST).collect(), last }
}

fn is_stop(word: &Word) -> bool {
    STOP.contains(&word.text.as_str())
}

/// The words without stop words; all of them where there are no others.
fn meaningful(words: &[Word]) -> Vec<Word> {
    let kept: Vec<Word> = words.iter().filter(|word| !is_stop(word)).cloned().collect();
    if kept.is_empty() { words.to_vec() } else { kept }
}

/// The province in which the filter searches, if it is one.
fn province(query: &SearchQuery) -> Option<Province> {
    let mut provinces = query.filter.regions.iter().map(|region| region.province());
    let first = provinces.next()??;
    provinces.all(|province| province == Some(first)).then_some(first)
}

/// The fewest words in a row that name the same roles as the whole text, and those roles.
fn named(
    text: &str,
    spans: &[Range<usize>],
    recognize: impl Fn(&str) -> Vec<Role>,
) -> Option<(Range<usize>, Vec<Role>)> {
    let roles = |words: Range<usize>| {
        let (first, last) = (spans.get(words.start)?, spans.get(words.end.checked_sub(1)?)?);
        let mut roles = recognize(text.get(first.start..last.end)?);
        roles.sort_unstable();
        Some(roles).filter(|roles| !roles.is_empty())
    };
    let mut words = 0..spans.len();
    let all = roles(words.clone())?;
    while roles(words.start..words.end - 1).as_ref() == Some(&all) {
        words.end -= 1;
    }
    while roles(words.start + 1..words.end).as_ref() == Some(&all) {
        words.start += 1;
    }
    Some((words, all))
}

#[cfg(test)]
mod tests {
    use domain::Lang;
    use domain::reference::Region;
    use domain::search::{Filter, Sort};
    use proptest::prelude::*;

    use super::*;

    fn query(text: &str) -> SearchQuery {
        let (filter, sort) = (Filter::default(), Sort::Relevance);
        SearchQuery { text: text.into(), lang: Lang::En, filter, sort, facets: false, limit: 20, after: None }
    }

    fn words(text: &str) -> Words {
        Words::read(&query(text), |_, _| Vec::new())
    }

    fn roles(keys: &[&str]) -> Vec<Role> {
        keys.iter().filter_map(|key| Role::parse(key)).collect()
    }

    /// Knows three names, and `RPN` where a province says which.
    fn recognize(text: &str, province: Option<Province>) -> Vec<Role> {
        let text = text.to_lowercase();
        let known = |name: &str| text.contains(name);
        match province {
            _ if known("psw") => roles(&["psw"]),
            _ if known("registered nurse") && known("lpn") => roles(&["lpn", "rn"]),
            _ if known("registered nurse") => roles(&["rn"]),
            Some(Province::On) if known("rpn") => roles(&["lpn"]),
            Some(Province::Bc) if known("rpn") => roles(&["rpsych"]),
            _ => Vec::new(),
        }
    }

    /// Every word, those that name roles included.
    fn all(words: &Words) -> impl Iterator<Item = &Word> {
        words.parts.iter().flat_map(|part| match part {
            Part::Word(word) => std::slice::from_ref(word),
            Part::Role { words, .. } => words.as_slice(),
        })
    }

    fn texts(text: &str) -> Vec<String> {
        all(&words(text)).map(|word| word.text.clone()).collect()
    }

    #[test]
    fn syntax_is_words_and_stop_words_are_skipped_unless_alone() {
        assert_eq!(texts("title:\"Zebra\" OR -l'hôpital"), ["title", "zebra", "hôpital"]);
        assert_eq!(texts("the"), ["the"]);
        assert_eq!(texts("!?"), Vec::<String>::new());
        let found = words("zebra crossing");
        let last: Vec<bool> = all(&found).map(|word| word.last).collect();
        assert_eq!(last, [false, true]);
    }

    #[test]
    fn the_fewest_words_that_name_a_role_are_one_part() {
        for (text, named, keys, around) in [
            ("PSW", "psw", &["psw"][..], ""),
            ("nights psw in Calgary", "psw", &["psw"], "nights calgary"),
            ("the registered nurse of Sudbury", "registered nurse", &["rn"], "sudbury"),
            ("registered nurse or LPN, days", "registered nurse lpn", &["lpn", "rn"], "days"),
        ] {
            let Words { parts } = Words::read(&query(text), recognize);
            let text = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>().join(" ");
            let (mut others, mut found) = (Vec::new(), Vec::new());
            for part in parts {
                match part {
                    Part::Word(word) => others.push(word),
                    Part::Role { roles, words } => found.push((roles, text(&words))),
                }
            }
            let mut expected = roles(keys);
            expected.sort_unstable();
            assert_eq!(found, [(expected, named.to_owned())]);
            assert_eq!(text(&others), around);
        }
    }

    #[test]
    fn a_name_is_understood_as_in_the_province_searched() {
        let role = |regions: &[Province]| {
            let mut query = query("rpn");
            query.filter.regions = regions.iter().map(|province| Region::of_province(*province)).collect();
            Words::read(&query, recognize).parts.into_iter().find_map(|part| match part {
                Part::Role { roles, .. } => Some(roles),
                Part::Word(_) => None,
            })
        };
        assert_eq!(role(&[Province::On]), Some(roles(&["lpn"])));
        assert_eq!(role(&[Province::Bc]), Some(roles(&["rpsych"])));
        assert_eq!(role(&[Province::On, Province::Bc]), None);
        assert_eq!(role(&[]), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_bounded_number_of_bounded_words(text in "\\PC{0,400}") {
            let words = texts(&text);
            prop_assert!(words.len() <= MOST);
            prop_assert!(words.iter().all(|word| !word.is_empty() && word.chars().count() <= LONGEST));
        }
    }
}
