//! The ways that are open: each with its dates, its sentence and its source.

use chrono::NaiveDate;

use super::record::{Record, Worth};
use super::rule::{Need, Rule};
use super::{AnswerStatus, Route};
use crate::posting::Setting;
use crate::reference::{Certainty, Provenance, Province, Regulation, RegulationStatus, Regulator, Role};
use crate::worker::Licence;

/// One way to work, or to come to work.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) route: Route,
    when: When,
    /// The first day on which its rule is in force, where that is after today.
    opens: Option<NaiveDate>,
    key: &'static str,
    /// The last day of the licence to be renewed, here or elsewhere.
    pub(super) last: Option<NaiveDate>,
    /// The province of the registration that is transferred.
    pub(super) home: Option<Province>,
    /// For how many months it serves at most.
    pub(super) months: Option<u16>,
    pub(super) provenance: Provenance,
}

/// When a way is open.
#[derive(Clone, Copy, Debug)]
enum When {
    /// In hand, from the first to the last day.
    Held {
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    },
    /// By filing today, from this day on.
    From(NaiveDate),
    /// The same, on a registration elsewhere that ends: a temporary right needs it on the first day of work, a
    /// transfer until it is decided.
    Resting {
        from: NaiveDate,
        last: NaiveDate,
        temporary: bool,
    },
    Unknown,
    Missing,
    OutOfReach,
}

impl Way {
    /// Marks that it is general knowledge that this licence serves.
    pub(super) fn by_general_knowledge(&mut self) {
        self.provenance.certainty = self.provenance.certainty.min(Certainty::General);
    }

    /// What this way answers for a first day of work; `None`: it is not open on that day.
    pub(super) fn status(&self, start: NaiveDate) -> Option<AnswerStatus> {
        match self.when {
            When::Held { last: Some(last), .. } if last < start => None,
            When::Held { first: Some(from), .. } if start < from => Some(AnswerStatus::Obtainable { from }),
            When::Held { last, .. } => Some(AnswerStatus::Met { until: last }),
            When::From(from) => Some(AnswerStatus::Obtainable { from }),
            When::Resting { from, last, temporary } => {
                let needed = if temporary { start.max(from) } else { from };
                let renewed = last.succ_opt().filter(|_| last < needed);
                Some(AnswerStatus::Obtainable { from: renewed.map_or(from, |first| first.max(from)) })
            }
            // What is to be asked about is in force by then.
            When::Unknown if self.opens.is_some_and(|first| start < first) => None,
            When::Unknown => Some(AnswerStatus::Unknown),
            When::Missing => Some(AnswerStatus::Missing),
            When::OutOfReach => Some(AnswerStatus::OutOfReach),
        }
    }

    /// The key of the sentence for an answer of this way.
    pub(super) fn key_for(&self, status: AnswerStatus) -> &'static str {
        match (self.when, status) {
            (When::Held { .. }, AnswerStatus::Met { until: Some(_) }) => "mobility-licensed-until",
            (When::Held { .. }, AnswerStatus::Obtainable { .. }) => "mobility-licensed-from",
            (When::Resting { last, .. }, AnswerStatus::Obtainable { from }) if last < from => "mobility-renew-home",
            _ => self.key,
        }
    }
}

/// One worker's case by the licence of one role, in one province and setting.
pub(super) struct Case<'a> {
    pub(super) role: Role,
    pub(super) province: Province,
    pub(super) setting: Option<Setting>,
    pub(super) today: NaiveDate,
    pub(super) record: Record<'a>,
}

