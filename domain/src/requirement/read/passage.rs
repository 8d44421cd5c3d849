//! One text: its sentences, and what each of them asks.

use std::ops::Range;
use std::sync::LazyLock;

use super::Passage;
use super::asks::{Mention, mentions};
use super::layout::{Section, sentences};
use super::lexicon::{CueClass, Stance, Topic, asks, context};
use super::licence::Setting;
use super::ruling;
use crate::requirement::{Ask, Field, Necessity};
use crate::text::folded::Folded;
use crate::text::lexicon::Lexicon;

static LANGUAGE: LazyLock<Lexicon<()>> = LazyLock::new(|| context("language"));
static IMMUNITY: LazyLock<Lexicon<()>> = LazyLock::new(|| context("immunity"));
static HOUSE: LazyLock<Lexicon<()>> = LazyLock::new(|| context("house"));
static HOUSE_START: LazyLock<Lexicon<()>> = LazyLock::new(|| context("house_start"));
static ADDRESSED: LazyLock<Lexicon<()>> = LazyLock::new(|| context("addressed"));

/// A bare language on a line of a list has at most so many words around it.
const BARE_WORDS: usize = 5;

/// What a text asks, with the place in the folded text, in the order of its words.
pub(super) fn read(
    passage: &Passage<'_>,
    folded: &Folded<'_>,
    setting: &Setting,
) -> Vec<(Ask, Necessity, Range<usize>)> {
    let lexicon = asks(passage.lang);
    let start = if passage.field == Field::Qualifications { Stance::Required } else { Stance::Neutral };
    let mut asked = Vec::new();
    for sentence in sentences(folded, lexicon, start) {
        let text = &folded.text()[sentence.range.clone()];
        let found = mentions(text, lexicon, sentence.section, setting);
        if found.is_empty() {
            continue;
        }
        let decided = decide(text, sentence.section, &found);
        for (mention, necessity) in found.iter().zip(decided) {
            let Some(necessity) = necessity else { continue };
            let range = mention.range.start + sentence.range.start..mention.range.end + sentence.range.start;
            asked.extend(mention.asks.iter().map(|ask| (*ask, necessity, range.clone())));
        }
    }
    asked
}

/// How necessary each mention of a sentence is; `None`: nothing is asked by it.
fn decide(text: &str, section: Section, found: &[Mention]) -> Vec<Option<Necessity>> {
    let ranges: Vec<Range<usize>> = found.iter().map(|mention| mention.range.clone()).collect();
    let governing = ruling::governing(text, &ranges);
    let sentence = Sentence { text, section, found, governing: &governing };
    let mut decided: Vec<Option<Necessity>> = (0..found.len()).map(|i| sentence.necessity(i)).collect();
    // Weak words count beside strong ones: "ACLS, PALS", "a car and a valid driver's licence".
    let company = (0..found.len()).find_map(|i| decided[i].filter(|_| sentence.is_credential(i)));
    for i in 0..found.len() {
        let is_open = matches!(governing[i], None | Some(CueClass::Have));
        if decided[i].is_none() && company.is_some() && is_open && sentence.is_credential(i) {
            decided[i] = company;
        }
    }
    drop_alternatives(text, found, &mut decided);
    decided
}

struct Sentence<'a> {
    text: &'a str,
    section: Section,
    found: &'a [Mention],
    governing: &'a [Option<CueClass>],
}

impl Sentence<'_> {
    fn necessity(&self, i: usize) -> Option<Necessity> {
        let cue = self.governing[i];
        let said = match (cue, self.section.stance) {
            (Some(CueClass::Prefer), _) | (Some(CueClass::Have) | None, Stance::Preferred) => Necessity::Preferred,
            (Some(CueClass::HandIn), stance) if self.found[i].is_paper(stance) => Necessity::Required,
            (Some(CueClass::Require), _) | (Some(CueClass::Have) | None, Stance::Required | Stance::Neutral) => {
                Necessity::Required
            }
            _ => return None,
        };
        let is_clear = matches!(cue, Some(CueClass::Prefer | CueClass::Require));
        let is_meant = match self.found[i].asks.first()? {
            Ask::Language { .. } => self.is_language_of_work(i),
            _ => is_clear || cue == Some(CueClass::Have) || self.is_strong(i),
        };
        if self.only_asks_back() {
            return None;
        }
        (is_meant && (is_clear || !self.is_of_the_house(i))).then_some(said)
    }

    /// "CPR? We train you."
    fn only_asks_back(&self) -> bool {
        let words = |text: &str| text.split_whitespace().count();
        let asked: usize = self.found.iter().map(|mention| words(&self.text[mention.range.clone()])).sum();
        self.text.ends_with('?') && words(self.text) <= asked
    }

    fn is_credential(&self, i: usize) -> bool {
        matches!(self.found[i].asks.first(), Some(Ask::Credential { .. }))
    }

    /// Whether the words ask something without a cue that says so.
    fn is_strong(&self, i: usize) -> bool {
        let mention = &self.found[i];
        mention.strong
            || matches!(self.section.stance, Stance::Required | Stance::Preferred)
            || mention.is_immunization() && IMMUNITY.is_in(self.text)
    }

    /// Whether a language is one of work: spoken of as such, or bare in a list of what is asked.
    fn is_language_of_work(&self, i: usize) -> bool {
        let listed = matches!(self.section.stance, Stance::Required | Stance::Preferred);
        let words = self.text.split_whitespace().count();
        let is_bare = words <= BARE_WORDS + self.found.len();
        let is_asked = matches!(self.governing[i], Some(CueClass::Prefer | CueClass::Require));
        self.section.topic == Some(Topic::Language)
            || LANGUAGE.is_in(self.text)
            || is_bare && (listed || is_asked)
            || listed && self.found.len() > 1
            || is_asked && self.governing[i] == Some(CueClass::Prefer)
    }

    /// Whether the sentence speaks of the employer, the staff or the patients and not of the person sought.
    fn is_of_the_house(&self, i: usize) -> bool {
        let before = &self.text[..self.found[i].range.start];
        let speaks = HOUSE.is_in(before) || HOUSE_START.find_all(self.text.trim_start()).any(|((), at)| at.start == 0);
        speaks && !ADDRESSED.is_in(self.text)
    }
}

/// Two required things of a kind joined by "or" are not two requirements.
fn drop_alternatives(text: &str, found: &[Mention], decided: &mut [Option<Necessity>]) {
    let kind = |mention: &Mention| mention.asks.first().map(std::mem::discriminant);
    let required: Vec<bool> = decided.iter().map(|necessity| *necessity == Some(Necessity::Required)).collect();
    for i in 1..found.len() {
        let (one, other) = (&found[i - 1], &found[i]);
        let both = required[i - 1] && required[i];
        if both && kind(one) == kind(other) && one.asks != other.asks && is_or(text, one.range.end, other.range.start) {
            (decided[i - 1], decided[i]) = (None, None);
        }
    }
}

fn is_or(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_or = matches!(words.next(), Some("or" | "ou")) && !between.contains('/');
    is_or && words.all(|word| ["a", "an", "current", "valid", "un", "une", "du", "de", "l"].contains(&word))
}
