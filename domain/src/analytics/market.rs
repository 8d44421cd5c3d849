//! Openings and median pay by role and region.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use super::median;
use crate::posting::{Posting, PostingId};
use crate::reference::{Region, Role};

/// Fewer openings than this with pay give no median.
pub const PAY_FLOOR: usize = 5;

/// Fewer employers than this with pay give no median: it would be one employer's.
pub const EMPLOYERS_FLOOR: usize = 3;

/// A live posting, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The job group: the same job from several sources is one opening.
    pub group: PostingId,
    /// Its roles.
    pub roles: Vec<Role>,
    /// Where it is: regions of any level.
    pub regions: Vec<Region>,
    /// Its employer, by which employers are told apart; `None`: it says none.
    pub employer: Option<String>,
    /// The middle of its pay, cents an hour.
    pub hourly_cents: Option<i64>,
}

/// One role in one region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The role.
    pub role: Role,
    /// A health region, a province, or Canada.
    pub region: Region,
    /// How many jobs are open there; a job in two places of it is one.
    pub openings: usize,
    /// The median pay in cents an hour; `None`: of too few openings or employers.
    pub median_cents: Option<i64>,
}

impl Opening {
    /// A posting as an opening.
    pub fn of(posting: &Posting) -> Self {
        let content = &posting.content;
        let remote = content.remote.iter().map(|province| Region::of_province(*province));
        let hourly = content.pay.map(|pay| pay.hourly_cents(content.hours));
        Self {
            group: posting.group,
            roles: content.roles.clone(),
            regions: content.locations.iter().map(|location| location.region).chain(remote).collect(),
            employer: content.employer.key.clone(),
            hourly_cents: hourly.map(|(min, max)| min + (max - min) / 2),
        }
    }

    /// Where it counts: its regions and all that they lie in.
    fn counted_in(&self) -> BTreeSet<Region> {
        self.regions.iter().flat_map(|region| std::iter::successors(Some(*region), |inner| inner.parent())).collect()
    }
}

/// What is gathered of one cell.
#[derive(Default)]
struct Tally<'a> {
    groups: HashSet<PostingId>,
    employers: HashSet<&'a str>,
    pay: Vec<i64>,
}

/// Openings and median pay of every role in every region that has any, by role and region. Of a job group the first
/// opening counts.
pub fn market(openings: &[Opening]) -> Vec<Cell> {
    let mut cells: BTreeMap<(Role, Region), Tally<'_>> = BTreeMap::new();
    for opening in openings {
        let roles: BTreeSet<Role> = opening.roles.iter().copied().collect();
        let regions = opening.counted_in();
        for (role, region) in roles.iter().flat_map(|role| regions.iter().map(|region| (*role, *region))) {
            let tally = cells.entry((role, region)).or_default();
            if !tally.groups.insert(opening.group) {
                continue;
            }
            if let Some(cents) = opening.hourly_cents {
                tally.pay.push(cents);
                tally.employers.extend(opening.employer.as_deref());
            }
        }
    }
    let cell = |((role, region), mut tally): ((Role, Region), Tally<'_>)| {
        let told = tally.pay.len() >= PAY_FLOOR && tally.employers.len() >= EMPLOYERS_FLOOR;
        let median_cents = if told { median(&mut tally.pay) } else { None };
        Cell { role, region, openings: tally.groups.len(), median_cents }
    };
    cells.into_iter().map(cell).collect()
}
