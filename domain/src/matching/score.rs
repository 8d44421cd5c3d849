//! The score: one table of weights, whole numbers only.
//!
//! Each function here says what one soft line contributes. [`super::verdict`] and [`crate::board::Board`] call the
//! same functions, so that they cannot differ. Where the posting does not say, or where the worker has not said
//! what is needed to compare, a line gives [`neutral`] points: half its weight, so that silence is neither
//! rewarded nor punished. Where the worker accepts anything, it gives all.

use chrono::{DateTime, NaiveDate, Utc};

use super::Topic;
use crate::posting::{Employment, EmploymentSet, Pay, ShiftSet};
use crate::reference::{Language, Role};
use crate::set::BitSet;
use crate::worker::Profile;

/// The most each soft topic contributes to the score; together 100.
pub const WEIGHTS: [(Topic, i32); 8] = [
    (Topic::Credential, PREFERRED),
    (Topic::Distance, DISTANCE),
    (Topic::Employment, EMPLOYMENT),
    (Topic::Shifts, SHIFTS),
    (Topic::Pay, PAY),
    (Topic::Language, LANGUAGE),
    (Topic::Experience, EXPERIENCE),
    (Topic::Freshness, FRESHNESS),
];

/// Preferred credentials, all together.
pub const PREFERRED: i32 = 12;
/// Nearness to the centre of the worker's circle.
pub const DISTANCE: i32 = 15;
/// Hours and tenure, half each.
pub const EMPLOYMENT: i32 = 16;
/// Shifts.
pub const SHIFTS: i32 = 14;
/// Pay against the worker's floor.
pub const PAY: i32 = 20;
/// Languages of work.
pub const LANGUAGE: i32 = 8;
/// Experience.
pub const EXPERIENCE: i32 = 10;
/// How new the posting is.
pub const FRESHNESS: i32 = 5;

/// What a line gives when there is nothing to compare: half its weight, rounded down.
pub const fn neutral(weight: i32) -> i32 {
    weight / 2
}

/// What each preferred credential is worth when the posting prefers so many: an equal share of [`PREFERRED`].
/// The rest of the division is nobody's.
pub fn preferred_share(preferred: u32) -> i32 {
    i32::try_from(preferred).ok().and_then(|n| PREFERRED.checked_div(n)).unwrap_or(neutral(PREFERRED))
}

/// Preferred credentials: a share for each one held and valid on the day; none preferred is neutral.
pub fn preferred_points(preferred: u32, held: u32) -> i32 {
    if preferred == 0 { neutral(PREFERRED) } else { preferred_share(preferred) * whole(held.min(preferred)) }
}

/// Nearness: all at the centre, falling evenly to nothing at the radius and beyond, in metres. `None`: the worker
/// gave no circle, or the place has no coordinates. Remote work has no distance and gives all.
pub fn distance_points(remote: bool, metres_and_radius: Option<(u32, u32)>) -> i32 {
    match metres_and_radius {
        _ if remote => DISTANCE,
        None => neutral(DISTANCE),
        Some((metres, radius)) if metres >= radius => 0,
        Some((metres, radius)) => DISTANCE - part(DISTANCE, metres, radius),
    }
}

/// Hours and tenure: half the weight each. A half in which the worker named no type accepts any.
pub fn employment_points(accepted: EmploymentSet, offered: EmploymentSet) -> i32 {
    half(accepted, offered, Employment::SCHEDULES) + half(accepted, offered, Employment::TENURES)
}

fn half(accepted: EmploymentSet, offered: EmploymentSet, types: [Employment; 3]) -> i32 {
    let types = EmploymentSet::of(types);
    let (accepted, offered) = (accepted.intersection(types), offered.intersection(types));
    if accepted.is_empty() || accepted.overlaps(offered) {
        EMPLOYMENT / 2
    } else if offered.is_empty() {
        neutral(EMPLOYMENT / 2)
    } else {
        0
    }
}

/// Shifts: the share of the posting's shifts that the worker accepts.
pub fn shift_points(accepted: ShiftSet, offered: ShiftSet) -> i32 {
    if accepted.is_empty() {
        SHIFTS
    } else if offered.is_empty() {
        neutral(SHIFTS)
    } else {
        part(SHIFTS, accepted.intersection(offered).len(), offered.len())
    }
}

/// Pay in cents per hour against the worker's floor: all when even the lower end reaches it, three quarters when
/// only the upper end does. Without a floor any stated pay gives all. `None` for the posting: pay not stated.
pub fn pay_points(floor: Option<i64>, offered: Option<(i64, i64)>) -> i32 {
    match (floor, offered) {
        (_, None) => neutral(PAY),
        (None, Some(_)) => PAY,
        (Some(floor), Some((min, _))) if min >= floor => PAY,
        (Some(floor), Some((_, max))) if max >= floor => PAY * 3 / 4,
        _ => 0,
    }
}

