//! Snapshots of candidates, questions about them, invitations.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::account::AccountId;
use domain::candidate::{
    Asked, Asking, Batch, Before, CandidateId, Count, Event, Facts, Invitation, InvitationId, Period, Release,
    Standing, State, invite,
};
use domain::grant::GrantId;
use domain::organization::OrganizationId;
use domain::posting::authored::{Authored, Event as PostingEvent};
use domain::posting::{PostingId, Status};
use domain::reference::{Credential, CredentialSet, Region};
use proptest::collection::vec;
use proptest::prelude::*;
use storage::candidate::invitation;
use storage::candidate::question;
use storage::candidate::snapshot::{self, Snapshot, Waiting};
use storage::testing::for_each_database;
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::authored::{check, draft, insert, kept};
use crate::hiring::{values, worker};
use crate::sample::{id, kept_at};

const EMPLOYER: OrganizationId = OrganizationId(Uuid::from_u128(5));
const BY: AccountId = AccountId(Uuid::from_u128(77));

fn candidate(n: u8) -> CandidateId {
    CandidateId::of([n; 32])
}

async fn live(db: &Database, n: u128) -> Authored {
    let draft = draft(n, 5);
    insert(db, std::slice::from_ref(&draft)).await;
    let live = kept(db, draft, &PostingEvent::Publish(check(vec![])), kept_at(1)).await;
    assert_eq!(live.life.status, Status::Live);
    live
}

fn taken(posting: PostingId, period: i64, first: bool) -> Snapshot {
    let facts = Facts {
        standing: Standing::ReadyBy { month: None },
        fit: None,
        ready: Some((1, 2)),
        role: None,
        region: Region::CANADA,
        lines: None,
    };
    Snapshot {
        posting,
        organization: EMPLOYER,
        period: Period::numbered(period),
        first,
        made_at: kept_at(2),
        release: Release { batches: vec![Batch { facts, ids: [1, 2, 3, 4, 5].map(candidate) }] },
        known: "sealed « ici »".to_owned(),
    }
}

