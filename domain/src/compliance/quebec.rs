//! Québec: the posting in French at the same time as in another language, and the reason for asking for another
//! language (Charter of the French language, ss. 41 and 46, in force since 2022-06-01).

use super::report::Report;
use super::{LanguageStep, Part, Rule, Subject, Target};
use crate::Lang;
use crate::message::Message;
use crate::reference::Language;

pub(super) fn check(report: &mut Report<'_, '_>) {
    let subject = report.subject;
    for target in untranslated(subject) {
        report.broken(Rule::FrenchTwin, target, &Message::new("compliance-french-twin"));
    }
    if subject.french_later {
        let message = Message::new("compliance-french-same-time");
        report.broken(Rule::FrenchSameTime, Target::Text(Lang::Fr), &message);
    }
    if subject.languages.iter().any(|language| language != Language::French) {
        if subject.language_reason.trim().is_empty() {
            report.broken(Rule::LanguageReason, Target::Languages, &Message::new("compliance-language-reason"));
        }
        if LanguageStep::ALL.iter().any(|step| !subject.language_steps.contains(*step)) {
            report.broken(Rule::LanguageSteps, Target::Languages, &Message::new("compliance-language-steps"));
        }
    }
}

/// What is there in English and lacks its French: the whole posting, or parts of it.
fn untranslated(subject: &Subject<'_>) -> Vec<Target> {
    let has = |part, lang| subject.texts(part, lang).next().is_some();
    let posting = [Part::Title, Part::Description, Part::Qualification];
    let in_french = posting.iter().any(|part| has(*part, Lang::Fr));
    if posting.iter().any(|part| has(*part, Lang::En)) && !in_french {
        return vec![Target::Text(Lang::Fr)];
    }
    let whole = posting.iter().filter(|part| has(**part, Lang::En) && !has(**part, Lang::Fr));
    let parts = whole.map(|part| Target::Passage(*part, Lang::Fr, 0));
    let items = [Part::Question, Part::Form].into_iter().flat_map(|part| items_untranslated(subject, part));
    parts.chain(items).collect()
}

/// The questions that have no French.
fn items_untranslated(subject: &Subject<'_>, part: Part) -> Vec<Target> {
    let french: Vec<u16> = subject.texts(part, Lang::Fr).map(|passage| passage.item).collect();
    let english = subject.texts(part, Lang::En).filter(|passage| !french.contains(&passage.item));
    english.map(|passage| Target::Passage(part, Lang::Fr, passage.item)).collect()
}
