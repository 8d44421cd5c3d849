//! The 45-day clock: cases from the law, and simulated years.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Lang;
use crate::application::clock::{Duty, Mark, NOTICE_DAYS, Owed, Sent, Work, owed};
use crate::compliance::Exemption;
use crate::reference::Province;
use crate::set::BitSet;

fn when(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn interview(starts_at: DateTime<Utc>) -> Interview {
    let id = InterviewId(Uuid::nil());
    Interview { id, starts_at, minutes: 60, manner: Manner::Telephone, state: State::Planned, sequence: 0 }
}

fn work(province: Province, twenty_five_employees: Option<bool>) -> Work {
    Work { provinces: vec![province], twenty_five_employees, exemptions: BitSet::EMPTY }
}

/// At the interview stage since long.
fn met() -> Progress {
    let early = DateTime::from_timestamp(1_735_689_600, 0).unwrap();
    Progress::submitted(account(1), early).after(Event::Interview, actor(Party::Employer), early).unwrap()
}

#[test]
fn the_last_day_is_the_forty_fifth_by_the_clock_of_the_province() {
    for (province, held, due_on, due_at) in [
        // 20 September + 45 days = 4 November, past the change of the clock.
        (Province::On, "2026-09-20T18:00:00Z", "2026-11-04", "2026-11-05T05:00:00Z"),
        (Province::On, "2026-02-01T18:00:00Z", "2026-03-18", "2026-03-19T04:00:00Z"),
        // Half past eight in the evening in Vancouver is the next day by UTC.
        (Province::Bc, "2026-06-02T03:30:00Z", "2026-07-16", "2026-07-17T06:00:00Z"),
        (Province::Nl, "2026-06-01T15:00:00Z", "2026-07-16", "2026-07-17T02:30:00Z"),
        (Province::Sk, "2026-09-20T18:00:00Z", "2026-11-04", "2026-11-05T06:00:00Z"),
    ] {
        let held = when(held);
        let owed = owed(&met(), &[interview(held)], &[], &work(province, None), held).unwrap();
        assert_eq!((owed.due_on, owed.due_at), (day(due_on), when(due_at)), "{province:?}");
        assert!(!owed.is_overdue(owed.due_at - TimeDelta::seconds(1)) && owed.is_overdue(owed.due_at));
        assert_eq!(owed.days_left(owed.due_at - TimeDelta::seconds(1)), 0);
        assert_eq!(owed.days_left(owed.due_at), -1);
    }
}

#[test]
fn it_is_law_in_ontario_from_twenty_five_employees_for_interviews_since_2026_and_else_a_promise() {
    let exempt = |exemption| Work { exemptions: BitSet::of([exemption]), ..work(Province::On, Some(true)) };
    let both = Work { provinces: vec![Province::Qc, Province::On], ..work(Province::On, Some(true)) };
    for (work, held, expected) in [
        (work(Province::On, Some(true)), "2026-01-01T15:00:00Z", Duty::Law),
        (work(Province::On, Some(true)), "2025-12-31T15:00:00Z", Duty::Promise),
        (work(Province::On, None), "2026-05-01T15:00:00Z", Duty::Law),
        (work(Province::On, Some(false)), "2026-05-01T15:00:00Z", Duty::Promise),
        (work(Province::Qc, Some(true)), "2026-05-01T15:00:00Z", Duty::Promise),
        (both, "2026-05-01T15:00:00Z", Duty::Law),
        (exempt(Exemption::OwnEmployees), "2026-05-01T15:00:00Z", Duty::Promise),
        (exempt(Exemption::GeneralCampaign), "2026-05-01T15:00:00Z", Duty::Promise),
        (exempt(Exemption::OutsideIsSeparate), "2026-05-01T15:00:00Z", Duty::Promise),
        // High pay frees from stating it, not from answering.
        (exempt(Exemption::PayAboveLimit), "2026-05-01T15:00:00Z", Duty::Law),
    ] {
        let held = when(held);
        let owed = owed(&met(), &[interview(held)], &[], &work, held).unwrap();
        assert_eq!(owed.duty, expected, "{work:?} {held}");
        assert_eq!(owed.provenance().is_some(), expected == Duty::Law);
        for now in [held, owed.due_at] {
            let [en, fr] = Lang::ALL.map(|lang| owed.message(now).render(lang));
            assert!(en != fr && !en.contains("hiring-"), "{en} / {fr}");
            assert_eq!(en.contains("Ontario") && fr.contains("Ontario"), expected == Duty::Law, "{en} / {fr}");
        }
    }
}

#[test]
fn it_stops_when_they_are_told_or_go_and_begins_anew_with_another_interview_or_a_notice() {
    let (employer, worker) = (actor(Party::Employer), actor(Party::Worker));
    let held = when("2026-05-01T15:00:00Z");
    let (later, work) = (held + TimeDelta::days(10), work(Province::On, Some(true)));
    let owes = |progress: &Progress, interviews: &[Interview], undecided: &[DateTime<Utc>]| {
        owed(progress, interviews, undecided, &work, later + TimeDelta::days(1)).map(|owed| (owed.since, owed.duty))
    };
    let (first, then) = (day("2026-05-01"), day("2026-05-11"));
    assert_eq!(owes(&met(), &[], &[]), None);
    assert_eq!(owes(&met(), &[interview(held)], &[]), Some((first, Duty::Law)));
    assert_eq!(owes(&met(), &[interview(later), interview(held)], &[]), Some((then, Duty::Law)));
    let missed = Interview { state: State::Missed, ..interview(later) };
    assert_eq!(owes(&met(), &[interview(held), missed], &[]), Some((first, Duty::Law)));
    assert_eq!(owes(&met(), &[interview(later + TimeDelta::days(2))], &[]), None, "not yet held");
    assert_eq!(owes(&met(), &[interview(held)], &[later]), Some((then, Duty::Promise)));
    assert_eq!(owes(&met(), &[interview(later)], &[held]), Some((then, Duty::Law)), "told before they met again");
    let declined = met().after(Event::Decline(Decline::AnotherChosen), employer, later).unwrap();
    assert_eq!(owes(&declined, &[interview(held)], &[]), None);
    let again = declined.after(Event::Reopen { granted: true }, employer, later).unwrap();
    assert_eq!(owes(&again, &[interview(held)], &[]), None);
    assert_eq!(owes(&again, &[interview(later + TimeDelta::hours(1))], &[]), Some((then, Duty::Law)));
    let offered = met().after(Event::Offer, employer, later).unwrap();
    assert_eq!(owes(&offered, &[interview(held)], &[]), None);
    let gone = met().after(Event::Withdraw(Withdrawal::Unsaid), worker, later).unwrap();
    assert_eq!(owes(&gone, &[interview(held)], &[]), None);
}

#[test]
fn of_what_was_missed_only_the_last_goes_out_and_a_clock_that_went_back_sends_nothing_twice() {
    let held = when("2026-05-01T15:00:00Z");
    let owed = owed(&met(), &[interview(held)], &[], &work(Province::On, None), held).unwrap();
    let due = |sent: &[Sent], days: i64| owed.due(sent, owed.due_at - TimeDelta::days(days)).map(|sent| sent.mark);
    let sent = |mark| vec![Sent { due_on: owed.due_on, mark }];
    // At so many days before the end of the last day, one day less is left.
    for (days, expected) in [
        (16, None),
        (15, Some(Mark::Days14)),
        (9, Some(Mark::Days14)),
        (8, Some(Mark::Days7)),
        (3, Some(Mark::Days7)),
        (2, Some(Mark::Day1)),
        (1, Some(Mark::Day1)),
        (0, Some(Mark::Overdue)),
        (-90, Some(Mark::Overdue)),
    ] {
        assert_eq!(due(&[], days), expected, "{days}");
        assert_eq!(due(&sent(Mark::Overdue), days), None, "{days}");
    }
    assert_eq!(due(&sent(Mark::Day1), 10), None);
    assert_eq!(due(&sent(Mark::Days14), 5), Some(Mark::Days7));
    let of_another_day = vec![Sent { due_on: held.date_naive(), mark: Mark::Overdue }];
    assert_eq!(due(&of_another_day, 5), Some(Mark::Days7), "after another interview it begins anew");
}

/// What happens in a simulated year, by its minute.
#[derive(Clone, Debug)]
struct Year {
    province: Province,
    interviews: Vec<i64>,
    notices: Vec<i64>,
    decided: Option<i64>,
    /// Minutes between two runs of who sends; 0 is a second run at once.
    runs: Vec<i64>,
}

fn year() -> impl Strategy<Value = Year> {
    let minute = || 0..365 * 24 * 60_i64;
    let gap = prop_oneof![2 => Just(0), 6 => 30..3 * 24 * 60_i64, 1 => 3 * 24 * 60..30 * 24 * 60_i64];
    (select(Province::ALL), vec(minute(), 1..4), vec(minute(), 0..2), prop::option::of(minute()), vec(gap, 100))
        .prop_map(|(province, interviews, notices, decided, runs)| Year {
            province,
            interviews,
            notices,
            decided,
            runs,
        })
}

impl Year {
    /// Minutes since noon of 2026-01-01 by UTC.
    fn moment(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_268_800 + minute * 60, 0).unwrap()
    }

    /// The application before and after the decision, and what was held and said: the clock sees only what has been.
    fn world(&self) -> World {
        let decline = Event::Decline(Decline::Filled);
        let decided = self.decided.map(|minute| met().after(decline, actor(Party::Employer), Self::moment(minute)));
        World {
            open: met(),
            decided: self.decided.zip(decided.map(Result::unwrap)),
            interviews: self.interviews.iter().map(|minute| interview(Self::moment(*minute))).collect(),
            notices: self.notices.iter().map(|minute| Self::moment(*minute)).collect(),
            work: work(self.province, Some(true)),
        }
    }

    /// By the words of the law alone: the last minute that counts, unless they were told since.
    fn counts_from(&self, now: i64) -> Option<i64> {
        let last = *self.interviews.iter().filter(|minute| **minute <= now).max()?;
        let told = self.decided.is_some_and(|minute| (last..=now).contains(&minute));
        let notice = self.notices.iter().copied().filter(|minute| (last..=now).contains(minute)).max();
        (!told).then_some(notice.unwrap_or(last))
    }
}