async fn keep(db: &Database, snapshot: &Snapshot) -> Result<(), Error> {
    let tx = begin(db).await.unwrap();
    snapshot::keep(&tx, snapshot).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_live_posting_waits_for_a_snapshot_each_period_and_has_the_latest() {
    for_each_database(async |db: Database| {
        for n in 1..=3 {
            live(&db, n).await;
        }
        insert(&db, &[draft(4, 5)]).await;
        let now = kept_at(10);
        let waiting = async |period: i64, after: Option<PostingId>, limit| {
            let found = snapshot::waiting(&db, Period::numbered(period), now, after, limit).await.unwrap();
            found.iter().map(|one: &Waiting| (one.posting, one.taken.map(Period::number))).collect::<Vec<_>>()
        };
        assert_eq!(waiting(7, None, 9).await, [(id(1), None), (id(2), None), (id(3), None)]);
        assert_eq!(waiting(7, Some(id(1)), 1).await, [(id(2), None)]);
        keep(&db, &taken(id(1), 7, true)).await.unwrap();
        keep(&db, &taken(id(2), 7, false)).await.unwrap();
        assert_eq!(waiting(7, None, 9).await, [(id(3), None)]);
        assert_eq!(waiting(8, None, 2).await, [(id(1), Some(7)), (id(2), Some(7))]);
        assert_eq!(snapshot::first_ones(&db, EMPLOYER, Period::numbered(7)).await.unwrap(), 1);
        assert!(matches!(keep(&db, &taken(id(1), 7, true)).await, Err(Error::Unique(_))));
        assert!(snapshot::latest(&db, id(1)).await.unwrap() == Some(taken(id(1), 7, true)));
        assert!(snapshot::latest(&db, id(3)).await.unwrap().is_none());
        // A question goes with the snapshot that it is about.
        let asked: CredentialSet = ["bls", "acls"].into_iter().filter_map(Credential::parse).collect();
        let tx = begin(&db).await.unwrap();
        let of = (id(1), EMPLOYER);
        question::keep(&tx, of, Period::numbered(7), (asked, Count::AtLeast(15))).await.unwrap();
        question::keep(&tx, of, Period::numbered(7), (CredentialSet(1), Count::Few)).await.unwrap();
        tx.commit().await.unwrap();
        let Asking { period, answers } = question::asked(&db, id(1), Period::numbered(7)).await.unwrap();
        let answers: HashSet<_> = answers.into_iter().collect();
        assert_eq!(period.number(), 7);
        assert_eq!(answers, HashSet::from([(asked, Count::AtLeast(15)), (CredentialSet(1), Count::Few)]));
        assert_eq!(question::count_of(&db, EMPLOYER, Period::numbered(7)).await.unwrap(), 2);
        keep(&db, &taken(id(1), 8, false)).await.unwrap();
        assert!(snapshot::latest(&db, id(1)).await.unwrap() == Some(taken(id(1), 8, false)));
        assert_eq!(question::count_of(&db, EMPLOYER, Period::numbered(7)).await.unwrap(), 0);
        let tx = begin(&db).await.unwrap();
        question::keep(&tx, of, Period::numbered(7), (asked, Count::Few)).await.unwrap();
        snapshot::forget(&tx, Period::numbered(8)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(question::count_of(&db, EMPLOYER, Period::numbered(7)).await.unwrap(), 0);
        assert!(snapshot::latest(&db, id(1)).await.unwrap().is_some());
        assert!(snapshot::latest(&db, id(2)).await.unwrap().is_none());
    })
    .await;
}

fn invited(worker: AccountId, posting: PostingId, reaches: bool, at: i64) -> Invitation {
    let raw = Uuid::now_v7();
    let candidate = CandidateId::of([raw.into_bytes(), raw.into_bytes()].concat().try_into().unwrap());
    let asked = Asked { id: InvitationId(raw), posting, organization: EMPLOYER, by: BY, candidate, worker };
    invite(asked, Before::default(), reaches, kept_at(at)).unwrap()
}

fn event() -> impl Strategy<Value = (i64, Event)> {
    let grant = Just(Event::Accept(GrantId(Uuid::from_u128(9))));
    (0..9_i64, prop_oneof![grant, Just(Event::Decline), Just(Event::Withdraw), Just(Event::Expire)])
}

#[tokio::test]
async fn a_hundred_invitations_go_their_way_and_come_back_as_they_went() {
    let ways = values(&(any::<bool>(), vec(event(), 0..6)), 100);
    for_each_database(async |db: Database| {
        live(&db, 1).await;
        let mut all = Vec::new();
        for (reaches, way) in &ways {
            let me = worker(&db).await;
            let mut model = invited(me, id(1), *reaches, 0);
            let tx = begin(&db).await.unwrap();
            invitation::insert(&tx, &model).await.unwrap();
            tx.commit().await.unwrap();
            let mut now = kept_at(0);
            for (days, event) in way {
                now += TimeDelta::days(*days);
                let before = model.clone();
                let Ok((after, grant)) = model.after(*event, now) else { continue };
                assert_eq!(grant.is_some(), matches!(event, Event::Accept(_)));
                let tx = begin(&db).await.unwrap();
                invitation::answer(&tx, &after).await.unwrap();
                // Answered once.
                let late = Invitation { state: State::Withdrawn, ..before };
                assert!(matches!(invitation::answer(&tx, &late).await, Err(Error::NotFound)));
                tx.commit().await.unwrap();
                model = after;
            }
            assert!(invitation::find(&db, model.id).await.unwrap() == model);
            let mine = invitation::of_worker(&db, me, None, 9).await.unwrap();
            assert!(mine == Vec::from_iter(reaches.then(|| model.clone())));
            all.insert(0, model);
        }
        let of =
            async |before, limit| invitation::of_organization(&db, EMPLOYER, Some(id(1)), before, limit).await.unwrap();
        assert!(of(None, 200).await == all);
        assert!(of(Some(all[1].id), 2).await == all[2..4]);
        assert!(invitation::invited(&db, id(1)).await.unwrap().len() == 100);
    })
    .await;
}

#[tokio::test]
async fn limits_count_what_was_sent_and_what_reached() {
    for_each_database(async |db: Database| {
        for n in 1..=2 {
            live(&db, n).await;
        }
        let (me, other) = (worker(&db).await, worker(&db).await);
        let day = 24 * 60 * 60;
        let tx = begin(&db).await.unwrap();
        for sent in
            [invited(me, id(1), true, 0), invited(me, id(2), false, 5 * day), invited(other, id(1), true, 6 * day + 10)]
        {
            invitation::insert(&tx, &sent).await.unwrap();
        }
        tx.commit().await.unwrap();
        let before = async |posting, worker, at| {
            invitation::before(&db, (posting, EMPLOYER), worker, kept_at(at)).await.unwrap()
        };
        let expected = Before {
            for_posting: 1,
            by_organization: 1,
            this_candidate: true,
            reached_from_organization: 1,
            reached: 1,
        };
        assert_eq!(before(id(1), me, 6 * day + 20).await, expected);
        let later = before(id(2), other, 7 * day + 20).await;
        assert_eq!(later, Before { reached_from_organization: 1, reached: 1, ..Before::default() });
        assert_eq!(before(id(2), me, 7 * day + 20).await, Before { this_candidate: true, ..Before::default() });
        // Who has gone is forgotten; that someone was invited is not.
        let tx = begin(&db).await.unwrap();
        storage::worker::erase(&tx, me, kept_at(9)).await.unwrap();
        tx.commit().await.unwrap();
        let all = invitation::of_organization(&db, EMPLOYER, None, None, 9).await.unwrap();
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|sent| sent.worker != me && sent.state == State::Sent));
    })
    .await;
}
