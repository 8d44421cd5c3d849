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
    let selection = fresh.select(&fresh.fitting(wish, mark, now, day()), &ledger, &Taste::default());
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

    #[test]
    fn what_is_said_of_jobs_leaves_out_and_puts_first_and_nothing_else(
        postings in postings(), filter in filter(), said in vec((0..60_usize, 0..3_usize), 0..6),
    ) {
        let km = |posting: &Posting| filter.near.and_then(|circle| PostingFacts::of(posting).km_from(&circle)).map(whole);
        let mut taste = Taste::default();
        for (number, opinion) in said {
            let Some(posting) = postings.get(number) else { continue };
            taste.hear(Opinion::ALL[opinion], &posting.content, km(posting));
        }
        let admits = |posting: &&Posting| {
            let content = &posting.content;
            let unwanted = content.roles.iter().filter(|role| taste.unwanted.contains(role)).count();
            let far = content.locations.iter().filter(|place| taste.too_far.contains(&place.region)).count();
            (unwanted == 0 || unwanted < content.roles.len())
                && (far == 0 || far < content.locations.len())
                && taste.below_km.is_none_or(|below| km(posting).is_none_or(|km| km < below))
        };
        let likes = |posting: &&Posting| {
            let in_region = |region| posting.content.locations.iter().any(|place| place.region == region);
            taste.liked.iter().any(|(role, region)| posting.content.roles.contains(role) && in_region(*region))
        };
        let (fresh, wish) = (Fresh::load(&postings, noon()), Wish::Search { filter: Box::new(filter.clone()) });
        let fitting = fresh.fitting(&wish, noon() - TimeDelta::days(30), noon(), day());
        let since = noon() - OLDEST;
        let mut brute: Vec<&Posting> = postings
            .iter()
            .filter(|posting| posting.is_listed(noon()) && posting.live_at >= since)
            .filter(|posting| filter.admits(&PostingFacts::of(posting)))
            .filter(admits)
            .collect();
        brute.sort_by_key(|posting| (!likes(posting), std::cmp::Reverse((posting.live_at, posting.id))));
        let expected = once(brute);
        let selection = fresh.select(&fitting, &Ledger::default(), &taste);
        let found: Vec<_> = selection.jobs.iter().map(|job| (job.posting, job.group)).collect();
        prop_assert_eq!(&found[..], &expected[..expected.len().min(MOST_JOBS)]);
        prop_assert_eq!(selection.rest, expected.len() - found.len());
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
            let selection = fresh.select(&fresh.fitting(&everything, noon(), noon(), day()), &ledger, &Taste::default());
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
fn what_is_said_last_counts_and_what_is_close_is_never_too_far() {
    let (rn, psw) = (Role::parse("rn").unwrap(), Role::parse("psw").unwrap());
    let (mut taste, mut content) = (Taste::default(), plain(1, 1).content);
    taste.hear(Opinion::NotThisRole, &content, None);
    assert_eq!(taste.unwanted, [rn]);
    taste.hear(Opinion::MoreLikeThis, &content, None);
    assert!(taste.unwanted.is_empty());
    content.roles = vec![psw];
    taste.hear(Opinion::TooFar, &content, Some(30));
    taste.hear(Opinion::TooFar, &content, Some(70));
    assert_eq!(taste.below_km, Some(30));
    taste.hear(Opinion::TooFar, &content, Some(0));
    assert_eq!(taste.below_km, Some(1));
    let kept = serde_json::to_string(&taste).unwrap();
    assert_eq!(serde_json::from_str::<Taste>(&kept).unwrap(), taste);
    assert!(serde_json::from_str::<Taste>("{}").unwrap().is_empty());
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
