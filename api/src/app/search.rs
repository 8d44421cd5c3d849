//! A search: without text the board answers; with text the engine proposes and the board disposes.

use std::sync::Arc;

use domain::posting::Posting;
use domain::search::{Cursor, Hit, Page, SearchQuery};

use search_indexer::MAX_DEPTH;

use super::{App, postings};

/// A page of results with their postings.
pub struct Found {
    /// The page; its hits are those of `postings`, in the same order.
    pub page: Page,
    /// The postings.
    pub postings: Vec<Arc<Posting>>,
}

/// Answers a search.
pub async fn search(app: &App, query: &SearchQuery) -> anyhow::Result<Found> {
    let mut page = if query.has_text() { propose_and_dispose(app, query).await? } else { from_board(app, query) };
    let wanted: Vec<_> = page.hits.iter().map(|hit| (hit.id, hit.version)).collect();
    let postings = postings::by_version(app, &wanted).await?;
    // A posting deleted since is in no answer.
    page.hits.retain(|hit| postings.iter().any(|posting| posting.id == hit.id));
    Ok(Found { page, postings })
}

fn from_board(app: &App, query: &SearchQuery) -> Page {
    tokio::task::block_in_place(|| app.board().search(query, app.clock.now()))
}

/// Takes hits from the engine until the page is full; those that are no longer to be seen are dropped. The cursor
/// counts the engine's hits, so that the next page goes on exactly where this one stopped.
async fn propose_and_dispose(app: &App, query: &SearchQuery) -> anyhow::Result<Page> {
    let mut ask = query.clone();
    let mut skip = match query.after {
        Some(Cursor::Offset { skip }) => skip,
        _ => 0,
    };
    let mut answer: Option<Page> = None;
    let mut kept: Vec<Hit> = Vec::with_capacity(query.limit);
    loop {
        ask.after = Some(Cursor::Offset { skip });
        let mut page = app.index.search(&ask, app.clock.now()).await?;
        let more = page.next.is_some();
        let hits = std::mem::take(&mut page.hits);
        // Total and facets are those of the first round.
        answer.get_or_insert(page);
        skip += keep_visible(app, query, hits, &mut kept);
        if kept.len() == query.limit || !more || skip >= MAX_DEPTH {
            let mut page = answer.unwrap_or_default();
            let ended = kept.len() < query.limit || skip >= MAX_DEPTH;
            page.next = (!ended).then_some(Cursor::Offset { skip });
            page.hits = kept;
            return Ok(page);
        }
        // Only the first round counts facets.
        ask.facets = false;
    }
}

/// Moves the hits still admitted into `kept` until it is full; returns how many hits were looked at.
fn keep_visible(app: &App, query: &SearchQuery, hits: Vec<Hit>, kept: &mut Vec<Hit>) -> usize {
    let board = app.board();
    let now = app.clock.now();
    let mut seen = 0;
    for hit in hits {
        if kept.len() == query.limit {
            break;
        }
        seen += 1;
        if board.admits(hit.id, &query.filter, now) {
            kept.push(hit);
        }
    }
    seen
}
