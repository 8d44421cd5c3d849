//! The 45-day clock: who was interviewed learns whether a decision was made.
//!
//! Ontario asks employers with 25 employees or more to tell each interviewed applicant, within 45 days after the last
//! interview, whether a hiring decision has been made (ESA 2000 Part III.1, O. Reg. 476/24; interviews held on or after
//! 2026-01-01, whatever the posting's age). The platform promises the same everywhere, and says which of the two it is.
//!
//! The clock is not kept; it follows from what is. It is stopped by an offer, a hire or a no, which tell the decision,
//! and by an applicant who goes. A notice that there is no decision *yet* meets the law, but not the promise: with it
//! the promise begins anew, so that nobody waits for ever.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use super::interview::last_held;
use super::{Interview, Progress, Stage};
use crate::compliance::Exemption;
use crate::local_time::{day_in, first_day, first_end, zones};
use crate::message::{Arg, Message};
use crate::posting::authored::Authored;
use crate::reference::{Certainty, Provenance, Province};
use crate::set::{BitSet, keyed_enum};

/// Days after the day of the last interview within which an applicant is told.
pub const NOTICE_DAYS: u64 = 45;

/// Nobody is told twice within this time that there is no decision yet.
pub const AGAIN: TimeDelta = TimeDelta::days(7);

/// The law's source.
pub const LAW: Provenance = Provenance {
    source: "Employment Standards Act, 2000 (Ontario), Part III.1; O. Reg. 476/24",
    url: Some("https://www.ontario.ca/laws/regulation/240476"),
    as_of: "2026-01",
    certainty: Certainty::Verified,
};

keyed_enum! {
    /// Why an applicant is to be told.
    Duty {
        /// Ontario's law.
        Law = "law",
        /// The platform's promise.
        Promise = "promise",
    }
}

keyed_enum! {
    /// What is sent while an applicant is owed an answer, the first first; each once.
    Mark {
        /// To the employer, 14 days before the last day.
        Days14 = "14_days",
        /// To the employer, 7 days before.
        Days7 = "7_days",
        /// To the employer, the day before, or on the last day.
        Day1 = "1_day",
        /// To the employer and the applicant: the last day has passed.
        Overdue = "overdue",
    }
}

/// What of a posting decides the duty and its days. The size of the employer is that of the day of posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Where the work is, or whose patients are served.
    pub provinces: Vec<Province>,
    /// Whether the employer has 25 employees or more; `None`: not said, which excludes nobody.
    pub twenty_five_employees: Option<bool>,
    /// What takes the posting out of the law.
    pub exemptions: BitSet<Exemption>,
}

/// An answer that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// The day from which it counts: that of the last interview, or of the last notice.
    pub since: NaiveDate,
    /// The last day.
    pub due_on: NaiveDate,
    /// When that day ends: the first moment at which it is too late.
    pub due_at: DateTime<Utc>,
    /// Why.
    pub duty: Duty,
    /// In whose time.
    #[serde(skip)]
    zone: Tz,
}

/// Something that was sent, or is to be sent and then kept. With its application it is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sent {
    /// The last day that it spoke of: after another interview there is another.
    pub due_on: NaiveDate,
    /// Which.
    pub mark: Mark,
}

impl Work {
    /// The work of a posting; `None`: the posting is not known any more.
    pub fn of(authored: Option<&Authored>) -> Self {
        let Some(Authored { form, content, .. }) = authored else {
            return Self { provinces: vec![], twenty_five_employees: None, exemptions: BitSet::EMPTY };
        };
        let mut provinces: Vec<Province> = content.locations.iter().map(|location| location.province).collect();
        provinces.extend(&content.remote);
        provinces.sort_unstable();
        provinces.dedup();
        Self { provinces, twenty_five_employees: form.twenty_five_employees, exemptions: form.exemptions }
    }

    /// The duty towards someone who was interviewed on that day.
    fn duty(&self, interviewed_on: NaiveDate) -> Duty {
        let in_force = NaiveDate::from_ymd_opt(2026, 1, 1).is_some_and(|first| first <= interviewed_on);
        let out = [Exemption::GeneralCampaign, Exemption::OwnEmployees, Exemption::OutsideIsSeparate];
        let exempt = self.exemptions.overlaps(BitSet::of(out)) || self.twenty_five_employees == Some(false);
        if in_force && !exempt && self.provinces.contains(&Province::On) { Duty::Law } else { Duty::Promise }
    }

    fn zones(&self) -> Vec<Tz> {
        let provinces = if self.provinces.is_empty() { Province::ALL } else { &self.provinces };
        provinces.iter().flat_map(|province| zones(*province)).copied().collect()
    }
}

/// The answer that is owed to an applicant at `now`, given their interviews and when they were told that there is no
/// decision yet. `None`: they were not interviewed, or were told since, or have gone.
pub fn owed(
    progress: &Progress,
    interviews: &[Interview],
    undecided: &[DateTime<Utc>],
    work: &Work,
    now: DateTime<Utc>,
) -> Option<Owed> {
    let met = last_held(interviews, now)?.starts_at;
    let told = progress.steps().filter(|step| step.to.is_decision()).map(|step| step.at).max();
    let gone = matches!(progress.stage(), Stage::Withdrawn | Stage::OfferDeclined);
    if gone || told.is_some_and(|told| told >= met) {
        return None;
    }
    let zones = work.zones();
    let notice = undecided.iter().copied().filter(|notice| (met..=now).contains(notice)).max();
    let duty = if notice.is_some() { Duty::Promise } else { work.duty(first_day(&zones, met)) };
    let since = first_day(&zones, notice.unwrap_or(met));
    let due_on = since + Days::new(NOTICE_DAYS);
    let (zone, due_at) = first_end(&zones, due_on);
    Some(Owed { since, due_on, due_at, duty, zone })
}

impl Owed {
    /// Whether its last day has passed.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due_at <= now
    }

    /// Days that are left, today not counted; negative once it is overdue.
    pub fn days_left(&self, now: DateTime<Utc>) -> i64 {
        (self.due_on - day_in(self.zone, now)).num_days()
    }

    /// What is to be sent at `now`, given what was sent. Of several that were missed only the last is sent, and nothing
    /// that comes before something that was sent.
    pub fn due(&self, sent: &[Sent], now: DateTime<Utc>) -> Option<Sent> {
        let mark = match self.days_left(now) {
            ..0 => Mark::Overdue,
            0..=1 => Mark::Day1,
            2..=7 => Mark::Days7,
            8..=14 => Mark::Days14,
            _ => return None,
        };
        let known = sent.iter().any(|sent| sent.due_on == self.due_on && sent.mark >= mark);
        (!known).then_some(Sent { due_on: self.due_on, mark })
    }

    /// What is owed and why, in a sentence.
    pub fn message(&self, now: DateTime<Utc>) -> Message {
        let key = match (self.duty, self.is_overdue(now)) {
            (Duty::Law, false) => "hiring-clock-law",
            (Duty::Law, true) => "hiring-clock-law-overdue",
            (Duty::Promise, false) => "hiring-clock-promise",
            (Duty::Promise, true) => "hiring-clock-promise-overdue",
        };
        Message::new(key).with("day", Arg::Day(self.due_on))
    }

    /// Who says so, where it is the law.
    pub const fn provenance(&self) -> Option<Provenance> {
        match self.duty {
            Duty::Law => Some(LAW),
            Duty::Promise => None,
        }
    }
}
