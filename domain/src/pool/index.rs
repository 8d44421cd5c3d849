//! Which workers do which role, and which accept which part of the country.

use std::collections::HashMap;

use roaring::{MultiOps, RoaringBitmap};

use super::row::{Row, Shared};
use crate::board::{Boxes, Degrees};
use crate::posting::Content;
use crate::reference::{Region, Role};
use crate::worker::Circle;

/// A circle that touches more boxes than this is not entered box by box.
const BOXES_MAX: usize = 64;

/// The bitmaps over the rows.
pub(super) struct Index {
    roles: Vec<RoaringBitmap>,
    regions: Vec<RoaringBitmap>,
    /// By each box of a degree that the circle of a worker touches.
    boxes: HashMap<Degrees, RoaringBitmap>,
    /// Circles that are too large, or too odd, for boxes.
    wide: RoaringBitmap,
    remote: RoaringBitmap,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            roles: vec![RoaringBitmap::new(); Role::all().len()],
            regions: vec![RoaringBitmap::new(); Region::all().len()],
            boxes: HashMap::new(),
            wide: RoaringBitmap::new(),
            remote: RoaringBitmap::new(),
        }
    }
}

impl Index {
    /// Enters a row.
    pub(super) fn add(&mut self, shared: &Shared, ordinal: u32, row: &Row) {
        self.each(shared, row, |bitmap| {
            bitmap.insert(ordinal);
        });
    }

    /// Takes a row out, as it was entered.
    pub(super) fn remove(&mut self, shared: &Shared, ordinal: u32, row: &Row) {
        self.each(shared, row, |bitmap| {
            bitmap.remove(ordinal);
        });
    }

    /// Every bitmap that a row stands in.
    fn each(&mut self, shared: &Shared, row: &Row, mut enter: impl FnMut(&mut RoaringBitmap)) {
        for practice in shared.practices.get(row.practices).iter() {
            enter(&mut self.roles[practice.role.index()]);
        }
        for region in shared.regions.get(row.regions).iter() {
            enter(&mut self.regions[region.index()]);
        }
        if row.remote {
            enter(&mut self.remote);
        }
        match row.near.as_ref().map(boxes) {
            None => {}
            Some(None) => enter(&mut self.wide),
            Some(Some(boxes)) => boxes.all().for_each(|degrees| enter(self.boxes.entry(degrees).or_default())),
        }
    }

    /// Every row with a role of the posting that may accept one of its places; the places of each decide.
    pub(super) fn near(&self, content: &Content) -> RoaringBitmap {
        let of_role = content.roles.iter().map(|role| &self.roles[role.index()]).union();
        let mut accepting = RoaringBitmap::new();
        for location in &content.locations {
            let up = std::iter::successors(Some(location.region), |region| region.parent());
            accepting |= up.map(|region| &self.regions[region.index()]).union();
            if let Some(point) = location.point {
                accepting |= self.boxes.get(&Boxes::of(point)).into_iter().chain([&self.wide]).union();
            }
        }
        if !content.remote.is_empty() {
            accepting |= &self.remote;
        }
        of_role & accepting
    }
}

/// The boxes of a circle; `None` where there are too many.
fn boxes(circle: &Circle) -> Option<Boxes> {
    Boxes::around(circle).filter(|boxes| boxes.all().count() <= BOXES_MAX)
}
