//! Accounts and what people sign in with: what is used once is used once, whoever else tries at the same time.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::account::{AccountId, Kind};
use domain::throttle::Limit;
use storage::account::{self, Account};
use storage::registration::{self, Registration};
use storage::session::{self, Session};
use storage::testing::for_each_database;
use storage::token::{self, Purpose};
use storage::{Database, Result, begin, throttle};
use uuid::Uuid;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn someone(number: u128) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        version: 1,
        kind: Kind::Worker,
        staff: None,
        email: format!("someone{number}@example.org"),
        name: "Someone".to_owned(),
        language: Lang::Fr,
        password_hash: "first".to_owned(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: vec!["a".to_owned(), "b".to_owned()],
        confirmed_at: Some(at(0)),
        created_at: at(0),
    }
}

async fn kept(db: &Database, number: u128) -> Account {
    let account = someone(number);
    let tx = begin(db).await.unwrap();
    account::insert(&tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    account
}

fn session(number: u128, account: AccountId) -> Session {
    Session {
        id: Uuid::from_u128(number),
        account,
        token_hash: format!("hash {number}"),
        second_factor: false,
        agent: String::new(),
        created_at: at(0),
        seen_at: at(0),
        expires_at: at(100),
    }
}

/// How many of ten tries at once come through.
async fn of_ten(db: &Database, attempt: impl AsyncFn(storage::Transaction) -> Result<bool> + Copy) -> usize {
    let tries = (0..10).map(|_| async move { attempt(begin(db).await?).await });
    let outcomes = futures::future::join_all(tries).await;
    outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_holds_over_all_who_try_at_once() {
    for_each_database(async |db| {
        let limit = Limit::new(3, 20);
        let attempt = async |tx: storage::Transaction| {
            let wait = throttle::take(&tx, "key", limit, at(0)).await?;
            tx.commit().await?;
            Ok(wait.is_none())
        };
        assert_eq!(of_ten(&db, attempt).await, 3);
        let tx = begin(&db).await.unwrap();
        assert_eq!(throttle::take(&tx, "key", limit, at(5)).await.unwrap(), Some(TimeDelta::seconds(15)));
        assert_eq!(throttle::take(&tx, "other", limit, at(5)).await.unwrap(), None);
        assert_eq!(throttle::take(&tx, "key", limit, at(20)).await.unwrap(), None);
        assert!(throttle::take(&tx, "key", limit, at(20)).await.unwrap().is_some());
        // Full again after a minute, and then as good as new.
        assert_eq!(throttle::prune(&tx, at(79)).await.unwrap(), 1);
        assert_eq!(throttle::prune(&tx, at(80)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_and_a_recovery_code_are_taken_once() {
    for_each_database(async |db| {
        let account = &kept(&db, 1).await;
        let step = async |tx: storage::Transaction| {
            let taken = account::take_step(&tx, account.id, 7).await?;
            tx.commit().await?;
            Ok(taken)
        };
        assert_eq!(of_ten(&db, step).await, 1);
        let code = async |tx: storage::Transaction| {
            let taken = account::take_recovery(&tx, account, "a").await?;
            tx.commit().await?;
            Ok(taken)
        };
        assert_eq!(of_ten(&db, code).await, 1);
        let after = account::find(&db, account.id).await.unwrap();
        assert_eq!((after.totp_last_step, after.recovery_hashes.as_slice()), (7, ["b".to_owned()].as_slice()));
        // None of this is an edit of the account.
        assert_eq!(after.version, account.version);
        let tx = begin(&db).await.unwrap();
        assert!(!account::take_step(&tx, account.id, 6).await.unwrap());
        assert!(!account::take_recovery(&tx, &after, "a").await.unwrap());
        assert!(!account::take_recovery(&tx, &after, "c").await.unwrap());
        assert!(account::take_recovery(&tx, &after, "b").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_password_is_replaced_from_the_one_in_force_only() {
    for_each_database(async |db| {
        let account = kept(&db, 1).await;
        let tx = begin(&db).await.unwrap();
        assert!(account::replace_password(&tx, account.id, "first", "second").await.unwrap());
        assert!(!account::replace_password(&tx, account.id, "first", "third").await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(account::find(&db, account.id).await.unwrap().password_hash, "second");
        assert!(account::by_email(&db, &account.email).await.unwrap().is_some());
        assert!(account::by_email(&db, "nobody@example.org").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_edit_brings_back_nothing_that_was_replaced_or_used_up() {
    for_each_database(async |db| {
        let before = kept(&db, 1).await;
        let tx = begin(&db).await.unwrap();
        assert!(account::replace_password(&tx, before.id, "first", "second").await.unwrap());
        assert!(account::take_step(&tx, before.id, 7).await.unwrap());
        account::replace_recovery(&tx, before.id, &["c".to_owned()]).await.unwrap();
        let renamed = Account { name: "Someone else".to_owned(), ..before.clone() };
        assert_eq!(account::update(&tx, &renamed).await.unwrap(), 2);
        tx.commit().await.unwrap();
        let expected = Account {
            version: 2,
            password_hash: "second".to_owned(),
            totp_last_step: 7,
            recovery_hashes: vec!["c".to_owned()],
            ..renamed
        };
        assert!(account::find(&db, before.id).await.unwrap() == expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_token_is_good_once_for_its_purpose_and_time() {
    for_each_database(async |db| {
        let account = kept(&db, 1).await;
        let tx = begin(&db).await.unwrap();
        for hash in ["one", "another"] {
            token::insert(&tx, hash, Purpose::ResetPassword, Some(account.id), at(60)).await.unwrap();
        }
        token::insert(&tx, "nobody's", Purpose::ResetPassword, None, at(60)).await.unwrap();
        tx.commit().await.unwrap();
        let owner =
            async |hash: &str, seconds| token::find(&db, hash, Purpose::ResetPassword, at(seconds)).await.unwrap();
        assert_eq!(owner("one", 59).await, Some(account.id));
        assert_eq!([owner("one", 60).await, owner("two", 0).await, owner("nobody's", 0).await], [None; 3]);
        let id = account.id;
        let consume = async |tx: storage::Transaction| {
            let used = token::consume(&tx, "one", Purpose::ResetPassword, id).await?;
            tx.commit().await?;
            Ok(used)
        };
        assert_eq!(of_ten(&db, consume).await, 1);
        assert_eq!(owner("another", 0).await, None, "using one uses up the others");
        let tx = begin(&db).await.unwrap();
        assert_eq!(token::prune(&tx, at(60)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn registrations_for_one_address_are_apart_until_one_is_confirmed() {
    for_each_database(async |db| {
        let registration = |name: &str| Registration {
            kind: Kind::Employer,
            email: "new@example.org".to_owned(),
            name: name.to_owned(),
            language: Lang::En,
            password_hash: format!("hash of {name}"),
            expires_at: at(60),
        };
        let tx = begin(&db).await.unwrap();
        for name in ["theirs", "someone else's"] {
            registration::insert(&tx, name, &registration(name)).await.unwrap();
        }
        tx.commit().await.unwrap();
        for name in ["theirs", "someone else's"] {
            let found = registration::find(&db, name, at(59)).await.unwrap().unwrap();
            assert_eq!(found, registration(name));
            assert!(registration::find(&db, name, at(60)).await.unwrap().is_none());
        }
        let tx = begin(&db).await.unwrap();
        registration::remove_for(&tx, "new@example.org").await.unwrap();
        assert!(registration::find(&tx, "theirs", at(0)).await.unwrap().is_none());
        registration::insert(&tx, "late", &registration("late")).await.unwrap();
        assert_eq!(registration::prune(&tx, at(59)).await.unwrap(), 0);
        assert_eq!(registration::prune(&tx, at(60)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_is_known_by_its_token_until_it_ends_or_its_account_does() {
    for_each_database(async |db| {
        let account = kept(&db, 1).await;
        let tx = begin(&db).await.unwrap();
        for number in 1..=3 {
            session::insert(&tx, &session(number, account.id)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let known = async |number: u128, seconds| {
            session::caller(&db, &format!("hash {number}"), at(seconds)).await.unwrap().map(|(session, _)| session.id)
        };
        assert_eq!(known(2, 99).await, Some(Uuid::from_u128(2)));
        assert_eq!(known(2, 100).await, None);
        assert_eq!(known(4, 0).await, None);
        session::touch(&db, Uuid::from_u128(2), at(50)).await.unwrap();
        assert_eq!(session::find(&db, Uuid::from_u128(2)).await.unwrap().seen_at, at(50));
        let tx = begin(&db).await.unwrap();
        session::remove(&tx, Uuid::from_u128(1)).await.unwrap();
        session::remove_others(&tx, account.id, Some(Uuid::from_u128(3))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!([known(1, 0).await, known(2, 0).await, known(3, 0).await], [None, None, Some(Uuid::from_u128(3))]);
        assert_eq!(session::of_account(&db, account.id, at(0)).await.unwrap().len(), 1);
        let tx = begin(&db).await.unwrap();
        assert_eq!(session::prune(&tx, at(99)).await.unwrap(), 0);
        account::remove(&tx, account.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(known(3, 0).await, None);
    })
    .await;
}
