//! The audit trail and its seals.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::access::Action;
use domain::account::AccountId;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use storage::audit::{self, Break, Entry, Filter, Seal, Trail};
use storage::lease::{self, Lease};
use storage::testing::{TestDatabase, for_each_database};
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::sample::{at, kept_at};

const ACTOR: AccountId = AccountId(Uuid::from_u128(7));

async fn write(db: &Database, object: u128, second: i64) {
    let tx = begin(db).await.unwrap();
    let entry = Entry::new(Some(ACTOR), Action::DecideLicence, "licence", Uuid::from_u128(object));
    audit::record(&tx, &entry.fields(&["verification"]).reason("in_register"), at(second)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hold(db: &Database, second: i64) -> Lease {
    lease::acquire(db, "audit.seal", "a", TimeDelta::seconds(30), at(second)).await.unwrap().unwrap()
}

async fn seal_all(db: &Database, lease: &Lease) -> Option<Seal> {
    let mut last = None;
    while let Some(seal) = audit::seal(db, lease, at(0)).await.unwrap() {
        last = Some(seal);
    }
    last
}

/// A trail of three seals, of 1, 2 and 3 lines.
async fn sealed(db: &Database) -> Trail {
    let lease = hold(db, 0).await;
    for lines in 1..=3 {
        for line in 0..lines {
            write(db, 10 * lines + line, i64::try_from(lines).unwrap()).await;
        }
        audit::seal(db, &lease, at(1)).await.unwrap().unwrap();
    }
    let trail = audit::verify(db).await.unwrap();
    assert_eq!((trail.sealed, trail.unsealed, &trail.breaks, &trail.late), (6, 0, &vec![], &vec![]));
    trail
}

#[tokio::test]
async fn a_chain_is_whole_and_grows_from_its_head() {
    for_each_database(async |db| {
        assert_eq!(audit::verify(&db).await.unwrap(), Trail::default());
        let trail = sealed(&db).await;
        let head = trail.head.unwrap();
        assert_eq!(head.number, 3);
        write(&db, 99, 4).await;
        assert_eq!(audit::verify(&db).await.unwrap().unsealed, 1);
        let lease = hold(&db, 31).await;
        assert_eq!(audit::seal(&db, &lease, at(32)).await.unwrap().unwrap().number, 4);
        assert_eq!(audit::seal(&db, &lease, at(32)).await.unwrap(), None);
        let grown = audit::verify(&db).await.unwrap();
        assert_eq!((grown.sealed, grown.unsealed, grown.breaks.len()), (7, 0, 0));
        assert_ne!(grown.head.unwrap().hash, head.hash);
    })
    .await;
}

/// What a hand in the database does, and what the look at the trail must find.
const TAMPERINGS: &[(&str, &str, &[Break])] = &[
    ("edited", "UPDATE audit SET reason = 'not_in_register' WHERE seal = 2", &[Break::Differs { number: 2 }]),
    ("its reason gone", "UPDATE audit SET reason = NULL WHERE seal = 1", &[Break::Differs { number: 1 }]),
    ("no actor", "UPDATE audit SET actor_id = NULL WHERE seal = 3", &[Break::Differs { number: 3 }]),
    (
        "texts moved",
        "UPDATE audit SET object_kind = 'licenc', action = action || 'e' WHERE seal = 1",
        &[Break::Differs { number: 1 }],
    ),
    ("removed", "DELETE FROM audit WHERE seal = 1", &[Break::Differs { number: 1 }]),
    (
        "put in",
        "INSERT INTO audit SELECT {new}, at, actor_id, action, object_kind, object_id, fields, reason, seal \
        FROM audit WHERE seal = 1",
        &[Break::Differs { number: 1 }],
    ),
    (
        "from one seal to the next",
        "UPDATE audit SET seal = 2 WHERE seal = 1",
        &[Break::Differs { number: 1 }, Break::Differs { number: 2 }],
    ),
    ("taken out", "UPDATE audit SET seal = NULL WHERE seal = 1", &[Break::Differs { number: 1 }]),
    (
        "under no seal",
        "UPDATE audit SET seal = 9 WHERE seal = 3",
        &[Break::Differs { number: 3 }, Break::Stray { lines: 3 }],
    ),
    (
        "below the first",
        "UPDATE audit SET seal = 0 WHERE seal = 1",
        &[Break::Differs { number: 1 }, Break::Stray { lines: 1 }],
    ),
    (
        "a seal removed",
        "DELETE FROM audit_seal WHERE number = 2",
        &[Break::Missing { number: 2 }, Break::Differs { number: 3 }],
    ),
    ("the last seal removed", "DELETE FROM audit_seal WHERE number = 3", &[Break::Stray { lines: 3 }]),
    (
        "a seal edited",
        "UPDATE audit_seal SET hash = 'x' WHERE number = 2",
        &[Break::Differs { number: 2 }, Break::Differs { number: 3 }],
    ),
    ("a seal's count edited", "UPDATE audit_seal SET lines = 1 WHERE number = 2", &[Break::Differs { number: 2 }]),
];

async fn raw(database: &TestDatabase) -> DatabaseConnection {
    sea_orm::Database::connect(database.url()).await.unwrap()
}

/// A new id as the database writes one down.
fn literal(database: &TestDatabase, id: Uuid) -> String {
    match database.dialect() {
        storage::Dialect::Sqlite => format!("X'{}'", id.simple()),
        storage::Dialect::Postgres => format!("'{id}'"),
    }
}

#[tokio::test]
async fn whatever_is_done_to_the_trail_shows() {
    for (name, statement, found) in TAMPERINGS {
        for database in TestDatabase::all().await {
            sealed(&database).await;
            let raw = raw(&database).await;
            let statement = statement.replace("{new}", &literal(&database, Uuid::from_u128(1)));
            let done = raw.execute_unprepared(&statement).await.unwrap().rows_affected();
            assert!(done > 0, "{name}");
            raw.close().await.unwrap();
            assert_eq!(audit::verify(&database).await.unwrap().breaks, *found, "{name} on {:?}", database.dialect());
        }
    }
}

#[tokio::test]
async fn a_line_put_in_with_an_old_date_is_told() {
    for_each_database(async |db| {
        sealed(&db).await;
        let minutes = |minutes: i64| minutes * 60;
        write(&db, 50, minutes(-9)).await;
        write(&db, 51, minutes(-11)).await;
        let lease = hold(&db, 31).await;
        seal_all(&db, &lease).await;
        let trail = audit::verify(&db).await.unwrap();
        assert_eq!(trail.breaks, vec![]);
        let late =
            audit::page(&db, &Filter { object: Some(Uuid::from_u128(51)), ..Filter::default() }, 9).await.unwrap();
        assert_eq!(trail.late, late.iter().map(|line| line.id).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_lease_seals_nothing() {
    for_each_database(async |db| {
        write(&db, 1, 0).await;
        let old = hold(&db, 0).await;
        let new = hold(&db, 30).await;
        assert!(matches!(audit::seal(&db, &old, at(31)).await, Err(Error::Fenced)));
        assert!(audit::seal(&db, &new, at(31)).await.unwrap().is_some());
        write(&db, 2, 1).await;
        assert!(matches!(audit::seal(&db, &new, at(60)).await, Err(Error::Fenced)), "it has expired");
        assert_eq!(audit::verify(&db).await.unwrap().unsealed, 1);
    })
    .await;
}

/// Many write while one seals and another looks, and some of what is written is undone: every line that was
/// committed ends under exactly one seal, and no look finds a break.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lines_of_concurrent_writers_are_all_sealed_once() {
    const WRITERS: u128 = 6;
    const LINES: u128 = 60;
    for_each_database(async |db| {
        let lease = hold(&db, 0).await;
        let writers = (0..WRITERS).map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for line in 0..LINES {
                    let tx = begin(&db).await.unwrap();
                    let object = Uuid::from_u128(1000 * (writer + 1) + line);
                    let entry = Entry::new(None, Action::ReportPosting, "report", object);
                    audit::record(&tx, &entry, at(i64::try_from(line).unwrap())).await.unwrap();
                    if line % 5 == 0 { tx.rollback().await.unwrap() } else { tx.commit().await.unwrap() }
                }
            })
        });
        let writing = tokio::spawn(futures::future::join_all(writers));
        while !writing.is_finished() {
            seal_all(&db, &lease).await;
            let trail = audit::verify(&db).await.unwrap();
            assert_eq!((trail.breaks, trail.late), (vec![], vec![]));
        }
        writing.await.unwrap().into_iter().for_each(|writer| writer.unwrap());
        seal_all(&db, &lease).await;
        let trail = audit::verify(&db).await.unwrap();
        let committed = u64::try_from(WRITERS * (LINES - LINES / 5)).unwrap();
        assert_eq!((trail.sealed, trail.unsealed, trail.breaks), (committed, 0, vec![]));
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_read_page_by_page_and_by_what_it_tells_of() {
    for_each_database(async |db| {
        for (object, second) in [(1, 0), (2, 1), (1, 2), (3, 3), (1, 4)] {
            write(&db, object, second).await;
        }
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let page = audit::page(&db, &Filter { before, ..Filter::default() }, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page);
        }
        let newest_first: Vec<_> = seen.iter().map(|line| line.at).collect();
        assert_eq!(newest_first, [4, 3, 2, 1, 0].map(kept_at));
        assert_eq!(seen.iter().map(|line| line.id).collect::<HashSet<_>>().len(), 5);
        let line = &seen[0];
        assert_eq!((line.actor, line.kind.as_str(), line.object), (Some(ACTOR), "licence", Uuid::from_u128(1)));
        assert_eq!((line.action.as_str(), &line.fields), ("decide_licence", &vec!["verification".to_owned()]));
        assert_eq!((line.reason.as_deref(), line.seal), (Some("in_register"), None));
        let of = |filter| {
            let db = &db;
            async move { audit::page(db, &filter, 9).await.unwrap().len() }
        };
        assert_eq!(of(Filter { object: Some(Uuid::from_u128(1)), ..Filter::default() }).await, 3);
        assert_eq!(of(Filter { actor: Some(ACTOR), ..Filter::default() }).await, 5);
        assert_eq!(of(Filter { actor: Some(AccountId(Uuid::from_u128(8))), ..Filter::default() }).await, 0);
    })
    .await;
}
