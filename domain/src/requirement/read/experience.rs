//! Experience in a sentence, in months.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::asks::Mention;
use super::layout::Section;
use super::lexicon::{Stance, Topic, pattern};
use crate::requirement::Ask;

/// No posting asks for more than ten years; "40 years of experience" is the employer's.
const MOST_MONTHS: u16 = 120;

/// Spelled numbers; where one begins another, the longer comes first.
const NUMBERS: &[(&str, u32)] = &[
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

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    let words: Vec<&str> = NUMBERS.iter().map(|(word, _)| *word).collect();
    let number = format!("(?:[0-9]{{1,3}}(?:[.,][0-9])?|{})", words.join("|"));
    let figure = r"(?: ?\([0-9]{1,2}\))?(?: ?\+)?";
    let range = format!(r"(?: ?(?:to|-|and|a|et|or|ou) ?(?:less than |moins d[e'] ?)?{number}{figure})?");
    let more = "(?: or more| and over| ou plus| et plus)?";
    let whole = format!(
        r"(?-u:\b{{start-half}})(?P<low>{number}){figure}(?: ?(?P<unit>{UNIT}))?{range}{more}[ -]?(?P<last>{UNIT})?(?-u:\b{{end-half}})\.?'?"
    );
    pattern(&whole)
});

/// Before a length of time: it is a period, an age, a validity, not an amount asked.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:last|past|previous|within|every|each|after|first|next|depuis|apres|derni\w+|dans les|d'ici|valid(?: for)?",
        r"|aged?|age of|pendant(?: les)?|founded|celebrating|under)(?: (?:the|least|at|of|an?|about))* ?\(?$"
    ))
});

/// After a length of time, before any word of experience: it measures something else.
static SOMETHING_ELSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?-u:\b)(?:diplom\w*|program\w*|college|universit\w*|contracts?|contrat|probation\w*|old|of age|degrees?",
        r"|baccalaur\w*|education|etudes|dec|vacation\w*|term|placements?|mentorship|validit\w+|ago|service|hours?|course",
        r"|secondary|school|history|training)(?-u:\b)"
    ))
});

/// Words of experience after a length of time, in the same thought.
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<between>[^.;:!?\n]{0,70}?)(?-u:\b)(?:experiences?|exp|experienced)(?-u:\b)"));
/// Words of experience before it.
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)(?:experiences?|exp)(?-u:\b)(?P<between>[^.;!?\n0-9(]{0,36})\(?$"));
/// "3 years as an NP", « 2 ans comme ».
static IN_WORK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ (?:as an?|comme|a titre d[e'])(?-u:\b)"));

/// Before a length that begins a line: "Minimum", "at least".
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[^a-z0-9]*(?:(?:an?|minimum|min|of|at|least|preferably|ideally|about|au|moins)[ .:]+)*$")
});

/// Lengths of experience; a bare length is one under a heading "Experience", or at the start of a line under
/// one of what is asked.
pub(super) fn mentions(sentence: &str, section: Section) -> Vec<Mention> {
    DURATION
        .captures_iter(sentence)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let unit = found.name("unit").or(found.name("last"))?.as_str();
            let months = months(found.name("low")?.as_str(), unit)?;
            let range = whole.range();
            let before = &sentence[..range.start];
            let opens = OPENING.is_match(before);
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
    if PERIOD.is_match(before) {
        return false;
    }
    if between(&AFTER, after).is_some_and(|words| !measures_something_else(words.trim_end(), true)) {
        return true;
    }
    let next: String = after.split([',', '.', ';', '(']).next().unwrap_or_default().chars().take(40).collect();
    let follows = || between(&BEFORE, before).is_some_and(|words| !measures_something_else(words, false));
    !measures_something_else(&next, false) && (bare_counts || IN_WORK.is_match(after) || follows())
}

/// The words between a length of time and a word of experience.
fn between<'a>(pattern: &Regex, text: &'a str) -> Option<&'a str> {
    Some(pattern.captures(text)?.name("between")?.as_str())
}

/// "2 years of college and some experience" measures the college; where the word of experience follows,
/// "2 years of customer service experience" does not.
fn measures_something_else(words: &str, experience_follows: bool) -> bool {
    let paid = ["salai", "salary", "wage", "echelle", "scale", "$"].iter().any(|word| words.contains(word));
    let is_other = |end: usize| !experience_follows || end < words.len();
    paid || SOMETHING_ELSE.find_iter(words).any(|found| is_other(found.end()))
}

/// Months of a number and a unit; `None` where it cannot be what a posting asks.
fn months(number: &str, unit: &str) -> Option<u16> {
    let per_unit = if unit.starts_with(['y', 'a']) { 12 } else { 1 };
    let months = match number.split_once(['.', ',']) {
        Some((whole, tenths)) => (whole.parse::<u32>().ok()? * 10 + tenths.parse::<u32>().ok()?) * per_unit / 10,
        None => count(number)? * per_unit,
    };
    u16::try_from(months).ok().filter(|months| (1..=MOST_MONTHS).contains(months))
}

fn count(number: &str) -> Option<u32> {
    let spelled = NUMBERS.iter().find(|(word, _)| *word == number);
    spelled.map(|(_, count)| *count).or_else(|| number.parse().ok())
}
