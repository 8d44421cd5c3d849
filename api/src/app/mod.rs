//! Use cases: each owns its transaction and calls the domain's rules. REST and the command line call these.

pub mod accounts;
pub mod analytics;
pub mod applications;
pub mod articles;
pub mod candidates;
pub mod creation;
pub mod documents;
pub mod exports;
pub mod grants;
pub mod import;
pub mod letters;
pub mod market;
pub mod matching;
pub mod moderation;
pub mod organizations;
pub mod own_postings;
pub mod postings;
pub mod reach;
pub mod readiness;
pub mod search;
pub mod subscriptions;
pub mod webhooks;
pub mod worker;

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::board::Board;
use domain::pool::Pool;
use search_indexer::SearchIndex;
use storage::Database;
use storage::application::rates::AnswerRates;
use storage::vault::Vault;
use uuid::{ContextV7, Timestamp, Uuid};

use crate::app::accounts::hashing::{Cost, Hasher};
use crate::app::postings::PostingCache;
use crate::clock::Clock;
use crate::files::Files;
use crate::outbound::Outbound;
use crate::upload::Gate;

/// What every use case needs; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of a running process.
pub struct Inner {
    /// The database.
    pub db: Database,
    /// The text engine.
    pub index: Arc<dyn SearchIndex>,
    /// The keys.
    pub vault: Vault,
    /// What use cases need of the configuration.
    pub settings: Settings,
    /// The files.
    pub files: Files,
    /// Lets files in.
    pub gate: Gate,
    /// Password hashes.
    pub hasher: Hasher,
    /// The clock.
    pub clock: Clock,
    /// Postings by id and version.
    pub cache: PostingCache,
    /// Views of postings that wait to be written down.
    pub views: reach::Views,
    /// How organizations answer, as it was lately.
    pub answer_rates: AnswerRates,
    /// What is open in the country, as last counted.
    pub market: market::Market,
    /// Sends to addresses of partners.
    pub outbound: Outbound,
    /// What the readiness probe shows.
    pub progress: readiness::Progress,
    board: RwLock<Board>,
    pool: RwLock<Pool>,
}

/// What use cases need of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The folder of files.
    pub files_dir: PathBuf,
    /// How many proxies of ours a request passes.
    pub trusted_proxies: usize,
    /// How many requests a second one network may send; 0: any number.
    pub requests_per_second: u32,
    /// How many times more often than usual one may try to sign in, register or reset a password.
    pub tries_factor: u16,
    /// What a password hash costs.
    pub password_cost: Cost,
    /// Whose installation this is, and where people reach it.
    pub sender: mailer::Sender,
    /// Whether webhooks may reach this very machine.
    pub outbound_loopback: bool,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts the parts together, with an empty board and an empty pool.
    pub fn new(db: Database, index: Arc<dyn SearchIndex>, vault: Vault, settings: Settings, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            db,
            index,
            vault,
            files: Files::new(settings.files_dir.clone()),
            gate: Gate::default(),
            hasher: Hasher::new(settings.password_cost),
            outbound: Outbound::new(settings.outbound_loopback),
            settings,
            clock,
            cache: PostingCache::default(),
            views: reach::Views::default(),
            answer_rates: AnswerRates::default(),
            market: market::Market::default(),
            progress: readiness::Progress::default(),
            board: RwLock::new(Board::default()),
            pool: RwLock::new(Pool::default()),
        }))
    }

    /// The board, to read. A reader that panicked cannot have left it half written.
    pub fn board(&self) -> RwLockReadGuard<'_, Board> {
        self.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The board, to change: only the worker that follows the change feed does.
    pub(crate) fn board_mut(&self) -> RwLockWriteGuard<'_, Board> {
        self.board.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pool, to read; briefly, as whoever changes it waits.
    pub fn pool(&self) -> RwLockReadGuard<'_, Pool> {
        self.pool.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pool, to change: only the worker that follows the change feed does.
    pub(crate) fn pool_mut(&self) -> RwLockWriteGuard<'_, Pool> {
        self.pool.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Today, for rules that count days.
    pub fn today(&self) -> NaiveDate {
        day_of(self.clock.now())
    }
}

/// The day on which rules are judged at a moment: Eastern Standard Time (UTC−5), so that no evening in central
/// Canada is judged as tomorrow.
pub fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    (moment - Duration::hours(5)).date_naive()
}

/// A new id, ordered by `now`.
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, now.timestamp_subsec_nanos()))
}
