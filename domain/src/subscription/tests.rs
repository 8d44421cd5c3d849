use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta, Timelike};
use chrono_tz::{America, Tz};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::local_time::day_in;
use crate::testing::subscription::{canadian, event, purposes, schedule, schedules};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Goal R8: over two years with a leap day and every change of the clock, each day or week has one digest, on its hour.
#[test]
fn each_period_has_one_digest_on_its_hour_by_every_clock_of_canada() {
    let (from, until) = (at("2026-11-01T00:00:00Z"), at("2028-11-01T00:00:00Z"));
    let (mut all, mut off) = (0_u32, 0_u32);
    for schedule in schedules() {
        let zone: Tz = schedule.zone.name().parse().unwrap();
        let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let mut due = schedule.next(from, None);
        while due < until {
            *days.entry(day_in(zone, due)).or_default() += 1;
            off += u32::from(due.with_timezone(&zone).hour() != u32::from(schedule.hour));
            due = schedule.next(due, Some(due));
        }
        assert!(days.values().all(|count| *count == 1), "{schedule:?}");
        let step = if schedule.rhythm == Rhythm::Daily { 1 } else { 7 };
        let days: Vec<NaiveDate> = days.into_keys().collect();
        assert!(days.windows(2).all(|pair| pair[1] - pair[0] == TimeDelta::days(step)), "{schedule:?}");
        let first = day_in(zone, from) + TimeDelta::days(step);
        let last = day_in(zone, until) - TimeDelta::days(step);
        assert!(
            days[0] <= first && days[days.len() - 1] >= last,
            "{schedule:?}: {} to {}",
            days[0],
            days[days.len() - 1]
        );
        all += u32::try_from(days.len()).unwrap();
    }
    // In most zones the clock leaps over one hour of a Sunday each spring: of those who wanted that hour, two digests of
    // the daily ones and two of Sunday's come an hour later.
    let leaping = canadian().into_iter().filter(|zone| {
        let offset = |day: &str| at(day).with_timezone(zone).naive_local() - at(day).naive_utc();
        offset("2027-01-15T12:00:00Z") != offset("2027-07-15T12:00:00Z")
    });
    assert_eq!(off, 4 * u32::try_from(leaping.count()).unwrap(), "of {all}");
    assert!(all > 400_000, "{all}");
}

