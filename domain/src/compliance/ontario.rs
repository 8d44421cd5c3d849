//! Ontario: the statements that Part III.1 of the Employment Standards Act asks of a publicly advertised posting,
//! in force since 2026-01-01. Its rule on Canadian experience is read with the other words.

use super::report::Report;
use super::{Rule, Target};
use crate::message::Message;

pub(super) fn check(report: &mut Report<'_, '_>) {
    let subject = report.subject;
    if subject.uses_ai && !subject.states_ai {
        report.broken(Rule::AiStatement, Target::Ai, &Message::new("compliance-ai-statement"));
    }
    if subject.vacancy.is_none() {
        report.broken(Rule::VacancyStatement, Target::Vacancy, &Message::new("compliance-vacancy-statement"));
    }
    if subject.poster.has_25_employees.is_none() {
        report.broken(Rule::EmployerSize, Target::Employees, &Message::new("compliance-employer-size"));
    }
}
