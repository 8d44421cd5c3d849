//! Mobility: may this person work in this role, in this province and setting, on this day; if so by which
//! route, from which date, with which filing; and if not, what is the next step.
//!
//! Rules are effective-dated rows of `domain/data/mobility.csv`, each with its source, `as_of` and certainty; who
//! is regulated where comes from [`Regulation`](crate::reference::Regulation). What is decided here, in words:
//!
//! * A licence of the province, in a practising class and good standing, is used as it stands. One that ends before
//!   the start is *obtainable* from the day after its last: a renewal in good time goes on without a gap. One that
//!   has lapsed already is *missing*, since no time limit for reinstatement is known.
//! * What rests on a registration elsewhere that ends is treated alike: a temporary right to work needs it on the first
//!   day of work, a transfer only until it is decided. Where it ends before that, the answer is *obtainable* from the
//!   day after its last day, and the sentence asks for its renewal.
//! * Terms, conditions, restrictions and special classes make the answer *unknown*: only the regulator can say
//!   whether they allow the work. So do conditions on any registration for the routes by application, which ask for
//!   a record without findings or proceedings (law.md M2 and M6).
//! * A route whose law names a time limit is *obtainable* at the end of it, counted in business days from today. A
//!   route without one is *unknown*: it exists, and the sentence says where to apply, but no date can be promised.
//! * A rule on an unverified row is *unknown*, whatever it says.
//! * Of several routes, one that serves by the start and lasts beats a temporary one; else the earliest wins.

mod record;
mod rule;
mod way;

use chrono::{Datelike, NaiveDate};

use crate::message::{Arg, Message};
use crate::posting::Setting;
use crate::reference::{Effective, Provenance, Province, Regulation, Role};
use crate::set::keyed_enum;
use crate::worker::Profile;
pub(crate) use record::licenses;
use record::{Record, also_licensed_as};
pub use rule::Need;
use way::Way;

keyed_enum! {
    /// The route by which someone may work, or come to work.
    Route {
        /// No licence is needed here.
        Unregulated = "unregulated",
        /// The profession does not exist here as a licensed one, and its work is reserved to others.
        NotPractised = "not_practised",
        /// A registry entry is needed or usual, not a licence.
        Registry = "registry",
        /// Licensed in this province.
        Licensed = "licensed",
        /// Ontario: start at once on application and attestation, at most six months.
        AsOfRight = "as_of_right",
        /// Ontario: deemed certified once the regulator's notice arrives, six months.
        DeemedCertification = "deemed_certification",
        /// New Brunswick: deemed registered once the regulator notifies receipt.
        DeemedOnReceipt = "deemed_on_receipt",
        /// The licence of one Atlantic college serves in all four (physicians).
        AtlanticRegister = "atlantic_register",
        /// Interjurisdictional nurse licensure: host registration.
        HostRegistration = "host_registration",
        /// Apply to the regulator as someone registered elsewhere in Canada (CFTA chapter 7).
        Transfer = "transfer",
        /// Renew or reinstate the licence held here.
        Renewal = "renewal",
        /// Internationally educated: the regulator's assessment comes first.
        Assessment = "assessment",
        /// First registration in Canada.
        FirstRegistration = "first_registration",
        /// No row says whether a licence is needed.
        Unlisted = "unlisted",
    }
}

impl Route {
    /// Whether it gives a right for some months only, on the strength of the registration elsewhere.
    const fn is_temporary(self) -> bool {
        matches!(self, Self::AsOfRight | Self::DeemedCertification)
    }
}

/// The answer for one worker, role, province and setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What follows for the posting.
    pub status: AnswerStatus,
    /// By which route.
    pub route: Route,
    /// The sentence: route, date and what to file.
    pub message: Message,
    /// Who says the rule. Its link is the rule's, else the regulator's.
    pub provenance: Provenance,
}

/// Whether and when the worker may do the work.
///
/// Best first by `Ord`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerStatus {
    /// May work on the day asked about; until that last day, where there is one.
    Met {
        /// Last day.
        until: Option<NaiveDate>,
    },
    /// Could work from this day on, by filing today what the message says.
    Obtainable {
        /// Earliest first day of work; today where the rule lets one start on the day of filing.
        from: NaiveDate,
    },
    /// The rule rests on an unverified fact, or its date is unknown: ask the regulator.
    Unknown,
    /// A licence exists but does not serve, and how long it takes to mend is not known: lapsed, suspended,
    /// non-practising.
    Missing,
    /// No licence to build on: a first registration, or an assessment of foreign education, comes first.
    OutOfReach,
}

/// Every way that is open to one worker in one role, province and setting, to be asked about many days.
#[derive(Clone, Debug)]
pub struct Prepared {
    role: Role,
    province: Province,
    today: NaiveDate,
    /// By each licence with which the work may be done, the role's own first.
    licences: Vec<Segments>,
}

