//! The licence in a sentence, and of which role it is.

use std::ops::Range;
use std::sync::LazyLock;

use super::asks::Mention;
use super::lexicon::{Phrase, PhraseKind, ROLES, context};
use crate::reference::{Province, Role};
use crate::requirement::Ask;
use crate::text::folded::Folded;
use crate::text::lexicon::Lexicon;

static EVIDENCE: LazyLock<Lexicon<()>> = LazyLock::new(|| context("licence"));
static ASKED: LazyLock<Lexicon<()>> = LazyLock::new(|| context("asked"));
static STANDARDS: LazyLock<Lexicon<()>> = LazyLock::new(|| context("standards"));
static ANOTHER: LazyLock<Lexicon<()>> = LazyLock::new(|| context("other_licensee"));

/// A line that names a regulator and at most so many other words asks for its licence under a heading of what
/// is asked: "CPSO".
const BARE_WORDS: usize = 2;
/// Words such as "current registration" belong to a regulator within so many bytes.
const EVIDENCE_REACH: usize = 48;
/// "CNO practice standards" is no licence: what a regulator's name is followed by within so many bytes.
const STANDARDS_REACH: usize = 26;
/// "RN licence": the role stands right before it.
const ROLE_REACH: usize = 2;

/// What the posting as a whole says of its licence.
pub(super) struct Setting {
    pub(super) province: Option<Province>,
    /// Keys of the roles that any of its texts names.
    pub(super) roles: Vec<&'static str>,
}

