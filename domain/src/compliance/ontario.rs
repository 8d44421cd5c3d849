//! Ontario: the statements that Part III.1 of the Employment Standards Act asks of a publicly advertised posting,
//! in force since 2026-01-01. Its rule on Canadian experience is read with the other words.

use super::Rule;
use super::report::Report;
use crate::message::Message;

pub(super) fn check(report: &mut Report<'_, '_>) {
    let subject = report.subject;
    if subject.uses_ai && !subject.states_ai {
        report.broken(Rule::AiStatement, "/ai_statement", &Message::new("compliance-ai-statement"));
    }
    if subject.vacancy.is_none() {
        report.broken(Rule::VacancyStatement, "/vacancy", &Message::new("compliance-vacancy-statement"));
    }
    if subject.poster.has_25_employees.is_none() {
        report.broken(Rule::EmployerSize, "/twenty_five_employees", &Message::new("compliance-employer-size"));
    }
}
