//! Generators of what happens to subscriptions.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{America, Tz};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::Lang;
use crate::local_time::zones;
use crate::reference::Province;
use crate::set::Member;
use crate::subscription::{Day, Event, Purpose, Purposes, Rhythm, Schedule};

/// The moment at which what happens begins.
pub fn begin() -> DateTime<Utc> {
    DateTime::from_timestamp(1_798_761_600, 0).unwrap_or_default()
}

/// Every time zone of Canada that the provinces name, and those of a few places with a clock of their own.
pub fn canadian() -> Vec<Tz> {
    let mut all: Vec<Tz> = Province::ALL.iter().flat_map(|province| zones(*province)).copied().collect();
    all.extend([America::Atikokan, America::Creston, America::Fort_Nelson, America::Glace_Bay, America::Swift_Current]);
    all.sort_by_key(|zone| zone.name());
    all.dedup();
    all
}

/// Every rhythm, hour and zone.
pub fn schedules() -> impl Iterator<Item = Schedule> {
    let rhythms = || Day::ALL.iter().map(|day| Rhythm::Weekly { day: *day }).chain([Rhythm::Daily]);
    let of = move |zone: Tz| {
        rhythms().flat_map(move |rhythm| (0..24).map(move |hour| Schedule { rhythm, hour, zone: zone.into() }))
    };
    canadian().into_iter().flat_map(of)
}

/// One of them.
pub fn schedule() -> impl Strategy<Value = Schedule> {
    select(schedules().collect::<Vec<_>>())
}

/// Some purposes, or none.
pub fn purposes() -> impl Strategy<Value = Purposes> {
    subsequence(Purpose::all(), 0..=3).prop_map(Purposes::of)
}

/// Something that happens, in no sensible order.
pub fn event() -> impl Strategy<Value = Event> {
    let ask =
        (purposes(), schedule()).prop_map(|(purposes, schedule)| Event::Ask { purposes, language: Lang::Fr, schedule });
    let choose = (purposes(), schedule()).prop_map(|(purposes, schedule)| Event::Choose { purposes, schedule });
    let pause = (-2..500_i64).prop_map(|days| Event::Pause { until: begin() + TimeDelta::days(days) });
    prop_oneof![
        4 => ask,
        4 => Just(Event::Confirm),
        4 => choose,
        2 => pause,
        2 => Just(Event::Resume),
        3 => purposes().prop_map(|purposes| Event::Unsubscribe { purposes }),
        1 => Just(Event::Bounce),
        1 => Just(Event::Complain),
        8 => any::<bool>().prop_map(|sent| Event::Digest { sent }),
    ]
}