/// Languages: the share of the posting's languages that the worker works in. Neutral when either says nothing.
pub fn language_points(spoken: BitSet<Language>, asked: BitSet<Language>) -> i32 {
    if asked.is_empty() || spoken.is_empty() {
        neutral(LANGUAGE)
    } else {
        part(LANGUAGE, spoken.intersection(asked).len(), asked.len())
    }
}

/// Experience in months against what is asked, in proportion.
pub fn experience_points(months: u16, asked: Option<u16>) -> i32 {
    match asked {
        None => neutral(EXPERIENCE),
        Some(asked) if months >= asked => EXPERIENCE,
        Some(asked) => part(EXPERIENCE, months.into(), asked.into()),
    }
}

/// Freshness by whole days since the posting went live: all on the first day, nothing from
/// [`LIVE_DAYS`](crate::posting::LIVE_DAYS) on.
pub fn freshness_points(age_days: i64) -> i32 {
    let live = crate::posting::LIVE_DAYS;
    let age = age_days.clamp(0, live);
    FRESHNESS - i32::try_from(i64::from(FRESHNESS) * age / live).unwrap_or(FRESHNESS)
}

/// Whole days since a posting went live, by the UTC day.
pub fn age_days(live_at: DateTime<Utc>, today: NaiveDate) -> i64 {
    today.signed_duration_since(live_at.date_naive()).num_days()
}

/// The worker's floor in cents per hour; a yearly one by the usual week.
pub fn floor_cents(floor: Option<Pay>) -> Option<i64> {
    floor.map(|pay| pay.hourly_cents(None).0)
}

/// Months of experience of a worker in a role.
pub fn months_in(profile: &Profile, role: Role) -> u16 {
    profile.roles.iter().filter(|practice| practice.role == role).map(|practice| practice.months).max().unwrap_or(0)
}

/// `weight × share / of`, rounded down; `share` is at most `of`, and `of` is not 0.
fn part(weight: i32, share: u32, of: u32) -> i32 {
    whole(u32::try_from(u64::from(weight.unsigned_abs()) * u64::from(share) / u64::from(of)).unwrap_or_default())
}

fn whole(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::posting::Shift;

    #[test]
    fn the_weights_make_a_hundred() {
        assert_eq!(WEIGHTS.iter().map(|(_, weight)| weight).sum::<i32>(), 100);
    }

    #[test]
    fn every_line_has_its_full_its_neutral_and_its_empty_case() {
        let (day, night) = (ShiftSet::of([Shift::Day]), ShiftSet::of([Shift::Night, Shift::Day]));
        assert_eq!([shift_points(day, day), shift_points(day, night), shift_points(night, day)], [14, 7, 14]);
        assert_eq!([shift_points(ShiftSet::EMPTY, day), shift_points(day, ShiftSet::EMPTY)], [14, 7]);
        assert_eq!([preferred_points(0, 0), preferred_points(3, 2), preferred_points(5, 5)], [6, 8, 10]);
        assert_eq!(distance_points(true, None), 15);
        assert_eq!(
            [0, 10_000, 24_999, 25_000, 90_000].map(|m| distance_points(false, Some((m, 25_000)))),
            [15, 9, 1, 0, 0]
        );
        assert_eq!(pay_points(Some(3000), Some((2800, 3200))), 15);
        assert_eq!([pay_points(Some(3000), Some((3000, 3000))), pay_points(Some(3000), Some((100, 2999)))], [20, 0]);
        assert_eq!([pay_points(None, None), pay_points(None, Some((1, 1)))], [10, 20]);
        assert_eq!(
            [experience_points(12, Some(24)), experience_points(0, None), experience_points(9, Some(0))],
            [5, 5, 10]
        );
        assert_eq!([-3, 0, 6, 15, 29, 30, 400].map(freshness_points), [5, 5, 4, 3, 1, 0, 0]);
        let (full, term) = (EmploymentSet::of([Employment::FullTime]), EmploymentSet::of([Employment::Term]));
        assert_eq!([employment_points(full, full), employment_points(full, term)], [16, 12]);
        assert_eq!(employment_points(full.union(term), EmploymentSet::of([Employment::PartTime, Employment::Term])), 8);
    }

    proptest! {
        #[test]
        fn no_line_leaves_its_bounds(a: u32, b: u32, c: i64, d: i64, e: i64, months: u16, asked: Option<u16>) {
            prop_assert!((0..=PREFERRED).contains(&preferred_points(a % 70, b % 70)));
            prop_assert!((0..=DISTANCE).contains(&distance_points(false, Some((a, b)))));
            prop_assert!((0..=PAY).contains(&pay_points(Some(c), Some((d, e)))));
            prop_assert!((0..=EXPERIENCE).contains(&experience_points(months, asked)));
            prop_assert!((0..=FRESHNESS).contains(&freshness_points(c)));
        }
    }
}