#[test]
fn a_digest_is_due_on_the_hour_of_the_clock_and_a_late_one_once() {
    let weekly = Schedule { rhythm: Rhythm::Weekly { day: Day::Monday }, hour: 8, zone: America::Toronto.into() };
    let now = at("2026-11-23T12:59:59Z");
    assert_eq!(weekly.next(now, None), at("2026-11-23T13:00:00Z"));
    assert_eq!(weekly.next(at("2026-11-23T13:00:00Z"), None), at("2026-11-30T13:00:00Z"));
    // In summer the same hour is an hour earlier by UTC.
    assert_eq!(weekly.next(at("2027-06-30T00:00:00Z"), None), at("2027-07-05T12:00:00Z"));
    let daily = Schedule { rhythm: Rhythm::Daily, ..weekly };
    // Down for three days, and back half an hour before the next: that one is too soon after the one that was late.
    let late = at("2026-11-26T12:30:00Z");
    assert_eq!(daily.next(late, Some(late)), at("2026-11-27T13:00:00Z"));
    assert_eq!(daily.next(at("2026-11-26T17:00:00Z"), Some(at("2026-11-26T17:00:00Z"))), at("2026-11-27T13:00:00Z"));
    // Newfoundland is half an hour off.
    let island = Schedule { zone: America::St_Johns.into(), ..daily };
    assert_eq!(island.next(at("2026-11-23T00:00:00Z"), None), at("2026-11-23T11:30:00Z"));
    assert_eq!(
        serde_json::to_string(&weekly).unwrap(),
        r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"America/Toronto"}"#
    );
    assert_eq!(Zone::parse("Mars/Olympus"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the scheduler stops and comes back, it sends one digest for what it missed, and none too soon.
    #[test]
    fn a_scheduler_that_comes_back_catches_up_with_one_digest(
        schedule in schedule(), wakes in vec(1..60 * 24 * 30_i64, 1..60),
    ) {
        let mut now = at("2027-02-20T00:00:00Z");
        let (mut due, mut last) = (schedule.next(now, None), None::<DateTime<Utc>>);
        for minutes in wakes {
            now += TimeDelta::minutes(minutes);
            if due > now {
                continue;
            }
            prop_assert!(last.is_none_or(|last| now - last >= GAP));
            let next = schedule.next(now, Some(now));
            prop_assert!(next > now && next - now >= GAP);
            prop_assert!(next - now <= TimeDelta::days(8) + GAP);
            (due, last) = (next, Some(now));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Goal R6: no mail but what was agreed to and not taken back, by the log of consents alone.
    #[test]
    fn nothing_is_sent_without_a_yes_that_stands(
        wanted in purposes(), schedule in schedule(), events in vec((0..60 * 24 * 9_i64, event()), 0..60),
    ) {
        let mut now = at("2027-01-01T00:00:00Z");
        let asked = Subscription::ask(SubscriptionId(Uuid::nil()), (wanted, Lang::En, schedule), now);
        prop_assert_eq!(asked.is_ok(), !wanted.is_empty());
        let Ok(mut subscription) = asked else { return Ok(()) };
        let mut log: BTreeMap<Purpose, bool> = BTreeMap::new();
        let (mut asked_at, mut digest_at) = (now, None::<DateTime<Utc>>);
        for (minutes, event) in events {
            now += TimeDelta::minutes(minutes);
            let before = subscription.clone();
            let Ok((after, change)) = subscription.happen(event, now) else { continue };
            for (purpose, given) in change.each() {
                prop_assert_ne!(log.insert(purpose, given), Some(given), "said twice");
                prop_assert!(!given || matches!(event, Event::Confirm | Event::Choose { .. }), "{:?}", event);
            }
            let ends = matches!(event, Event::Unsubscribe { .. } | Event::Bounce | Event::Complain);
            prop_assert!(before.state != State::Suppressed || ends && after.state == State::Suppressed);
            match event {
                Event::Ask { .. } => {
                    // One message that asks for the proof in seven days.
                    prop_assert!(after.asked_at == before.asked_at || now - asked_at >= ASKED_AGAIN);
                    asked_at = after.asked_at.unwrap();
                    prop_assert_eq!(before.agreed(), after.agreed());
                }
                Event::Unsubscribe { purposes } => prop_assert!(!after.agreed().overlaps(purposes)),
                Event::Bounce | Event::Complain => prop_assert_eq!(after.state, State::Suppressed),
                Event::Digest { sent } => {
                    prop_assert!(before.due_at.unwrap() <= now && log[&Purpose::Digest]);
                    prop_assert!(!sent || digest_at.is_none_or(|last| now - last >= GAP));
                    digest_at = if sent { Some(now) } else { digest_at };
                }
                _ => {}
            }
            for purpose in Purpose::ALL {
                let agreed = log.get(purpose).copied().unwrap_or_default();
                prop_assert_eq!(after.agreed().contains(*purpose), agreed);
                prop_assert!(agreed || !after.may_send(*purpose, now));
            }
            let due = after.agreed().contains(Purpose::Digest);
            prop_assert_eq!(after.due_at.is_some(), due, "{:?} {:?}", event, after);
            subscription = after;
        }
    }
}

#[test]
fn a_pause_holds_digests_alone_and_whoever_left_may_come_back() {
    let now = at("2026-11-23T12:00:00Z");
    let schedule = Schedule { rhythm: Rhythm::Daily, hour: 8, zone: America::Toronto.into() };
    let both = Purposes::of([Purpose::Digest, Purpose::Blog]);
    let asked = Subscription::ask(SubscriptionId(Uuid::nil()), (both, Lang::En, schedule), now).unwrap();
    assert!(!asked.may_send(Purpose::Digest, now));
    assert_eq!(asked.happen(Event::Confirm, now + CONFIRM_WITHIN).unwrap_err(), Denied::NothingToConfirm);
    let (active, change) = asked.happen(Event::Confirm, now).unwrap();
    assert_eq!((change.given, active.due_at), (both, Some(at("2026-11-23T13:00:00Z"))));
    let until = now + TimeDelta::days(14);
    let (paused, change) = active.happen(Event::Pause { until }, now).unwrap();
    assert_eq!((change, paused.due_at), (Change::default(), Some(at("2026-12-07T13:00:00Z"))));
    assert!(paused.may_send(Purpose::Blog, now) && !paused.may_send(Purpose::Digest, now));
    assert_eq!(paused.happen(Event::Resume, now).unwrap().0.due_at, active.due_at);
    let (ended, change) = paused.happen(Event::Unsubscribe { purposes: both }, now).unwrap();
    assert_eq!((ended.state, change.withdrawn, ended.due_at), (State::Ended, both, None));
    let again = Event::Choose { purposes: both, schedule };
    assert_eq!(ended.happen(again, now).unwrap().1.given, both);
    assert_eq!(asked.happen(again, now).unwrap_err(), Denied::NotActive);
}
