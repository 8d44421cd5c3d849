use chrono::{DateTime, NaiveDate, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::account::AccountId;
use crate::application::{Actor, Decline, Event, Party, Progress, Source, Stage, Withdrawal};
use crate::posting::PostingId;
use crate::reference::{Region, Role};
use crate::testing;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Review),
        Just(Event::Interview),
        Just(Event::Offer),
        Just(Event::Hire),
        select(&[Decline::Filled, Decline::Experience][..]).prop_map(Event::Decline),
        select(&[Withdrawal::Pay, Withdrawal::Unsaid][..]).prop_map(Event::Withdraw),
        Just(Event::Reopen { granted: true }),
    ]
}

/// An application that went some way.
fn progress() -> impl Strategy<Value = Progress> {
    vec((0..5_000_i64, event()), 0..8).prop_map(|events| {
        let mut progress = Progress::submitted(AccountId(Uuid::nil()), at(0));
        let mut now = 0;
        for (minutes, event) in events {
            now += minutes;
            let party = if event.is_for(Party::Employer) { Party::Employer } else { Party::Worker };
            let by = Actor { party, account: AccountId(Uuid::nil()) };
            progress = progress.after(event, by, at(now)).unwrap_or(progress);
        }
        progress
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_funnel_counts_each_application_once_and_only_narrows(
        applications in vec((select(Source::ALL), progress()), 0..20),
        reach in vec((select(Source::ALL), 0..500_u64, 0..30_usize), 0..8),
    ) {
        let reach: Vec<_> = reach.into_iter().map(|(source, views, matches)| Reach { source, views, matches }).collect();
        let lines = funnel(&reach, applications.iter().map(|(source, progress)| (*source, progress)));
        prop_assert!(lines.iter().map(|line| &line.source).eq(Source::ALL));
        for line in lines {
            let own: Vec<_> = applications.iter().filter(|(source, _)| *source == line.source).map(|(_, p)| p).collect();
            let reached = |stages: &[Stage]| own.iter().filter(|p| stages.iter().any(|s| p.reached(*s))).count();
            prop_assert_eq!(line.applications, own.len());
            prop_assert_eq!(line.interviews, reached(&[Stage::Interview, Stage::Offer, Stage::Hired]));
            prop_assert_eq!(line.offers, reached(&[Stage::Offer, Stage::Hired]));
            prop_assert_eq!(line.hires, own.iter().filter(|p| p.stage() == Stage::Hired).count());
            let narrows = [line.applications, line.interviews, line.offers, line.hires];
            prop_assert!(narrows.is_sorted_by(|a, b| a >= b));
            let from = |reach: &&Reach| reach.source == line.source;
            prop_assert_eq!(line.views, reach.iter().filter(from).map(|reach| reach.views).sum::<u64>());
            prop_assert_eq!(line.matches, Count::of(reach.iter().filter(from).map(|reach| reach.matches).sum()));
        }
    }

    #[test]
    fn who_is_lost_is_counted_once_with_the_last_reason(applications in vec(progress(), 0..30)) {
        let lost = lost(&applications);
        let ended = [Stage::Declined, Stage::Withdrawn, Stage::OfferDeclined];
        let all = applications.iter().filter(|progress| ended.contains(&progress.stage())).count();
        prop_assert_eq!(lost.iter().map(|(_, count)| count).sum::<usize>(), all);
        prop_assert!(lost.is_sorted_by(|a, b| a.1 >= b.1));
        for (reason, count) in lost {
            prop_assert_eq!(applications.iter().filter(|p| p.last().reason == Some(reason)).count(), count);
        }
    }

    #[test]
    fn half_of_the_stays_are_no_longer_than_the_median(applications in vec(progress(), 0..12)) {
        for time in stage_times(&applications) {
            let mut stays = Vec::new();
            for progress in &applications {
                let steps: Vec<_> = progress.steps().collect();
                let left = steps.windows(2).filter(|pair| pair[0].to == time.stage);
                stays.extend(left.map(|pair| (pair[1].at - pair[0].at).num_minutes()));
            }
            prop_assert!(!time.stage.has_ended());
            prop_assert_eq!((time.left, time.median_minutes.is_some()), (stays.len(), !stays.is_empty()));
            let Some(median) = time.median_minutes else { continue };
            // The mean of two is rounded down, by less than a minute.
            prop_assert!(2 * stays.iter().filter(|stay| **stay <= median + 1).count() >= stays.len());
            prop_assert!(2 * stays.iter().filter(|stay| **stay >= median).count() >= stays.len());
        }
    }

    /// Against a count by hand over all openings, cell by cell.
    #[test]
    fn the_market_is_what_is_open(openings in vec(opening(), 0..30)) {
        let cells = market(&openings);
        prop_assert!(cells.is_sorted_by(|a, b| (a.role, a.region) < (b.role, b.region)));
        let mut counted = 0;
        for role in ROLES.map(|key| Role::parse(key).unwrap()) {
            for region in REGIONS.map(|key| Region::parse(key).unwrap()) {
                let inside = |opening: &&Opening| {
                    opening.roles.contains(&role) && opening.regions.iter().any(|inner| region.contains(*inner))
                };
                let mut jobs: Vec<&Opening> = Vec::new();
                for opening in openings.iter().filter(inside) {
                    if jobs.iter().all(|known| known.group != opening.group) {
                        jobs.push(opening);
                    }
                }
                let cell = cells.iter().find(|cell| (cell.role, cell.region) == (role, region));
                prop_assert_eq!(cell.map_or(0, |cell| cell.openings), jobs.len());
                let Some(cell) = cell else { continue };
                counted += 1;
                let paid: Vec<_> = jobs.iter().filter(|job| job.hourly_cents.is_some()).collect();
                let employers: std::collections::HashSet<_> = paid.iter().filter_map(|job| job.employer.as_ref()).collect();
                prop_assert_eq!(cell.median_cents.is_some(), paid.len() >= 5 && employers.len() >= 3);
                if let Some(median) = cell.median_cents {
                    let below = paid.iter().filter(|job| job.hourly_cents <= Some(median)).count();
                    let above = paid.iter().filter(|job| job.hourly_cents >= Some(median)).count();
                    prop_assert!(2 * below >= paid.len() && 2 * above >= paid.len());
                }
            }
        }
        prop_assert_eq!(counted, cells.len());
    }
}

const ROLES: [&str; 2] = ["rn", "lpn"];
const REGIONS: [&str; 5] = ["on-toronto", "on-east", "on", "qc", "ca"];

/// One of few jobs, so that groups, roles and regions meet.
fn opening() -> impl Strategy<Value = Opening> {
    let regions = REGIONS.map(|key| Region::parse(key).unwrap()).to_vec();
    let roles = ROLES.map(|key| Role::parse(key).unwrap()).to_vec();
    let employer = prop::option::weighted(0.9, select(&["a", "b", "c", "d"][..]));
    // Even, so that the mean of two is exact.
    let pay = prop::option::weighted(0.8, (1_000..3_000_i64).prop_map(|half| half * 2));
    (0..25_u128, vec(select(roles), 0..3), vec(select(regions), 0..3), employer, pay).prop_map(
        |(group, roles, regions, employer, hourly_cents)| Opening {
            group: PostingId(Uuid::from_u128(group)),
            roles,
            regions,
            employer: employer.map(str::to_owned),
            hourly_cents,
        },
    )
}

#[test]
fn a_posting_counts_where_it_is_with_the_middle_of_its_pay() {
    let mut posting = testing::blank_posting(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
    posting.content.roles = vec![Role::parse("rn").unwrap()];
    posting.content.remote = vec![crate::reference::Province::Yt];
    let pay = |min_cents, max_cents, unit| Some(crate::posting::Pay { min_cents, max_cents, unit });
    posting.content.pay = pay(4_000, 5_001, crate::posting::PayUnit::Hour);
    let opening = Opening::of(&posting);
    assert_eq!((opening.hourly_cents, &opening.regions), (Some(4_500), &vec![Region::parse("yt").unwrap()]));
    let cells = market(&[opening]);
    let regions: Vec<_> = cells.iter().map(|cell| cell.region.key()).collect();
    assert_eq!(regions.len(), 2);
    assert!(regions.contains(&"yt") && regions.contains(&"ca"));
    assert!(cells.iter().all(|cell| cell.openings == 1 && cell.median_cents.is_none()));
    // 37.5 hours in 52 weeks.
    posting.content.pay = pay(7_800_000, 7_800_000, crate::posting::PayUnit::Year);
    assert_eq!(Opening::of(&posting).hourly_cents, Some(4_000));
}

#[test]
fn medians() {
    for (figures, expected) in
        [(&[][..], None), (&[7], Some(7)), (&[9, 1], Some(5)), (&[4, 1, 1], Some(1)), (&[1, 2], Some(1))]
    {
        assert_eq!(median(&mut figures.to_vec()), expected, "{figures:?}");
    }
}

#[test]
fn a_posting_matched_as_many_as_on_its_fullest_day() {
    let of = |posting: u128, count: u64| (PostingId(Uuid::from_u128(posting)), count);
    assert_eq!(matched([of(1, 5), of(2, 10), of(1, 15), of(1, 10), of(3, 0)]), 25);
    assert_eq!(matched([]), 0);
}
