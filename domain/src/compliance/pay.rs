//! Pay: stated, and in Ontario not too wide a range. Open-ended words are read with the other words.

use super::report::Report;
use super::{Rule, Subject};
use crate::message::{Arg, Message};
use crate::posting::{Pay, PayUnit, USUAL_WEEK_MINUTES};

/// The widest range, in cents a year: the equivalent of $50,000 (O. Reg. 476/24, as of 2026-01; facts J4).
const WIDEST_CENTS: i64 = 5_000_000;
/// Above the equivalent of $200,000 a year, in cents, pay need not be stated nor its range kept (same).
const EXEMPT_ABOVE_CENTS: i64 = 20_000_000;

pub(super) fn check(report: &mut Report<'_, '_>) {
    let Some(pay) = report.subject.stated_pay() else {
        report.broken(Rule::Pay, "/pay", &Message::new("compliance-pay"));
        report.broken(Rule::PlatformPay, "/pay", &Message::new("compliance-platform-pay"));
        return;
    };
    if is_too_wide(report.subject, pay) {
        let message = Message::new("compliance-pay-spread").with("pay", Arg::PayRange(pay));
        report.broken(Rule::PaySpread, "/pay", &message);
    }
}

/// Hourly pay is made yearly by 52 weeks of the stated hours, of 37.5 where none are stated. Of a range of hours
/// the most counts for the width and the fewest for the exemption, so that neither is passed by choosing hours.
fn is_too_wide(subject: &Subject<'_>, pay: Pay) -> bool {
    let hours = subject.hours.filter(|hours| hours.max_minutes > 0);
    let most = hours.map_or(USUAL_WEEK_MINUTES, |hours| hours.max_minutes.into());
    let fewest = hours.map_or(USUAL_WEEK_MINUTES, |hours| hours.min_minutes.into());
    let is_exempt = exceeds(pay.max_cents, pay.unit, fewest, EXEMPT_ABOVE_CENTS);
    !is_exempt && exceeds(pay.max_cents - pay.min_cents, pay.unit, most, WIDEST_CENTS)
}

/// Whether an amount a unit is more than a limit a year, exactly.
fn exceeds(cents: i64, unit: PayUnit, week_minutes: i64, limit_cents: i64) -> bool {
    match unit {
        PayUnit::Year => cents > limit_cents,
        PayUnit::Hour => i128::from(cents) * i128::from(week_minutes) * 52 > i128::from(limit_cents) * 60,
    }
}