/// One for each row of the regulation, and a last one for days of which no row speaks.
type Segments = Vec<Segment>;

#[derive(Clone, Debug)]
struct Segment {
    effective: Effective,
    regulator: &'static str,
    ways: Vec<Way>,
}

/// May this worker do this work on the day `start`, seen from `today`? `remote`: it is done from anywhere, for
/// patients of `province`; else the worker is there.
pub fn answer(
    profile: &Profile,
    role: Role,
    province: Province,
    setting: Option<Setting>,
    remote: bool,
    start: NaiveDate,
    today: NaiveDate,
) -> Answer {
    prepare(profile, role, province, setting, remote, today).answer(start)
}

/// The status of [`answer`] alone.
pub(crate) fn status_of(
    profile: &Profile,
    role: Role,
    province: Province,
    setting: Option<Setting>,
    remote: bool,
    start: NaiveDate,
    today: NaiveDate,
) -> AnswerStatus {
    prepare(profile, role, province, setting, remote, today).status(start)
}

/// Prepares the answers for every possible start.
pub fn prepare(
    profile: &Profile,
    role: Role,
    province: Province,
    setting: Option<Setting>,
    remote: bool,
    today: NaiveDate,
) -> Prepared {
    let segments = |by: Role| -> Segments {
        let record = Record::of(profile, by, province, remote, today);
        let case = way::Case { role: by, province, setting, today, record };
        let rows = Regulation::history(by, province).map(Some).chain([None]);
        let segment = |row: Option<&'static Regulation>| Segment {
            effective: row.map_or(Effective { from: None, until: None }, |row| row.effective),
            regulator: row.and_then(|row| row.regulator).map_or("none", |regulator| regulator.name),
            ways: case.ways(row),
        };
        rows.map(segment).collect()
    };
    let mut licences = vec![segments(role)];
    if let Some(other) = also_licensed_as(role) {
        let mut segments = segments(other);
        segments.iter_mut().flat_map(|segment| &mut segment.ways).for_each(Way::by_general_knowledge);
        licences.push(segments);
    }
    Prepared { role, province, today, licences }
}

impl Prepared {
    /// The status on the first day of work; a day before today is taken as today. Cheap: no allocation.
    pub fn status(&self, start: NaiveDate) -> AnswerStatus {
        self.best(start).map_or(AnswerStatus::Unknown, |(_, _, status)| status)
    }

    /// The whole answer on the first day of work.
    pub fn answer(&self, start: NaiveDate) -> Answer {
        let Some((segment, way, status)) = self.best(start) else {
            let provenance = self.role.provenance();
            let message = self.message("mobility-unlisted", "none");
            return Answer { status: AnswerStatus::Unknown, route: Route::Unlisted, message, provenance };
        };
        let mut message = self.message(way.key_for(status), segment.regulator);
        let until = if let AnswerStatus::Met { until } = status { until } else { way.last };
        let from = if let AnswerStatus::Obtainable { from } = status { Some(from) } else { None };
        message.args.extend(from.map(|day| ("from", Arg::Day(day))));
        message.args.extend(until.map(|day| ("until", Arg::Day(day))));
        message.args.extend(way.home.map(|home| ("home", Arg::Province(home))));
        message.args.extend(way.months.map(|months| ("months", Arg::Count(months.into()))));
        Answer { status, route: way.route, message, provenance: way.provenance }
    }

    fn message(&self, key: &'static str, regulator: &'static str) -> Message {
        Message::new(key)
            .with("role", Arg::Role(self.role, Some(self.province)))
            .with("province", Arg::Province(self.province))
            .with("regulator", Arg::Text(regulator.to_owned()))
    }

    fn best(&self, start: NaiveDate) -> Option<(&Segment, &Way, AnswerStatus)> {
        let start = start.max(self.today);
        let segments = self.licences.iter().filter_map(|segments| segments.iter().find(|s| s.effective.on(start)));
        let ways = segments.flat_map(|segment| segment.ways.iter().map(move |way| (segment, way)));
        let open = ways.filter_map(|(segment, way)| Some((segment, way, way.status(start)?)));
        open.min_by_key(|(_, way, status)| preference(*status, way.route, start))
    }
}

/// Best first: in hand and longest; obtainable by the start and lasting, else soonest; unknown; missing.
fn preference(status: AnswerStatus, route: Route, start: NaiveDate) -> (u8, i32, u8) {
    let temporary = u8::from(route.is_temporary());
    match status {
        AnswerStatus::Met { until: None } => (0, 0, 0),
        AnswerStatus::Met { until: Some(last) } => (1, -last.num_days_from_ce(), 0),
        AnswerStatus::Obtainable { from } => (2, from.max(start).num_days_from_ce(), temporary),
        AnswerStatus::Unknown => (3, 0, 0),
        AnswerStatus::Missing => (4, 0, 0),
        AnswerStatus::OutOfReach => (5, 0, 0),
    }
}

#[cfg(test)]
mod cases;
