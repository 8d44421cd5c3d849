//! The table of rules.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::Route;
use crate::calendar::after_business_days;
use crate::posting::Setting;
use crate::reference::table::{keep, provenance, rows};
use crate::reference::{Certainty, Effective, Provenance, Province, Regulator};
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// What a rule needs of the worker's record.
    Need {
        /// An active registration of the general class elsewhere in Canada, where the profession is licensed.
        GeneralElsewhere = "general_elsewhere",
        /// The same, with a college of NB, NS, PE or NL.
        AtlanticElsewhere = "atlantic_elsewhere",
        /// Only temporary, provisional, restricted or conditional registrations elsewhere.
        LimitedElsewhere = "limited_elsewhere",
        /// Only non-practising, expired or resigned registrations elsewhere.
        DormantElsewhere = "dormant_elsewhere",
        /// No suspended or revoked registration, and none with conditions, anywhere.
        CleanRecord = "clean_record",
        /// A registration with conditions somewhere, and none suspended or revoked.
        Conditions = "conditions",
        /// A suspended or revoked registration somewhere.
        Discipline = "discipline",
        /// Never registered in the province of work.
        NeverHere = "never_here",
        /// Lives in another province, and is registered there.
        HomeElsewhere = "home_elsewhere",
        /// Is in the province while working.
        InProvince = "in_province",
        /// Educated outside Canada and never registered in Canada.
        EducatedAbroad = "educated_abroad",
        /// The employer receives public funds, which no posting says.
        PublicFunds = "public_funds",
    }
}

/// How a rule's days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DayKind {
    Business,
    Calendar,
}

/// One effective-dated rule. An empty set of provinces, professions or settings means all.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) key: &'static str,
    pub(super) route: Route,
    pub(super) provinces: BitSet<Province>,
    pub(super) professions: Vec<&'static str>,
    pub(super) settings: BitSet<Setting>,
    pub(super) effective: Effective,
    /// Time limit of the regulator's decision, in days of some kind; `None`: none is known.
    pub(super) days: Option<(u16, DayKind)>,
    /// For how many months it serves at most.
    pub(super) months: Option<u16>,
    pub(super) needs: BitSet<Need>,
    /// The key of its sentence.
    pub(super) message: &'static str,
    provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    rule: String,
    route: Route,
    provinces: String,
    professions: String,
    settings: String,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    days: Option<u16>,
    day_kind: Option<DayKind>,
    months: Option<u16>,
    needs: String,
    message: String,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rows = rows::<Row>("mobility.csv", include_str!("../../data/mobility.csv"));
    rows.into_iter().map(Rule::from).collect()
});

impl From<Row> for Rule {
    fn from(row: Row) -> Self {
        Self {
            key: keep(row.rule),
            route: row.route,
            provinces: listed(&row.provinces, Province::parse),
            professions: list(&row.professions).map(|profession| keep(profession.to_owned())).collect(),
            settings: listed(&row.settings, Setting::parse),
            effective: Effective { from: row.from, until: row.until },
            days: row.days.zip(row.day_kind),
            months: row.months,
            needs: listed(&row.needs, Need::parse),
            message: keep(row.message),
            provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        }
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty())
}

#[expect(clippy::panic, reason = "a broken compiled-in table cannot be continued from")]
fn listed<T: crate::set::Member>(cell: &str, parse: impl Fn(&str) -> Option<T>) -> BitSet<T> {
    list(cell).map(|item| parse(item).unwrap_or_else(|| panic!("domain/data/mobility.csv: `{item}`"))).collect()
}

impl Rule {
    /// Every rule, in the order in which equals are preferred.
    pub(super) fn all() -> &'static [Self] {
        &RULES
    }

    /// Whether it speaks of this profession in this province.
    pub(super) fn covers(&self, profession: &str, province: Province) -> bool {
        (self.provinces.is_empty() || self.provinces.contains(province))
            && (self.professions.is_empty() || self.professions.contains(&profession))
    }

    /// Who says so; its link, else the regulator's.
    pub(super) fn provenance(&self, regulator: Option<&Regulator>) -> Provenance {
        let url = self.provenance.url.or_else(|| regulator.and_then(|regulator| regulator.url));
        Provenance { url, ..self.provenance }
    }

    /// Whether it is too uncertain to rely on.
    pub(super) fn is_unverified(&self) -> bool {
        self.provenance.certainty == Certainty::Unverified
    }

    /// The first day of work for someone who files on `today`; `None`: no time limit is known, or the rule has
    /// ended by then.
    pub(super) fn first_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let (days, kind) = self.days?;
        let decided = match kind {
            DayKind::Business => after_business_days(today, days),
            DayKind::Calendar => today + chrono::Days::new(days.into()),
        };
        let first = self.effective.from.map_or(decided, |from| decided.max(from));
        self.effective.on(first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::reference::Role;

    #[test]
    fn every_rule_has_its_own_key_and_speaks_of_professions_that_exist() {
        let professions: HashSet<_> = Role::all().filter_map(Role::profession).collect();
        let mut keys = HashSet::new();
        for rule in Rule::all() {
            assert!(keys.insert(rule.key), "{} twice", rule.key);
            for profession in &rule.professions {
                assert!(professions.contains(profession), "{}: {profession}", rule.key);
            }
            assert!(rule.effective.until.is_none() || rule.effective.from <= rule.effective.until);
        }
    }

    #[test]
    fn a_rule_not_yet_in_force_is_open_from_its_first_day() {
        let rule = Rule::all().iter().find(|rule| rule.key == "on-as-of-right-2").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(rule.first_day(day("2025-12-10")), Some(day("2026-01-01")));
        assert_eq!(rule.first_day(day("2026-03-10")), Some(day("2026-03-10")));
    }
}
