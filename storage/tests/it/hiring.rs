//! Applications, grants and looks.

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::AccountId;
use domain::application::{
    Actor, Answer, Application, ApplicationId, Decline, Event, Interview, InterviewId, Manner, Party, Progress, Reply,
    Source, Stage, State, Withdrawal, clock,
};
use domain::disclosure::{Datum, Disclosure};
use domain::document::DocumentId;
use domain::grant::{Basis, Between, Grant, GrantId, Look};
use domain::organization::{Contact, Headcount, Organization, OrganizationId, Profile, Verification};
use domain::posting::authored::{Question, QuestionKind, Twin};
use domain::posting::{Arrangement, PostingId};
use domain::reference::Province;
use domain::worker::{Blocked, Visibility};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use storage::account;
use storage::application::interview::{self, Kept};
use storage::application::{Which, clock as kept_clock};
use storage::reach::{self, Sum};
use storage::testing::{self, for_each_database};
use storage::worker::{Block, block, profile};
use storage::{Database, Error, application, begin, grant, organization};
use uuid::Uuid;

use crate::sample::kept_at;

pub(crate) const EMPLOYER: OrganizationId = OrganizationId(Uuid::from_u128(900));
const RECRUITER: AccountId = AccountId(Uuid::from_u128(901));
const POSTING: PostingId = PostingId(Uuid::from_u128(902));

