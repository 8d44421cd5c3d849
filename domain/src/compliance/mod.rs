//! Posting law: what the law of each place of work, and the platform, say of a posting before it is published.
//!
//! [`check`] is quick enough for every keystroke, and the same check is enforced at publication: an
//! [error](Severity::Error) stops it, a warning informs. Which jurisdiction has which rule, since when, by which
//! source and how surely, is a table (`domain/data/posting_rules.csv`); a row that nobody verified only warns. What
//! wording breaks a rule is another (`domain/data/posting_words.csv`).
//!
//! Findings are information, not legal advice; whoever posts answers for the posting.

mod agency;
mod finding;
pub mod fraud;
mod ontario;
mod pay;
mod quebec;
mod report;
mod rule;
mod subject;
mod words;

use chrono::NaiveDate;

pub use finding::{Finding, Jurisdiction, Severity, Span};
pub use rule::{Rule, Scope};
pub use subject::{AgencyLicence, Exemption, LanguageStep, Part, Passage, Poster, Subject};

use report::Report;

/// What is to be said of a posting as of `today`, ordered by pointer.
pub fn check(subject: &Subject<'_>, today: NaiveDate) -> Vec<Finding> {
    let mut report = Report { subject, today, findings: Vec::new() };
    pay::check(&mut report);
    ontario::check(&mut report);
    quebec::check(&mut report);
    agency::check(&mut report);
    words::check(&mut report);
    let mut findings = report.findings;
    let place = |finding: &Finding| (finding.pointer.clone(), finding.span, finding.rule, finding.jurisdiction);
    findings.sort_by_cached_key(place);
    findings
}

/// Whether these findings stop publication.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
