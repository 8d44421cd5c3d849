//! Keeps the board equal to the database: loads it once, then follows the change feed.

use std::collections::HashSet;
use std::time::Duration;

use domain::board::Board;
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
    let mut postings: Vec<Posting> = Vec::new();
    let mut after: Option<PostingId> = None;
    loop {
        let page = storage::posting::page(&app.db, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        postings.extend(page.into_iter().filter(|posting| posting.is_listed(app.clock.now())));
    }
    *app.board_mut() = Board::load(postings, app.clock.now());
    app.progress.board_reached(position.to_string());
    Ok(position)
}

/// Follows the change feed from `position` until `stop` turns true.
pub async fn follow(app: App, mut position: Position, mut stop: watch::Receiver<bool>) {
    let mut signal = app.db.changes();
    loop {
        app.board_mut().sweep(app.clock.now());
        match step(&app, position).await {
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
            _ = stop.wait_for(|stop| *stop) => return,
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
