//! Titles: which roles a free-text title names.
//!
//! 1. [`words`] folds the title: no accents, case, dots, gender or number; "R.P.N." is "rpn", « infirmier(ère) » is
//!    « infirmier ».
//! 2. [`lexicon`] finds the longest phrases of the tables `role_synonyms.csv` and `noc_titles.csv`. A phrase that
//!    only looks like a role's ("nurse call") is a veto and takes its words away.
//! 3. Here the phrases are judged: a head that follows ("nurse recruiter") or precedes (« recruteur d'infirmières »),
//!    what stands after "for", and what an abbreviation means in this province.
//!
//! Unknown gives nothing, never a guess.

mod lexicon;
mod words;

pub use lexicon::{Kind, Synonym, synonyms};

use crate::reference::{Province, Role, RoleFamily};
use lexicon::{Entries, Scope};
use words::{Gap, Word};

/// What a title was recognised as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognition {
    /// The roles named, in the order of the title; empty: nothing, never a guess.
    pub roles: Vec<Role>,
    /// Why, in one short line for people who check the rules: the phrase and the rule, or why nothing.
    pub reason: String,
}

/// Recognises the roles that a title names; `province` resolves abbreviations that collide.
///
/// ```
/// use domain::{reference::Province, title::recognize};
///
/// let roles = |title, province| recognize(title, province).roles.iter().map(|r| r.key()).collect::<Vec<_>>();
/// assert_eq!(roles("R.P.N. – nights", Some(Province::On)), ["lpn"]);
/// assert_eq!(roles("RPN", Some(Province::Bc)), ["rpsych"]);
/// assert!(roles("RPN", None).is_empty());
/// assert!(roles("Nurse call system installer", None).is_empty());
/// ```
pub fn recognize(title: &str, province: Option<Province>) -> Recognition {
    let words = words::words(title);
    let straight = judge(&words, province, false);
    if !straight.roles.is_empty() {
        return straight;
    }
    // "Therapist, massage": the two parts of an index entry, turned round.
    if let Some(turned) = turned(&words).filter(|_| !phrases(&words).iter().any(|phrase| phrase.entries.is_veto)) {
        let turned = judge(&turned, province, false);
        if !turned.roles.is_empty() {
            return turned;
        }
    }
    judge(&words, province, true)
}

/// A phrase found in a title.
struct Found {
    start: usize,
    end: usize,
    entries: &'static Entries,
}

impl Found {
    fn has(&self, kind: Kind) -> bool {
        self.entries.synonyms.iter().any(|synonym| synonym.kind == kind)
    }

    fn has_words(&self) -> bool {
        self.has(Kind::Title) || self.has(Kind::Noc)
    }

    fn phrase(&self) -> &'static str {
        self.entries.synonyms.first().map_or("", |synonym| synonym.phrase)
    }
}

/// Judges the phrases of a title; general words ("physician") count only where `general` says so.
fn judge(words: &[Word], province: Option<Province>, general: bool) -> Recognition {
    if let Some(word) = words.iter().find(|word| lexicon::vetoes_of(&word.stem).contains(&Scope::Title)) {
        return Recognition { roles: Vec::new(), reason: format!("“{}” rules a health role out", word.stem) };
    }
    let found = phrases(words);
    let kept: Vec<&Found> = found.iter().filter(|phrase| stands(phrase, &found, words)).collect();
    let said: Vec<Role> = kept.iter().filter_map(|phrase| said_in_words(phrase, province)).collect();
    let mut answer = Recognition::default();
    for phrase in &kept {
        let role = said_in_words(phrase, province)
            .or_else(|| abbreviated(phrase, &kept, &said, words, province))
            .or_else(|| if general { of_kind(phrase, &[Kind::General], province) } else { None });
        let Some(role) = role.filter(|role| !answer.roles.contains(role)) else { continue };
        answer.roles.push(role);
        let also = if answer.reason.is_empty() { "" } else { "; " };
        answer.reason = format!("{}{also}“{}” names {role}", answer.reason, phrase.phrase());
    }
    if answer.roles.is_empty() {
        answer.reason = match found.first().map(Found::phrase) {
            None => "no phrase names a health role".to_owned(),
            Some("") => "the words only look like a health role".to_owned(),
            Some(phrase) => format!("“{phrase}” is not what the title is for, or is ambiguous here"),
        };
    }
    answer
}

/// The longest phrases from left to right, without overlap. Of two that overlap the later one wins, which has the
/// head: "primary care nurse practitioner" is no primary care nurse.
fn phrases(words: &[Word]) -> Vec<Found> {
    let from = |start: usize| {
        let (length, entries) = lexicon::longest(&words[start..])?;
        Some(Found { start, end: start + length, entries })
    };
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let Some(mut phrase) = from(start) else {
            start += 1;
            continue;
        };
        let later = (start + 1..phrase.end).filter_map(from).find(|later| later.end > phrase.end);
        if let Some(later) = later.filter(|later| !later.entries.is_veto && later.has_words()) {
            phrase = later;
        }
        start = phrase.end;
        found.push(phrase);
    }
    found
}

