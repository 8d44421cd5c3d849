//! The board: every posting that is listed.

use domain::board::{Board, Filling};
use domain::posting::{Posting, PostingId};
use storage::change::{Kind, Position};
use uuid::Uuid;

use super::feed::Mirror;
use crate::app::App;

/// Postings loaded at a time.
const PAGE: u64 = 2_000;

impl Mirror for Board {
    const NAME: &'static str = "board";
    const KIND: Kind = Kind::Posting;

    async fn load(app: &App) -> Result<(), storage::Error> {
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
        Ok(())
    }

    async fn apply(app: &App, ids: &[Uuid]) -> Result<(), storage::Error> {
        let ids: Vec<PostingId> = ids.iter().copied().map(PostingId).collect();
        let current = storage::posting::by_ids(&app.db, &ids).await?;
        put(app, &ids, &current);
        Ok(())
    }

    fn reached(app: &App, position: Position) {
        app.progress.board_reached(position.to_string());
    }

    fn sweep(app: &App) {
        app.board_mut().sweep(app.clock.now());
    }
}

/// Puts the current state of each posting on the board; one that no longer exists is taken off.
fn put(app: &App, ids: &[PostingId], current: &[Posting]) {
    let now = app.clock.now();
    let mut board = app.board_mut();
    for id in ids {
        match current.iter().find(|posting| posting.id == *id) {
            Some(posting) => board.apply(posting, now),
            None => board.remove(*id),
        }
    }
}
