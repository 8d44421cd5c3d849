//! How an employer answers.

use chrono::{Months, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::Lang;
use crate::application::answer_rate::{AnswerRate, answer_rate};

/// An application so many days before `now`, answered or withdrawn so many hours after it came in.
fn application(now: DateTime<Utc>, days: i64, answered: Option<i64>, withdrawn: Option<i64>) -> Progress {
    let submitted = now - TimeDelta::days(days);
    let mut progress = Progress::submitted(account(1), submitted);
    let after = |hours| submitted + TimeDelta::hours(hours);
    if let Some(hours) = answered {
        progress = progress.after(Event::Interview, actor(Party::Employer), after(hours)).unwrap();
    }
    if let Some(hours) = withdrawn {
        progress = progress.after(Event::Withdraw(Withdrawal::Unsaid), actor(Party::Worker), after(hours)).unwrap();
    }
    progress
}

fn rate(applications: &[Progress]) -> Option<(u8, Option<u16>)> {
    answer_rate(applications, at(0)).map(|rate| (rate.percent, rate.days))
}

#[test]
fn fewer_than_five_say_nothing() {
    let answered = application(at(0), 30, Some(24), None);
    assert_eq!(rate(&vec![answered.clone(); 4]), None);
    assert_eq!(rate(&vec![answered.clone(); 5]), Some((100, Some(1))));
    let silent = application(at(0), 30, None, None);
    let mut some = vec![answered; 4];
    some.extend(vec![silent; 4]);
    assert_eq!(rate(&some), Some((50, None)), "four answers have no median");
}

#[test]
fn only_a_year_counts_and_only_what_has_waited_long_enough() {
    let five = |days, answered, withdrawn| vec![application(at(0), days, answered, withdrawn); 5];
    assert_eq!(rate(&five(13, Some(1), None)), None, "too new, though answered");
    assert_eq!(rate(&five(14, Some(1), None)), Some((100, Some(1))));
    assert_eq!(rate(&five(365, Some(1), None)), Some((100, Some(1))));
    assert_eq!(rate(&five(367, Some(1), None)), None);
    assert_eq!(rate(&five(30, None, Some(24))), None, "they went at once");
    assert_eq!(rate(&five(30, None, Some(24 * 20))), Some((0, None)), "they went after waiting in vain");
    assert_eq!(rate(&five(30, Some(25), Some(48))), Some((100, Some(2))));
}

#[test]
fn it_is_said_in_both_languages() {
    let said = |days| Lang::ALL.map(|lang| AnswerRate { percent: 95, days }.message().render(lang));
    for text in said(Some(3)).into_iter().chain(said(None)) {
        assert!(text.contains("95") && !text.contains("hiring-"), "{text}");
    }
    assert!(said(Some(3)).iter().all(|text| text.contains('3')));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a count by hand; and no employer looks better than it is.
    #[test]
    fn the_rate_is_what_was_answered(
        rows in vec((0..420_i64, prop::option::of(0..900_i64), prop::option::of(900..1_200_i64)), 0..20),
    ) {
        let applications: Vec<_> =
            rows.iter().map(|(days, answered, withdrawn)| application(at(0), *days, *answered, *withdrawn)).collect();
        let year = (at(0) - at(0).checked_sub_months(Months::new(12)).unwrap()).num_days();
        let counted: Vec<_> = rows.iter().filter(|(days, ..)| (14..=year).contains(days)).collect();
        let mut hours: Vec<i64> = counted.iter().filter_map(|(_, answered, _)| *answered).collect();
        hours.sort_unstable();
        let found = answer_rate(&applications, at(0));
        prop_assert_eq!(found.is_some(), counted.len() >= 5);
        let Some(found) = found else { return Ok(()) };
        let exact = 100 * hours.len() / counted.len();
        prop_assert!(usize::from(found.percent) <= exact && exact < usize::from(found.percent) + 5);
        prop_assert!(found.percent % 5 == 0);
        prop_assert_eq!(found.days.is_some(), hours.len() >= 5);
        if let Some(days) = found.days {
            let within = hours.iter().filter(|hours| **hours <= i64::from(days) * 24).count();
            prop_assert!(2 * within > hours.len(), "more than half were answered within {days} days");
        }
    }
}