/// Whether a phrase says what the title is for.
fn stands(phrase: &Found, all: &[Found], words: &[Word]) -> bool {
    if phrase.entries.is_veto {
        return false;
    }
    let covered = |i: usize| all.iter().any(|other| other.start <= i && i < other.end);
    let free = |i: &usize| !covered(*i);
    let from = (0..=phrase.start).rev().find(|i| *i == 0 || separates(words[*i].gap)).unwrap_or(0);
    let to = (phrase.end..words.len()).find(|i| separates(words[*i].gap)).unwrap_or(words.len());
    let care =
        phrase.entries.synonyms.iter().all(|s| matches!(s.role.family(), RoleFamily::Care | RoleFamily::Support));
    let rules_out = |i: usize, scope: Scope| lexicon::vetoes_of(&words[i].stem).contains(&scope);
    if (phrase.end..to).filter(free).any(|i| rules_out(i, Scope::Before) || care && rules_out(i, Scope::BeforeCare)) {
        return false;
    }
    if (from..phrase.start).filter(free).any(|i| rules_out(i, Scope::After)) {
        return false;
    }
    // "Recruiter, registered nurses": the first part is the head, unless the phrase is an alternative to it.
    let first = (1..words.len()).find(|i| separates(words[*i].gap)).unwrap_or(words.len());
    let heads = first <= phrase.start && words[first].gap == Gap::Break && !(0..first).any(covered);
    if heads && (0..first).any(|i| rules_out(i, Scope::After)) {
        return false;
    }
    !is_context(phrase, all, words)
}

/// A part of a title ends where something else or an alternative begins.
const fn separates(gap: Gap) -> bool {
    matches!(gap, Gap::Break | Gap::Alternative)
}

/// Words that call for someone and say nothing of the work.
const CALLS: &[&str] =
    &["looking", "hiring", "wanted", "need", "seeking", "recherche", "recherchon", "urgent", "we", "now"];

/// Whether a phrase stands after "for" or "with" and something before it says what the title is for.
fn is_context(phrase: &Found, all: &[Found], words: &[Word]) -> bool {
    let part = (0..=phrase.start).rev().find(|i| *i == 0 || words[*i].gap == Gap::Break).unwrap_or(0);
    let context = (part + 1..=phrase.start).find(|i| words[*i].gap == Gap::Context);
    let Some(context) = context else { return false };
    all.iter().any(|other| other.start < context)
        || words[part..context].iter().any(|w| !CALLS.contains(&w.stem.as_str()))
}

fn holds(synonym: &Synonym, province: Option<Province>) -> bool {
    synonym.provinces.is_empty() || province.is_some_and(|province| synonym.provinces.contains(&province))
}

fn of_kind(phrase: &Found, kinds: &[Kind], province: Option<Province>) -> Option<Role> {
    let named = phrase.entries.synonyms.iter().find(|s| kinds.contains(&s.kind) && holds(s, province));
    named.map(|synonym| synonym.role)
}

/// The role that a phrase names in words.
fn said_in_words(phrase: &Found, province: Option<Province>) -> Option<Role> {
    of_kind(phrase, &[Kind::Title, Kind::Noc], province)
}

/// What an abbreviation means: what words or a field of the title say it does, else what it means here.
fn abbreviated(
    phrase: &Found,
    kept: &[&Found],
    said: &[Role],
    words: &[Word],
    province: Option<Province>,
) -> Option<Role> {
    let meanings = || phrase.entries.synonyms.iter().filter(|s| matches!(s.kind, Kind::Abbreviation | Kind::Ambiguous));
    if let Some(meant) = meanings().find(|synonym| said.contains(&synonym.role)) {
        return Some(meant.role);
    }
    let fields: Vec<Role> = kept.iter().filter_map(|other| of_kind(other, &[Kind::Field], province)).collect();
    if let Some(meant) = meanings().find(|synonym| fields.contains(&synonym.role)) {
        return Some(meant.role);
    }
    let beside_another = kept.iter().any(|other| other.start != phrase.start && !other.has(Kind::Field));
    let alone =
        words.iter().all(|word| word.stem == words[phrase.start].stem || word.stem.chars().all(|c| c.is_ascii_digit()));
    if phrase.has(Kind::Ambiguous) && !beside_another && !alone {
        return None;
    }
    meanings().find(|synonym| holds(synonym, province)).map(|synonym| synonym.role)
}

/// The two parts of a title the other way round; `None` when there are not two.
fn turned(words: &[Word]) -> Option<Vec<Word>> {
    let breaks: Vec<usize> = (1..words.len()).filter(|i| words[*i].gap == Gap::Break).collect();
    let first = *breaks.first()?;
    let end = breaks.get(1).copied().unwrap_or(words.len());
    let mut turned: Vec<Word> = words[first..end].iter().chain(&words[..first]).cloned().collect();
    for word in &mut turned {
        word.gap = Gap::Space;
    }
    Some(turned)
}

#[cfg(test)]
mod tests;
