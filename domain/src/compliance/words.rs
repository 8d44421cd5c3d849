//! Wording that breaks a rule, in either language, and wording that looks like it and does not.
//!
//! The words are data: `domain/data/posting_words.csv`, read from the top: of two patterns that begin at the same
//! place the upper one is taken, and words taken once are not read again. So an innocent phrase ("young adults",
//! "Canadian experience is not required") stands above the wording it shields.

use std::sync::LazyLock;

use super::report::Report;
use super::{Passage, Rule, Severity, Span};
use crate::message::{Arg, Message};
use crate::reference::table::rows;
use crate::text::folded::Folded;
use crate::text::lexicon::Lexicon;

/// What the words of a row mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// They break a rule.
    Breaks(Rule, Severity),
    /// Nothing: they only look like words that break one.
    Innocent,
}

/// Where a row is read.
#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Anywhere,
    /// In what asks the applicant for an answer.
    Question,
    /// In what tells.
    Text,
}

#[derive(serde::Deserialize)]
struct Row {
    /// A rule, `innocent`, `justified` or `define`.
    kind: String,
    place: Place,
    severity: Option<Severity>,
    pattern: String,
}

struct Words {
    asking: Lexicon<Meaning>,
    telling: Lexicon<Meaning>,
    /// A bona fide occupational requirement or a special program is stated.
    justified: Lexicon<()>,
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

impl Words {
    fn read() -> Self {
        let mut table = rows::<Row>("posting_words.csv", include_str!("../../data/posting_words.csv"));
        expand(&mut table);
        let read_in = |place: Place| {
            let here = table.iter().filter(move |row| row.place == place || row.place == Place::Anywhere);
            Lexicon::new(here.filter_map(|row| Some((row.pattern.clone(), row.meaning()?))))
        };
        let justified = table.iter().filter(|row| row.kind == "justified");
        Self {
            asking: read_in(Place::Question),
            telling: read_in(Place::Text),
            justified: Lexicon::new(justified.map(|row| (row.pattern.clone(), ()))),
        }
    }
}

/// Puts the lists that `define` rows name (`worker = nurse|aide`) where other rows use them (`<worker>`).
fn expand(table: &mut [Row]) {
    let defines = table.iter().filter(|row| row.kind == "define");
    let lists: Vec<(String, String)> = defines
        .filter_map(|row| row.pattern.split_once(" = "))
        .map(|(name, list)| (format!("<{name}>"), format!("(?:{list})")))
        .collect();
    for row in table.iter_mut().filter(|row| row.kind != "define") {
        for (name, list) in &lists {
            row.pattern = row.pattern.replace(name, list);
        }
    }
}

impl Row {
    #[expect(clippy::panic, reason = "a broken compiled-in table cannot be continued from")]
    fn meaning(&self) -> Option<Meaning> {
        match (self.kind.as_str(), self.severity) {
            ("define" | "justified", None) => None,
            ("innocent", None) => Some(Meaning::Innocent),
            (rule, Some(severity)) if Rule::parse(rule).is_some() => {
                Rule::parse(rule).map(|rule| Meaning::Breaks(rule, severity))
            }
            (kind, _) => panic!("domain/data/posting_words.csv: `{kind}`"),
        }
    }
}

pub(super) fn check(report: &mut Report<'_, '_>) {
    let subject = report.subject;
    let passages = subject.passages.iter().filter(|passage| passage.part.is_worded_freely());
    let folded: Vec<_> = passages.map(|passage| (passage, Folded::new(passage.text))).collect();
    let justified = LazyLock::new(|| folded.iter().any(|(_, text)| WORDS.justified.is_in(text.text())));
    for (passage, folded) in &folded {
        let words = if passage.part.asks() { &WORDS.asking } else { &WORDS.telling };
        for (meaning, range) in words.find_all(folded.text()) {
            let Meaning::Breaks(rule, severity) = *meaning else { continue };
            let most = match rule {
                Rule::PayOpenEnded if subject.stated_pay().is_some() => Severity::Warning,
                rule if rule.is_human_rights() && *justified => Severity::Warning,
                _ => Severity::Error,
            };
            let bytes = folded.original(&range);
            let message = sentence(rule, passage, bytes.clone());
            let span = Span::of(&bytes);
            report.worded(rule, severity.min(most), &passage.pointer, span, message);
        }
    }
}

/// The sentence of a rule about its words.
fn sentence(rule: Rule, passage: &Passage<'_>, bytes: std::ops::Range<usize>) -> Message {
    let key = match rule {
        Rule::PayOpenEnded => "compliance-pay-open-ended",
        Rule::PayHistory => "compliance-pay-history",
        Rule::CanadianExperience => "compliance-canadian-experience",
        Rule::WorkerFee => "compliance-worker-fee",
        Rule::IdentityData => "compliance-identity-data",
        Rule::Age => "compliance-age",
        Rule::Sex => "compliance-sex",
        Rule::Family => "compliance-family",
        Rule::MotherTongue => "compliance-mother-tongue",
        Rule::Citizenship => "compliance-citizenship",
        Rule::Religion => "compliance-religion",
        Rule::Disability => "compliance-disability",
        Rule::Appearance => "compliance-appearance",
        Rule::CriminalRecord => "compliance-criminal-record",
        _ => "compliance-origin",
    };
    let words = passage.text.get(bytes).unwrap_or_default();
    Message::new(key).with("words", Arg::Text(words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_a_pattern_names_is_defined_and_used() {
        let mut table = rows::<Row>("posting_words.csv", include_str!("../../data/posting_words.csv"));
        let patterns: String = table.iter().filter(|row| row.kind != "define").map(|row| row.pattern.clone()).collect();
        for define in table.iter().filter(|row| row.kind == "define") {
            let (name, _) = define.pattern.split_once(" = ").expect("a name and a list");
            assert!(patterns.contains(&format!("<{name}>")), "`{name}` is not used");
        }
        expand(&mut table);
        for row in table.iter().filter(|row| row.kind != "define") {
            assert!(!row.pattern.contains('<'), "{}", row.pattern);
            assert!(row.pattern.is_ascii() || row.pattern.contains('·'), "not folded: {}", row.pattern);
            assert_eq!(row.pattern, row.pattern.to_lowercase(), "not folded");
        }
    }
}
