//! Who regulates what: a function of profession, province and day.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::table::{keep, provenance, rows};
use super::{Certainty, Effective, Provenance, Province, Role};
use crate::set::keyed_enum;

keyed_enum! {
    /// Whether a role needs a licence somewhere.
    RegulationStatus {
        /// A licence is needed to do the work or use the title.
        Regulated = "regulated",
        /// A registry that employers must or commonly do ask for.
        Registry = "registry",
        /// Listed or partly reserved: ask the regulator.
        Partial = "partial",
        /// No licence.
        Unregulated = "unregulated",
    }
}

/// A regulator: a college, order, association or government office.
#[derive(Clone, Debug, PartialEq)]
pub struct Regulator {
    /// Its key, such as `on-cno`.
    pub key: &'static str,
    /// Its name, in the language it uses itself first.
    pub name: &'static str,
    /// Its abbreviation; several regulators share one (OPQ, ACP), so it is never a key.
    pub abbreviation: Option<&'static str>,
    /// Its page.
    pub url: Option<&'static str>,
    /// Its public register, where one is known.
    pub register_url: Option<&'static str>,
    /// Who says so.
    pub provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct RegulatorRow {
    key: String,
    name: String,
    abbreviation: Option<String>,
    url: Option<String>,
    register_url: Option<String>,
    source: String,
    as_of: String,
    certainty: Certainty,
}

static REGULATORS: LazyLock<Vec<Regulator>> = LazyLock::new(|| {
    let rows = rows::<RegulatorRow>("regulators.csv", include_str!("../../data/regulators.csv"));
    rows.into_iter()
        .map(|row| {
            let url = row.url.map(keep);
            Regulator {
                key: keep(row.key),
                name: keep(row.name),
                abbreviation: row.abbreviation.map(keep),
                url,
                register_url: row.register_url.map(keep),
                provenance: provenance(row.source, url.map(str::to_owned), row.as_of, row.certainty),
            }
        })
        .collect()
});

impl Regulator {
    /// Every regulator, by province.
    pub fn all() -> &'static [Self] {
        &REGULATORS
    }

    /// The regulator with this key.
    pub fn find(key: &str) -> Option<&'static Self> {
        static BY_KEY: LazyLock<HashMap<&'static str, &'static Regulator>> =
            LazyLock::new(|| REGULATORS.iter().map(|regulator| (regulator.key, regulator)).collect());
        BY_KEY.get(key).copied()
    }
}

/// One effective-dated row: a profession's regulation in a province.
#[derive(Clone, Debug, PartialEq)]
pub struct Regulation {
    /// The profession, such as `physician` for the role `surgeon`.
    pub profession: &'static str,
    /// Where.
    pub province: Province,
    /// Regulated or not.
    pub status: RegulationStatus,
    /// By whom.
    pub regulator: Option<&'static Regulator>,
    /// When the row holds.
    pub effective: Effective,
    /// A remark for people who maintain the table.
    pub note: &'static str,
    /// Who says so.
    pub provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    profession: String,
    province: Province,
    status: RegulationStatus,
    regulator: Option<String>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    note: String,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

impl From<Row> for Regulation {
    fn from(row: Row) -> Self {
        Self {
            profession: keep(row.profession),
            province: row.province,
            status: row.status,
            regulator: row.regulator.as_deref().and_then(Regulator::find),
            effective: Effective { from: row.from, until: row.until },
            note: keep(row.note),
            provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        }
    }
}

static REGULATIONS: LazyLock<Vec<Regulation>> = LazyLock::new(|| {
    let rows = rows::<Row>("regulation.csv", include_str!("../../data/regulation.csv"));
    rows.into_iter().map(Regulation::from).collect()
});

/// The rows of each profession in each province, oldest first.
type History = HashMap<(&'static str, Province), Vec<&'static Regulation>>;

static HISTORY: LazyLock<History> = LazyLock::new(|| {
    let mut history = History::new();
    for row in REGULATIONS.iter() {
        history.entry((row.profession, row.province)).or_default().push(row);
    }
    for rows in history.values_mut() {
        rows.sort_by_key(|row| row.effective.from);
    }
    history
});

impl Regulation {
    /// Every row, by profession and province, oldest first.
    pub fn all() -> &'static [Self] {
        &REGULATIONS
    }

    /// The row for a role in a province on a day; `None`: no row, so nothing is known.
    pub fn of(role: Role, province: Province, on: NaiveDate) -> Option<&'static Self> {
        Self::history(role, province).find(|row| row.effective.on(on))
    }

