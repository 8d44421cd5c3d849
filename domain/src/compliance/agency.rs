//! Agencies and recruiters: their licence in each province of work, and the end of agency work in Québec's
//! health network.

use super::report::Report;
use super::rule::binding;
use super::{AgencyLicence, Jurisdiction, Rule, Severity};
use crate::message::{Arg, Message};

pub(super) fn check(report: &mut Report<'_, '_>) {
    let (subject, today) = (report.subject, report.today);
    let Some(licences) = &subject.poster.agency else { return };
    let is_good = |licence: &AgencyLicence<'_>| {
        !licence.number.trim().is_empty() && licence.valid_until.is_none_or(|until| today <= until)
    };
    for row in binding(Rule::AgencyLicence, subject, today) {
        let Jurisdiction::Province(province) = row.jurisdiction else { continue };
        if !licences.iter().any(|licence| licence.province == province && is_good(licence)) {
            let message = Message::new("compliance-agency-licence").with("province", Arg::Province(province));
            report.add(row, Severity::Error, "/agency_licence", None, message);
        }
    }
    report.broken(Rule::AgencyPhaseOut, "/agency_licence", &Message::new("compliance-agency-phase-out"));
}
