//! Reviews by a person.

use domain::account::AccountId;
use domain::application::ApplicationId;
use domain::review::{Answer, Finding, Review, ReviewId, Subject};
use storage::testing::for_each_database;
use storage::{Database, Error, begin, review};
use uuid::Uuid;

use crate::hiring::worker;
use crate::sample::{id, kept_at};

#[tokio::test]
async fn a_review_waits_and_is_answered_once_and_goes_with_its_worker() {
    for_each_database(async |db: Database| {
        let me = worker(&db).await;
        let asked = |subject| Review {
            id: ReviewId(Uuid::now_v7()),
            worker: me,
            subject,
            words: "« C'est faux »\n'\"\\ 🏥".to_owned(),
            asked_at: kept_at(1),
            answer: None,
        };
        let one = asked(Subject::Match(id(1)));
        let two = asked(Subject::Rejection(ApplicationId(Uuid::from_u128(5)), id(2)));
        let tx = begin(&db).await.unwrap();
        review::insert(&tx, &one).await.unwrap();
        review::insert(&tx, &two).await.unwrap();
        tx.commit().await.unwrap();
        assert!(review::waiting(&db, None, 9).await.unwrap() == [one.clone(), two.clone()]);
        assert!(review::waiting(&db, Some(one.id), 9).await.unwrap() == [two.clone()]);
        let by = AccountId(Uuid::from_u128(9));
        let answer = Answer { finding: Finding::OurMistake, words: "Pardon.".to_owned(), by, at: kept_at(2) };
        let tx = begin(&db).await.unwrap();
        review::answer(&tx, one.id, &answer).await.unwrap();
        assert!(matches!(review::answer(&tx, one.id, &answer).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        let answered = Review { answer: Some(answer), ..one };
        assert!(review::find(&db, answered.id).await.unwrap() == answered);
        assert!(review::of_worker(&db, me).await.unwrap() == [two.clone(), answered]);
        assert!(review::waiting(&db, None, 9).await.unwrap() == [two]);
        let tx = begin(&db).await.unwrap();
        storage::worker::erase(&tx, me, kept_at(3)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(review::of_worker(&db, me).await.unwrap().is_empty());
    })
    .await;
}
