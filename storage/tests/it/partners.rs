//! API keys, webhooks and the messages to them.

use chrono::TimeDelta;
use domain::access::{Membership, Scope};
use domain::account::{AccountId, Kind};
use domain::organization::{Member, MemberRole};
use domain::posting::Status;
use domain::posting::authored::Event as PostingEvent;
use domain::webhook::{Event, State};
use storage::account::{self, Account};
use storage::organization::api_key::{self, ApiKey};
use storage::organization::{self, member};
use storage::testing::{self, for_each_database};
use storage::webhook::{self, Webhook};
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::authored::{check, draft, insert, kept};
use crate::hiring::{EMPLOYER, employer};
use crate::sample::kept_at;

async fn recruiter(db: &Database) -> AccountId {
    let id = AccountId(Uuid::now_v7());
    let account = Account { kind: Kind::Employer, ..testing::account(id, &format!("{}@example.org", id.0)) };
    let tx = begin(db).await.unwrap();
    account::insert(&tx, &account).await.unwrap();
    let member = Member { account: id, role: MemberRole::Recruiter, version: 1, since: kept_at(0) };
    member::insert(&tx, EMPLOYER, &member).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_key_stands_for_its_member_until_it_ends_or_they_go() {
    for_each_database(async |db: Database| {
        employer(&db).await;
        let by = recruiter(&db).await;
        let key = |n: u128, hash: &str| ApiKey {
            id: Uuid::from_u128(n),
            organization: EMPLOYER,
            by,
            name: "« Partenaire »".to_owned(),
            token_hash: hash.to_owned(),
            scopes: [Scope::ReadPostings, Scope::WritePostings].into_iter().collect(),
            created_at: kept_at(0),
            expires_at: kept_at(100),
        };
        let tx = begin(&db).await.unwrap();
        for key in [key(1, "one"), key(2, "two")] {
            api_key::insert(&tx, &key).await.unwrap();
        }
        assert!(matches!(api_key::insert(&tx, &key(3, "one")).await, Err(Error::Unique(_))));
        tx.rollback().await.unwrap();
        let tx = begin(&db).await.unwrap();
        for key in [key(1, "one"), key(2, "two")] {
            api_key::insert(&tx, &key).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(api_key::list(&db, EMPLOYER).await.unwrap(), [key(1, "one"), key(2, "two")]);
        assert_eq!(api_key::count(&db, EMPLOYER).await.unwrap(), 2);
        let stands_for = async |hash: &str, at| api_key::caller(&db, hash, kept_at(at)).await.unwrap();
        let found = stands_for("one", 99).await.unwrap();
        let membership = Membership { organization: EMPLOYER, role: MemberRole::Recruiter };
        assert_eq!((found.person.account, &found.person.memberships[..]), (by, &[membership][..]));
        assert!(found.scopes == key(1, "one").scopes && !found.person.second_factor);
        assert!(stands_for("one", 100).await.is_none() && stands_for("none", 1).await.is_none());
        let tx = begin(&db).await.unwrap();
        api_key::remove(&tx, EMPLOYER, Uuid::from_u128(1)).await.unwrap();
        assert!(matches!(api_key::remove(&tx, EMPLOYER, Uuid::from_u128(1)).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert!(stands_for("one", 1).await.is_none() && stands_for("two", 1).await.is_some());
        let tx = begin(&db).await.unwrap();
        organization::lock(&tx, EMPLOYER).await.unwrap();
        member::remove(&tx, EMPLOYER, by).await.unwrap();
        tx.commit().await.unwrap();
        assert!(stands_for("two", 1).await.is_none());
        assert_eq!(api_key::list(&db, EMPLOYER).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_queued_with_what_it_tells_of_and_taken_by_one() {
    for_each_database(async |db: Database| {
        employer(&db).await;
        let hook = |n: u128, events: &[Event]| Webhook {
            id: Uuid::from_u128(n),
            organization: EMPLOYER,
            url: "https://partner.example/«crochet»".to_owned(),
            events: events.to_vec(),
            secret: "sealed".to_owned(),
            created_at: kept_at(0),
        };
        let hooks = [hook(1, &[Event::PostingChanged, Event::ApplicationMoved]), hook(2, &[Event::ApplicationMoved])];
        let tx = begin(&db).await.unwrap();
        for hook in &hooks {
            webhook::insert(&tx, hook).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(webhook::list(&db, EMPLOYER).await.unwrap() == hooks);
        let draft = draft(1, EMPLOYER.0.as_u128());
        insert(&db, std::slice::from_ref(&draft)).await;
        assert_eq!(webhook::due(&db, kept_at(9), 9).await.unwrap(), []);
        let live = kept(&db, draft, &PostingEvent::Publish(check(vec![])), kept_at(1)).await;
        assert_eq!(live.life.status, Status::Live);
        let due = webhook::due(&db, kept_at(9), 9).await.unwrap();
        let [message] = &due[..] else { panic!("{due:?}") };
        assert_eq!((message.webhook, message.event, message.attempts), (hooks[0].id, Event::PostingChanged, 0));
        assert!(message.payload.contains("\"version\":2,\"status\":\"live\""));
        // Of two who take it, one has it; and after it was silent, another may.
        assert!(webhook::take(&db, message, kept_at(60)).await.unwrap());
        assert!(!webhook::take(&db, message, kept_at(60)).await.unwrap());
        assert_eq!(webhook::due(&db, kept_at(59), 9).await.unwrap(), []);
        let again = webhook::due(&db, kept_at(60), 9).await.unwrap().remove(0);
        assert_eq!((again.id, again.attempts), (message.id, 1));
        let mut told = again.clone();
        (told.state, told.ended_at, told.last_status) = (State::Delivered, Some(kept_at(61)), Some(204));
        webhook::keep(&db, &told).await.unwrap();
        assert_eq!(webhook::deliveries(&db, hooks[0].id, None, 9).await.unwrap(), [told.clone()]);
        assert_eq!(webhook::deliveries(&db, hooks[0].id, Some(told.id), 9).await.unwrap(), []);
        assert_eq!(webhook::delivery_of(&db, told.id).await.unwrap(), told);
        assert_eq!(webhook::due(&db, kept_at(60) + TimeDelta::days(9), 9).await.unwrap(), []);
        let tx = begin(&db).await.unwrap();
        webhook::forget(&tx, kept_at(61)).await.unwrap();
        assert_eq!(webhook::deliveries(&tx, hooks[0].id, None, 9).await.unwrap().len(), 1);
        webhook::forget(&tx, kept_at(62)).await.unwrap();
        assert_eq!(webhook::deliveries(&tx, hooks[0].id, None, 9).await.unwrap(), []);
        webhook::remove(&tx, hooks[0].id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(webhook::find(&db, hooks[0].id).await, Err(Error::NotFound)));
    })
    .await;
}