pub(crate) async fn worker(db: &Database) -> AccountId {
    let id = AccountId(Uuid::now_v7());
    let account = testing::account(id, &format!("{}@example.org", id.0));
    let tx = begin(db).await.unwrap();
    account::insert(&tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub(crate) async fn employer(db: &Database) {
    let profile = Profile {
        name: "Maple Manor Regional".to_owned(),
        legal_name: "Maple Manor Inc.".to_owned(),
        website: None,
        contact: Some(Contact { name: "A".to_owned(), email: "a@example.org".to_owned(), phone: None }),
        arrangement: Arrangement::Direct,
        licences: vec![],
        province: Province::On,
        headcount: Headcount::From25,
    };
    let mut employer = Organization::new(EMPLOYER, profile, kept_at(0));
    employer.verification = Verification::Verified { at: kept_at(0) };
    let tx = begin(db).await.unwrap();
    organization::insert(&tx, &employer).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn application(worker: AccountId) -> Application {
    let text = |text: &str| Twin { en: Some(text.to_owned()), fr: None };
    let question = Question { text: text("Why « us »?"), kind: QuestionKind::Text, choices: vec![], required: false };
    let reply = Some(Reply::Text("Parce que.\n'\"\\ 🏥".to_owned()));
    Application {
        id: ApplicationId(Uuid::now_v7()),
        posting: POSTING,
        organization: EMPLOYER,
        worker,
        version: 1,
        source: Source::Invitation,
        answers: vec![Answer { question: question.clone(), reply }, Answer { question, reply: None }],
        resume: Some(DocumentId(Uuid::from_u128(5))),
        progress: Progress::submitted(worker, kept_at(1)),
    }
}

pub(crate) async fn insert(db: &Database, application: &Application) {
    let tx = begin(db).await.unwrap();
    storage::application::insert(&tx, application).await.unwrap();
    tx.commit().await.unwrap();
}

fn event() -> impl Strategy<Value = (Event, Party)> {
    let by = |party| move |event| (event, party);
    prop_oneof![
        Just(Event::Review).prop_map(by(Party::Employer)),
        Just(Event::Interview).prop_map(by(Party::Employer)),
        Just(Event::Offer).prop_map(by(Party::Employer)),
        Just(Event::Hire).prop_map(by(Party::Worker)),
        proptest::sample::select(Decline::ALL).prop_map(Event::Decline).prop_map(by(Party::Employer)),
        proptest::sample::select(Withdrawal::ALL).prop_map(Event::Withdraw).prop_map(by(Party::Worker)),
        Just(Event::Reopen { granted: true }).prop_map(by(Party::Employer)),
    ]
}

/// Values of a strategy, the same in every run.
pub(crate) fn values<S: Strategy>(strategy: &S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[tokio::test]
async fn a_hundred_applications_go_their_way_and_come_back_as_they_went() {
    let ways = values(&vec(event(), 0..12), 100);
    for_each_database(async |db: Database| {
        let me = worker(&db).await;
        let mut all = Vec::new();
        for way in &ways {
            let mut model = application(me);
            insert(&db, &model).await;
            for (number, (event, party)) in (2_i64..).zip(way) {
                let account = if *party == Party::Worker { me } else { RECRUITER };
                let by = Actor { party: *party, account };
                let Ok(after) = model.progress.after(*event, by, kept_at(number)) else { continue };
                let stale = Application { version: model.version + 1, progress: after.clone(), ..model.clone() };
                model.progress = after;
                let tx = begin(&db).await.unwrap();
                model.version = application::advance(&tx, &model).await.unwrap();
                tx.commit().await.unwrap();
                let tx = begin(&db).await.unwrap();
                let stale = Application { version: stale.version + 7, ..stale };
                let error = application::advance(&tx, &stale).await.unwrap_err();
                assert!(matches!(error, Error::Conflict { current } if current == model.version), "{error}");
                tx.rollback().await.unwrap();
            }
            assert_eq!(application::find(&db, model.id).await.unwrap(), model);
            all.insert(0, model);
        }
        assert_eq!(application::of_worker(&db, me, None, 1_000).await.unwrap(), all);
        let (first, rest) = all.split_at(30);
        let page = application::of_organization(&db, EMPLOYER, Which::default(), None, 30).await.unwrap();
        assert_eq!(page, first);
        let before = Some(first.last().unwrap().id);
        assert_eq!(application::of_worker(&db, me, before, 1_000).await.unwrap(), rest);
        for stage in Stage::ALL {
            let which = Which { posting: Some(POSTING), stage: Some(*stage) };
            let found = application::of_organization(&db, EMPLOYER, which, None, 1_000).await.unwrap();
            let expected: Vec<_> = all.iter().filter(|one| one.progress.stage() == *stage).cloned().collect();
            assert_eq!(found, expected, "{stage:?}");
        }
        let stages = application::stages(&db, me, EMPLOYER).await.unwrap();
        assert!(stages.iter().rev().eq(&all.iter().map(|one| (one.id, one.progress.stage())).collect::<Vec<_>>()));
        assert!(matches!(application::find_of(&db, RECRUITER, all[0].id).await, Err(Error::NotFound)));
        assert!(matches!(
            application::find_to(&db, OrganizationId(Uuid::nil()), all[0].id).await,
            Err(Error::NotFound)
        ));
        let tx = begin(&db).await.unwrap();
        storage::worker::erase(&tx, me, kept_at(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(application::of_worker(&db, me, None, 10).await.unwrap(), []);
        assert!(matches!(application::find(&db, all[0].id).await, Err(Error::NotFound)));
    })
    .await;
}

/// What a worker does about one organization.
#[derive(Clone, Copy, Debug)]
enum Doing {
    Choose(Visibility),
    Apply,
    Revoke,
    Block(bool),
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        proptest::sample::select(Visibility::ALL).prop_map(Doing::Choose),
        Just(Doing::Apply),
        Just(Doing::Revoke),
        any::<bool>().prop_map(Doing::Block),
    ]
}

/// Does it to the model and to the database.
async fn act(db: &Database, me: AccountId, doing: Doing, model: &mut Between, now: DateTime<Utc>) {
    let tx = begin(db).await.unwrap();
    account::lock(&tx, me).await.unwrap();
    match doing {
        Doing::Choose(visibility) => {
            let kept = profile::of(&tx, me).await.unwrap();
            profile::save(&tx, &profile::Profile { visibility, ..kept }, now).await.unwrap();
            model.visibility = visibility;
        }
        Doing::Apply => {
            let application = application(me);
            application::insert(&tx, &application).await.unwrap();
            let basis = Basis::Application(application.id);
            let given = Grant::given(GrantId(Uuid::now_v7()), me, EMPLOYER, basis, now);
            grant::keep(&tx, &[given]).await.unwrap();
            model.grants.push(given);
            model.applications.push((application.id, Stage::Submitted));
        }
        Doing::Revoke => {
            model.revoke(GrantId(Uuid::now_v7()), me, EMPLOYER, now);
            grant::keep(&tx, &model.grants).await.unwrap();
        }
        Doing::Block(blocked) => {
            for known in block::of(&tx, me).await.unwrap() {
                block::remove(&tx, &known, now).await.unwrap();
            }
            // Under another spelling of its name.
            let who = Blocked::by_name("The Maple Manor, Regional").unwrap();
            if blocked {
                let block = Block { id: Uuid::now_v7(), account: me, blocked: who, name: None, created_at: now };
                block::insert(&tx, &block).await.unwrap();
            }
            model.blocked = blocked;
        }
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_lies_between_a_worker_and_an_organization_comes_back_after_a_hundred_ways() {
    let ways = values(&vec(doing(), 0..10), 100);
    for_each_database(async |db: Database| {
        employer(&db).await;
        for way in &ways {
            let me = worker(&db).await;
            let nothing = Visibility::Hidden;
            let mut model =
                Between { visibility: nothing, blocked: false, verified: true, grants: vec![], applications: vec![] };
            for (second, doing) in (10..).zip(way) {
                act(&db, me, *doing, &mut model, kept_at(second)).await;
                assert_eq!(grant::between(&db, me, EMPLOYER).await.unwrap(), model, "{way:?}");
            }
            assert_eq!(grant::of_worker(&db, me).await.unwrap(), model.grants);
        }
        let nowhere = grant::between(&db, RECRUITER, OrganizationId(Uuid::nil())).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_look_is_kept_unless_it_only_goes_on_one() {
    for_each_database(async |db: Database| {
        let me = worker(&db).await;
        let look = |minutes: i64, what: &[Datum]| Look {
            organization: EMPLOYER,
            by: RECRUITER,
            at: kept_at(minutes * 60),
            what: Disclosure::of(what.iter().copied()),
            grant: GrantId(Uuid::from_u128(3)),
        };
        let tx = begin(&db).await.unwrap();
        for look in [
            look(0, &[Datum::Name, Datum::Roles]),
            look(10, &[Datum::Name]),
            look(20, &[Datum::Name, Datum::Contact]),
            look(90, &[Datum::Name]),
        ] {
            grant::looked(&tx, Uuid::now_v7(), me, &look).await.unwrap();
        }
        tx.commit().await.unwrap();
        let kept = grant::looks(&db, me, None, 10).await.unwrap();
        let times: Vec<_> = kept.iter().map(|(_, look)| look.at).collect();
        assert_eq!(times, [90, 20, 0].map(|minutes| kept_at(minutes * 60)));
        let next = grant::looks(&db, me, Some(kept[0].0), 1).await.unwrap();
        assert_eq!(next, [kept[1]]);
        let tx = begin(&db).await.unwrap();
        assert_eq!(grant::forget_looks(&tx, kept_at(20 * 60)).await.unwrap(), 1);
        storage::worker::erase(&tx, me, kept_at(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(grant::looks(&db, me, None, 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_clock_finds_who_was_met_and_waits_and_sends_each_once() {
    for_each_database(async |db: Database| {
        let me = worker(&db).await;
        let [met, later, declined] = [(); 3].map(|()| application(me));
        let now = kept_at(100_000);
        for (one, hours) in [(&met, -1), (&later, 1), (&declined, -1)] {
            insert(&db, one).await;
            let interview = Interview {
                id: InterviewId(Uuid::now_v7()),
                starts_at: now + TimeDelta::hours(hours),
                minutes: 30,
                manner: Manner::Video,
                state: State::Planned,
                sequence: 0,
            };
            let place = "« ici »".to_owned();
            let kept = Kept { application: one.id, version: 1, interview, utc_offset: -300, place };
            let tx = begin(&db).await.unwrap();
            interview::insert(&tx, &kept).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(interview::of(&db, one.id).await.unwrap(), [kept]);
        }
        let mut no = declined.clone();
        let by = Actor { party: Party::Employer, account: RECRUITER };
        no.progress = no.progress.after(Event::Decline(Decline::Filled), by, now).unwrap();
        let tx = begin(&db).await.unwrap();
        application::advance(&tx, &no).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept_clock::waiting(&db, now, None, 10).await.unwrap(), std::slice::from_ref(&met));
        assert_eq!(kept_clock::waiting(&db, now, Some(met.id), 10).await.unwrap(), []);
        let sent = clock::Sent { due_on: "2027-01-04".parse().unwrap(), mark: clock::Mark::Days7 };
        let tx = begin(&db).await.unwrap();
        kept_clock::mark(&tx, met.id, sent).await.unwrap();
        kept_clock::notify(&tx, Uuid::now_v7(), met.id, RECRUITER, now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept_clock::sent(&db, met.id).await.unwrap(), [sent]);
        assert_eq!(kept_clock::notices(&db, met.id).await.unwrap(), [now]);
        let tx = begin(&db).await.unwrap();
        assert!(matches!(kept_clock::mark(&tx, met.id, sent).await, Err(Error::Unique(_))));
        tx.rollback().await.unwrap();
        // One that did not take place is none.
        let [mut kept] = <[_; 1]>::try_from(interview::of(&db, met.id).await.unwrap()).unwrap();
        kept.interview = kept.interview.missed(now).unwrap();
        let tx = begin(&db).await.unwrap();
        assert_eq!(interview::update(&tx, &kept).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(kept_clock::waiting(&db, now, None, 10).await.unwrap(), []);
        let tx = begin(&db).await.unwrap();
        assert!(matches!(interview::update(&tx, &kept).await, Err(Error::Conflict { current: 2 })));
        tx.rollback().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn views_and_clicks_add_up() {
    for_each_database(async |db: Database| {
        let day = "2026-11-23".parse().unwrap();
        let sum = |source, views, clicks| Sum { posting: POSTING, day, source, views, clicks, matches: 5 * views };
        for sums in [vec![sum(Source::Search, 2, 0), sum(Source::Feed, 1, 0)], vec![sum(Source::Search, 3, 1)]] {
            let tx = begin(&db).await.unwrap();
            reach::add(&tx, &sums).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut found = reach::of(&db, &[POSTING], day).await.unwrap();
        found.sort_by_key(|sum| sum.source);
        assert_eq!(found, [sum(Source::Search, 5, 1), sum(Source::Feed, 1, 0)]);
        assert_eq!(reach::of(&db, &[POSTING], day.succ_opt().unwrap()).await.unwrap(), []);
    })
    .await;
}
