use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::AccountId;
use domain::application::Application;
use domain::compliance::fraud::Sign;
use domain::moderation::{Grounds, Reason};
use domain::organization::{Headcount, OrganizationId};
use domain::posting::authored::{Author, Authored, Check, Event, Form, Hold, HoldRule, Site, Words};
use domain::posting::{Arrangement, LIVE_DAYS, Origin, PostingId, Status};
use domain::reference::{Province, Role};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use storage::change::{self, Position};
use storage::source::{self, Link, Source, SourceId};
use storage::testing::{TestDatabase, for_each_database, settle};
use storage::{Database, Error, authored, begin, posting};
use uuid::Uuid;

use crate::hiring;
use crate::sample::{id, kept_at, posting as imported};

fn organization(n: u128) -> OrganizationId {
    OrganizationId(Uuid::from_u128(n))
}

const BY: AccountId = AccountId(Uuid::from_u128(77));

fn author() -> Author {
    Author {
        name: "Maple « Soins » Manor".to_owned(),
        arrangement: Arrangement::Direct,
        licences: Vec::new(),
        headcount: Some(Headcount::From25),
        domain: None,
        verified: true,
        facilities: Vec::new(),
    }
}

fn form(title: &str) -> Form {
    let description = "Soins d'urgence.\n'\"\\ 🏥".to_owned();
    Form {
        en: Some(Words { title: title.to_owned(), description, benefits: String::new() }),
        roles: vec![Role::parse("rn").unwrap()],
        sites: vec![Site::Place { name: "Sudbury".to_owned(), province: Province::On, postal_code: None }],
        vacancy: Some(true),
        ..Form::default()
    }
}

pub(crate) fn draft(n: u128, whose: u128) -> Authored {
    Authored::draft(id(n), organization(whose), form("Registered nurse"), &author(), kept_at(0))
}

fn hold() -> Hold {
    Hold { rule: HoldRule::Sign(Sign::Crypto), at: "/en/title".to_owned(), words: "bitcoin".to_owned() }
}

pub(crate) fn check(holds: Vec<Hold>) -> Check {
    Check { verified: true, sound: true, holds, applications_end: None }
}

