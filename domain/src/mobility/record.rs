//! What a worker's licences amount to, for one profession and one province of work.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::rule::Need;
use crate::reference::{Certainty, Province, Regulation, RegulationStatus, Role};
use crate::set::BitSet;
use crate::worker::{Licence, LicenceClass, Profile, Standing};

/// The needs of rules that a worker meets, and their licences in the province of work.
pub(super) struct Record<'a> {
    /// Licences of the profession issued by the province of work.
    pub(super) here: Vec<&'a Licence>,
    /// What the record satisfies.
    pub(super) meets: BitSet<Need>,
    /// The registration elsewhere that would be transferred: of the general ones the one that lasts longest.
    pub(super) home: Option<&'a Licence>,
    /// Where the worker lives.
    pub(super) residence: Option<Province>,
}

/// What a licence is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// A student's or intern's: not a licence of the profession.
    Educational,
    /// Suspended or revoked.
    Barred,
    /// Non-practising, expired or resigned.
    Dormant,
    /// Active, with terms or conditions, in a special class, or its standing is not known.
    Limited,
    /// Active, but temporary or as a host: serves where it was issued.
    Local,
    /// Active, of the general class.
    General,
}

impl Worth {
    pub(super) fn of(licence: &Licence, today: NaiveDate) -> Self {
        let lapsed = licence.valid_until.is_some_and(|last| last < today);
        match (licence.standing, licence.class) {
            (Standing::Suspended | Standing::Revoked, _) => Self::Barred,
            (_, LicenceClass::Student) if licence.role.profession() != Some("nurse_student") => Self::Educational,
            (Standing::Expired | Standing::Resigned, _) | (_, LicenceClass::NonPractising) => Self::Dormant,
            _ if lapsed => Self::Dormant,
            (Standing::ActiveWithConditions | Standing::Unknown, _)
            | (_, LicenceClass::Special | LicenceClass::Restricted) => Self::Limited,
            (Standing::Active, LicenceClass::Provisional | LicenceClass::Host) => Self::Local,
            // A student's own register (employed student nurses) is what its class says.
            (Standing::Active, LicenceClass::General | LicenceClass::Student) => Self::General,
        }
    }
}

impl<'a> Record<'a> {
    pub(super) fn of(profile: &'a Profile, role: Role, province: Province, remote: bool, today: NaiveDate) -> Self {
        let of_profession = |licence: &&Licence| serves(licence.role, role);
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            profile.licences.iter().filter(of_profession).partition(|licence| licence.province == province);
        let mut record = Self { here, meets: BitSet::EMPTY, home: None, residence: profile.residence };
        record.look_at(&elsewhere, today);
        let barred = |licence: &&Licence| Worth::of(licence, today) == Worth::Barred;
        let any_barred = record.here.iter().chain(&elsewhere).any(barred);
        let any_conditions = record.here.iter().chain(&elsewhere).any(|licence| has_conditions(licence));
        let never_registered = record.here.is_empty() && elsewhere.is_empty();
        record.note(Need::Discipline, any_barred);
        record.note(Need::Conditions, any_conditions && !any_barred);
        record.note(Need::CleanRecord, !any_barred && !any_conditions);
        record.note(Need::NeverHere, record.here.is_empty());
        record.note(Need::InProvince, !remote || profile.residence == Some(province));
        record.note(Need::EducatedAbroad, profile.internationally_educated && never_registered);
        record.note(Need::PublicFunds, true); // no posting says otherwise; the answer stays unknown
        record
    }

    /// The best of the registrations elsewhere decides what they allow.
    fn look_at(&mut self, elsewhere: &[&'a Licence], today: NaiveDate) {
        let worth = |licence: &Licence| transferable(licence, today);
        let best = elsewhere.iter().map(|licence| worth(licence)).max();
        let general = || elsewhere.iter().copied().filter(|licence| worth(licence) == Worth::General);
        let residence = self.residence;
        let at_home = |licence: &Licence| Some(licence.province) == residence;
        let lasting = |licence: &&Licence| (licence.valid_until.unwrap_or(NaiveDate::MAX), at_home(licence));
        self.home = general().min_by_key(|licence| Reverse(lasting(licence)));
        self.note(Need::HomeElsewhere, general().any(at_home));
        self.note(Need::GeneralElsewhere, best == Some(Worth::General));
        self.note(Need::AtlanticElsewhere, general().any(|licence| is_atlantic(licence.province)));
        self.note(Need::LimitedElsewhere, matches!(best, Some(Worth::Local | Worth::Limited)));
        self.note(Need::DormantElsewhere, best == Some(Worth::Dormant));
    }

    fn note(&mut self, need: Need, met: bool) {
        if met {
            self.meets.insert(need);
        }
    }
}

/// What a licence is worth in another province: nothing where it is a mere registry entry or not yet valid, and no
/// more than a limited one where the issuing province's regulation is unverified.
fn transferable(licence: &Licence, today: NaiveDate) -> Worth {
    let worth = Worth::of(licence, today);
    let row = Regulation::of(licence.role, licence.province, today);
    let certain = row.is_some_and(|row| row.provenance.certainty != Certainty::Unverified);
    match row.map(|row| row.status) {
        Some(RegulationStatus::Registry | RegulationStatus::Unregulated) => Worth::Educational,
        _ if licence.valid_from.is_some_and(|first| today < first) => worth.min(Worth::Limited),
        Some(RegulationStatus::Regulated) if certain => worth,
        _ => worth.min(Worth::Limited),
    }
}

/// Whether a registration carries conditions, which may rest on a finding that the routes by application ask about.
fn has_conditions(licence: &Licence) -> bool {
    licence.standing == Standing::ActiveWithConditions || licence.class == LicenceClass::Restricted
}

fn is_atlantic(province: Province) -> bool {
    matches!(province, Province::Nb | Province::Ns | Province::Pe | Province::Nl)
}

/// A role by whose licence the work of another may be done too: a nursing coordinator or supervisor is a registered or
/// a practical nurse (canada.md §1, general knowledge, as of 2026-11-22).
pub(super) fn also_licensed_as(role: Role) -> Option<Role> {
    if role.key() == "nurse_lead" { Role::parse("lpn") } else { None }
}

/// Whether a licence of one role is one for another too.
pub(crate) fn licenses(licence: Role, role: Role) -> bool {
    serves(licence, role) || also_licensed_as(role).is_some_and(|other| serves(licence, other))
}

/// Whether a licence of one profession serves another: its own, and a nurse practitioner's is one of registered
/// nursing too (the extended class; general knowledge, as of 2026-11-22).
fn serves(licence: Role, role: Role) -> bool {
    match (licence.profession(), role.profession()) {
        (Some("np"), Some("rn")) => true,
        (Some(held), Some(needed)) => held == needed,
        _ => false,
    }
}
