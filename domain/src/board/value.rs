//! The values that are counted and filtered by bitmap, each with a slot in one flat list.

use std::sync::LazyLock;

use crate::Lang;
use crate::posting::{Arrangement, Employment, Shift};
use crate::reference::{Province, Region, RegionKind, Role};
use crate::search::Facet;
use crate::set::Member;

/// One value of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Role(Role),
    Province(Province),
    Region(Region),
    Employment(Employment),
    Shift(Shift),
    Lang(Lang),
    Arrangement(Arrangement),
}

/// The first slot of each facet, in the order of [`Facet::ALL`], and the number of slots at the end.
static FIRST: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let widths = Facet::ALL.iter().map(|facet| width(*facet));
    std::iter::once(0)
        .chain(widths.scan(0, |sum, width| {
            *sum += width;
            Some(*sum)
        }))
        .collect()
});

fn width(facet: Facet) -> usize {
    match facet {
        Facet::Role => Role::all().len(),
        Facet::Province => Province::ALL.len(),
        Facet::Region => Region::all().len(),
        Facet::Employment => Employment::ALL.len(),
        Facet::Shift => Shift::ALL.len(),
        Facet::Lang => Lang::ALL.len(),
        Facet::Arrangement => Arrangement::ALL.len(),
    }
}

/// How many slots there are.
pub(super) fn slots() -> usize {
    FIRST[Facet::ALL.len()]
}

/// The slots and keys of a facet's counted values. Of regions only health regions are counted: the provinces
/// have a facet of their own.
pub(super) fn counted(facet: Facet) -> Vec<(usize, &'static str)> {
    let slot = |value: Value, key| (value.slot(), key);
    match facet {
        Facet::Role => Role::all().map(|role| slot(Value::Role(role), role.key())).collect(),
        Facet::Province => Province::ALL.iter().map(|p| slot(Value::Province(*p), p.key())).collect(),
        Facet::Region => Region::all()
            .filter(|region| region.kind() == RegionKind::HealthRegion)
            .map(|region| slot(Value::Region(region), region.key()))
            .collect(),
        Facet::Employment => Employment::ALL.iter().map(|e| slot(Value::Employment(*e), e.key())).collect(),
        Facet::Shift => Shift::ALL.iter().map(|s| slot(Value::Shift(*s), s.key())).collect(),
        Facet::Lang => Lang::ALL.iter().map(|l| slot(Value::Lang(*l), l.code())).collect(),
        Facet::Arrangement => Arrangement::ALL.iter().map(|a| slot(Value::Arrangement(*a), a.key())).collect(),
    }
}

impl Value {
    /// Its place in the flat list.
    pub(super) fn slot(self) -> usize {
        let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let (facet, within) = match self {
            Self::Role(role) => (Facet::Role, role.index()),
            Self::Province(province) => (Facet::Province, number(province.number())),
            Self::Region(region) => (Facet::Region, region.index()),
            Self::Employment(employment) => (Facet::Employment, number(employment.number())),
            Self::Shift(shift) => (Facet::Shift, number(shift.number())),
            Self::Lang(lang) => (Facet::Lang, usize::from(lang == Lang::Fr)),
            Self::Arrangement(arrangement) => (Facet::Arrangement, number(arrangement.number())),
        };
        FIRST[number(facet.number())] + within
    }
}
