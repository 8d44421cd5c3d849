//! Québec: the posting in French at the same time as in another language, and the reason for asking for another
//! language (Charter of the French language, ss. 41 and 46, in force since 2022-06-01).

use super::report::Report;
use super::{LanguageStep, Part, Rule, Subject};
use crate::Lang;
use crate::message::Message;
use crate::reference::Language;

pub(super) fn check(report: &mut Report<'_, '_>) {
    let subject = report.subject;
    for pointer in untranslated(subject) {
        report.broken(Rule::FrenchTwin, pointer, &Message::new("compliance-french-twin"));
    }
    if subject.french_later {
        let message = Message::new("compliance-french-same-time");
        report.broken(Rule::FrenchSameTime, "/fr", &message);
    }
    if subject.languages.iter().any(|language| language != Language::French) {
        if subject.language_reason.trim().is_empty() {
            report.broken(Rule::LanguageReason, "/other_language_reason", &Message::new("compliance-language-reason"));
        }
        if LanguageStep::ALL.iter().any(|step| !subject.language_steps.contains(*step)) {
            report.broken(Rule::LanguageSteps, "/other_language_reason", &Message::new("compliance-language-steps"));
        }
    }
}

/// What is there in English and lacks its French: the whole posting, or parts of it.
fn untranslated(subject: &Subject<'_>) -> Vec<&'static str> {
    const POSTING: [(Part, &str); 4] = [
        (Part::Title, "/fr/title"),
        (Part::Description, "/fr/description"),
        (Part::Benefits, "/fr/benefits"),
        (Part::Qualification, "/fr/qualifications"),
    ];
    let lacking = |part: Part| subject.count(part, Lang::En) > subject.count(part, Lang::Fr);
    let in_french = POSTING.iter().any(|(part, _)| subject.count(*part, Lang::Fr) > 0);
    let posting = POSTING.iter().filter(|(part, _)| lacking(*part)).map(|(_, pointer)| *pointer);
    let questions = [(Part::Question, "/questions"), (Part::Form, "/form")];
    let questions = questions.into_iter().filter(|(part, _)| lacking(*part)).map(|(_, pointer)| pointer);
    let posting: Vec<_> = if in_french { posting.collect() } else { posting.map(|_| "/fr").take(1).collect() };
    posting.into_iter().chain(questions).collect()
}
