//! What workers keep and what they leave out.

use domain::posting::PostingId;
use storage::interest::{self, HiddenEmployer, Mark, Marks, SavedSearch};
use storage::testing::for_each_database;
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::hiring::worker;
use crate::sample::kept_at;

fn posting(n: u128) -> PostingId {
    PostingId(Uuid::from_u128(n))
}

#[tokio::test]
async fn a_posting_is_saved_or_hidden_and_not_both() {
    for_each_database(async |db: Database| {
        let (me, other) = (worker(&db).await, worker(&db).await);
        let tx = begin(&db).await.unwrap();
        for (who, n, mark, second) in [
            (me, 1, Mark::Saved, 1),
            (me, 2, Mark::Saved, 2),
            (me, 1, Mark::Hidden, 3),
            (me, 3, Mark::Hidden, 4),
            (other, 2, Mark::Hidden, 5),
        ] {
            interest::mark(&tx, who, posting(n), mark, kept_at(second)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let marks = interest::marks(&db, me).await.unwrap();
        let expected = Marks {
            saved: vec![(posting(2), kept_at(2))],
            hidden: vec![(posting(3), kept_at(4)), (posting(1), kept_at(3))],
        };
        assert!(marks == expected);
        let tx = begin(&db).await.unwrap();
        assert!(matches!(interest::unmark(&tx, me, posting(2), Mark::Hidden).await, Err(Error::NotFound)));
        interest::unmark(&tx, me, posting(2), Mark::Saved).await.unwrap();
        storage::worker::erase(&tx, other, kept_at(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(interest::marks(&db, me).await.unwrap().saved.is_empty());
        assert!(interest::marks(&db, other).await.unwrap() == Marks::default());
    })
    .await;
}

#[tokio::test]
async fn employers_are_hidden_once_and_shown_by_their_own() {
    for_each_database(async |db: Database| {
        let (me, other) = (worker(&db).await, worker(&db).await);
        let hidden = |account| HiddenEmployer {
            id: Uuid::now_v7(),
            account,
            employer: "northern hospital".to_owned(),
            name: "The « Northern » Hospital".to_owned(),
            hidden_at: kept_at(1),
        };
        let (mine, theirs) = (hidden(me), hidden(other));
        let tx = begin(&db).await.unwrap();
        interest::hide_employer(&tx, &mine).await.unwrap();
        interest::hide_employer(&tx, &theirs).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(interest::hidden_employers(&db, me).await.unwrap(), std::slice::from_ref(&mine));
        let tx = begin(&db).await.unwrap();
        assert!(matches!(interest::hide_employer(&tx, &hidden(me)).await, Err(Error::Unique(_))));
        tx.rollback().await.unwrap();
        let tx = begin(&db).await.unwrap();
        assert!(matches!(interest::show_employer(&tx, me, theirs.id).await, Err(Error::NotFound)));
        interest::show_employer(&tx, me, mine.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(interest::hidden_employers(&db, me).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn searches_are_edited_by_version_and_by_their_own() {
    for_each_database(async |db: Database| {
        let (me, other) = (worker(&db).await, worker(&db).await);
        let mut kept = SavedSearch {
            id: Uuid::now_v7(),
            account: me,
            version: 1,
            name: "« Près »".to_owned(),
            query: "role=rn&near=Québec'\"".to_owned(),
            saved_at: kept_at(1),
        };
        let tx = begin(&db).await.unwrap();
        interest::insert_search(&tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(interest::searches(&db, me).await.unwrap(), std::slice::from_ref(&kept));
        assert!(matches!(interest::find_search(&db, other, kept.id).await, Err(Error::NotFound)));
        kept.name = "Loin".to_owned();
        let tx = begin(&db).await.unwrap();
        assert_eq!(interest::update_search(&tx, &kept).await.unwrap(), 2);
        tx.commit().await.unwrap();
        let tx = begin(&db).await.unwrap();
        assert!(matches!(interest::update_search(&tx, &kept).await, Err(Error::Conflict { current: 2 })));
        assert!(matches!(interest::remove_search(&tx, other, kept.id).await, Err(Error::NotFound)));
        interest::remove_search(&tx, me, kept.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(interest::searches(&db, me).await.unwrap(), []);
    })
    .await;
}
