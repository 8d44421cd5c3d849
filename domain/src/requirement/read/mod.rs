//! Reading: from the texts of a posting to what they ask.
//!
//! 1. [`Folded`] folds a text and keeps the way back to its bytes.
//! 2. [`layout`] finds sentences and bullets under their headings ("Assets:").
//! 3. [`asks`], with [`experience`], [`language`] and [`licence`], finds what could be asked in a sentence.
//! 4. [`ruling`] finds the cue that governs each ("an asset", "not required", "training provided").
//! 5. [`passage`] decides, and [`read`] collapses what is said twice.
//!
//! The words are data: `domain/data/requirement_phrases.csv`, `requirement_cues.csv`, `requirement_headings.csv`.
//! What the words do not settle is left out: two required things joined by "or" cannot be said as lines that
//! must each be met, so neither is claimed.

mod asks;
mod experience;
mod language;
mod layout;
mod lexicon;
mod licence;
mod passage;
mod ruling;

use super::{Ask, Basis, Field, Necessity, Requirement, Span};
use crate::Lang;
use crate::reference::Province;
use crate::text::folded::Folded;

/// What a posting gives to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source<'a> {
    /// Its texts, in the order in which they should be read; HTML already stripped.
    pub passages: Vec<Passage<'a>>,
    /// What structured fields state, such as `experienceRequirements.monthsOfExperience` of a JSON-LD posting.
    pub form: Vec<(Ask, Necessity)>,
    /// The province of the place of work, which says whose "RPN" is meant.
    pub province: Option<Province>,
}

/// One text of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Which part of the posting it is.
    pub field: Field,
    /// Its language.
    pub lang: Lang,
    /// Its number among the texts of that field and language, from 0.
    pub item: u16,
    /// The text.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// Adds the title in a language.
    #[must_use]
    pub fn title(self, lang: Lang, text: &'a str) -> Self {
        self.passage(Field::Title, lang, text)
    }

    /// Adds the description in a language.
    #[must_use]
    pub fn description(self, lang: Lang, text: &'a str) -> Self {
        self.passage(Field::Description, lang, text)
    }

    /// Adds one qualification field; the list keeps its order.
    #[must_use]
    pub fn qualification(self, lang: Lang, text: &'a str) -> Self {
        self.passage(Field::Qualifications, lang, text)
    }

    /// Adds the months of experience that a structured field requires.
    #[must_use]
    pub fn experience(mut self, months: u16) -> Self {
        self.form.push((Ask::Experience { months }, Necessity::Required));
        self
    }

    /// Says in which province the work is.
    #[must_use]
    pub fn province(self, province: Option<Province>) -> Self {
        Self { province, ..self }
    }

    fn passage(mut self, field: Field, lang: Lang, text: &'a str) -> Self {
        let before = self.passages.iter().filter(|passage| passage.field == field && passage.lang == lang).count();
        let item = u16::try_from(before).unwrap_or(u16::MAX);
        self.passages.push(Passage { field, lang, item, text });
        self
    }
}

/// Reads what a posting asks: what its form states, then what its texts say, in their order. The same ask said
/// several times is one requirement: the strongest, and of equally strong ones the first.
pub fn read(input: &Source<'_>) -> Vec<Requirement> {
    let mut requirements: Vec<Requirement> = Vec::new();
    let mut add = |new: Requirement| match requirements.iter_mut().find(|known| known.ask == new.ask) {
        Some(known) if new.necessity < known.necessity => *known = new,
        Some(_) => {}
        None => requirements.push(new),
    };
    for (ask, necessity) in &input.form {
        add(Requirement { ask: *ask, necessity: *necessity, basis: Basis::Form });
    }
    let folded: Vec<_> = input.passages.iter().map(|passage| Folded::new(passage.text)).collect();
    let setting = licence::Setting { province: input.province, roles: licence::roles_named(&folded) };
    for (passage, folded) in input.passages.iter().zip(&folded) {
        for (ask, necessity, range) in passage::read(passage, folded, &setting) {
            add(Requirement { ask, necessity, basis: Basis::Stated { span: span(passage, &folded.original(&range)) } });
        }
    }
    requirements
}

fn span(passage: &Passage<'_>, bytes: &std::ops::Range<usize>) -> Span {
    let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span {
        field: passage.field,
        lang: passage.lang,
        item: passage.item,
        start: offset(bytes.start),
        end: offset(bytes.end),
    }
}
