use chrono::{Days, NaiveTime};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::matching::verdict;
use crate::reference::{Region, Role};
use crate::search::PostingFacts;
use crate::testing;
use crate::worker::Circle;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn noon() -> DateTime<Utc> {
    day().and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc()
}

fn job(number: u128) -> PostingId {
    PostingId(Uuid::from_u128(number))
}

/// A filter, wide enough to pass something.
fn filter() -> impl Strategy<Value = Filter> {
    let near = (43.0..51.0_f64, -115.0..-70.0_f64, 20.0..900.0_f64).prop_map(|(lat, lon, km)| Circle { lat, lon, km });
    let regions = testing::province().prop_map(|province| vec![Region::of_province(province)]);
    (vec(testing::role(), 0..3), prop_oneof![3 => Just(vec![]), 2 => regions], proptest::option::weighted(0.3, near))
        .prop_map(|(roles, regions, near)| Filter { roles, regions, near, ..Filter::default() })
}

/// Postings of few jobs, so that some are of the same.
fn postings() -> impl Strategy<Value = Vec<Posting>> {
    vec((testing::posting(day()), 0..20_u128, 0..60 * 24 * 20_i64), 0..60).prop_map(|all| {
        let of = |(number, (mut posting, group, minutes)): (usize, (Posting, u128, i64))| {
            posting.id = job(1_000 + u128::try_from(number).unwrap());
            posting.group = job(group);
            posting.live_at = noon() - TimeDelta::minutes(minutes);
            posting
        };
        all.into_iter().enumerate().map(of).collect()
    })
}

/// Each job once, as the first of its postings stands.
fn once(mut jobs: Vec<&Posting>) -> Vec<(PostingId, PostingId)> {
    let mut seen = HashSet::new();
    jobs.retain(|posting| seen.insert(posting.group));
    jobs.into_iter().map(|posting| (posting.id, posting.group)).collect()
}

/// A posting of a job that says nothing but a role.
fn plain(row: usize, number: u128) -> Posting {
    let mut posting = testing::blank_posting(day());
    posting.content.roles = Role::parse("rn").into_iter().collect();
    Posting { id: job(1_000 + u128::try_from(row).unwrap()), group: job(number), ..posting }
}

/// What is told of these jobs to someone who was sent some.
fn told(
    fresh: &Fresh,
    wish: &Wish,
    (mark, now): (DateTime<Utc>, DateTime<Utc>),
    jobs: &[(PostingId, PostingId)],
    sent: &[u128],
) -> Result<(), TestCaseError> {
    let mut ledger = Ledger::default();
    ledger.add(day(), sent.iter().map(|number| job(*number)));
    let selection = fresh.select(&fresh.fitting(wish, mark, now, day()), &ledger);
    let found: Vec<_> = selection.jobs.iter().map(|job| (job.posting, job.group)).collect();
    let left: Vec<_> = jobs.iter().copied().filter(|(_, group)| !ledger.has(*group)).collect();
    prop_assert_eq!(&found[..], &left[..left.len().min(MOST_JOBS)]);
    prop_assert_eq!((selection.rest, selection.is_empty()), (left.len() - found.len(), left.is_empty()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_fits_a_search_is_what_looking_at_each_posting_finds(
        postings in postings(), filter in filter(), hours in 0..24 * 30_i64, sent in vec(0..25_u128, 0..8),
    ) {
        let (now, mark) = (noon(), noon() - TimeDelta::hours(hours));
        let since = now - TimeDelta::hours((hours + 24).min(14 * 24));
        let admits = |posting: &&Posting| {
            posting.is_listed(now) && posting.live_at >= since && filter.admits(&PostingFacts::of(posting))
        };
        let mut brute: Vec<&Posting> = postings.iter().filter(admits).collect();
        brute.sort_by_key(|posting| std::cmp::Reverse((posting.live_at, posting.id)));
        let wish = Wish::Search { filter: Box::new(filter.clone()) };
        told(&Fresh::load(&postings, now), &wish, (mark, now), &once(brute), &sent)?;
    }

    #[test]
    fn what_fits_a_profile_is_what_asking_for_each_verdict_finds(
        postings in postings(), profile in testing::profile(day()), hours in 0..24 * 30_i64, sent in vec(0..25_u128, 0..8),
    ) {
        let (now, mark) = (noon(), noon() - TimeDelta::hours(hours));
        let since = Fresh::since(mark, now);
        let admits = |posting: &&Posting| {
            let found = verdict(&profile, posting, day());
            let shown = Breadth::Strict.admits(found.eligibility, found.judged_at);
            posting.is_listed(now) && posting.live_at >= since && shown
        };
        let mut brute: Vec<&Posting> = postings.iter().filter(admits).collect();
        brute.sort_by_key(|posting| verdict(&profile, posting, day()).rank(posting));
        let wish = Wish::Profile { profile: Box::new(profile.clone()) };
        told(&Fresh::load(&postings, now), &wish, (mark, now), &once(brute), &sent)?;
    }

    /// Over many digests no job is told twice, and none that was once in the mail is news again.
    #[test]
    fn a_job_is_told_once_however_often_it_fits(runs in vec((1..9_u64, vec(0..40_u128, 0..25)), 1..20)) {
        let (mut ledger, mut today, mut told) = (Ledger::default(), day(), HashSet::new());
        for (days, numbers) in runs {
            today = today + Days::new(days);
            let fresh: Vec<Posting> = numbers.iter().enumerate().map(|(row, number)| plain(row, *number)).collect();
            let fresh = Fresh::load(&fresh, noon());
            let everything = Wish::Search { filter: Box::default() };
            let selection = fresh.select(&fresh.fitting(&everything, noon(), noon(), day()), &ledger);
            let groups: HashSet<PostingId> = selection.jobs.iter().map(|job| job.group).collect();
            let new: HashSet<PostingId> = numbers.iter().map(|n| job(*n)).filter(|job| !told.contains(job)).collect();
            prop_assert_eq!(groups.len(), selection.jobs.len());
            prop_assert!(groups.is_subset(&new));
            prop_assert_eq!((groups.len(), selection.rest), (new.len().min(MOST_JOBS), new.len() - groups.len()));
            told.extend(groups.iter().copied());
            ledger.add(today, groups);
            ledger = Ledger::parse(&ledger.bytes()).unwrap();
        }
    }

    #[test]
    fn bytes_that_are_no_ledger_are_refused_and_never_panic(bytes in vec(any::<u8>(), 0..80)) {
        if let Ok(ledger) = Ledger::parse(&bytes) {
            prop_assert_eq!(ledger.bytes(), bytes);
        }
    }
}

#[test]
fn what_was_sent_is_forgotten_after_half_a_year() {
    let mut ledger = Ledger::default();
    ledger.add(day(), [job(1), job(2)]);
    ledger.add(day() + Days::new(KEPT_DAYS), [job(3)]);
    assert!([1, 2, 3].map(job).into_iter().all(|job| ledger.has(job)));
    assert_eq!(ledger.bytes().len(), 2 * 6 + 3 * 6);
    ledger.add(day() + Days::new(KEPT_DAYS + 1), []);
    assert_eq!([1, 2, 3].map(|number| ledger.has(job(number))), [false, false, true]);
    assert!(Ledger::default().bytes().is_empty());
}
