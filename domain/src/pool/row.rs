//! What the pool keeps of a worker, about 150 bytes and 12 for each credential.

use chrono::NaiveDate;

use crate::account::AccountId;
use crate::intern::Interner;
use crate::posting::{EmploymentSet, Pay, ShiftSet};
use crate::reference::{Language, Province, Region};
use crate::set::BitSet;
use crate::worker::{Circle, Held, Licence, Practice, Profile, Reach};

/// What decides where a worker may work: shared by all who are licensed alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    pub(super) licences: Box<[Licence]>,
    pub(super) residence: Option<Province>,
    pub(super) internationally_educated: bool,
}

/// One worker.
pub(super) struct Row {
    pub(super) worker: AccountId,
    pub(super) version: i32,
    pub(super) open: bool,
    /// The number of the roles with their experience.
    pub(super) practices: u32,
    /// The number of the standing.
    pub(super) standing: u32,
    /// The number of the regions in reach.
    pub(super) regions: u32,
    pub(super) near: Option<Circle>,
    pub(super) remote: bool,
    pub(super) employment: EmploymentSet,
    pub(super) shifts: ShiftSet,
    pub(super) pay_floor: Option<Pay>,
    pub(super) languages: BitSet<Language>,
    pub(super) available_from: Option<NaiveDate>,
    pub(super) held: Box<[Held]>,
}

impl Row {
    /// What stands where someone was.
    pub(super) fn gone() -> Self {
        Self {
            worker: AccountId(uuid::Uuid::nil()),
            version: 0,
            open: false,
            practices: 0,
            standing: 0,
            regions: 0,
            near: None,
            remote: false,
            employment: EmploymentSet::EMPTY,
            shifts: ShiftSet::EMPTY,
            pay_floor: None,
            languages: BitSet::EMPTY,
            available_from: None,
            held: Box::default(),
        }
    }
}

/// The values that many rows share, by which nobody is told apart. They stay until the pool is made anew.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) practices: Interner<Box<[Practice]>>,
    pub(super) standings: Interner<Standing>,
    pub(super) regions: Interner<Box<[Region]>>,
}

impl Shared {
    /// Reads a profile into a row.
    pub(super) fn read(&mut self, worker: AccountId, version: i32, open: bool, profile: &Profile) -> Row {
        Row {
            worker,
            version,
            open,
            practices: self.practices.number(profile.roles.clone().into_boxed_slice()),
            standing: self.standings.number(Standing {
                licences: profile.licences.clone().into_boxed_slice(),
                residence: profile.residence,
                internationally_educated: profile.internationally_educated,
            }),
            regions: self.regions.number(profile.reach.regions.clone().into_boxed_slice()),
            near: profile.reach.near,
            remote: profile.reach.remote,
            employment: profile.employment,
            shifts: profile.shifts,
            pay_floor: profile.pay_floor,
            languages: profile.languages,
            available_from: profile.available_from,
            held: profile.credentials.clone().into_boxed_slice(),
        }
    }

    /// The profile that a row was read from.
    pub(super) fn profile(&self, row: &Row) -> Profile {
        let standing = self.standings.get(row.standing);
        Profile {
            roles: self.practices.get(row.practices).to_vec(),
            licences: standing.licences.to_vec(),
            credentials: row.held.to_vec(),
            residence: standing.residence,
            internationally_educated: standing.internationally_educated,
            reach: self.reach(row),
            employment: row.employment,
            shifts: row.shifts,
            pay_floor: row.pay_floor,
            languages: row.languages,
            available_from: row.available_from,
        }
    }

    fn reach(&self, row: &Row) -> Reach {
        Reach { regions: self.regions.get(row.regions).to_vec(), near: row.near, remote: row.remote }
    }
}