struct World {
    open: Progress,
    decided: Option<(i64, Progress)>,
    interviews: Vec<Interview>,
    notices: Vec<DateTime<Utc>>,
    work: Work,
}

impl World {
    fn owed(&self, now: i64) -> Option<Owed> {
        let decided = self.decided.as_ref().filter(|(minute, _)| *minute <= now);
        let progress = decided.map_or(&self.open, |(_, progress)| progress);
        owed(progress, &self.interviews, &self.notices, &self.work, Year::moment(now))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// However late or often it runs: while an answer is owed, each mark goes out once, in order, never too early, and
    /// the first run in its time sends it; when nothing is owed, nothing is sent.
    #[test]
    fn in_a_year_everything_is_sent_exactly_once(year in year()) {
        let world = year.world();
        let mut sent: Vec<Sent> = Vec::new();
        let mut by_day: HashMap<NaiveDate, Vec<Mark>> = HashMap::new();
        let mut now = 0;
        for gap in &year.runs {
            now += gap;
            if now > 430 * 24 * 60 {
                break;
            }
            let owed = world.owed(now);
            prop_assert_eq!(owed.is_some(), year.counts_from(now).is_some());
            let (Some(owed), Some(from)) = (owed, year.counts_from(now)) else { continue };
            // 45 days of 24 hours, give or take the rest of the day, zones of the province and the change of clocks.
            let length = owed.due_at - Year::moment(from);
            let days = i64::try_from(NOTICE_DAYS).unwrap();
            prop_assert!(length > TimeDelta::hours(days * 24 - 4) && length < TimeDelta::hours((days + 1) * 24 + 2));
            let now_at = Year::moment(now);
            let before = sent.clone();
            if let Some(next) = owed.due(&sent, now_at) {
                let marks = by_day.entry(next.due_on).or_default();
                prop_assert!(marks.last().is_none_or(|last| *last < next.mark), "{marks:?} then {next:?}");
                marks.push(next.mark);
                sent.push(next);
                prop_assert_eq!(owed.due(&sent, now_at), None, "a second run at once sends nothing");
            }
            // What should have gone out by now has, or something later in its stead.
            let ahead = owed.days_left(now_at);
            for (mark, days) in [(Mark::Days14, 14), (Mark::Days7, 7), (Mark::Day1, 1), (Mark::Overdue, -1)] {
                let out = |sent: &[Sent]| sent.iter().any(|sent| sent.due_on == owed.due_on && sent.mark >= mark);
                prop_assert_eq!(out(&sent), ahead <= days || out(&before), "{:?} {} days ahead", mark, ahead);
            }
            prop_assert_eq!(owed.is_overdue(now_at), ahead < 0);
        }
    }
}
