//! Subscriptions, the digests that they are due, consents, suppressed addresses.

use std::collections::HashSet;
use std::net::IpAddr;

use chrono::TimeDelta;
use domain::Lang;
use domain::digest::{Ledger, Taste};
use domain::search::Filter;
use domain::subscription::{
    Consent, Event, Means, Purpose, Purposes, Schedule, Subject, Subscription, SubscriptionId, WORDS,
};
use domain::testing::subscription as sample;
use proptest::collection::vec;
use storage::subscription::{self, Kept, consent, digest, suppression};
use storage::testing::for_each_database;
use storage::vault::Vault;
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::hiring::{values, worker};
use crate::sample::id;

fn schedule() -> Schedule {
    serde_json::from_str(r#"{"frequency":"daily","hour":8,"zone":"America/St_Johns"}"#).unwrap()
}

fn subject() -> Subject {
    Subject::Search { filter: Box::new(Filter::default()), query: "role=psw&near=L8P « \' »".to_owned() }
}

fn asked(number: u128, email: Option<&str>) -> Kept {
    let (id, purposes) = (SubscriptionId(Uuid::from_u128(number)), Purposes::of([Purpose::Digest, Purpose::Blog]));
    let subscription = Subscription::ask(id, (purposes, Lang::Fr, schedule()), sample::begin()).unwrap();
    Kept { version: 1, email: email.map(str::to_owned), subject: subject(), taste: Taste::default(), subscription }
}

async fn insert(db: &Database, kept: &Kept) {
    let tx = begin(db).await.unwrap();
    subscription::insert(&tx, kept).await.unwrap();
    tx.commit().await.unwrap();
}

/// What happens to a subscription, as long as it may.
async fn happen(db: &Database, kept: &mut Kept, event: Event, now: chrono::DateTime<chrono::Utc>) {
    let Ok((after, _)) = kept.subscription.happen(event, now) else { return };
    kept.subscription = after;
    let tx = begin(db).await.unwrap();
    kept.version = subscription::update(&tx, kept).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_hundred_subscriptions_go_their_way_and_come_back_as_they_went() {
    let ways = values(&vec((0..60 * 24 * 9_i64, sample::event()), 0..12), 100);
    for_each_database(async |db: Database| {
        for (number, way) in ways.iter().enumerate() {
            let email = format!("s{number}@example.org");
            let mut kept = asked(100 + u128::try_from(number).unwrap(), Some(&email));
            insert(&db, &kept).await;
            let mut now = sample::begin();
            for (minutes, event) in way {
                now += TimeDelta::minutes(*minutes);
                happen(&db, &mut kept, *event, now).await;
                assert!(subscription::find(&db, kept.subscription.id).await.unwrap() == kept);
            }
            assert!(subscription::by_email(&db, &email).await.unwrap() == Some(kept));
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_has_one_subscription_and_an_account_its_alerts() {
    for_each_database(async |db: Database| {
        let one = asked(1, Some("one@example.org"));
        insert(&db, &one).await;
        let tx = begin(&db).await.unwrap();
        let again = subscription::insert(&tx, &asked(2, Some("one@example.org"))).await;
        assert!(matches!(again, Err(Error::Unique(_))), "{again:?}");
        drop(tx);
        let tx = begin(&db).await.unwrap();
        let stale = Kept { version: 7, ..one.clone() };
        assert!(matches!(subscription::update(&tx, &stale).await, Err(Error::Conflict { current: 1 })));
        drop(tx);
        let me = worker(&db).await;
        let alerts: Vec<Kept> = (3..5)
            .map(|number| {
                let id = SubscriptionId(Uuid::from_u128(number));
                let (subscription, _) = Subscription::alert(id, me, (Lang::En, schedule()), sample::begin());
                Kept { version: 1, email: None, subject: Subject::Profile, taste: Taste::default(), subscription }
            })
            .collect();
        for alert in &alerts {
            insert(&db, alert).await;
        }
        assert!(subscription::of_account(&db, me).await.unwrap() == alerts);
        let tx = begin(&db).await.unwrap();
        assert!(subscription::lock(&tx, one.subscription.id).await.unwrap() == one);
        subscription::remove(&tx, one.subscription.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(subscription::find(&db, one.subscription.id).await, Err(Error::NotFound)));
        assert!(matches!(digest::ledger(&db, one.subscription.id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn digests_are_due_in_order_and_each_in_one_transaction() {
    for_each_database(async |db: Database| {
        let now = sample::begin() + TimeDelta::days(3);
        assert!(!digest::is_any_due(&db, now).await.unwrap());
        for number in 1..=30 {
            let mut kept = asked(number, Some(&format!("d{number}@example.org")));
            insert(&db, &kept).await;
            // Every third one is never confirmed.
            if number % 3 > 0 {
                let at = sample::begin() + TimeDelta::hours(i64::try_from(number).unwrap());
                happen(&db, &mut kept, Event::Confirm, at).await;
            }
        }
        assert!(digest::is_any_due(&db, now).await.unwrap());
        assert_eq!(digest::backlog(&db, now).await.unwrap().0, 20);
        let (one, other) = (begin(&db).await.unwrap(), begin(&db));
        let some = digest::due(&one, now, None, 5).await.unwrap();
        let mut first = some.read().unwrap();
        first.extend(digest::due(&one, now, some.last(), 3).await.unwrap().read().unwrap());
        let all: HashSet<SubscriptionId> = first.iter().map(|due| due.kept.subscription.id).collect();
        assert_eq!(all.len(), 8);
        assert!(first.is_sorted_by_key(|due| due.kept.subscription.due_at));
        for due in &mut first {
            due.kept.subscription = due.kept.subscription.happen(Event::Digest { sent: true }, now).unwrap().0;
            due.sent.add(now.date_naive(), [id(5), id(6)]);
        }
        let keep: Vec<(&Subscription, &Ledger)> = first.iter().map(|due| (&due.kept.subscription, &due.sent)).collect();
        digest::keep(&one, &keep).await.unwrap();
        one.commit().await.unwrap();
        let other = other.await.unwrap();
        let second = digest::due(&other, now, None, 100).await.unwrap().read().unwrap();
        assert_eq!(second.len(), 12);
        assert!(second.iter().all(|due| !all.contains(&due.kept.subscription.id)));
        drop(other);
        for due in first {
            assert!(subscription::find(&db, due.kept.subscription.id).await.unwrap() == due.kept);
            assert_eq!(digest::ledger(&db, due.kept.subscription.id).await.unwrap(), due.sent);
            assert!(due.sent.has(id(6)) && !due.sent.has(id(7)));
        }
        assert_eq!(digest::backlog(&db, now).await.unwrap().0, 12);
    })
    .await;
}

#[tokio::test]
async fn what_was_agreed_to_and_who_may_not_be_written_to_outlive_the_subscription() {
    for_each_database(async |db: Database| {
        let (vault, email, at) = (Vault::generate(), "gone@example.org", sample::begin());
        let kept = asked(1, Some(email));
        insert(&db, &kept).await;
        let said = |purpose, given, means| Consent {
            subscription: kept.subscription.id,
            purpose,
            given,
            means,
            words: WORDS,
            language: Lang::Fr,
            at,
        };
        let all = [
            said(Purpose::Digest, true, Means::Confirmation),
            said(Purpose::Blog, true, Means::Confirmation),
            said(Purpose::Digest, false, Means::OneClick),
        ];
        let ip: IpAddr = "2001:db8::7".parse().unwrap();
        let tx = begin(&db).await.unwrap();
        consent::record(&tx, &all[..2], Some(ip)).await.unwrap();
        consent::record(&tx, &all[2..], None).await.unwrap();
        suppression::add(&tx, &vault, email, Means::Deletion, at).await.unwrap();
        for why in [Means::Deletion, Means::Complaint, Means::Deletion] {
            suppression::add(&tx, &vault, "other@example.org", why, at).await.unwrap();
        }
        tx.commit().await.unwrap();
        let kept_at: Vec<_> = consent::of(&db, kept.subscription.id).await.unwrap();
        assert_eq!(kept_at, [(all[0].clone(), Some(ip)), (all[1].clone(), Some(ip)), (all[2].clone(), None)]);
        let tx = begin(&db).await.unwrap();
        consent::forget_whence(&tx, kept.subscription.id).await.unwrap();
        subscription::remove(&tx, kept.subscription.id).await.unwrap();
        tx.commit().await.unwrap();
        let left = consent::of(&db, kept.subscription.id).await.unwrap();
        assert!(left.len() == 3 && left.iter().all(|(_, ip)| ip.is_none()));
        let why = async |email| suppression::of(&db, &vault, email).await.unwrap().map(|(why, _)| why);
        assert_eq!(why(email).await, Some(Means::Deletion));
        assert_eq!(why("nobody@example.org").await, None);
        assert_eq!(suppression::of(&db, &Vault::generate(), email).await.unwrap(), None, "under another key");
        let tx = begin(&db).await.unwrap();
        for email in [email, "other@example.org"] {
            suppression::lift(&tx, &vault, email).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!((why(email).await, why("other@example.org").await), (None, Some(Means::Complaint)));
    })
    .await;
}
