//! Keeps the board equal to the database: loads it once, then follows the change feed.

use std::collections::HashSet;
use std::time::Duration;

use domain::board::Filling;
use domain::posting::{Posting, PostingId};
use storage::change::Position;
use tokio::sync::watch;

use crate::app::App;

/// Postings loaded at a time.
const PAGE: u64 = 2_000;
/// Changes read at a time.
const BATCH: u64 = 1_000;
/// The feed is looked at this often even when nobody signals.
const POLL: Duration = Duration::from_millis(500);
/// How long to wait after the database failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Loads the board; from here on it reflects every commit up to the returned position.
pub async fn load(app: &App) -> Result<Position, storage::Error> {
    // The position first: what changes while we read is then read again, which does no harm.
    let position = storage::change::head(&app.db).await?;
    let now = app.clock.now();
    let mut filling = Filling::default();
    let mut after = None;
    loop {
        let page = storage::posting::listed_page(&app.db, now, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some((last.expires_at, last.id));
        filling.add(page, now);
    }
    *app.board_mut() = filling.finish();
    app.progress.board_reached(position.to_string());
    Ok(position)
}

/// Follows the change feed from `position` until `stop` turns true, which may be while changes keep coming.
pub async fn follow(app: App, position: Position, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        biased;
        _ = stop.wait_for(|stop| *stop) => {}
        () = follow_on(&app, position) => {}
    }
}

async fn follow_on(app: &App, mut position: Position) {
    let mut signal = app.db.changes();
    loop {
        app.board_mut().sweep(app.clock.now());
        match step(app, position).await {
            Ok(Some(next)) => {
                position = next;
                continue;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "the board cannot follow the change feed");
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
async fn step(app: &App, position: Position) -> Result<Option<Position>, storage::Error> {
    let changes = storage::change::read(&app.db, position, BATCH).await?;
    if changes.gap {
        tracing::warn!("the board is further behind than the change feed reaches back: loading it anew");
        return load(app).await.map(Some);
    }
    if changes.rows.is_empty() {
        return Ok(None);
    }
    let ids: HashSet<PostingId> = changes.rows.iter().map(|change| PostingId(change.id)).collect();
    let ids: Vec<PostingId> = ids.into_iter().collect();
    let current = storage::posting::by_ids(&app.db, &ids).await?;
    apply(app, &ids, &current);
    app.progress.board_reached(changes.next.to_string());
    Ok(Some(changes.next))
}

/// Puts the current state of each posting on the board; one that no longer exists is taken off.
fn apply(app: &App, ids: &[PostingId], current: &[Posting]) {
    let now = app.clock.now();
    let mut board = app.board_mut();
    for id in ids {
        match current.iter().find(|posting| posting.id == *id) {
            Some(posting) => board.apply(posting, now),
            None => board.remove(*id),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::Settings;
    use search_indexer::TantivyIndex;
    use storage::change::Kind;
    use storage::testing::TestDatabase;
    use storage::vault::Vault;
    use uuid::Uuid;

    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    async fn told_to_stop_it_begins_no_other_batch() {
        let database = TestDatabase::sqlite().await;
        let tx = storage::begin(&database).await.unwrap();
        let clock = Clock::default();
        storage::change::record(&tx, Kind::Posting, &[Uuid::from_u128(1)], true, clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(
            (*database).clone(),
            Arc::new(TantivyIndex::open(folder.path()).unwrap()),
            Vault::generate(),
            Settings::default(),
            clock,
        );
        let (_stop, stopped) = watch::channel(true);
        follow(app.clone(), Position::START, stopped).await;
        assert_eq!(app.progress.board(), None);
        // Not told, it reads that change.
        assert!(step(&app, Position::START).await.unwrap().is_some());
        assert!(app.progress.board().is_some());
    }
}