    /// Every row for a role in a province, oldest first.
    pub fn history(role: Role, province: Province) -> impl Iterator<Item = &'static Self> {
        let rows = role.profession().and_then(|profession| HISTORY.get(&(profession, province)));
        rows.map(Vec::as_slice).unwrap_or_default().iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(role: &str, province: Province, on: &str) -> &'static Regulation {
        Regulation::of(Role::parse(role).unwrap(), province, day(on)).unwrap()
    }

    #[test]
    fn the_alberta_aide_is_regulated_from_its_first_day_on() {
        assert_eq!(at("psw", Province::Ab, "2026-02-01").status, RegulationStatus::Unregulated);
        let row = at("psw", Province::Ab, "2026-02-02");
        assert_eq!(row.status, RegulationStatus::Regulated);
        assert_eq!(row.regulator.unwrap().key, "ab-clha");
        assert_eq!(row.provenance.certainty, Certainty::Verified);
    }

    #[test]
    fn the_psychiatric_nurse_is_regulated_where_the_college_says_so() {
        for (province, on, status) in [
            (Province::Bc, "2020-01-01", RegulationStatus::Regulated),
            (Province::Ns, "2025-11-30", RegulationStatus::Unregulated),
            (Province::Ns, "2025-12-01", RegulationStatus::Regulated),
            (Province::Nl, "2026-04-14", RegulationStatus::Unregulated),
            (Province::Nl, "2026-04-15", RegulationStatus::Regulated),
            (Province::On, "2026-11-22", RegulationStatus::Unregulated),
        ] {
            assert_eq!(at("rpsych", province, on).status, status, "{province:?} {on}");
        }
    }

    #[test]
    fn a_new_name_of_a_regulator_does_not_start_regulation() {
        for (role, province) in
            [("rn", Province::Sk), ("rn", Province::Mb), ("lpn", Province::Nl), ("rn", Province::Ns)]
        {
            assert_eq!(at(role, province, "2001-01-01").status, RegulationStatus::Regulated, "{role} {province:?}");
        }
    }

    #[test]
    fn every_regulator_named_exists_once() {
        let keys: HashSet<_> = Regulator::all().iter().map(|regulator| regulator.key).collect();
        assert_eq!(keys.len(), Regulator::all().len());
        for (row, read) in
            rows::<Row>("regulation.csv", include_str!("../../data/regulation.csv")).iter().zip(Regulation::all())
        {
            assert_eq!(
                row.regulator.as_deref(),
                read.regulator.map(|r| r.key),
                "{} {:?}",
                row.profession,
                row.province
            );
        }
        for regulator in Regulator::all() {
            let code = regulator.key.split('-').next().unwrap().to_uppercase();
            assert!(Province::parse(&code).is_some(), "{}", regulator.key);
        }
    }

    #[test]
    fn the_periods_of_a_profession_follow_one_another() {
        for ((profession, province), rows) in HISTORY.iter() {
            for pair in rows.windows(2) {
                let [earlier, later] = pair else { unreachable!() };
                let last = earlier.effective.until.expect("an earlier row ends");
                assert_eq!(Some(last.succ_opt().unwrap()), later.effective.from, "{profession} {province:?}");
            }
            assert_eq!(rows[0].effective.from, None, "{profession} {province:?}");
            assert_eq!(rows[rows.len() - 1].effective.until, None, "{profession} {province:?}");
        }
    }

    #[test]
    fn every_profession_is_that_of_a_role() {
        let used: HashSet<_> = Role::all().filter_map(Role::profession).collect();
        for row in Regulation::all() {
            assert!(used.contains(row.profession), "{}", row.profession);
        }
    }

    #[test]
    fn every_profession_of_a_role_is_answered_in_all_thirteen_jurisdictions() {
        for role in Role::all().filter(|role| role.profession().is_some()) {
            for province in Province::ALL {
                assert!(Regulation::history(role, *province).next().is_some(), "{role} {province:?}");
            }
        }
    }
}
