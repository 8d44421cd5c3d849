//! What a sentence could ask, before its cues are heard.

use std::ops::Range;

use super::layout::Section;
use super::lexicon::{Phrase, PhraseKind, Stance};
use super::licence::{self, Setting};
use super::{experience, language};
use crate::reference::{Credential, CredentialKind};
use crate::requirement::Ask;
use crate::text::lexicon::Lexicon;

/// Words that may ask something.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mention {
    /// What: more than one ask only for "bilingual" and "both official languages".
    pub(super) asks: Vec<Ask>,
    /// Where in the sentence.
    pub(super) range: Range<usize>,
    /// Whether the words can mean nothing else; weak ones count only in company.
    pub(super) strong: bool,
}

impl Mention {
    /// Whether it is a paper that the person sought hands in: a check anywhere, and under a heading of what is
    /// asked also a test or an insurance. To "provide TB testing" elsewhere is work.
    pub(super) fn is_paper(&self, stance: Stance) -> bool {
        let kind = |ask: &Ask| match ask {
            Ask::Credential { credential } => Some(credential.kind()),
            _ => None,
        };
        match self.asks.first().and_then(kind) {
            Some(CredentialKind::Check) => matches!(stance, Stance::Required | Stance::Neutral),
            Some(CredentialKind::Certification | CredentialKind::LanguageTest) | None => false,
            Some(_) => stance == Stance::Required,
        }
    }

    fn is_whole_record(&self) -> bool {
        let record =
            |ask: &Ask| matches!(ask, Ask::Credential { credential } if credential.key() == "immunization_record");
        self.asks.iter().any(record)
    }

    /// Whether it is an immunization or test status.
    pub(super) fn is_immunization(&self) -> bool {
        self.asks.iter().any(
            |ask| matches!(ask, Ask::Credential { credential } if credential.kind() == CredentialKind::Immunization),
        )
    }
}

/// Everything a sentence could ask, in the order of its words.
pub(super) fn mentions(sentence: &str, lexicon: &Lexicon<Phrase>, section: Section, setting: &Setting) -> Vec<Mention> {
    let found: Vec<(&Phrase, Range<usize>)> = lexicon.find_all(sentence).collect();
    let mut mentions: Vec<Mention> = found.iter().filter_map(|(phrase, range)| credential(phrase, range)).collect();
    mentions.extend(language::mentions(sentence, &found));
    mentions.extend(licence::mention(sentence, &found, setting));
    mentions.extend(experience::mentions(sentence, section));
    mentions.sort_by_key(|mention| mention.range.start);
    // "Proof of immunization against measles" asks for that one, not for the whole record.
    if mentions.iter().filter(|mention| mention.is_immunization()).count() > 1 {
        mentions.retain(|mention| !mention.is_whole_record());
    }
    mentions
}

fn credential(phrase: &Phrase, range: &Range<usize>) -> Option<Mention> {
    let credential = Credential::parse(&phrase.key).filter(|_| phrase.kind == PhraseKind::Credential)?;
    Some(Mention { asks: vec![Ask::Credential { credential }], range: range.clone(), strong: phrase.strong })
}
