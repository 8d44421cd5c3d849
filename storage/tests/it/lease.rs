use chrono::TimeDelta;
use storage::testing::for_each_database;
use storage::{Error, change::Position, cursor, lease};

use crate::sample::at;

const TTL: TimeDelta = TimeDelta::seconds(30);

#[tokio::test]
async fn one_holder_at_a_time_and_each_new_one_has_a_higher_epoch() {
    for_each_database(async |db| {
        assert_eq!(lease::holder(&db, "index", at(0)).await.unwrap(), None);
        let first = lease::acquire(&db, "index", "a", TTL, at(0)).await.unwrap().unwrap();
        assert_eq!((first.owner.as_str(), first.epoch), ("a", 1));
        assert_eq!(lease::acquire(&db, "index", "b", TTL, at(29)).await.unwrap(), None, "held by a");
        assert_eq!(lease::acquire(&db, "index", "a", TTL, at(29)).await.unwrap(), None, "even for a itself");
        assert!(lease::acquire(&db, "other", "b", TTL, at(0)).await.unwrap().is_some(), "another lease is free");

        let renewed = lease::renew(&db, &first, TTL, at(29)).await.unwrap().unwrap();
        assert_eq!(renewed.epoch, 1);
        assert_eq!(lease::acquire(&db, "index", "b", TTL, at(58)).await.unwrap(), None, "renewed until 59");
        assert_eq!(lease::holder(&db, "index", at(58)).await.unwrap(), Some(renewed.clone()));
        assert!(lease::is_held(&db, &first, at(58)).await.unwrap());

        let second = lease::acquire(&db, "index", "b", TTL, at(59)).await.unwrap().unwrap();
        assert_eq!((second.owner.as_str(), second.epoch), ("b", 2));
        assert_eq!(lease::renew(&db, &renewed, TTL, at(59)).await.unwrap(), None, "a has lost it");
        assert!(!lease::is_held(&db, &renewed, at(59)).await.unwrap());
        lease::release(&db, &renewed, at(60)).await.unwrap();
        assert!(lease::is_held(&db, &second, at(60)).await.unwrap(), "a's release is not b's");

        lease::release(&db, &second, at(61)).await.unwrap();
        assert_eq!(lease::holder(&db, "index", at(61)).await.unwrap(), None);
        assert_eq!(lease::renew(&db, &second, TTL, at(61)).await.unwrap(), None, "given back is gone");
        let third = lease::acquire(&db, "index", "a", TTL, at(61)).await.unwrap().unwrap();
        assert_eq!(third.epoch, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_grasp_at_once_one_gets_it() {
    for_each_database(async |db| {
        for round in 1..=10 {
            let tasks = (0..8).map(|task| {
                let db = db.clone();
                tokio::spawn(async move {
                    lease::acquire(&db, "index", &format!("task {task}"), TTL, at(round * 30)).await.unwrap()
                })
            });
            let got: Vec<_> = futures::future::join_all(tasks).await.into_iter().filter_map(Result::unwrap).collect();
            assert_eq!(got.len(), 1, "{got:?}");
            assert_eq!(got[0].epoch, round);
        }
    })
    .await;
}

#[tokio::test]
async fn a_mark_refuses_an_older_epoch() {
    for_each_database(async |db| {
        let position = |seq| format!("0.{seq}").parse::<Position>().unwrap();
        assert_eq!(cursor::get(&db, "search").await.unwrap(), None);
        cursor::set(&db, "search", position(5), 1, at(0)).await.unwrap();
        cursor::set(&db, "search", position(9), 2, at(1)).await.unwrap();
        let late = cursor::set(&db, "search", position(7), 1, at(2)).await;
        assert!(matches!(late, Err(Error::Fenced)), "{late:?}");
        cursor::set(&db, "search", position(3), 2, at(3)).await.unwrap();
        let mark = cursor::get(&db, "search").await.unwrap().unwrap();
        assert_eq!((mark.position, mark.epoch), (position(3), 2), "back, to load again");
        assert_eq!(cursor::get(&db, "webhooks").await.unwrap(), None);
    })
    .await;
}
