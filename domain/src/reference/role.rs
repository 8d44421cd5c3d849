//! Roles: our stable keys for health occupations.

use std::sync::LazyLock;

use super::table::{keep, provenance, rows, table_key};
use super::{Provenance, Province};
use crate::Lang;
use crate::set::keyed_enum;

keyed_enum! {
    /// The family of a role.
    RoleFamily {
        /// Diagnoses, treats, or assists in it.
        Clinical = "clinical",
        /// Personal care and support.
        Care = "care",
        /// Social and psychological services.
        Social = "social",
        /// Laboratory, imaging, pharmacy, device and record technology.
        Technical = "technical",
        /// Management, clerical, dietary, housekeeping.
        Support = "support",
    }
}

table_key! {
    /// A role: our stable key for an occupation (`rn`, `lpn`, `psw`), never a regulator's abbreviation.
    Role in ROLES of RoleInfo
}

struct RoleInfo {
    key: &'static str,
    profession: Option<&'static str>,
    family: RoleFamily,
    noc: Vec<&'static str>,
    title: [&'static str; 2],
    /// Titles that a province uses instead: (province, language, title).
    local: Vec<(Province, Lang, &'static str)>,
    provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    key: String,
    profession: String,
    family: RoleFamily,
    noc2021: String,
    title_en: String,
    title_fr: String,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: super::Certainty,
}

#[derive(serde::Deserialize)]
struct LocalTitleRow {
    role: String,
    province: Province,
    lang: Lang,
    title: String,
}

static ROLES: LazyLock<Vec<RoleInfo>> = LazyLock::new(|| {
    let local: Vec<LocalTitleRow> = rows("role_titles.csv", include_str!("../../data/role_titles.csv"));
    rows::<Row>("roles.csv", include_str!("../../data/roles.csv")).into_iter().map(|row| info(row, &local)).collect()
});

fn info(row: Row, local: &[LocalTitleRow]) -> RoleInfo {
    let local = local.iter().filter(|l| l.role == row.key);
    RoleInfo {
        local: local.map(|l| (l.province, l.lang, keep(l.title.clone()))).collect(),
        profession: Some(row.profession).filter(|p| !p.is_empty()).map(keep),
        family: row.family,
        noc: row.noc2021.split('|').map(|code| keep(code.to_owned())).collect(),
        title: [keep(row.title_en), keep(row.title_fr)],
        provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        key: keep(row.key),
    }
}

impl Role {
    /// The profession under which it is regulated (`physician` for a surgeon); `None`: it never is.
    pub fn profession(self) -> Option<&'static str> {
        self.info().profession
    }

    /// Its family.
    pub fn family(self) -> RoleFamily {
        self.info().family
    }

    /// Its NOC 2021 unit groups, the first being the usual one (facility before home).
    pub fn noc2021(self) -> &'static [&'static str] {
        &self.info().noc
    }

    /// The national everyday title.
    pub fn title(self, lang: Lang) -> &'static str {
        let [en, fr] = self.info().title;
        match lang {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    /// The title used in a province: "Registered practical nurse" for `lpn` in Ontario.
    pub fn title_in(self, province: Province, lang: Lang) -> &'static str {
        let local = self.info().local.iter().find(|(p, l, _)| *p == province && *l == lang);
        local.map_or_else(|| self.title(lang), |(_, _, title)| title)
    }

    /// Titles that provinces use instead of the national one.
    pub fn local_titles(self) -> impl Iterator<Item = (Province, Lang, &'static str)> {
        self.info().local.iter().copied()
    }

    /// Who says so.
    pub fn provenance(self) -> Provenance {
        self.info().provenance
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_are_unique_and_unit_groups_have_five_digits() {
        let mut seen = HashSet::new();
        for role in Role::all() {
            assert!(seen.insert(role.key()), "{role} twice");
            assert!(!role.noc2021().is_empty());
            for code in role.noc2021() {
                assert!(code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit()), "{role}: `{code}`");
            }
        }
    }

    #[test]
    fn nurses_and_physicians_share_a_licence_with_their_specialties() {
        let profession = |key| Role::parse(key).unwrap().profession();
        for key in ["rn", "ohs_nurse", "nurse_lead"] {
            assert_eq!(profession(key), Some("rn"));
        }
        for key in ["family_md", "specialist_md", "surgeon"] {
            assert_eq!(profession(key), Some("physician"));
        }
        assert_eq!(profession("home_support"), None);
    }

    #[test]
    fn a_province_says_its_own_title() {
        let title = |key, province| Role::parse(key).unwrap().title_in(province, Lang::En);
        assert_eq!(title("lpn", Province::On), "Registered practical nurse");
        assert_eq!(title("lpn", Province::Ab), "Licensed practical nurse");
        assert_eq!(title("psw", Province::Bc), "Health care assistant");
    }

    #[test]
    fn every_local_title_is_of_a_known_role_and_said_once() {
        let rows: Vec<LocalTitleRow> = rows("role_titles.csv", include_str!("../../data/role_titles.csv"));
        let mut seen = HashSet::new();
        for row in rows {
            assert!(Role::parse(&row.role).is_some(), "unknown role `{}`", row.role);
            assert!(seen.insert((row.role.clone(), row.province, row.lang)), "{} twice", row.role);
        }
    }
}
