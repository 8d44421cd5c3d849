//! The rules and the table of who has them, since when, and who says so.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{Exemption, Jurisdiction, Severity, Subject};
use crate::reference::table::{provenance, rows};
use crate::reference::{Certainty, Effective, Provenance};
use crate::set::keyed_enum;

keyed_enum! {
    /// A rule for postings and their application forms.
    Rule {
        /// Pay or a pay range must be stated by law.
        Pay = "pay",
        /// The pay range may not be too wide.
        PaySpread = "pay_spread",
        /// Pay may not be open-ended: "up to $45", "$20 and up".
        PayOpenEnded = "pay_open_ended",
        /// The platform asks for pay everywhere.
        PlatformPay = "platform_pay",
        /// What applicants earned before may not be asked.
        PayHistory = "pay_history",
        /// The use of artificial intelligence must be stated.
        AiStatement = "ai_statement",
        /// Whether a vacancy exists must be stated.
        VacancyStatement = "vacancy_statement",
        /// Experience in Canada may not be required.
        CanadianExperience = "canadian_experience",
        /// The number of employees decides which rules bind and should be answered.
        EmployerSize = "employer_size",
        /// A posting in another language needs a French one.
        FrenchTwin = "french_twin",
        /// The French posting goes public at the same time.
        FrenchSameTime = "french_same_time",
        /// A language other than French needs a reason, in the posting.
        LanguageReason = "language_reason",
        /// What must be done before asking for a language other than French.
        LanguageSteps = "language_steps",
        /// An agency or recruiter needs a licence.
        AgencyLicence = "agency_licence",
        /// Agency work in the health network has ended or ends.
        AgencyPhaseOut = "agency_phase_out",
        /// Nobody pays for work or for applying.
        WorkerFee = "worker_fee",
        /// What identifies a person is not asked before an offer: SIN, date of birth, bank details.
        IdentityData = "identity_data",
        /// Human rights: age.
        Age = "age",
        /// Human rights: sex, pregnancy, gender identity or expression, sexual orientation.
        Sex = "sex",
        /// Human rights: marital and family status.
        Family = "family",
        /// Human rights: race, colour, ancestry, ethnic origin, place of origin.
        Origin = "origin",
        /// Human rights: mother tongue and accent, by which origin is asked.
        MotherTongue = "mother_tongue",
        /// Human rights: citizenship. Being entitled to work in Canada may be asked.
        Citizenship = "citizenship",
        /// Human rights: religion and creed.
        Religion = "religion",
        /// Human rights: disability and health.
        Disability = "disability",
        /// Looks and photographs, by which other grounds are seen.
        Appearance = "appearance",
        /// Human rights: offences and criminal record, beyond a record check.
        CriminalRecord = "criminal_record",
    }
}

keyed_enum! {
    /// Which of the postings with work in a jurisdiction a row binds.
    Scope {
        /// Every posting.
        All = "all",
        /// Postings advertised to the public for a specific position.
        Advertised = "advertised",
        /// The same, and remote work wherever it is offered from, because a resident may do it.
        OpenToResidents = "open_to_residents",
        /// Those that Part III.1 of Ontario's Employment Standards Act binds.
        PartIii1 = "part_iii_1",
    }
}

impl Rule {
    /// Whether it protects from discrimination, and yields to a bona fide occupational requirement or a special
    /// program that is stated.
    pub const fn is_human_rights(self) -> bool {
        matches!(
            self,
            Self::Age
                | Self::Sex
                | Self::Family
                | Self::Origin
                | Self::MotherTongue
                | Self::Citizenship
                | Self::Religion
                | Self::Disability
                | Self::Appearance
                | Self::CriminalRecord
        )
    }
}

/// A rule as one jurisdiction has it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) rule: Rule,
    pub(super) jurisdiction: Jurisdiction,
    scope: Scope,
    effective: Effective,
    severity: Severity,
    pub(super) provenance: Provenance,
}

#[derive(serde::Deserialize)]
struct CsvRow {
    rules: String,
    jurisdiction: String,
    scope: Scope,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    severity: Severity,
    source: String,
    url: String,
    as_of: String,
    certainty: Certainty,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table = rows::<CsvRow>("posting_rules.csv", include_str!("../../data/posting_rules.csv"));
    table.into_iter().flat_map(Row::read).collect()
});

