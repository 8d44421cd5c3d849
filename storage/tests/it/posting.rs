use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::posting::{JobKey, Posting, PostingId, Status};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use storage::testing::{TestDatabase, for_each_database};
use storage::{Database, Error, begin, posting};

use crate::sample::{at, id, kept_at, posting as sample};

async fn insert(db: &Database, postings: &[Posting]) {
    let tx = begin(db).await.unwrap();
    posting::insert(&tx, postings, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_posting_comes_back_as_it_was_cut_to_microseconds() {
    for_each_database(async |db| {
        let mut written = sample(1);
        written.live_at = at(0);
        written.expires_at = at(9);
        written.content.published_at = at(-60);
        insert(&db, &[written.clone()]).await;
        written.live_at = kept_at(0);
        written.expires_at = kept_at(9);
        written.content.published_at = kept_at(-60);
        assert_eq!(posting::find(&db, id(1)).await.unwrap(), written);
        let missing = posting::find(&db, id(2)).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    })
    .await;
}

#[test]
fn any_text_and_any_number_comes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let databases = runtime.block_on(TestDatabase::all());
    let mut runner = TestRunner::new(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() });
    let any = (any::<u128>(), any::<String>(), any::<i64>(), any::<i64>(), -90_000_000..90_000_000i32);
    runner
        .run(&any, |(n, text, cents, micros, degrees)| {
            let mut written = sample(n);
            written.content.en.as_mut().unwrap().description = text;
            written.content.pay.as_mut().unwrap().max_cents = cents;
            written.content.locations[0].point = Some((f64::from(degrees) / 1e6, -f64::from(degrees) / 1e6));
            written.live_at = kept_at(0) + TimeDelta::microseconds(micros % 4_000_000_000_000_000);
            for db in &databases {
                runtime.block_on(async {
                    insert(db, std::slice::from_ref(&written)).await;
                    assert_eq!(posting::find(&**db, id(n)).await.unwrap(), written);
                });
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn postings_are_counted_and_found_by_their_ids_whatever_their_status() {
    for_each_database(async |db| {
        let mut all: Vec<Posting> = (1..=1203).rev().map(sample).collect();
        all[7].status = Status::Withdrawn;
        insert(&db, &all).await;
        assert_eq!(posting::count(&db).await.unwrap(), 1203);

        // More ids than one statement takes, and some that do not exist.
        let asked: Vec<PostingId> = (1000..=2200).rev().map(id).collect();
        let found: Vec<PostingId> = posting::by_ids(&db, &asked).await.unwrap().iter().map(|p| p.id).collect();
        assert_eq!(found, (1000..=1203).map(id).collect::<Vec<_>>());
    })
    .await;
}

/// Whatever the mixture: what the pages hold is what the rule says.
#[tokio::test]
async fn listed_pages_hold_exactly_what_is_listed() {
    for_each_database(async |db| {
        let all: Vec<Posting> = (0..300)
            .map(|n: u128| {
                let mut posting = sample(n * 7919 % 300);
                let n = i64::try_from(n).unwrap();
                // Many expire at the same moment, some just now.
                posting.expires_at = kept_at(n % 13 - 4);
                if n % 5 == 0 {
                    posting.status = Status::Withdrawn;
                }
                if n % 7 == 0 {
                    posting.content.roles.clear();
                }
                posting
            })
            .collect();
        insert(&db, &all).await;
        let now = kept_at(0);
        let expected: BTreeSet<_> = all.iter().filter(|p| p.is_listed(now)).map(|p| (p.expires_at, p.id)).collect();
        assert!(expected.len() > 50);
        let (mut seen, mut versions, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = posting::listed_page(&db, now, after, 17).await.unwrap();
            let light = posting::listed_versions(&db, now, after, 17).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.expires_at, last.id));
            seen.extend(page.iter().map(|posting| (posting.expires_at, posting.id)));
            versions.extend(light.iter().map(|listed| (listed.expires_at, listed.id)));
        }
        assert_eq!(seen, expected.into_iter().collect::<Vec<_>>());
        assert_eq!(versions, seen);
        assert_eq!(posting::count_listed(&db, now).await.unwrap(), seen.len() as u64);
    })
    .await;
}

#[tokio::test]
async fn an_edit_of_a_version_that_is_gone_is_refused() {
    for_each_database(async |db| {
        insert(&db, &[sample(1)]).await;
        let mut edited = sample(1);
        edited.content.vacancies = Some(9);
        edited.status = Status::Withdrawn;
        let tx = begin(&db).await.unwrap();
        assert_eq!(posting::update(&tx, &edited, 1, at(1)).await.unwrap(), 2);
        tx.commit().await.unwrap();
        edited.version = 2;
        assert_eq!(posting::find(&db, id(1)).await.unwrap(), edited);

        let tx = begin(&db).await.unwrap();
        let late = posting::update(&tx, &sample(1), 1, at(2)).await;
        assert!(matches!(late, Err(Error::Conflict { current: 2 })), "{late:?}");
        let gone = posting::update(&tx, &sample(5), 1, at(2)).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        tx.rollback().await.unwrap();
        assert_eq!(posting::find(&db, id(1)).await.unwrap(), edited);
    })
    .await;
}

#[tokio::test]
async fn postings_are_found_by_job_key_within_a_span() {
    for_each_database(async |db| {
        let mut all: Vec<Posting> = (1..=40).map(sample).collect();
        for (day, posting) in (0..).zip(&mut all) {
            posting.content.published_at = kept_at(0) + TimeDelta::days(day);
            if day % 2 == 1 {
                posting.content.employer.key = Some("another hospital".to_owned());
            }
        }
        insert(&db, &all).await;
        let key = JobKey::of(&all[0].content).unwrap();
        let span = kept_at(0) + TimeDelta::days(10)..=kept_at(0) + TimeDelta::days(20);
        let found = posting::by_job_keys(&db, &[key, JobKey("unheard of".to_owned())], span).await.unwrap();
        let found: Vec<PostingId> = found.iter().map(|posting| posting.id).collect();
        assert_eq!(found, [11, 13, 15, 17, 19, 21].map(id));
    })
    .await;
}
