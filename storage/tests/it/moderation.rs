//! Decisions, reports and the fraud policy.

use domain::Lang;
use domain::account::AccountId;
use domain::fraud_policy::{PolicyId, Version};
use domain::moderation::{Decision, Queue, Reason, Ruling};
use domain::posting::PostingId;
use domain::report::{Concern, Report, ReportId, State};
use domain::verification::{Evidence, VerificationProvider};
use storage::decision::{self, Taken};
use storage::report::Kept;
use storage::testing::for_each_database;
use storage::{Database, Error, begin, policy, posting, report};
use uuid::Uuid;

use crate::sample::{self, at, kept_at};

fn filed(n: u128, on: u128, group: u128) -> Kept {
    let report = Report {
        id: ReportId(Uuid::from_u128(n)),
        posting: sample::id(on),
        group: sample::id(group),
        concern: Concern::AsksForMoney,
        note: "« 50 $ » '\"\\ 🏥".to_owned(),
        at: kept_at(i64::try_from(n).unwrap()),
        state: State::Open,
    };
    Kept { report, contact: Some("k1:sealed".to_owned()), language: Lang::Fr }
}

async fn file(db: &Database, reports: &[Kept]) {
    let tx = begin(db).await.unwrap();
    let mut on: Vec<_> = reports.iter().map(|kept| kept.report.posting.0.as_u128()).collect();
    on.dedup();
    let postings: Vec<_> = on.into_iter().map(sample::posting).collect();
    posting::insert(&tx, &postings, at(0)).await.unwrap();
    for kept in reports {
        report::insert(&tx, kept).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn decide(db: &Database, id: u128, state: State) -> storage::Result<()> {
    let tx = begin(db).await.unwrap();
    report::decide(&tx, ReportId(Uuid::from_u128(id)), State::Open, state).await?;
    tx.commit().await
}

#[tokio::test]
async fn reports_wait_until_they_are_decided_once() {
    for_each_database(async |db| {
        file(&db, &[filed(1, 10, 10), filed(2, 10, 10), filed(3, 11, 10), filed(4, 12, 12)]).await;
        let ids = |reports: Vec<Report>| reports.iter().map(|report| report.id.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(ids(report::open(&db, None, 3).await.unwrap()), [1, 2, 3]);
        assert_eq!(ids(report::open(&db, Some(ReportId(Uuid::from_u128(3))), 3).await.unwrap()), [4]);
        let found = report::find(&db, ReportId(Uuid::from_u128(1))).await.unwrap();
        assert!(found == filed(1, 10, 10));

        decide(&db, 1, State::Dismissed).await.unwrap();
        assert!(matches!(decide(&db, 1, State::Upheld).await, Err(Error::Conflict { .. })));
        assert!(matches!(decide(&db, 9, State::Upheld).await, Err(Error::Conflict { .. })));
        let decided = report::find(&db, ReportId(Uuid::from_u128(1))).await.unwrap();
        assert_eq!((decided.report.state, decided.contact), (State::Dismissed, None));
        assert!(report::find(&db, ReportId(Uuid::from_u128(2))).await.unwrap().contact.is_some());

        let group = report::in_group(&db, sample::id(10), State::Open).await.unwrap();
        assert_eq!(ids(group.into_iter().map(|kept| kept.report).collect()), [2, 3]);
        let counts = report::counts(&db, &[sample::id(10), sample::id(12), sample::id(99)]).await.unwrap();
        let count = |group: u128| counts.get(&PostingId(Uuid::from_u128(group))).copied();
        assert_eq!((count(10), count(12), count(99)), (Some(3), Some(1), None));
        assert_eq!(report::count_open(&db, sample::id(10)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_decide_at_once_one_does() {
    for_each_database(async |db| {
        file(&db, &[filed(1, 10, 10)]).await;
        let both = [State::Upheld, State::Dismissed].map(|state| {
            let db = db.clone();
            tokio::spawn(async move { decide(&db, 1, state).await.map(|()| state) })
        });
        let done: Vec<State> =
            futures::future::join_all(both).await.into_iter().filter_map(|d| d.unwrap().ok()).collect();
        assert_eq!(done.len(), 1);
        assert_eq!(report::find(&db, ReportId(Uuid::from_u128(1))).await.unwrap().report.state, done[0]);
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_kept_with_its_words() {
    for_each_database(async |db| {
        let (object, other) = (Uuid::from_u128(5), Uuid::from_u128(6));
        let evidence = Evidence {
            how: VerificationProvider::PublicRegister,
            register_url: "https://registre.example/".to_owned(),
            seen: "catégorie générale".to_owned(),
        };
        let taken = |n, object, queue, ruling, reason, evidence| Taken {
            id: Uuid::from_u128(n),
            object,
            decision: Decision::new(queue, ruling, reason, "« note »").unwrap(),
            evidence,
            by: AccountId(Uuid::from_u128(7)),
            at: kept_at(i64::try_from(n).unwrap()),
        };
        let refused = taken(1, object, Queue::Licences, Ruling::Refuse, Reason::NameDiffers, None);
        let verified = taken(2, object, Queue::Licences, Ruling::Approve, Reason::InRegister, Some(evidence));
        let elsewhere = taken(3, other, Queue::Reports, Ruling::Dismiss, Reason::Genuine, None);
        let tx = begin(&db).await.unwrap();
        for one in [&refused, &verified, &elsewhere] {
            decision::record(&tx, one).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(decision::of_object(&db, object, 9).await.unwrap() == [verified.clone(), refused]);
        assert!(decision::of_object(&db, object, 1).await.unwrap() == [verified]);
        let tx = begin(&db).await.unwrap();
        decision::forget(&tx, &[object]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(decision::of_object(&db, object, 9).await.unwrap().is_empty());
        assert!(decision::of_object(&db, other, 9).await.unwrap() == [elsewhere]);
    })
    .await;
}

#[tokio::test]
async fn the_policy_is_there_from_the_start_and_no_day_has_two() {
    for_each_database(async |db| {
        let day = |text: &str| text.parse().unwrap();
        let history = policy::history(&db).await.unwrap();
        assert_eq!(history.on(day("2020-01-01")).unwrap().0, &Version::first());
        let next = |n, from| Version {
            id: PolicyId(Uuid::from_u128(n)),
            from: Some(day(from)),
            en: "# « two »".to_owned(),
            fr: "# deux".to_owned(),
        };
        let publish = async |version: &Version| {
            let tx = begin(&db).await.unwrap();
            policy::publish(&tx, version).await?;
            tx.commit().await
        };
        publish(&next(2, "2027-03-01")).await.unwrap();
        let twice = publish(&next(3, "2027-03-01")).await;
        assert!(
            matches!(&twice, Err(Error::Unique(index)) if index == "unique_fraud_policy_effective_from"),
            "{twice:?}"
        );
        let history = policy::history(&db).await.unwrap();
        assert_eq!(history.on(day("2027-02-28")).unwrap().0, &Version::first());
        assert_eq!(history.on(day("2027-03-01")).unwrap().0, &next(2, "2027-03-01"));
        assert!(policy::has_room(&db).await.unwrap());
        // Migrating again adds no second first one.
        storage::migrate(&db).await.unwrap();
        assert_eq!(policy::history(&db).await.unwrap(), history);
    })
    .await;
}
