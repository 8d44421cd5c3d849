use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use storage::delivery::{self, Backlog, Delivery, DeliveryId, New, State};
use storage::testing::for_each_database;
use storage::{Database, begin};
use uuid::Uuid;

use crate::sample::kept_at as at;

const CLAIM: TimeDelta = TimeDelta::seconds(60);

/// An id as one is made at `moment`.
fn id(moment: DateTime<Utc>, number: u64) -> DeliveryId {
    let millis = u64::try_from(moment.timestamp_millis()).unwrap();
    DeliveryId(Uuid::from_u64_pair(millis << 16 | 0x7000, 0x8000_0000_0000_0000 | number))
}

fn new(id: DeliveryId, dedupe_key: Option<&str>) -> New<'_> {
    New { id, kind: "test", recipient: "a@example.ca", language: Lang::Fr, payload: "sealed", dedupe_key }
}

async fn enqueue(db: &Database, mail: &New<'_>, now: DateTime<Utc>) -> DeliveryId {
    let tx = begin(db).await.unwrap();
    let id = delivery::enqueue(&tx, mail, now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn find(db: &Database, id: DeliveryId) -> Delivery {
    delivery::find(db, id).await.unwrap().unwrap()
}

/// Runs writes in a transaction of their own.
macro_rules! write {
    ($db:expr, $tx:ident => $write:expr) => {{
        let $tx = begin($db).await.unwrap();
        let outcome = $write.await.unwrap();
        $tx.commit().await.unwrap();
        outcome
    }};
}

#[tokio::test]
async fn a_mail_is_queued_claimed_tried_again_and_sent() {
    for_each_database(async |db| {
        let mail = enqueue(&db, &new(id(at(0), 1), None), at(0)).await;
        let queued = find(&db, mail).await;
        assert_eq!(queued.state, State::Due { at: at(0) });
        assert_eq!((queued.kind.as_str(), queued.recipient.as_str()), ("test", "a@example.ca"));
        assert_eq!((queued.language, queued.attempts, queued.created_at), (Lang::Fr, 0, at(0)));
        assert!(delivery::claim(&db, "a", 10, CLAIM, at(-1)).await.unwrap().is_empty(), "not yet due");

        let claimed = delivery::claim(&db, "a", 10, CLAIM, at(5)).await.unwrap();
        assert_eq!(claimed, [find(&db, mail).await]);
        assert_eq!(claimed[0].state, State::Claimed { by: "a".to_owned(), until: at(65) });
        assert_eq!((claimed[0].attempts, claimed[0].payload.as_deref()), (1, Some("sealed")));
        assert!(delivery::claim(&db, "b", 10, CLAIM, at(64)).await.unwrap().is_empty(), "claimed by a");

        write!(&db, tx => delivery::retry_later(&tx, mail, "a", "refused", at(100)));
        let waiting = find(&db, mail).await;
        assert_eq!((waiting.state, waiting.last_error.as_deref()), (State::Due { at: at(100) }, Some("refused")));
        assert!(delivery::claim(&db, "b", 10, CLAIM, at(99)).await.unwrap().is_empty());
        assert_eq!(delivery::claim(&db, "b", 10, CLAIM, at(100)).await.unwrap()[0].attempts, 2);

        write!(&db, tx => delivery::mark_sent(&tx, mail, at(101)));
        let sent = find(&db, mail).await;
        assert_eq!((sent.state, sent.payload, sent.last_error), (State::Sent { at: at(101) }, None, None));
        assert!(delivery::claim(&db, "b", 10, CLAIM, at(9_999)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_rolled_back_is_not_sent() {
    for_each_database(async |db| {
        let tx = begin(&db).await.unwrap();
        let mail = delivery::enqueue(&tx, &new(id(at(0), 1), Some("once")), at(0)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(delivery::find(&db, mail).await.unwrap(), None);
        assert!(delivery::claim(&db, "a", 10, CLAIM, at(1)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn under_one_key_there_is_one_mail() {
    for_each_database(async |db| {
        let first = enqueue(&db, &new(id(at(0), 1), Some("lapse:1:30")), at(0)).await;
        assert_eq!(enqueue(&db, &new(id(at(1), 2), Some("lapse:1:30")), at(1)).await, first);
        let other = enqueue(&db, &new(id(at(2), 3), Some("lapse:1:7")), at(2)).await;
        let unkeyed = [4, 5].map(|number| id(at(3), number));
        for id in unkeyed {
            assert_eq!(enqueue(&db, &new(id, None), at(3)).await, id);
        }
        let claimed = delivery::claim(&db, "a", 10, CLAIM, at(3)).await.unwrap();
        let claimed: Vec<_> = claimed.iter().map(|mail| mail.id).collect();
        assert_eq!(claimed, [first, other, unkeyed[0], unkeyed[1]]);
        write!(&db, tx => delivery::mark_sent(&tx, first, at(4)));
        assert_eq!(enqueue(&db, &new(id(at(5), 6), Some("lapse:1:30")), at(5)).await, first, "sent is sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_workers_none_gets_anothers_mail_and_none_is_left() {
    const MAILS: u64 = 300;
    for_each_database(async |db| {
        let tx = begin(&db).await.unwrap();
        for number in 0..MAILS {
            delivery::enqueue(&tx, &new(id(at(0), number), None), at(0)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers = (0..8).map(|worker| {
            let db = db.clone();
            tokio::spawn(async move {
                let (owner, mut got) = (format!("worker {worker}"), Vec::new());
                loop {
                    let claimed = delivery::claim(&db, &owner, 7, CLAIM, at(1)).await.unwrap();
                    if claimed.is_empty() && delivery::backlog(&db, at(1)).await.unwrap().due == 0 {
                        return got;
                    }
                    assert!(claimed.len() <= 7);
                    assert!(
                        claimed.iter().all(|mail| matches!(&mail.state, State::Claimed { by, .. } if *by == owner))
                    );
                    got.extend(claimed.into_iter().map(|mail| mail.id));
                }
            })
        });
        let got: Vec<_> = futures::future::join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(got.len(), usize::try_from(MAILS).unwrap());
        assert_eq!(got.iter().collect::<BTreeSet<_>>().len(), got.len());
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_ran_out_is_anothers() {
    for_each_database(async |db| {
        let mail = enqueue(&db, &new(id(at(0), 1), None), at(0)).await;
        delivery::claim(&db, "a", 10, CLAIM, at(0)).await.unwrap();
        let again = delivery::claim(&db, "b", 10, CLAIM, at(60)).await.unwrap();
        assert_eq!((again[0].id, again[0].attempts, again[0].payload.as_deref()), (mail, 2, Some("sealed")));
        // What a, which was only slow, now thinks of it does not count.
        write!(&db, tx => delivery::retry_later(&tx, mail, "a", "refused", at(90)));
        write!(&db, tx => delivery::mark_dead(&tx, mail, "a", "refused", at(61)));
        assert_eq!(find(&db, mail).await, again[0]);
        // But when a has sent it, it is sent.
        write!(&db, tx => delivery::mark_sent(&tx, mail, at(62)));
        write!(&db, tx => delivery::mark_dead(&tx, mail, "b", "refused", at(63)));
        assert_eq!(find(&db, mail).await.state, State::Sent { at: at(62) });
    })
    .await;
}

#[tokio::test]
async fn many_are_added_at_once_and_each_key_once() {
    for_each_database(async |db| {
        let keys: Vec<String> = (0..600).map(|number| format!("digest:{}", number % 500)).collect();
        let rows: Vec<_> = (1..).zip(&keys).map(|(number, key)| new(id(at(0), number), Some(key))).collect();
        write!(&db, tx => delivery::enqueue_all(&tx, &rows, at(0)));
        write!(&db, tx => delivery::enqueue_all(&tx, &rows, at(1)));
        assert_eq!(delivery::backlog(&db, at(1)).await.unwrap().due, 500);
        write!(&db, tx => delivery::enqueue_all(&tx, &[], at(0)));
    })
    .await;
}

#[tokio::test]
async fn claims_that_are_given_back_do_not_count() {
    for_each_database(async |db| {
        let mail = enqueue(&db, &new(id(at(0), 1), None), at(0)).await;
        let other = enqueue(&db, &new(id(at(0), 2), None), at(0)).await;
        delivery::claim(&db, "a", 1, CLAIM, at(0)).await.unwrap();
        delivery::claim(&db, "b", 1, CLAIM, at(0)).await.unwrap();
        write!(&db, tx => delivery::give_back(&tx, "a", &[mail, other], at(2)));
        let released = find(&db, mail).await;
        assert_eq!((released.state, released.attempts), (State::Due { at: at(2) }, 0));
        assert!(matches!(find(&db, other).await.state, State::Claimed { by, .. } if by == "b"));
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_counted() {
    for_each_database(async |db| {
        assert_eq!(delivery::backlog(&db, at(0)).await.unwrap(), Backlog { due: 0, oldest_due: None, dead: 0 });
        for number in 1..=4 {
            let moment = at(i64::try_from(number).unwrap());
            enqueue(&db, &new(id(moment, number), None), moment).await;
        }
        let backlog = delivery::backlog(&db, at(3)).await.unwrap();
        assert_eq!(backlog, Backlog { due: 3, oldest_due: Some(at(1)), dead: 0 });
        let dead = delivery::claim(&db, "a", 1, CLAIM, at(3)).await.unwrap().remove(0);
        write!(&db, tx => delivery::mark_dead(&tx, dead.id, "a", "address", at(3)));
        let backlog = delivery::backlog(&db, at(3)).await.unwrap();
        assert_eq!(backlog, Backlog { due: 2, oldest_due: Some(at(2)), dead: 1 });
        let dead = find(&db, dead.id).await;
        assert_eq!((dead.state, dead.payload), (State::Dead { at: at(3) }, None));
        assert_eq!(dead.last_error.as_deref(), Some("address"));
    })
    .await;
}

#[tokio::test]
async fn an_address_is_forgotten_with_all_that_was_sent_to_it() {
    for_each_database(async |db| {
        let mine = [1, 2, 4].map(|number| id(at(0), number));
        for id in mine {
            enqueue(&db, &new(id, None), at(0)).await;
        }
        let others = enqueue(&db, &New { recipient: "b@example.ca", ..new(id(at(0), 3), None) }, at(0)).await;
        // One that was sent, one that waits, one that is being sent.
        delivery::claim(&db, "a", 1, CLAIM, at(1)).await.unwrap();
        write!(&db, tx => delivery::mark_sent(&tx, mine[1], at(1)));
        let all = delivery::to(&db, "a@example.ca").await.unwrap();
        assert_eq!(all.iter().map(|mail| mail.id).collect::<Vec<_>>(), mine);
        write!(&db, tx => delivery::forget(&tx, "a@example.ca"));
        assert_eq!(delivery::to(&db, "a@example.ca").await.unwrap(), []);
        let left = delivery::claim(&db, "a", 10, CLAIM, at(2)).await.unwrap();
        assert_eq!(left.iter().map(|mail| mail.id).collect::<Vec<_>>(), [others]);
        for id in mine {
            assert_eq!(delivery::find(&db, id).await.unwrap(), None);
        }
        write!(&db, tx => delivery::remove(&tx, others));
        assert_eq!(delivery::find(&db, others).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn only_what_ended_long_ago_is_dropped() {
    for_each_database(async |db| {
        let [sent, dead, due, newer] = [(0, 1), (0, 2), (0, 3), (100, 4)].map(|(second, n)| id(at(second), n));
        for mail in [sent, dead, due, newer] {
            enqueue(&db, &new(mail, None), at(0)).await;
        }
        delivery::claim(&db, "a", 10, CLAIM, at(0)).await.unwrap();
        for mail in [sent, newer] {
            write!(&db, tx => delivery::mark_sent(&tx, mail, at(100)));
        }
        write!(&db, tx => delivery::mark_dead(&tx, dead, "a", "address", at(100)));
        assert_eq!(write!(&db, tx => delivery::prune(&tx, at(0))), 0, "before that moment");
        assert_eq!(write!(&db, tx => delivery::prune(&tx, at(100))), 2);
        for (mail, is_left) in [(sent, false), (dead, false), (due, true), (newer, true)] {
            assert_eq!(delivery::find(&db, mail).await.unwrap().is_some(), is_left);
        }
    })
    .await;
}
