//! The licence in a sentence, and of which role it is.

use std::ops::Range;
use std::sync::LazyLock;

use super::asks::Mention;
use super::folded::Folded;
use super::lexicon::{Lexicon, Phrase, PhraseKind, ROLES, context};
use crate::reference::{Province, Role};
use crate::requirement::Ask;

static EVIDENCE: LazyLock<Lexicon<()>> = LazyLock::new(|| context("licence"));
static ANOTHER: LazyLock<Lexicon<()>> = LazyLock::new(|| context("other_licensee"));

/// A sentence this short that names a regulator under a heading of what is asked asks for its licence.
const BARE_REGULATOR: usize = 60;
/// Words such as "current registration" belong to a regulator within so many bytes.
const EVIDENCE_REACH: usize = 48;
/// "RN licence": the role stands right before it.
const ROLE_REACH: usize = 2;

/// What the posting as a whole says of its licence.
pub(super) struct Setting {
    pub(super) province: Option<Province>,
    /// Keys of the roles that any of its texts names.
    pub(super) roles: Vec<String>,
}

/// Keys of the roles that the texts name.
pub(super) fn roles_named(texts: &[Folded<'_>]) -> Vec<String> {
    let mut roles: Vec<String> = texts.iter().flat_map(|text| keys(text.text())).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn keys(text: &str) -> Vec<String> {
    ROLES.find_all(text).map(|(phrase, _)| phrase.key.clone()).collect()
}

/// The licence that a sentence speaks of: at most one, since several regulators in one sentence are alternatives.
pub(super) fn mention(sentence: &str, found: &[(&Phrase, Range<usize>)], setting: &Setting) -> Option<Mention> {
    if ANOTHER.is_in(sentence) {
        return None;
    }
    let of_kind = |kind| found.iter().filter(move |(phrase, _)| phrase.kind == kind);
    let regulators: Vec<_> = of_kind(PhraseKind::Regulator).collect();
    let evidence = evidence(sentence, found);
    let mut words: Vec<Range<usize>> = of_kind(PhraseKind::Licence).map(|(_, range)| range.clone()).collect();
    words.extend(role_licence(sentence, &evidence));
    if !evidence.is_empty() || sentence.trim().len() <= BARE_REGULATOR {
        words.extend(regulators.iter().map(|(_, range)| range.clone()));
    }
    let core = words.iter().map(|range| range.start).min()?..words.iter().map(|range| range.end).max()?;
    let near = |range: &&Range<usize>| range.end + EVIDENCE_REACH >= core.start && range.start <= core.end + EVIDENCE_REACH;
    let range = evidence.iter().filter(near).fold(core.clone(), |all, one| all.start.min(one.start)..all.end.max(one.end));
    let role = role(sentence, &regulators, setting);
    // A bare name of a regulator says "licence" only where something is asked.
    let strong = !evidence.is_empty() || regulators.is_empty();
    Some(Mention { asks: vec![Ask::Licence { role }], range, strong })
}

/// Words such as "registration" and "good standing", outside of other asks ("driver's licence").
fn evidence(sentence: &str, found: &[(&Phrase, Range<usize>)]) -> Vec<Range<usize>> {
    let taken = |range: &Range<usize>| {
        let other = |kind| matches!(kind, PhraseKind::Credential | PhraseKind::Other | PhraseKind::Regulator);
        found.iter().any(|(phrase, at)| other(phrase.kind) && at.start < range.end && range.start < at.end)
    };
    let of_title = |range: &Range<usize>| ROLES.find_all(sentence).any(|(_, role)| role.start <= range.start && range.end <= role.end);
    EVIDENCE.find_all(sentence).map(|(_, range)| range).filter(|range| !taken(range) && !of_title(range)).collect()
}

/// "RPN registration", "RN licence".
fn role_licence(sentence: &str, evidence: &[Range<usize>]) -> Vec<Range<usize>> {
    let licence = |range: &&Range<usize>| {
        let word = &sentence[(*range).clone()];
        word.starts_with("licen") || word.starts_with("registration")
    };
    let after = |role: &Range<usize>| {
        let follows = |word: &&Range<usize>| (role.end..=role.end + ROLE_REACH).contains(&word.start);
        evidence.iter().filter(licence).find(follows).map(|word| role.start..word.end)
    };
    ROLES.find_all(sentence).filter_map(|(_, role)| after(&role)).collect()
}

/// Of which role the licence is, if the words say so: those of the sentence first, then the regulator's name
/// unless the posting speaks of another role of the same regulator.
fn role(sentence: &str, regulators: &[&(&Phrase, Range<usize>)], setting: &Setting) -> Option<Role> {
    let outside = |role: &Range<usize>| regulators.iter().all(|(_, at)| role.end <= at.start || at.end <= role.start);
    let mut named: Vec<String> =
        ROLES.find_all(sentence).filter(|(_, range)| outside(range)).map(|(phrase, _)| phrase.key.clone()).collect();
    let candidates = candidates(regulators);
    for key in &mut named {
        if key == "rpn" {
            key.replace_range(.., rpn(&candidates, setting.province).unwrap_or("rpn"));
        }
    }
    named.sort_unstable();
    named.dedup();
    if regulators.is_empty() {
        return sole(&named).and_then(Role::parse);
    }
    let licensed: Vec<String> = named.into_iter().filter(|key| candidates.iter().any(|c| plain(c) == key)).collect();
    if !licensed.is_empty() {
        return sole(&licensed).and_then(Role::parse);
    }
    let own = candidates.iter().find(|c| c.ends_with('*') || candidates.len() == 1)?;
    let other = candidates.iter().any(|c| c != own && setting.roles.iter().any(|role| role == plain(c)));
    (!other).then(|| Role::parse(plain(own))).flatten()
}

fn sole(keys: &[String]) -> Option<&str> {
    match keys {
        [only] => Some(only),
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
        (false, true, _) => Some("rpsych"),
        (_, _, Some(Province::Bc | Province::Ab | Province::Sk | Province::Mb | Province::Yt)) => Some("rpsych"),
        _ => None,
    }
}
