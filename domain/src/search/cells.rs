//! Coarse cells of the map (H3), by which an engine narrows a radius search before exact distances decide.

use std::collections::{HashSet, VecDeque};

use h3o::{CellIndex, LatLng, Resolution};

use crate::worker::Circle;

/// The resolution for wide circles: cells of about 1,770 km².
pub const COARSE: Resolution = Resolution::Four;
/// The resolution for narrow circles: cells of about 253 km².
pub const FINE: Resolution = Resolution::Five;

/// Circles up to this radius are covered by fine cells (at most about 100 of them).
const FINE_KM: f64 = 50.0;
/// Circles up to this radius are covered by coarse cells (at most about 800); wider ones are not narrowed.
const COARSE_KM: f64 = 500.0;

/// Cells that together contain a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// So wide, or not on Earth, that cells do not narrow it: every posting with a point is a candidate.
    Everywhere,
    /// Cells at [`COARSE`].
    Coarse(Vec<u64>),
    /// Cells at [`FINE`].
    Fine(Vec<u64>),
}

/// Cells that together contain every point within the circle.
pub fn cover(circle: &Circle) -> Cover {
    let Ok(centre) = LatLng::new(circle.lat, circle.lon) else { return Cover::Everywhere };
    match circle.km {
        km if km <= FINE_KM => Cover::Fine(around(centre, km, FINE)),
        km if km <= COARSE_KM => Cover::Coarse(around(centre, km, COARSE)),
        _ => Cover::Everywhere,
    }
}

/// The cells at a resolution of some points, each once.
pub(super) fn of_points(points: &[(f64, f64)], resolution: Resolution) -> Vec<u64> {
    let cell = |(lat, lon): &(f64, f64)| LatLng::new(*lat, *lon).ok().map(|at| u64::from(at.to_cell(resolution)));
    let mut cells: Vec<u64> = points.iter().filter_map(cell).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Walks outward from the centre's cell over every cell that may touch the circle. The cells that a circle
/// touches are connected, so none is missed.
fn around(centre: LatLng, km: f64, resolution: Resolution) -> Vec<u64> {
    let start = centre.to_cell(resolution);
    let mut seen = HashSet::from([start]);
    let mut queue = VecDeque::from([start]);
    let mut cells = Vec::new();
    while let Some(cell) = queue.pop_front() {
        if cell != start && !may_touch(cell, centre, km) {
            continue;
        }
        cells.push(u64::from(cell));
        queue.extend(cell.grid_disk::<Vec<_>>(1).into_iter().filter(|next| seen.insert(*next)));
    }
    cells.sort_unstable();
    cells
}

/// Whether the circle around the cell that holds all its corners touches the circle. A tenth is added to its
/// radius, because the edges between the corners are not exactly great circles.
fn may_touch(cell: CellIndex, centre: LatLng, km: f64) -> bool {
    let middle = LatLng::from(cell);
    let radius = cell.boundary().iter().map(|corner| middle.distance_km(*corner)).fold(0.0, f64::max);
    centre.distance_km(middle) <= km + radius * 1.1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cover_holds_every_point_of_its_circle(
            lat in 41.7..83.0f64, lon in -141.0..-52.6f64, km in 0.1..500.0f64,
            north in -6.0..6.0f64, east in -12.0..12.0f64,
        ) {
            let circle = Circle { lat, lon, km };
            let scale = km / 500.0;
            let point = ((lat + north * scale).clamp(-89.0, 89.0), lon + east * scale);
            prop_assume!(circle.km_to(point).unwrap() <= km);
            let (cells, resolution) = match cover(&circle) {
                Cover::Coarse(cells) => (cells, COARSE),
                Cover::Fine(cells) => (cells, FINE),
                Cover::Everywhere => unreachable!("within 500 km"),
            };
            prop_assert!(cells.contains(&of_points(&[point], resolution)[0]));
            prop_assert!(cells.len() < 1_000, "{} cells", cells.len());
        }
    }

    #[test]
    fn a_circle_around_half_the_country_is_not_narrowed() {
        assert_eq!(cover(&Circle { lat: 50.0, lon: -90.0, km: 2_000.0 }), Cover::Everywhere);
        assert_eq!(cover(&Circle { lat: f64::NAN, lon: -90.0, km: 2.0 }), Cover::Everywhere);
    }
}
