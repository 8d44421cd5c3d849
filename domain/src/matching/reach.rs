//! Reach: whether a worker accepts a place, and how far it is.

use crate::reference::Region;
use crate::worker::Reach;

/// Whether a place lies in a worker's reach: in one of the regions, or within the circle.
///
/// A place known only by its province lies in that province and in no health region of it; one without coordinates
/// lies in no circle. An empty reach accepts no place.
pub fn accepts_place(reach: &Reach, region: Region, point: Option<(f64, f64)>) -> bool {
    accepts_regions(&reach.regions, region) || in_circle(reach, point)
}

/// Whether a region lies in one of those accepted.
pub(crate) fn accepts_regions(accepted: &[Region], region: Region) -> bool {
    accepted.iter().any(|accepted| accepted.contains(region))
}

fn in_circle(reach: &Reach, point: Option<(f64, f64)>) -> bool {
    let km = |point| reach.near.as_ref().and_then(|circle| Some((circle.km_to(point)?, circle.km)));
    point.and_then(km).is_some_and(|(km, radius)| km <= radius)
}

/// Whole metres from the centre of the worker's circle to a place, and the circle's radius; `None` without either.
pub fn distance_and_radius(reach: &Reach, point: Option<(f64, f64)>) -> Option<(u32, u32)> {
    let circle = reach.near.as_ref()?;
    Some(metres_within(circle.km_to(point?)?, circle.km))
}

/// A distance and a radius, both in kilometres, in whole metres.
pub(crate) fn metres_within(km: f64, radius: f64) -> (u32, u32) {
    (whole_metres(km), whole_metres(radius))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is what is meant: nothing on Earth is further than 20,100,000 m"
)]
fn whole_metres(km: f64) -> u32 {
    (km * 1000.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::Circle;

    const TORONTO: (f64, f64) = (43.6532, -79.3832);
    const MONTREAL: (f64, f64) = (45.5019, -73.5674);
    const VANCOUVER: (f64, f64) = (49.2827, -123.1207);

    fn around_toronto(km: f64) -> Reach {
        let near = Some(Circle { lat: TORONTO.0, lon: TORONTO.1, km });
        Reach { near, ..Reach::default() }
    }

    #[test]
    fn a_circle_reaches_as_far_as_it_says() {
        for (point, km) in [(TORONTO, 0.0), (MONTREAL, 503.8), (VANCOUVER, 3358.9)] {
            assert!(accepts_place(&around_toronto(km + 2.0), Region::CANADA, Some(point)));
            assert!(!accepts_place(&around_toronto(km - 2.0), Region::CANADA, Some(point)));
            let (metres, radius) = distance_and_radius(&around_toronto(50.0), Some(point)).unwrap();
            assert!((f64::from(metres) / 1000.0 - km).abs() < 2.0, "{metres} m");
            assert_eq!(radius, 50_000);
        }
    }

    #[test]
    fn an_odd_circle_reaches_nothing() {
        for km in [-1.0, f64::NAN] {
            assert!(!accepts_place(&around_toronto(km), Region::CANADA, Some(TORONTO)));
            assert_eq!(distance_and_radius(&around_toronto(km), Some(TORONTO)), Some((0, 0)));
        }
        assert!(!accepts_place(&around_toronto(50.0), Region::CANADA, None));
        assert!(!accepts_place(&around_toronto(50.0), Region::CANADA, Some((f64::NAN, 0.0))));
    }

    #[test]
    fn an_empty_reach_accepts_no_place_and_canada_every_place() {
        let canada = Reach { regions: vec![Region::CANADA], ..Reach::default() };
        assert!(Region::all().all(|region| accepts_place(&canada, region, None)));
        assert!(Region::all().all(|region| !accepts_place(&Reach::default(), region, Some(TORONTO))));
    }
}
