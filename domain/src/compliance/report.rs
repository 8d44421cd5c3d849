//! Gathering of findings.

use chrono::NaiveDate;

use super::rule::{Row, binding, strictest};
use super::{Finding, Rule, Severity, Span, Subject};
use crate::message::Message;

/// The findings on one posting on one day, as they are made.
pub(super) struct Report<'s, 'a> {
    pub(super) subject: &'s Subject<'a>,
    pub(super) today: NaiveDate,
    pub(super) findings: Vec<Finding>,
}

impl Report<'_, '_> {
    /// The rule is broken wherever it binds: a finding for each jurisdiction that has it.
    pub(super) fn broken(&mut self, rule: Rule, pointer: &str, message: &Message) {
        for row in binding(rule, self.subject, self.today) {
            self.add(row, Severity::Error, pointer, None, message.clone());
        }
    }

    /// Words break the rule: one finding, since one correction serves everywhere; at most as severe as the words.
    pub(super) fn worded(&mut self, rule: Rule, most: Severity, pointer: &str, span: Span, message: Message) {
        if let Some(row) = strictest(rule, self.subject, self.today) {
            self.add(row, most, pointer, Some(span), message);
        }
    }

    /// A row is broken; at most so severely.
    pub(super) fn add(&mut self, row: &Row, most: Severity, pointer: &str, span: Option<Span>, message: Message) {
        self.findings.push(Finding {
            rule: row.rule,
            severity: row.severity().min(most),
            jurisdiction: row.jurisdiction,
            message,
            pointer: pointer.to_owned(),
            span,
            provenance: row.provenance,
        });
    }
}
