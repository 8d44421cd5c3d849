//! Whether this process can answer, and how far it has followed the change feed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use serde::Serialize;
use utoipa::ToSchema;

use super::App;

/// What the readiness probe answers.
#[expect(clippy::struct_excessive_bools, reason = "one answer for each part that is asked")]
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// The database and the board are ready: everything but words can be searched.
    pub ready: bool,
    /// The database answers and has this program's schema.
    pub database: bool,
    /// The board holds every live posting.
    pub board: bool,
    /// The text engine answers and has an index. Without it searches without text and matches still work.
    pub search: bool,
    /// Postings on the board.
    pub postings: u64,
    /// The board's position in the change feed.
    pub board_position: String,
}

/// How far the board has followed the change feed, and whether the pool is there.
#[derive(Default)]
pub struct Progress {
    board: RwLock<Option<String>>,
    pool: AtomicBool,
}

impl Progress {
    /// The board reflects everything up to this position.
    pub(crate) fn board_reached(&self, position: String) {
        *self.board.write().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }

    /// The pool holds everyone who may be found.
    pub(crate) fn pool_loaded(&self) {
        self.pool.store(true, Ordering::Relaxed);
    }

    /// Whether it does.
    pub fn is_pool_loaded(&self) -> bool {
        self.pool.load(Ordering::Relaxed)
    }

    /// The board's position; `None` until it is loaded.
    pub fn board(&self) -> Option<String> {
        self.board.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Asks every part.
pub async fn check(app: &App) -> Readiness {
    let database = storage::schema_state(&app.db).await.is_ok_and(|state| state.is_usable());
    let search = app.index.health().await.is_ok_and(|health| health.built);
    let board_position = app.progress.board();
    let postings = app.board().len(app.clock.now());
    Readiness {
        ready: database && board_position.is_some(),
        database,
        board: board_position.is_some(),
        search,
        postings,
        board_position: board_position.unwrap_or_default(),
    }
}
