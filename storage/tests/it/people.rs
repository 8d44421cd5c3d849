//! Accounts, sessions and kept answers, on both databases.

use chrono::{DateTime, Duration, SubsecRound, TimeZone, Utc};
use domain::Lang;
use domain::account::{AccountId, Kind, Staff};
use storage::account::{self, Account};
use storage::idempotency::{self, Answer, Key};
use storage::session::{self, Session};
use storage::testing::for_each_database;
use storage::{Error, begin};
use uuid::Uuid;

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 1, hour, 0, 0).unwrap().trunc_subsecs(6)
}

fn someone(email: &str) -> Account {
    Account {
        id: AccountId(Uuid::now_v7()),
        version: 1,
        kind: Kind::Employer,
        staff: Some(Staff::Moderator),
        email: email.to_owned(),
        name: "Zoé \u{1f600}".to_owned(),
        language: Lang::Fr,
        password_hash: "$argon2id$x".to_owned(),
        totp_secret: Some("k1:abc".to_owned()),
        totp_proved: true,
        totp_last_step: i64::MAX,
        recovery_hashes: vec!["a".to_owned(), "b".to_owned()],
        confirmed_at: None,
        created_at: at(1),
    }
}

fn session_of(account: &Account, hash: &str, until: DateTime<Utc>) -> Session {
    Session {
        id: Uuid::now_v7(),
        account: account.id,
        token_hash: hash.to_owned(),
        second_factor: true,
        agent: "a browser".to_owned(),
        created_at: at(2),
        seen_at: at(2),
        expires_at: until,
    }
}

#[tokio::test]
async fn an_account_is_read_back_as_written_and_its_edits_are_guarded() {
    for_each_database(async |db| {
        let made = someone("zoe@example.org");
        let tx = begin(&db).await.unwrap();
        account::insert(&tx, &made).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(account::find(&db, made.id).await.unwrap(), made);
        assert_eq!(account::by_email(&db, "zoe@example.org").await.unwrap().unwrap(), made);
        assert!(account::by_email(&db, "ZOE@example.org").await.unwrap().is_none());
        let tx = begin(&db).await.unwrap();
        let twice = account::insert(&tx, &Account { id: AccountId(Uuid::now_v7()), ..made.clone() }).await;
        assert!(matches!(twice, Err(Error::Unique(name)) if name == "unique_account_email"));
        tx.rollback().await.unwrap();
        let tx = begin(&db).await.unwrap();
        let edited = Account { name: "Z".to_owned(), staff: None, ..made.clone() };
        assert_eq!(account::update(&tx, &edited).await.unwrap(), 2);
        assert!(matches!(account::update(&tx, &edited).await, Err(Error::Conflict { current: 2 })));
        tx.commit().await.unwrap();
        assert!(!format!("{made:?}").contains("example.org"));
    })
    .await;
}

#[tokio::test]
async fn a_token_stands_for_its_person_until_the_session_ends() {
    for_each_database(async |db| {
        let made = someone("a@example.org");
        let (long, short) = (session_of(&made, "h1", at(9)), session_of(&made, "h2", at(4)));
        let tx = begin(&db).await.unwrap();
        account::insert(&tx, &made).await.unwrap();
        session::insert(&tx, &long).await.unwrap();
        session::insert(&tx, &short).await.unwrap();
        tx.commit().await.unwrap();
        let (found, person) = session::caller(&db, "h1", at(3)).await.unwrap().unwrap();
        assert_eq!((&found, person.account, person.staff), (&long, made.id, Some(Staff::Moderator)));
        assert!(person.second_factor && person.kind == Kind::Employer);
        assert!(session::caller(&db, "h3", at(3)).await.unwrap().is_none());
        assert!(session::caller(&db, "h2", at(4)).await.unwrap().is_none(), "ended at that very moment");
        assert_eq!(session::of_account(&db, made.id, at(3)).await.unwrap().len(), 2);
        let tx = begin(&db).await.unwrap();
        session::remove_others(&tx, made.id, Some(long.id)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(session::of_account(&db, made.id, at(3)).await.unwrap(), [long]);
        let tx = begin(&db).await.unwrap();
        account::remove(&tx, made.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(session::caller(&db, "h1", at(3)).await.unwrap().is_none(), "gone with the account");
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_once_per_caller_operation_and_key() {
    for_each_database(async |db| {
        let made = someone("b@example.org");
        let answer = Answer {
            fingerprint: "f".to_owned(),
            location: "/x/1".to_owned(),
            version: 1,
            body: "{\"a\":\"é\"}".to_owned(),
        };
        let key = Key { account: made.id, operation: "create_posting", key: "k" };
        let tx = begin(&db).await.unwrap();
        account::insert(&tx, &made).await.unwrap();
        assert!(idempotency::find(&tx, key).await.unwrap().is_none());
        idempotency::keep(&tx, key, &answer, at(1)).await.unwrap();
        idempotency::keep(&tx, Key { operation: "add_facility", ..key }, &answer, at(2)).await.unwrap();
        tx.commit().await.unwrap();
        let tx = begin(&db).await.unwrap();
        assert!(matches!(idempotency::keep(&tx, key, &answer, at(3)).await, Err(Error::Unique(_))));
        tx.rollback().await.unwrap();
        assert!(idempotency::find(&db, key).await.unwrap().unwrap() == answer);
        let tx = begin(&db).await.unwrap();
        assert_eq!(idempotency::prune(&tx, at(1) + Duration::minutes(1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(idempotency::find(&db, key).await.unwrap().is_none());
    })
    .await;
}