impl Row {
    #[expect(clippy::panic, reason = "a broken compiled-in table cannot be continued from")]
    fn read(row: CsvRow) -> Vec<Self> {
        let broken = |word: &str| -> ! { panic!("domain/data/posting_rules.csv: `{word}`") };
        let jurisdiction = Jurisdiction::parse(&row.jurisdiction).unwrap_or_else(|| broken(&row.jurisdiction));
        let provenance = provenance(row.source, Some(row.url), row.as_of, row.certainty);
        let rules = row.rules.split('|').map(|key| Rule::parse(key).unwrap_or_else(|| broken(key)));
        let rows = rules.map(|rule| Self {
            rule,
            jurisdiction,
            scope: row.scope,
            effective: Effective { from: row.from, until: row.until },
            severity: row.severity,
            provenance,
        });
        rows.collect()
    }

    /// How severe a finding under this row can be: what nobody has verified only warns.
    pub(super) fn severity(&self) -> Severity {
        let most = if self.provenance.certainty == Certainty::Unverified { Severity::Warning } else { Severity::Error };
        self.severity.min(most)
    }

    fn binds(&self, subject: &Subject<'_>) -> bool {
        let exempt = |exemption| subject.exemptions.contains(exemption);
        let advertised = !exempt(Exemption::GeneralCampaign) && !exempt(Exemption::OwnEmployees);
        let in_scope = match self.scope {
            Scope::All => true,
            Scope::Advertised | Scope::OpenToResidents => advertised,
            Scope::PartIii1 => advertised && self.binds_in_ontario(subject),
        };
        in_scope && self.has_work_of(subject)
    }

    fn binds_in_ontario(&self, subject: &Subject<'_>) -> bool {
        let on_pay = matches!(self.rule, Rule::Pay | Rule::PaySpread);
        !subject.exemptions.contains(Exemption::OutsideIsSeparate)
            && subject.poster.has_25_employees != Some(false)
            && !(on_pay && subject.exemptions.contains(Exemption::PayAboveLimit))
    }

    fn has_work_of(&self, subject: &Subject<'_>) -> bool {
        let Jurisdiction::Province(province) = self.jurisdiction else { return true };
        subject.work().contains(province) || self.scope == Scope::OpenToResidents && !subject.remote.is_empty()
    }
}

/// The rows of a rule that bind this posting on `today`, one for each jurisdiction: its severest, and of equals
/// the first of the table.
pub(super) fn binding(rule: Rule, subject: &Subject<'_>, today: NaiveDate) -> Vec<&'static Row> {
    let mut found: Vec<&'static Row> = Vec::new();
    for row in ROWS.iter().filter(|row| row.rule == rule && row.effective.on(today) && row.binds(subject)) {
        match found.iter_mut().find(|known| known.jurisdiction == row.jurisdiction) {
            Some(known) if known.severity() < row.severity() => *known = row,
            Some(_) => {}
            None => found.push(row),
        }
    }
    found
}

/// The one row that speaks for a rule where the same words break it in several jurisdictions: the severest, then
/// the surest, then a province's before Canada's, then the first of the table.
pub(super) fn strictest(rule: Rule, subject: &Subject<'_>, today: NaiveDate) -> Option<&'static Row> {
    let rank = |row: &Row| (row.severity(), row.provenance.certainty, row.jurisdiction != Jurisdiction::Canada);
    binding(rule, subject, today).into_iter().rev().max_by_key(|row| rank(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_in_force_somewhere_with_a_link_and_what_nobody_verified_only_warns() {
        for rule in Rule::ALL {
            assert!(ROWS.iter().any(|row| row.rule == *rule), "{}", rule.key());
        }
        for row in ROWS.iter() {
            assert!(row.provenance.url.is_some_and(|url| url.starts_with("http")), "{row:?}");
            assert!(row.provenance.certainty != Certainty::Unverified || row.severity() < Severity::Error, "{row:?}");
            assert!(row.effective.until.is_none_or(|until| row.effective.from.is_none_or(|from| from <= until)));
        }
        assert!(ROWS.iter().any(|row| row.provenance.certainty == Certainty::Unverified));
    }
}
