//! Wording, in both languages, posting by posting: what is found in which words, and what is not found.

use std::collections::BTreeSet;

use domain::Lang;
use domain::compliance::{Part, Subject, check, stops};
use proptest::prelude::*;

use super::{day, findings, lawful, name};

#[derive(serde::Deserialize)]
struct Row {
    lang: Lang,
    part: String,
    provinces: String,
    text: String,
    findings: String,
}

fn cases() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(include_str!("words.csv").as_bytes());
    reader.deserialize().map(|row| row.expect("a case")).collect()
}

impl Row {
    /// The posting with this text in its language, and a text without offence in the other.
    fn subject(&self) -> Subject<'_> {
        let part = Part::parse(&self.part).unwrap_or_else(|| panic!("{}", self.part));
        let (other, neutral) = match self.lang {
            Lang::En => (Lang::Fr, "Soins aux patients"),
            Lang::Fr => (Lang::En, "Care for patients"),
        };
        lawful(&self.provinces).with(part, self.lang, "/here", &self.text).with(part, other, "/there", neutral)
    }
}

#[test]
fn wording_is_found_where_it_breaks_a_rule_and_nowhere_else() {
    let cases = cases();
    assert!(cases.len() > 150, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for row in &cases {
        let found: BTreeSet<String> = findings(&row.subject(), day("2026-11-22"))
            .iter()
            .map(|finding| {
                let words = finding.span.filter(|_| finding.pointer == "/here").map_or("?", |span| {
                    &row.text[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()]
                });
                format!("{}[{words}]", name(finding))
            })
            .collect();
        let expected: BTreeSet<String> =
            row.findings.split('|').filter(|finding| !finding.is_empty()).map(str::to_owned).collect();
        if found != expected {
            wrong.push(format!("{} ({}): found {found:?}, expected {expected:?}", row.text, row.provinces));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Offending words among any others.
fn text() -> impl Strategy<Value = String> {
    let words: Vec<String> = cases().into_iter().map(|row| row.text).collect();
    let piece = prop_oneof![
        3 => proptest::sample::select(words),
        1 => "\\PC{0,12}",
        1 => "(young|Être|né|[\u{301}\u{200b}\u{ad}İßŒ’$ \n]|only|\\$\\+){0,6}",
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_and_spans_are_whole_characters(text in text(), asks in any::<bool>()) {
        let part = if asks { Part::Form } else { Part::Description };
        let subject = lawful("ON QC BC").with(part, Lang::En, "/here", &text);
        let found = findings(&subject, day("2026-11-22"));
        for finding in found.iter().filter(|finding| finding.pointer == "/here") {
            let span = finding.span.expect("words");
            let words = text.get(usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap());
            prop_assert!(words.is_some_and(|words| !words.is_empty()), "{finding:?}");
        }
        prop_assert_eq!(check(&subject, day("2026-11-22")), found);
    }

    #[test]
    fn case_and_accents_do_not_matter(row in proptest::sample::select(cases().into_iter().map(|row| (row.lang, row.part, row.provinces, row.text)).collect::<Vec<_>>())) {
        let (lang, part, provinces, text) = row;
        let part = Part::parse(&part).unwrap();
        let said = |text: &str| {
            let subject = lawful(&provinces).with(part, lang, "/here", text);
            check(&subject, day("2026-11-22")).iter().map(name).collect::<Vec<_>>()
        };
        prop_assert_eq!(said(&text), said(&text.to_uppercase()));
    }
}

#[test]
fn a_stated_bona_fide_requirement_no_longer_stops_publication() {
    let plain = lawful("ON").with(Part::Description, Lang::En, "/a", "Female attendants only.");
    assert!(stops(&check(&plain, day("2026-11-22"))));
    let reason = "Sex is a bona fide occupational requirement: intimate care in a women's shelter.";
    let stated = plain.with(Part::Description, Lang::En, "/b", reason);
    let found = findings(&stated, day("2026-11-22"));
    assert!(!stops(&found) && found.len() == 1, "{found:?}");
}
