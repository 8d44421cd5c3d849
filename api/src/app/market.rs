//! What is open in the country, and for which pay: counted over all listed postings at most every few minutes.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::analytics::{Cell, market};
use tokio::sync::Mutex;

use super::App;

/// Counted anew after so long.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// As it was counted.
#[derive(Clone)]
pub struct Counted {
    /// When.
    pub at: DateTime<Utc>,
    /// By role and region.
    pub cells: Arc<Vec<Cell>>,
}

/// The last count.
#[derive(Default)]
pub struct Market(Mutex<Option<Counted>>);

/// Openings and median pay of every role in every region. Whoever asks while it is counted waits for that count.
pub async fn count(app: &App) -> Result<Counted, storage::Error> {
    let now = app.clock.now();
    let mut last = app.market.0.lock().await;
    if let Some(counted) = last.as_ref().filter(|counted| now - counted.at < FRESH) {
        return Ok(counted.clone());
    }
    let openings = storage::posting::openings(&app.db, now).await?;
    let cells = tokio::task::block_in_place(|| market(&openings));
    let counted = Counted { at: now, cells: Arc::new(cells) };
    *last = Some(counted.clone());
    Ok(counted)
}