pub(crate) async fn insert(db: &Database, all: &[Authored]) {
    let tx = begin(db).await.unwrap();
    for one in all {
        authored::insert(&tx, one, BY, kept_at(0)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// The posting after an event, kept.
pub(crate) async fn kept(db: &Database, before: Authored, event: &Event, now: DateTime<Utc>) -> Authored {
    let version = before.version;
    let mut after = before.after(event, now).unwrap();
    let tx = begin(db).await.unwrap();
    after.version = authored::update(&tx, &after, version, now).await.unwrap();
    tx.commit().await.unwrap();
    after
}

/// As it is read back: the content carries the days of its life.
fn as_read(written: &Authored) -> Authored {
    Authored { content: written.posting().content, ..written.clone() }
}

#[tokio::test]
async fn a_posting_comes_back_as_it_was_written_with_its_versions() {
    for_each_database(async |db| {
        let mut written = Authored { claimed: Some(id(900)), group: id(900), ..draft(1, 5) };
        written.life.returned = Some(Grounds { reason: Reason::Incomplete, note: "Dites « qui ».".to_owned() });
        written.life.cleared = vec![hold()];
        insert(&db, &[written.clone()]).await;
        assert_eq!(authored::find(&db, id(1)).await.unwrap(), as_read(&written));
        let as_posting = posting::find(&db, id(1)).await.unwrap();
        assert_eq!((as_posting.origin, as_posting.status), (Origin::Authored, Status::Draft));

        let other = written.clone().written(form("Nurse, nights"), &author(), kept_at(5));
        let tx = begin(&db).await.unwrap();
        assert_eq!(authored::rewrite(&tx, &other, 1, BY, kept_at(5)).await.unwrap(), 2);
        let late = authored::rewrite(&tx, &written, 1, BY, kept_at(6)).await;
        assert!(matches!(late, Err(Error::Conflict { current: 2 })), "{late:?}");
        tx.commit().await.unwrap();
        let read = authored::find(&db, id(1)).await.unwrap();
        assert_eq!((read.version, &read.form), (2, &other.form));
        let versions = authored::versions(&db, id(1), None, 10).await.unwrap();
        let told: Vec<_> = versions.iter().map(|v| (v.version, v.at, v.by, &v.form)).collect();
        assert_eq!(told, [(2, kept_at(5), BY, &other.form), (1, kept_at(0), BY, &written.form)]);
        assert_eq!(authored::versions(&db, id(1), Some(2), 10).await.unwrap().len(), 1);

        // What was imported is not authored.
        let tx = begin(&db).await.unwrap();
        posting::insert(&tx, &[imported(900)], kept_at(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(authored::find(&db, id(900)).await, Err(Error::NotFound)));
        assert_eq!(authored::claiming(&db, organization(5), id(900)).await.unwrap().unwrap().id, id(1));
        assert!(authored::claiming(&db, organization(6), id(900)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_organization_lists_its_own_newest_first() {
    for_each_database(async |db| {
        let all: Vec<Authored> = (1..=25).map(|n| draft(n, n % 2)).collect();
        insert(&db, &all).await;
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = authored::of_organization(&db, organization(1), before, 5).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.iter().map(|own| own.id));
        }
        assert_eq!(seen, (1..=25).rev().step_by(2).map(id).collect::<Vec<_>>());
    })
    .await;
}

/// The ids of the listed postings.
async fn listed(db: &Database, now: DateTime<Utc>) -> BTreeSet<PostingId> {
    posting::listed_page(db, now, None, 100).await.unwrap().into_iter().map(|posting| posting.id).collect()
}

#[tokio::test]
async fn every_move_is_heard_and_only_what_is_live_is_listed() {
    for_each_database(async |db| {
        insert(&db, &[draft(1, 1)]).await;
        let mut own = authored::find(&db, id(1)).await.unwrap();
        let steps = [
            (Event::Publish(check(vec![hold()])), Status::Review),
            (Event::Approve(check(vec![hold()])), Status::Live),
            (Event::Pause, Status::Paused),
            (Event::Resume(check(vec![hold()])), Status::Live),
            (Event::Confirm, Status::Live),
            (Event::Extend { applications_end: None }, Status::Live),
            (Event::Close { filled: true }, Status::Filled),
        ];
        settle(&db).await;
        let mut position = change::head(&db).await.unwrap();
        for (minute, (event, expected)) in (1..).zip(&steps) {
            let now = kept_at(minute * 60);
            own = kept(&db, own, event, now).await;
            assert_eq!((own.life.status, own.version), (*expected, i32::try_from(minute).unwrap() + 1));
            let in_review: Vec<_> =
                authored::in_review(&db, None, 10).await.unwrap().iter().map(|own| own.id).collect();
            assert_eq!(in_review.contains(&id(1)), *expected == Status::Review);
            let in_state = authored::in_state(&db, organization(1), *expected).await.unwrap();
            assert_eq!(in_state, [as_read(&own)]);
            assert_eq!(listed(&db, now).await.contains(&id(1)), *expected == Status::Live, "{event:?}");
            settle(&db).await;
            let heard = change::read(&db, position, 10).await.unwrap();
            assert_eq!(heard.rows.iter().map(|change| change.id).collect::<Vec<_>>(), [id(1).0], "{event:?}");
            position = heard.next;
        }
    })
    .await;
}

const EVENTS: &[&str] = &[
    "publish", "publish", "approve", "return", "pause", "resume", "extend", "confirm", "edit", "close", "expire",
    "withdraw", "restore", "restore",
];

/// A hundred random lives: what is kept and listed and due is what the rules say, after every event.
#[test]
fn a_hundred_lives_are_kept_as_the_rules_say() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let databases = runtime.block_on(TestDatabase::all());
    let mut runner = TestRunner::new(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() });
    let held = prop_oneof![3 => Just(false), 1 => Just(true)];
    let hours = prop_oneof![4 => 0..48_i64, 1 => Just(LIVE_DAYS * 24)];
    let steps = vec((select(EVENTS), held, hours), 1..12);
    runner
        .run(&(any::<u128>(), steps), |(n, steps)| {
            for db in &databases {
                runtime.block_on(live(db, n, &steps));
            }
            Ok(())
        })
        .unwrap();
}

async fn live(db: &Database, n: u128, steps: &[(&str, bool, i64)]) {
    insert(db, &[draft(n, 3)]).await;
    let mut own = authored::find(db, id(n)).await.unwrap();
    let mut now = kept_at(0);
    for (event, held, hours) in steps {
        now += TimeDelta::hours(*hours);
        let check = check(if *held { vec![hold()] } else { vec![] });
        let event = match *event {
            "publish" => Event::Publish(check),
            "approve" => Event::Approve(check),
            "return" => Event::Return(Grounds { reason: Reason::Unlawful, note: String::new() }),
            "pause" => Event::Pause,
            "resume" => Event::Resume(check),
            "extend" => Event::Extend { applications_end: None },
            "confirm" => Event::Confirm,
            "edit" => Event::Edit(check),
            "close" => Event::Close { filled: false },
            "withdraw" => Event::Withdraw,
            "restore" => Event::Restore(check),
            _ => Event::Expire,
        };
        if own.clone().after(&event, now).is_ok() {
            own = kept(db, own, &event, now).await;
        }
        let read = authored::find(db, id(n)).await.unwrap();
        assert_eq!(read, as_read(&own), "after {event:?}");
        assert_eq!(listed(db, now).await.contains(&id(n)), own.posting().is_live(now));
        let due = authored::due(db, now, 200).await.unwrap().iter().any(|due| due.id == id(n));
        assert_eq!(due, own.life.is_due(now), "after {event:?}");
    }
    // Out of the way of the next.
    if !own.life.status.has_ended() {
        kept(db, own, &Event::Withdraw, now).await;
    }
}

fn entry(n: u128, of: PostingId, link: Link) -> Source {
    Source {
        id: SourceId(Uuid::from_u128(n)),
        posting: of,
        source: format!("source {n}"),
        reference: Some(n.to_string()),
        content_key: n.to_string(),
        content_hash: n.to_string(),
        url: None,
        link,
        first_seen_at: kept_at(0),
        last_seen_at: kept_at(0),
        withdrawn_at: None,
    }
}

#[tokio::test]
async fn entries_of_a_claimed_posting_go_with_it() {
    for_each_database(async |db| {
        insert(&db, &[draft(1, 1)]).await;
        let known = imported(900);
        let merged = Link::Merged { content: Box::new(crate::sample::content("Infirmière")) };
        let tx = begin(&db).await.unwrap();
        posting::insert(&tx, std::slice::from_ref(&known), kept_at(0)).await.unwrap();
        source::insert(&tx, &[entry(1, id(900), Link::Primary), entry(2, id(900), merged.clone())]).await.unwrap();
        source::adopt(&tx, &known, id(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(source::of_posting(&db, id(900)).await.unwrap(), []);
        let links: Vec<Link> = source::of_posting(&db, id(1)).await.unwrap().into_iter().map(|s| s.link).collect();
        assert_eq!(links, [Link::Merged { content: Box::new(known.content) }, merged]);
        // Taken apart again, the entry is from elsewhere as it was.
        let tx = begin(&db).await.unwrap();
        let apart = source::unlink(&tx, SourceId(Uuid::from_u128(1)), id(901), kept_at(9)).await.unwrap();
        assert_eq!((apart.origin, apart.status), (Origin::Imported, Status::Live));
        tx.rollback().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_ended_long_ago_is_forgotten_whole() {
    for_each_database(async |db| {
        insert(&db, &[draft(1, 1), draft(2, 1), draft(3, 1)]).await;
        let tx = begin(&db).await.unwrap();
        source::insert(&tx, &[entry(1, id(1), Link::Primary)]).await.unwrap();
        tx.commit().await.unwrap();
        let close = Event::Close { filled: false };
        for (n, day) in [(1, 10), (2, 20)] {
            let own = authored::find(&db, id(n)).await.unwrap();
            kept(&db, own, &close, kept_at(day * 86_400)).await;
        }
        let me = hiring::worker(&db).await;
        let [old, recent] = [1, 2].map(|n| Application { posting: id(n), ..hiring::application(me) });
        for application in [&old, &recent] {
            hiring::insert(&db, application).await;
        }
        let tx = begin(&db).await.unwrap();
        let before = kept_at(15 * 86_400);
        assert_eq!(authored::prune_closed(&tx, before, kept_at(99 * 86_400)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(matches!(posting::find(&db, id(1)).await, Err(Error::NotFound)));
        assert_eq!(authored::versions(&db, id(1), None, 10).await.unwrap(), []);
        assert_eq!(source::of_posting(&db, id(1)).await.unwrap(), []);
        // Who applied is forgotten with what they applied to.
        assert_eq!(storage::application::of_worker(&db, me, None, 10).await.unwrap(), [recent]);
        assert_eq!(posting::count(&db).await.unwrap(), 2);
        settle(&db).await;
        let changes = change::read(&db, Position::START, 100).await.unwrap().rows;
        let gone: Vec<Uuid> = changes.iter().filter(|change| change.deleted).map(|change| change.id).collect();
        assert_eq!(gone, [id(1).0]);
    })
    .await;
}
