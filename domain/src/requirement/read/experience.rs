//! Experience in a sentence, in months.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::asks::Mention;
use super::layout::Section;
use super::lexicon::{Stance, Topic};
use crate::requirement::Ask;

/// No posting asks for more than ten years; "40 years of experience" is the employer's.
const MOST_MONTHS: u16 = 120;

/// Spelled numbers; where one begins another, the longer comes first.
const NUMBERS: &[(&str, u16)] = &[
    ("twenty-four", 24),
    ("vingt-quatre", 24),
    ("thirty-six", 36),
    ("trente-six", 36),
    ("eighteen", 18),
    ("dix-huit", 18),
    ("fifteen", 15),
    ("quinze", 15),
    ("twelve", 12),
    ("douze", 12),
    ("eleven", 11),
    ("onze", 11),
    ("ten", 10),
    ("dix", 10),
    ("nine", 9),
    ("neuf", 9),
    ("eight", 8),
    ("huit", 8),
    ("seven", 7),
    ("sept", 7),
    ("six", 6),
    ("five", 5),
    ("cinq", 5),
    ("four", 4),
    ("quatre", 4),
    ("three", 3),
    ("trois", 3),
    ("two", 2),
    ("deux", 2),
    ("one", 1),
    ("une", 1),
    ("un", 1),
    ("an", 1),
    ("a", 1),
];

const UNIT: &str = r"(?:years?|yrs?|months?|mos|mths?|ans?|annees?|mois)";

static DURATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words: Vec<&str> = NUMBERS.iter().map(|(word, _)| *word).collect();
    let number = format!("(?:[0-9]{{1,3}}(?:[.,][0-9])?|{})", words.join("|"));
    let figure = r"(?: ?\([0-9]{1,2}\))?(?: ?\+)?";
    let range = format!(r"(?: ?(?:to|-|and|a|et|or|ou) ?(?:less than |moins d[e'] ?)?{number}{figure})?");
    let more = "(?: or more| and over| ou plus| et plus)?";
    let pattern = format!(
        r"(?-u:\b{{start-half}})(?P<low>{number}){figure}(?: ?(?P<unit>{UNIT}))?{range}{more}[ -]?(?P<last>{UNIT})?(?-u:\b{{end-half}})\.?'?"
    );
    Regex::new(&pattern).ok()
});

/// Before a length of time: it is a period, an age, a validity, not an amount asked.
static PERIOD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:last|past|previous|within|every|each|after|first|next|depuis|apres|derni\w+|dans les|d'ici|valid(?: for)?",
        r"|aged?|age of|pendant(?: les)?|founded|celebrating|under)(?: (?:the|least|at|of|an?|about))* ?\(?$"
    ))
    .ok()
});

/// After a length of time, before any word of experience: it measures something else.
static SOMETHING_ELSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u:\b)(?:diplom\w*|program\w*|college|universit\w*|contracts?|contrat|probation\w*|old|of age|degrees?",
        r"|baccalaur\w*|education|etudes|dec|vacation\w*|term|placements?|mentorship|validit\w+|ago|service|hours?|course",
        r"|secondary|school|history|training)(?-u:\b)"
    ))
    .ok()
});

/// Words of experience after a length of time, in the same thought.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<between>[^.;:!?\n]{0,70}?)(?-u:\b)(?:experiences?|exp|experienced)(?-u:\b)").ok()
});
/// Words of experience before it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:experiences?|exp)(?-u:\b)(?P<between>[^.;!?\n0-9(]{0,36})$").ok()
});
/// "3 years as an NP", « 2 ans comme ».
static IN_WORK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ (?:as an?|comme|a titre d[e'])(?-u:\b)").ok());

/// Before a length that begins a line: "Minimum", "at least".
static OPENING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[^a-z0-9]*(?:(?:an?|minimum|min|of|at|least|preferably|ideally|about|au|moins)[ .:]+)*$").ok());

/// Lengths of experience; a bare length is one under a heading "Experience", or at the start of a line under
/// one of what is asked.
pub(super) fn mentions(sentence: &str, section: Section) -> Vec<Mention> {
    let Some(duration) = DURATION.as_ref() else { return vec![] };
    duration
        .captures_iter(sentence)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let unit = found.name("unit").or(found.name("last"))?.as_str();
            let months = months(found.name("low")?.as_str(), unit)?;
            let range = whole.range();
            let before = &sentence[..range.start];
            let opens = OPENING.as_ref().is_some_and(|opening| opening.is_match(before));
            let listed = matches!(section.stance, Stance::Required | Stance::Preferred);
            let is_bare = section.topic == Some(Topic::Experience) || listed && opens;
            let is_experience = is_experience(before, &sentence[range.end..], is_bare);
            is_experience.then(|| mention(months, range))
        })
        .collect()
}

fn mention(months: u16, range: Range<usize>) -> Mention {
    Mention { asks: vec![Ask::Experience { months }], range, strong: true }
}

fn is_experience(before: &str, after: &str, bare_counts: bool) -> bool {
    let matches = |regex: &LazyLock<Option<Regex>>, text: &str| regex.as_ref().is_some_and(|r| r.is_match(text));
    if matches(&PERIOD, before) {
        return false;
    }
    let clear = |regex: &LazyLock<Option<Regex>>, text: &str| {
        let found = regex.as_ref().and_then(|r| r.captures(text));
        found.and_then(|found| found.name("between")).is_some_and(|between| !measures_something_else(between.as_str()))
    };
    if clear(&AFTER, after) {
        return true;
    }
    let next: String = after.split([',', '.', ';', '(']).next().unwrap_or_default().chars().take(40).collect();
    !measures_something_else(&next) && (clear(&BEFORE, before) || bare_counts || matches(&IN_WORK, after))
}

fn measures_something_else(text: &str) -> bool {
    let salary = ["salai", "salary", "wage", "echelle", "scale"].iter().any(|word| text.contains(word));
    salary || text.contains('$') || SOMETHING_ELSE.as_ref().is_some_and(|r| r.is_match(text))
}

/// Months of a number and a unit; `None` where it cannot be what a posting asks.
fn months(number: &str, unit: &str) -> Option<u16> {
    let per_unit = if unit.starts_with(['y', 'a']) { 12 } else { 1 };
    let months = match number.split_once(['.', ',']) {
        Some((whole, tenths)) => (whole.parse::<u16>().ok()? * 10 + tenths.parse::<u16>().ok()?) * per_unit / 10,
        None => count(number)? * per_unit,
    };
    (1..=MOST_MONTHS).contains(&months).then_some(months)
}

fn count(number: &str) -> Option<u16> {
    let spelled = NUMBERS.iter().find(|(word, _)| *word == number);
    spelled.map(|(_, count)| *count).or_else(|| number.parse().ok())
}
