//! The posting linter against tables of postings whose findings are known.

mod facts;
mod fraud;
mod speed;
mod words;

use chrono::NaiveDate;
use domain::Lang;
use domain::compliance::{Finding, Part, Poster, Subject, check};
use domain::posting::{Pay, PayUnit};
use domain::reference::Province;
use domain::set::BitSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// `AB ON`.
fn provinces(codes: &str) -> BitSet<Province> {
    codes.split_whitespace().map(|code| Province::parse(code).unwrap_or_else(|| panic!("{code}"))).collect()
}

fn hourly(min_cents: i64, max_cents: i64) -> Pay {
    Pay { min_cents, max_cents, unit: PayUnit::Hour }
}

fn yearly(min_cents: i64, max_cents: i64) -> Pay {
    Pay { min_cents, max_cents, unit: PayUnit::Year }
}

/// A posting with work in these provinces that no rule objects to.
fn lawful(codes: &str) -> Subject<'static> {
    Subject {
        places: provinces(codes),
        poster: Poster { has_25_employees: Some(true), agency: None },
        pay: Some(hourly(3_000, 4_000)),
        vacancy: Some(true),
        uses_ai: true,
        states_ai: true,
        ..Subject::default()
    }
    .with(Part::Title, Lang::En, "/en/title", "Registered nurse, medicine")
    .with(Part::Title, Lang::Fr, "/fr/title", "Infirmière, médecine")
    .with(Part::Description, Lang::En, "/en/description", "Care for patients on a medical unit.")
    .with(Part::Description, Lang::Fr, "/fr/description", "Soins aux patients d'une unité de médecine.")
}

/// `rule/severity/jurisdiction`.
fn name(finding: &Finding) -> String {
    format!("{}/{}/{}", finding.rule.key(), finding.severity.key(), finding.jurisdiction)
}

/// What [`check`] says, after making sure that each finding says who says so and can be read in both languages.
fn findings(subject: &Subject<'_>, today: NaiveDate) -> Vec<Finding> {
    let findings = check(subject, today);
    for finding in &findings {
        let url = finding.provenance.url.expect("a link");
        assert!(url.starts_with("http"), "{url}");
        assert!(!finding.provenance.as_of.is_empty() && finding.pointer.starts_with('/'), "{finding:?}");
        let [en, fr] = Lang::ALL.map(|lang| finding.message.render(lang));
        assert!(en != fr && en.len() > 30 && fr.len() > 30 && !(en + &fr).contains("compliance-"), "{finding:?}");
    }
    findings
}