impl Case<'_> {
    /// The ways that are open under a row of the regulation, in the order in which equals are preferred.
    pub(super) fn ways(&self, row: Option<&'static Regulation>) -> Vec<Way> {
        let Some(profession) = self.role.profession() else {
            return vec![unregulated(self.role.provenance())];
        };
        let regulator = row.and_then(|row| row.regulator);
        let mut ways: Vec<Way> = self.record.here.iter().flat_map(|licence| self.with(licence, row)).collect();
        let Some(row) = row else { return ways };
        let unclear_by = match row.status {
            _ if row.provenance.certainty == Certainty::Unverified => Some("mobility-unverified"),
            RegulationStatus::Partial => Some("mobility-partial"),
            _ => None,
        };
        if let Some(key) = unclear_by {
            ways.push(unclear(key, linked(row)));
            return ways;
        }
        let rules = || Rule::all().iter().filter(|rule| rule.covers(profession, self.province));
        ways.extend(
            rules().filter(|rule| speaks_of(rule.route, row.status)).filter_map(|rule| self.by(rule, regulator)),
        );
        if row.status == RegulationStatus::Unregulated && !ways.iter().any(|way| way.route == Route::NotPractised) {
            ways.push(unregulated(linked(row)));
        }
        ways
    }

    /// The way that a rule opens, if it applies.
    fn by(&self, rule: &Rule, regulator: Option<&Regulator>) -> Option<Way> {
        let unmet = rule.needs.iter().any(|need| !self.record.meets.contains(need));
        let wrong_setting = !rule.settings.is_empty() && self.setting.is_some_and(|s| !rule.settings.contains(s));
        let over = rule.effective.until.is_some_and(|last| last < self.today);
        if unmet || wrong_setting || over {
            return None;
        }
        let setting_unknown = !rule.settings.is_empty() && self.setting.is_none();
        let when = if setting_unknown || rule.is_unverified() { When::Unknown } else { self.when(rule) };
        let key = if setting_unknown { "mobility-as-of-right-setting" } else { rule.message };
        let last = if let When::Resting { last, .. } = when { Some(last) } else { None };
        Some(Way { when, last, ..self.way(rule, key, regulator) })
    }

    fn when(&self, rule: &Rule) -> When {
        let mends = rule.needs.contains(Need::Discipline) || rule.needs.contains(Need::DormantElsewhere);
        match rule.route {
            Route::Registry if !rule.needs.contains(Need::PublicFunds) => When::Held { first: None, last: None },
            Route::NotPractised | Route::Assessment | Route::FirstRegistration => When::OutOfReach,
            _ if mends => When::Missing,
            _ => rule.first_day(self.today).map_or(When::Unknown, |from| self.from(rule, from)),
        }
    }

    fn from(&self, rule: &Rule, from: NaiveDate) -> When {
        let rests = rule.needs.contains(Need::GeneralElsewhere);
        match self.record.home.filter(|_| rests).and_then(|home| home.valid_until) {
            Some(last) => When::Resting { from, last, temporary: rule.route.is_temporary() },
            None => When::From(from),
        }
    }

    /// The ways that a licence of the province itself opens.
    fn with(&self, licence: &Licence, row: Option<&'static Regulation>) -> Vec<Way> {
        let regulator = row.and_then(|row| row.regulator);
        let named = |key: &str| Rule::all().iter().find(|rule| rule.key == key);
        let way =
            |key: &str, when: When| named(key).map(|rule| Way { when, ..self.way(rule, rule.message, regulator) });
        let last = licence.valid_until;
        let ways = match Worth::of(licence, self.today) {
            Worth::Educational => [None, None],
            Worth::Barred => [way("suspended", When::Missing), None],
            Worth::Dormant => [way("lapsed", When::Missing), None],
            Worth::Limited => [way("restricted-licence", When::Unknown), None],
            Worth::Local | Worth::General => {
                let renewed = last.and_then(|last| last.succ_opt());
                let renewal = renewed.and_then(|first| way("renewal", When::From(first)));
                [way("licence-in-hand", When::Held { first: licence.valid_from, last }), renewal]
            }
        };
        let sourced = |way: Way| match row.filter(|row| matches!(way.when, When::Held { .. }) && asks_for_one(row)) {
            Some(row) => Way { provenance: linked(row), ..way },
            None => way,
        };
        ways.into_iter().flatten().map(|way| Way { last, home: None, ..sourced(way) }).collect()
    }

    fn way(&self, rule: &Rule, key: &'static str, regulator: Option<&Regulator>) -> Way {
        // The host registration goes by where one lives, whichever registration lasts longest.
        let at_home = self.record.residence.filter(|_| rule.needs.contains(Need::HomeElsewhere));
        let home = at_home.or(self.record.home.map(|licence| licence.province));
        Way {
            route: rule.route,
            when: When::Unknown,
            opens: rule.effective.from.filter(|first| self.today < *first),
            key,
            last: None,
            home,
            months: rule.months,
            provenance: rule.provenance(regulator),
        }
    }
}

/// Whether a route answers for a role of this status.
fn speaks_of(route: Route, status: RegulationStatus) -> bool {
    match route {
        // Opened by the licence itself.
        Route::Licensed | Route::Renewal => false,
        Route::NotPractised => status == RegulationStatus::Unregulated,
        Route::Registry => status == RegulationStatus::Registry,
        _ => status == RegulationStatus::Regulated,
    }
}

/// Whether a row is sure that there is a licence or registry entry to hold. Where it is not, the licence in hand says
/// more than the row.
fn asks_for_one(row: &Regulation) -> bool {
    row.status != RegulationStatus::Unregulated && row.provenance.certainty != Certainty::Unverified
}

fn unregulated(provenance: Provenance) -> Way {
    let (key, when) = if provenance.certainty == Certainty::Unverified {
        ("mobility-unverified", When::Unknown)
    } else {
        ("mobility-unregulated", When::Held { first: None, last: None })
    };
    Way { route: Route::Unregulated, when, opens: None, key, last: None, home: None, months: None, provenance }
}

/// Whether a licence is needed, or for what, only the regulator can say.
fn unclear(key: &'static str, provenance: Provenance) -> Way {
    Way {
        route: Route::Unlisted,
        when: When::Unknown,
        opens: None,
        key,
        last: None,
        home: None,
        months: None,
        provenance,
    }
}

/// Who says a row; its link, else the regulator's.
fn linked(row: &Regulation) -> Provenance {
    let url = row.provenance.url.or_else(|| row.regulator.and_then(|regulator| regulator.url));
    Provenance { url, ..row.provenance }
}