/// Keys of the roles that the texts name.
pub(super) fn roles_named(texts: &[Folded<'_>]) -> Vec<&'static str> {
    let mut keys: Vec<&str> = texts.iter().flat_map(|text| roles(text.text())).map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn roles(text: &str) -> Vec<(&'static str, Range<usize>)> {
    ROLES.find_all(text).map(|(phrase, range)| (phrase.key.as_str(), range)).collect()
}

/// The licence that a sentence speaks of: at most one, since several regulators in one sentence are alternatives.
pub(super) fn mention(sentence: &str, found: &[(&Phrase, Range<usize>)], setting: &Setting) -> Option<Mention> {
    let of_kind = |kind| found.iter().filter(move |(phrase, _)| phrase.kind == kind);
    let is_licensing = |range: &Range<usize>| !STANDARDS.is_in(upto(&sentence[range.end..], STANDARDS_REACH));
    let regulators: Vec<_> = of_kind(PhraseKind::Regulator).filter(|(_, range)| is_licensing(range)).collect();
    let phrases: Vec<Range<usize>> = of_kind(PhraseKind::Licence).map(|(_, range)| range.clone()).collect();
    let says_nothing = regulators.is_empty() && phrases.is_empty() && !EVIDENCE.is_in(sentence);
    if says_nothing || ANOTHER.is_in(sentence) {
        return None;
    }
    let roles = roles(sentence);
    let evidence = evidence(sentence, found, &roles);
    let mut words = phrases;
    words.extend(roles.iter().filter_map(|(_, role)| role_licence(sentence, role, &evidence)));
    let named: usize = regulators.iter().map(|(_, range)| words_in(&sentence[range.clone()])).sum();
    if !evidence.is_empty() || ASKED.is_in(sentence) || words_in(sentence) <= named + BARE_WORDS {
        words.extend(regulators.iter().map(|(_, range)| range.clone()));
    }
    let core = words.iter().map(|range| range.start).min()?..words.iter().map(|range| range.end).max()?;
    let near =
        |range: &&Range<usize>| range.end + EVIDENCE_REACH >= core.start && range.start <= core.end + EVIDENCE_REACH;
    let range =
        evidence.iter().filter(near).fold(core.clone(), |all, one| all.start.min(one.start)..all.end.max(one.end));
    Some(Mention { asks: vec![Ask::Licence { role: role(&roles, &regulators, setting) }], range, strong: true })
}

fn upto(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

fn words_in(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// Words such as "registration" and "good standing", outside of other asks ("driver's licence") and of titles
/// ("Registered Nurse").
fn evidence(
    sentence: &str,
    found: &[(&Phrase, Range<usize>)],
    roles: &[(&'static str, Range<usize>)],
) -> Vec<Range<usize>> {
    let taken = |range: &Range<usize>| {
        let other = |kind| matches!(kind, PhraseKind::Credential | PhraseKind::Other | PhraseKind::Regulator);
        found.iter().any(|(phrase, at)| other(phrase.kind) && at.start < range.end && range.start < at.end)
    };
    let of_title =
        |range: &Range<usize>| roles.iter().any(|(_, role)| role.start <= range.start && range.end <= role.end);
    EVIDENCE.find_all(sentence).map(|((), range)| range).filter(|range| !taken(range) && !of_title(range)).collect()
}

/// "RPN registration", "RN licence".
fn role_licence(sentence: &str, role: &Range<usize>, evidence: &[Range<usize>]) -> Option<Range<usize>> {
    let follows = evidence.iter().find(|word| (role.end..=role.end + ROLE_REACH).contains(&word.start))?;
    let word = &sentence[follows.clone()];
    let is_licence = word.starts_with("licen") || word.starts_with("registration");
    is_licence.then_some(role.start..follows.end)
}

/// Of which role the licence is, if the words say so: those of the sentence first, then the regulator's name
/// unless the posting speaks of another role of the same regulator.
fn role(
    roles: &[(&'static str, Range<usize>)],
    regulators: &[&(&Phrase, Range<usize>)],
    setting: &Setting,
) -> Option<Role> {
    let candidates = candidates(regulators);
    let outside = |role: &Range<usize>| regulators.iter().all(|(_, at)| role.end <= at.start || at.end <= role.start);
    let outside = roles.iter().filter(|(_, range)| outside(range)).map(|(key, _)| *key);
    let mut named: Vec<&str> =
        outside.map(|key| if key == "rpn" { rpn(&candidates, setting.province).unwrap_or(key) } else { key }).collect();
    named.sort_unstable();
    named.dedup();
    if regulators.is_empty() {
        return sole(&named);
    }
    named.retain(|key| candidates.iter().any(|candidate| plain(candidate) == *key));
    if !named.is_empty() {
        return sole(&named);
    }
    let own = candidates.iter().find(|c| c.ends_with('*') || candidates.len() == 1)?;
    let other = candidates.iter().any(|c| c != own && setting.roles.contains(&plain(c)));
    if other { None } else { Role::parse(plain(own)) }
}

fn sole(keys: &[&str]) -> Option<Role> {
    match keys {
        [only] => Role::parse(only),
        _ => None,
    }
}

fn plain(candidate: &str) -> &str {
    candidate.trim_end_matches('*')
}

/// The roles that every regulator of the sentence licenses ("CHCPBC (formerly CPTBC)"); none if they share none.
fn candidates<'a>(regulators: &[&(&'a Phrase, Range<usize>)]) -> Vec<&'a str> {
    let Some(((first, _), others)) = regulators.split_first() else { return vec![] };
    let all = |key: &&str| others.iter().all(|(other, _)| other.key.split('|').any(|k| plain(k) == plain(key)));
    first.key.split('|').filter(all).collect()
}

/// "RPN" is a registered practical nurse in Ontario and a registered psychiatric nurse in the West (canada.md §1).
fn rpn(candidates: &[&str], province: Option<Province>) -> Option<&'static str> {
    let licensed = |key: &str| candidates.iter().any(|c| plain(c) == key);
    match (licensed("lpn"), licensed("rpsych"), province) {
        (true, false, _) | (_, _, Some(Province::On)) => Some("lpn"),
        (false, true, _) | (_, _, Some(Province::Bc | Province::Ab | Province::Sk | Province::Mb | Province::Yt)) => {
            Some("rpsych")
        }
        _ => None,
    }
}
