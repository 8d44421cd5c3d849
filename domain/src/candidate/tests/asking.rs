//! When answers change, and how many questions there are.

use std::collections::HashMap;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::reference::CredentialSet;

#[test]
fn a_period_begins_in_the_night_of_all_of_canada() {
    let when = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let period = Period::of(when("2026-11-23T09:00:00Z"));
    assert_eq!(Period::of(when("2026-11-24T08:59:59Z")), period);
    assert_eq!(period.ends_at(), when("2026-11-24T09:00:00Z"));
    assert_eq!(Period::of(period.ends_at()).number(), period.number() + 1);
    assert_eq!(Period::of(when("1969-12-31T08:59:59Z")).number(), -2);
}

#[test]
fn a_snapshot_is_made_once_a_period_and_of_ten_new_postings_at_once() {
    let now = at(0);
    let (today, yesterday) = (Period::of(now), Period::of(now - TimeDelta::days(1)));
    assert!(is_due(None, 0, now) && is_due(None, NEW_PER_PERIOD - 1, now) && !is_due(None, NEW_PER_PERIOD, now));
    assert!(is_due(Some(yesterday), NEW_PER_PERIOD, now) && !is_due(Some(today), 0, now));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// In one period the same question has the same answer, whatever becomes of the world, and there are three of them.
    #[test]
    fn asking_again_gives_the_same(
        steps in vec((0..20_u8, 0..6_u16, 0..60_usize, 0..25_usize), 1..30),
    ) {
        let mut day = 0;
        let mut asking = Asking::new(Period::numbered(0));
        let mut answers: HashMap<(i64, u16), Count> = HashMap::new();
        for (gap, months, people, by_organization) in steps {
            day += i64::from(gap == 0);
            let preferred = CredentialSet(u64::from(months));
            let answer = asking.ask(preferred, Period::numbered(day), by_organization, || Count::of(people));
            let asked = answers.keys().filter(|(then, _)| *then == day).count();
            match (answer, answers.get(&(day, months))) {
                (Ok(answer), Some(before)) => prop_assert_eq!(answer, *before),
                (Ok(answer), None) => {
                    prop_assert!(asked < 3 && by_organization < 20);
                    prop_assert_eq!(answer, Count::of(people));
                    answers.insert((day, months), answer);
                }
                (Err(Enough), before) => prop_assert!(before.is_none() && (asked == 3 || by_organization >= 20)),
            }
        }
    }
}
