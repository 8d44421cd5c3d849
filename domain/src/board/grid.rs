//! A grid of one-degree boxes over the sites, so that a circle looks only at those around it.

use std::collections::BTreeMap;

use super::columns::Site;
use crate::worker::Circle;

/// Kilometres to the sites within a circle, by their numbers.
#[derive(Debug, PartialEq)]
pub(super) struct Near(Vec<(u32, f64)>);

/// A box: whole degrees of latitude and longitude.
pub(crate) type Degrees = (i16, i16);

/// A point of a site.
type Mark = (u32, (f64, f64));

/// The box of points that are not where latitudes and longitudes are; it is always looked at.
const ELSEWHERE: Degrees = (i16::MAX, 0);

/// Kilometres of a degree of latitude, rounded down so that no box is left out; 111.19 on the sphere.
const KM_PER_DEGREE: f64 = 111.0;

/// The points of the sites by box.
#[derive(Default)]
pub(super) struct Grid(BTreeMap<Degrees, Vec<Mark>>);

impl Near {
    /// By the nearest of its points each.
    fn of(mut found: Vec<(u32, f64)>) -> Self {
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup_by_key(|(site, _)| *site);
        Self(found)
    }

    /// Kilometres to a site.
    pub(super) fn get(&self, site: u32) -> Option<f64> {
        let found = self.0.binary_search_by_key(&site, |(site, _)| *site);
        found.ok().map(|place| self.0[place].1)
    }

    /// Each site with its kilometres, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, f64)> {
        self.0.iter().copied()
    }
}

impl Grid {
    /// Enters a site.
    pub(super) fn add(&mut self, number: u32, site: &Site) {
        for point in site.points() {
            self.0.entry(Boxes::of(point)).or_default().push((number, point));
        }
    }

    /// The sites within a circle.
    pub(super) fn near(&self, circle: &Circle) -> Near {
        let mut near = Vec::new();
        let mut look = |(number, point): &Mark| {
            near.extend(circle.km_to(*point).filter(|km| *km <= circle.km).map(|km| (*number, km)));
        };
        match Boxes::around(circle) {
            Some(boxes) => {
                for lat in boxes.lat.0..=boxes.lat.1 {
                    let row = self.0.range((lat, boxes.lon.0)..=(lat, boxes.lon.1));
                    // At a glance, before the distance is reckoned.
                    row.flat_map(|(_, marks)| marks).filter(|(_, point)| boxes.span.holds(*point)).for_each(&mut look);
                }
                self.0.get(&ELSEWHERE).into_iter().flatten().for_each(look);
            }
            None => self.0.values().flatten().for_each(look),
        }
        Near::of(near)
    }
}

/// The boxes that a circle touches, first and last each way.
pub(crate) struct Boxes {
    lat: (i16, i16),
    lon: (i16, i16),
    span: Span,
}

/// From where to where a circle reaches.
struct Span {
    lat: (f64, f64),
    lon: (f64, f64),
}

impl Span {
    fn holds(&self, (lat, lon): (f64, f64)) -> bool {
        lat >= self.lat.0 && lat <= self.lat.1 && lon >= self.lon.0 && lon <= self.lon.1
    }
}

impl Boxes {
    /// `None` where boxes do not help: the circle is huge, holds a pole or crosses the date line.
    pub(crate) fn around(circle: &Circle) -> Option<Self> {
        let reach = circle.km / KM_PER_DEGREE;
        let (south, north) = (circle.lat - reach, circle.lat + reach);
        if !(0.0..=30.0).contains(&reach) || south < -85.0 || north > 85.0 {
            return None;
        }
        // The meridians that touch a circle of angular radius r around latitude φ lie asin(sin r / cos φ) away.
        let wide = (reach.to_radians().sin() / circle.lat.to_radians().cos()).asin().to_degrees();
        let (west, east) = (circle.lon - wide, circle.lon + wide);
        let plain = west >= -180.0 && east <= 180.0;
        plain.then(|| Self {
            lat: (degree(south), degree(north)),
            lon: (degree(west), degree(east)),
            span: Span { lat: (south, north), lon: (west, east) },
        })
    }

    /// The box of a point.
    pub(crate) fn of((lat, lon): (f64, f64)) -> Degrees {
        let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        if on_earth { (degree(lat), degree(lon)) } else { ELSEWHERE }
    }

    /// Each box.
    pub(crate) fn all(&self) -> impl Iterator<Item = Degrees> {
        let (west, east) = self.lon;
        (self.lat.0..=self.lat.1).flat_map(move |lat| (west..=east).map(move |lon| (lat, lon)))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only called with angles of at most 180 degrees")]
fn degree(angle: f64) -> i16 {
    angle.floor() as i16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intern::Interner;
    use crate::search::nearest_km;

    fn angle(most: f64) -> impl Strategy<Value = f64> {
        prop_oneof![8 => -most..most, 1 => Just(most), 1 => Just(-most), 1 => -3.0 * most..3.0 * most]
    }

    proptest! {
        #[test]
        fn a_circle_finds_what_looking_at_every_site_finds(
            points in prop::collection::vec((angle(90.0), angle(180.0)), 1..80),
            towns in prop::collection::vec((43.0..47.0f64, -80.0..-72.0f64), 1..40),
            around in prop_oneof![(angle(90.0), angle(180.0)), (43.0..47.0f64, -80.0..-72.0f64)],
            km in prop_oneof![0.0..2_000.0f64, 0.0..20_000.0f64, Just(-1.0), Just(f64::NAN), Just(f64::INFINITY)],
        ) {
            let (mut sites, mut grid) = (Interner::default(), Grid::default());
            for point in points.iter().chain(&towns) {
                let site = Site::of_point(*point);
                let number = sites.number(site.clone());
                grid.add(number, &site);
            }
            let circle = Circle { lat: around.0, lon: around.1, km };
            let within = |site: &Site| nearest_km(&site.points(), &circle).filter(|distance| *distance <= km);
            let brute = (0_u32..).zip(sites.values()).filter_map(|(n, site)| Some((n, within(site)?))).collect();
            let near = grid.near(&circle);
            prop_assert_eq!(&near, &Near(brute));
            prop_assert!((0..).zip(sites.values()).all(|(n, site)| near.get(n) == within(site)));
        }
    }
}
