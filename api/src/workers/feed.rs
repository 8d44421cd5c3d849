//! Keeps what is in memory equal to the database: loads it once, then follows the change feed.

use std::collections::HashSet;
use std::time::Duration;

use storage::change::{Kind, Position};
use tokio::sync::watch;
use uuid::Uuid;

use crate::app::App;

/// Changes read at a time.
const BATCH: u64 = 1_000;
/// The feed is looked at this often even when nobody signals.
const POLL: Duration = Duration::from_millis(500);
/// How long to wait after the database failed.
const PAUSE: Duration = Duration::from_secs(1);

/// What is in memory of the things of one kind.
pub(crate) trait Mirror {
    /// What it is called in the log.
    const NAME: &'static str;
    /// The kind.
    const KIND: Kind;

    /// Reads everything anew, in the place of what is there.
    fn load(app: &App) -> impl Future<Output = Result<(), storage::Error>> + Send;

    /// Puts the current state of each of these things in; one that is not to be there any more is taken out.
    fn apply(app: &App, ids: &[Uuid]) -> impl Future<Output = Result<(), storage::Error>> + Send;

    /// Notes that it reflects every commit up to here.
    fn reached(app: &App, position: Position);

    /// What time alone does to it.
    fn sweep(_app: &App) {}
}

/// Loads it; from here on it reflects every commit up to the returned position.
pub(crate) async fn load<M: Mirror>(app: &App) -> Result<Position, storage::Error> {
    // The position first: what changes while we read is then read again, which does no harm.
    let position = storage::change::head(&app.db).await?;
    M::load(app).await?;
    M::reached(app, position);
    Ok(position)
}

/// Follows the change feed from `position`, or loads it first where none is given, until `stop` turns true, which may be
/// while changes keep coming.
pub(crate) async fn follow<M: Mirror>(app: App, position: Option<Position>, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        biased;
        _ = stop.wait_for(|stop| *stop) => {}
        () = follow_on::<M>(&app, position) => {}
    }
}

async fn follow_on<M: Mirror>(app: &App, mut position: Option<Position>) {
    let mut signal = app.db.changes();
    loop {
        M::sweep(app);
        match step::<M>(app, position).await {
            Ok(Some(next)) => {
                position = Some(next);
                continue;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "the {} cannot follow the change feed", M::NAME);
                tokio::time::sleep(PAUSE).await;
            }
        }
        tokio::select! {
            _ = signal.changed() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Applies one batch of changes; `None` when there is nothing new.
async fn step<M: Mirror>(app: &App, position: Option<Position>) -> Result<Option<Position>, storage::Error> {
    let Some(position) = position else { return load::<M>(app).await.map(Some) };
    let changes = storage::change::read(&app.db, position, BATCH).await?;
    if changes.gap {
        tracing::warn!("the {} is further behind than the change feed reaches back: loading it anew", M::NAME);
        return load::<M>(app).await.map(Some);
    }
    // A batch of a kind that this build does not know has no rows, and still moves on.
    if changes.next == position {
        return Ok(None);
    }
    let ours = changes.rows.iter().filter(|change| change.kind == M::KIND);
    let ids: HashSet<Uuid> = ours.map(|change| change.id).collect();
    if !ids.is_empty() {
        M::apply(app, &ids.into_iter().collect::<Vec<_>>()).await?;
    }
    M::reached(app, changes.next);
    Ok(Some(changes.next))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::account::AccountId;
    use domain::board::Board;
    use domain::pool::Pool;
    use domain::reference::{Credential, Role};
    use domain::worker::{Held, Practice, Record, Visibility};
    use search_indexer::TantivyIndex;
    use storage::testing::TestDatabase;
    use storage::vault::Vault;
    use storage::worker::{Profile, profile, wallet};

    use super::*;
    use crate::app::Settings;
    use crate::clock::Clock;

    fn app(database: &TestDatabase, folder: &tempfile::TempDir) -> App {
        let index = Arc::new(TantivyIndex::open(folder.path()).unwrap());
        App::new((**database).clone(), index, Vault::generate(), Settings::default(), Clock::default())
    }

    #[tokio::test]
    async fn told_to_stop_it_begins_no_other_batch() {
        let database = TestDatabase::sqlite().await;
        let folder = tempfile::tempdir().unwrap();
        let app = app(&database, &folder);
        let tx = storage::begin(&database).await.unwrap();
        storage::change::record(&tx, Kind::Posting, &[Uuid::from_u128(1)], true, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        let (_stop, stopped) = watch::channel(true);
        follow::<Board>(app.clone(), Some(Position::START), stopped).await;
        assert_eq!(app.progress.board(), None);
        // Not told, it reads that change.
        assert!(step::<Board>(&app, Some(Position::START)).await.unwrap().is_some());
        assert!(app.progress.board().is_some());
    }

    /// Writes a worker as they are from now on.
    async fn write(app: &App, version: i32, visibility: Visibility) {
        let record =
            Record { roles: vec![Practice { role: Role::parse("rn").unwrap(), months: 12 }], ..Record::default() };
        let tx = storage::begin(&app.db).await.unwrap();
        let written = Profile { account: WORKER, version, visibility, record };
        profile::save(&tx, &written, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    const WORKER: AccountId = AccountId(Uuid::from_u128(7));

    #[tokio::test]
    async fn the_pool_has_who_may_be_found_as_they_are_and_nobody_else() {
        for database in TestDatabase::all().await {
            let folder = tempfile::tempdir().unwrap();
            let app = app(&database, &folder);
            let tx = storage::begin(&database).await.unwrap();
            storage::account::insert(&tx, &storage::testing::account(WORKER, "w@example.org")).await.unwrap();
            tx.commit().await.unwrap();
            let mut position = load::<Pool>(&app).await.unwrap();
            let mut follow = async || {
                storage::testing::settle(&app.db).await;
                while let Some(next) = step::<Pool>(&app, Some(position)).await.unwrap() {
                    position = next;
                }
                app.pool().profile(WORKER).map(|(version, profile)| (version, profile.credentials.len()))
            };
            write(&app, 0, Visibility::Hidden).await;
            assert_eq!(follow().await, None);
            write(&app, 1, Visibility::Anonymous).await;
            assert_eq!(follow().await, Some((2, 0)));
            let held = Held { credential: Credential::parse("bls").unwrap(), issued: None, expires: None };
            let (id, now) = (Uuid::from_u128(8), app.clock.now());
            let card =
                storage::worker::Credential { id, account: WORKER, version: 1, held, issuer: None, document: None };
            let tx = storage::begin(&app.db).await.unwrap();
            wallet::insert(&tx, &card, now).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(follow().await, Some((2, 1)));
            write(&app, 2, Visibility::Hidden).await;
            assert_eq!(follow().await, None);
            write(&app, 3, Visibility::Open).await;
            assert_eq!(follow().await, Some((4, 1)));
            // Loaded anew it is the same.
            load::<Pool>(&app).await.unwrap();
            assert_eq!(app.pool().len(), 1);
            assert_eq!(follow().await, Some((4, 1)));
            let tx = storage::begin(&app.db).await.unwrap();
            storage::worker::erase(&tx, WORKER, now).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(follow().await, None);
        }
    }
}
