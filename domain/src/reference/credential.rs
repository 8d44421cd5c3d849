//! Credentials other than licences: certifications, checks, fits, immunization status, insurance.

use std::sync::LazyLock;

use super::table::{keep, provenance, rows, table_key};
use super::{Certainty, Provenance};
use crate::Lang;
use crate::set::keyed_enum;

keyed_enum! {
    /// The kind of a credential.
    CredentialKind {
        /// A certificate of training, such as BLS.
        Certification = "certification",
        /// A check by the police or another authority.
        Check = "check",
        /// A fit test of a respirator.
        Fit = "fit",
        /// Immunization or test status: status and dates only, never the record.
        Immunization = "immunization",
        /// Professional liability insurance.
        Insurance = "insurance",
        /// A driver's licence of some class, a vehicle.
        Driving = "driving",
        /// A language test.
        LanguageTest = "language_test",
        /// Being legally entitled to work in Canada.
        WorkAuthorization = "work_authorization",
    }
}

table_key! {
    /// A credential: `bls`, `vulnerable_sector_check`, `n95_fit`.
    Credential in CREDENTIALS of CredentialInfo
}

struct CredentialInfo {
    key: &'static str,
    kind: CredentialKind,
    name: [&'static str; 2],
    /// Months for which it counts from the day of issue when the card shows no date.
    valid_months: Option<u16>,
    /// Months before the first day of work within which it must have been issued.
    max_age_months: Option<u16>,
    /// Usual days from applying to holding it.
    obtain_days: Option<u16>,
    /// Whether it ends, but no default is known, so that only the date on the card tells.
    card_date: bool,
    provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct Row {
    key: String,
    kind: CredentialKind,
    name_en: String,
    name_fr: String,
    valid_months: Option<u16>,
    max_age_months: Option<u16>,
    obtain_days: Option<u16>,
    card_date: bool,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

static CREDENTIALS: LazyLock<Vec<CredentialInfo>> = LazyLock::new(|| {
    let rows = rows::<Row>("credentials.csv", include_str!("../../data/credentials.csv"));
    rows.into_iter()
        .map(|row| CredentialInfo {
            key: keep(row.key),
            kind: row.kind,
            name: [keep(row.name_en), keep(row.name_fr)],
            valid_months: row.valid_months,
            max_age_months: row.max_age_months,
            obtain_days: row.obtain_days,
            card_date: row.card_date,
            provenance: provenance(row.source, row.url, row.as_of, row.certainty),
        })
        .collect()
});

impl Credential {
    /// Its kind.
    pub fn kind(self) -> CredentialKind {
        self.info().kind
    }

    /// Whether it tells of someone's health: of such, only that it is there and its dates may be kept.
    pub fn is_health(self) -> bool {
        self.kind() == CredentialKind::Immunization || self.key() == "medical_clearance"
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        let [en, fr] = self.info().name;
        match lang {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    /// Months for which it counts from the day of issue when the card shows no date; `None`: no expiry is assumed.
    pub fn valid_months(self) -> Option<u16> {
        self.info().valid_months
    }

    /// Months before the first day of work within which it must have been issued (vulnerable-sector check: 6).
    pub fn max_age_months(self) -> Option<u16> {
        self.info().max_age_months
    }

    /// Usual days from applying to holding it; `None`: not known, so no date can be promised.
    pub fn obtain_days(self) -> Option<u16> {
        self.info().obtain_days
    }

    /// Whether it ends, but after a time that no issuer's source names (ACLS, PALS, CPI): only the date on the card
    /// tells, and without one nothing is assumed.
    pub fn needs_card_date(self) -> bool {
        self.info().card_date
    }

    /// Who says so.
    pub fn provenance(self) -> Provenance {
        self.info().provenance
    }
}

/// A set of credentials, in one machine word: the table has at most 64 rows, which a test checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CredentialSet(pub u64);

impl CredentialSet {
    /// Adds a credential.
    pub fn insert(&mut self, credential: Credential) {
        self.0 |= 1 << credential.index();
    }

    /// Whether it is in the set.
    pub fn contains(self, credential: Credential) -> bool {
        self.0 & (1 << credential.index()) != 0
    }

    /// The credentials in the set.
    pub fn iter(self) -> impl Iterator<Item = Credential> {
        Credential::all().filter(move |c| self.contains(*c))
    }
}

impl FromIterator<Credential> for CredentialSet {
    fn from_iter<T: IntoIterator<Item = Credential>>(credentials: T) -> Self {
        let mut set = Self::default();
        credentials.into_iter().for_each(|credential| set.insert(credential));
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_are_unique_and_fit_one_word() {
        let keys: HashSet<_> = Credential::all().map(Credential::key).collect();
        assert_eq!(keys.len(), Credential::all().len());
        assert!(keys.len() <= 64, "CredentialSet holds 64");
    }

    #[test]
    fn validity_follows_the_issuer_and_nothing_is_assumed_where_none_says() {
        let of = |key| Credential::parse(key).unwrap();
        for (key, months) in
            [("bls", 12), ("cpr_c", 36), ("first_aid", 36), ("n95_fit", 24), ("nrp", 24), ("liability_insurance", 12)]
        {
            assert_eq!(of(key).valid_months(), Some(months), "{key}");
        }
        for key in ["acls", "pals", "cpi_nvci", "gpa", "vulnerable_sector_check", "mmr", "drivers_licence"] {
            assert_eq!(of(key).valid_months(), None, "{key}");
        }
        let check = of("vulnerable_sector_check");
        assert_eq!((check.max_age_months(), check.obtain_days()), (Some(6), Some(42)));
    }

    #[test]
    fn health_items_are_those_that_tell_of_a_body() {
        let is_health = |key| Credential::parse(key).unwrap().is_health();
        assert!(["tb_test", "mmr", "covid19", "immunization_record", "medical_clearance"].into_iter().all(is_health));
        assert!(!["n95_fit", "bls", "vulnerable_sector_check", "work_authorization"].into_iter().any(is_health));
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = CredentialSet::default();
        let chosen: Vec<_> = Credential::all().step_by(7).collect();
        for credential in &chosen {
            set.insert(*credential);
        }
        assert!(set.iter().eq(chosen.iter().copied()));
        assert!(Credential::all().all(|credential| set.contains(credential) == chosen.contains(&credential)));
    }
}
