//! Fetches feeds that are due, and imports them.
//!
//! A feed is taken by a conditional update, so that of several processes one fetches it. What could not be fetched or read
//! changes nothing, is told with the feed, and is asked for again, the more it fails the later.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::feed::{Outcome, next_fetch};
use reqwest::StatusCode;
use reqwest::header::{ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use storage::feed::{self, Feed};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;
use crate::app::import::{self, ImportError, Input, Report, Request};
use crate::feed::Format;
use crate::outbound::{Failure, failure};

/// Looked at this often.
const EVERY: Duration = Duration::from_secs(5);
/// Fetched one after the other: an import takes a core.
const BATCH: u64 = 5;
/// For how long a feed is taken.
const TAKEN: TimeDelta = TimeDelta::minutes(30);
/// Bytes of a feed at most.
const MOST_BYTES: usize = 64 << 20;
/// Rows told of that were not taken, of each kind.
const MOST_ROWS: usize = 50;
/// For a whole feed to arrive.
const PATIENCE: Duration = Duration::from_mins(2);

/// Fetches until `stop` turns true. Any number of processes may do so.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        if let Err(error) = pass(&app).await {
            tracing::warn!(error = format!("{error:#}"), "cannot fetch feeds");
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Fetches some of what is due.
pub async fn pass(app: &App) -> anyhow::Result<()> {
    for due in feed::due(&app.db, app.clock.now(), BATCH).await? {
        let now = app.clock.now();
        if feed::take(&app.db, &due, now + TAKEN).await? {
            of_one(app, due, now).await?;
        }
    }
    Ok(())
}

/// What came of a fetch.
enum Fetched {
    /// What it holds, with the validators of its server.
    New { bytes: Vec<u8>, validator: Option<String>, modified: Option<String> },
    /// It is as it was.
    Unchanged,
}

async fn of_one(app: &App, mut feed: Feed, now: DateTime<Utc>) -> anyhow::Result<()> {
    let outcome = match fetch(app, &feed).await {
        Ok(Fetched::Unchanged) => Outcome::Unchanged,
        Ok(Fetched::New { bytes, validator, modified }) => {
            let (outcome, report) = import(app, &feed, bytes, now).await?;
            if outcome == Outcome::Imported {
                (feed.validator, feed.modified) = (validator, modified);
            }
            feed.report = Some(report);
            outcome
        }
        Err(why) => {
            feed.report = Some(why);
            Outcome::Failed
        }
    };
    feed.failures = if outcome == Outcome::Failed { feed.failures.saturating_add(1) } else { 0 };
    if outcome == Outcome::Imported {
        feed.accept_shrink = false;
    }
    let now = app.clock.now();
    (feed.last, feed.next_at) = (Some((now, outcome)), next_fetch(feed.every_hours, feed.failures, now));
    tracing::info!(feed = %feed.id, outcome = outcome.key(), "fetched a feed");
    match feed::keep(&app.db, &feed).await {
        // Removed meanwhile.
        Err(storage::Error::NotFound) => Ok(()),
        kept => Ok(kept?),
    }
}

/// What a feed holds; why not, in words for staff.
async fn fetch(app: &App, feed: &Feed) -> Result<Fetched, String> {
    let url = app.outbound.url(&feed.url).map_err(|failure| failure.to_string())?;
    let response = app.outbound.send(|client| {
        let known = [(IF_NONE_MATCH, &feed.validator), (IF_MODIFIED_SINCE, &feed.modified)];
        let asked = known.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        asked.fold(client.get(url).timeout(PATIENCE), |request, (name, value)| request.header(name, value))
    });
    let mut response = response.await.map_err(|failure| failure.to_string())?;
    if response.status() == StatusCode::NOT_MODIFIED && (feed.validator.is_some() || feed.modified.is_some()) {
        return Ok(Fetched::Unchanged);
    }
    if response.status() != StatusCode::OK {
        return Err(format!("its server answered {}", response.status().as_u16()));
    }
    let header = |name: HeaderName| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
    let (validator, modified) = (header(ETAG), header(LAST_MODIFIED));
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error).to_string())? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(format!("larger than {} MiB", MOST_BYTES >> 20));
        }
        bytes.extend_from_slice(&chunk);
    }
    if bytes.is_empty() {
        return Err(Failure::NotConnected.to_string());
    }
    Ok(Fetched::New { bytes, validator, modified })
}

/// Imports what was fetched: the outcome, and its report in JSON or what went wrong in words.
async fn import(app: &App, feed: &Feed, bytes: Vec<u8>, now: DateTime<Utc>) -> anyhow::Result<(Outcome, String)> {
    let Some(format) = Format::parse(&feed.format) else {
        return Ok((Outcome::Failed, "a format that this build does not know".to_owned()));
    };
    let (app, feed) = (app.clone(), feed.clone());
    let handle = Handle::current();
    // Reading it takes a core for a while.
    let work = move || {
        let inputs = [Input { name: "feed".to_owned(), bytes }];
        let request = Request {
            source: &feed.source,
            format,
            inputs: &inputs,
            as_of: now,
            as_of_given: false,
            complete: feed.complete,
            accept_shrink: feed.accept_shrink,
            dry_run: false,
        };
        handle.block_on(import::import(&app.db, &request, |_, _| {}))
    };
    Ok(match tokio::task::spawn_blocking(work).await? {
        Ok(mut report) => {
            let outcome = held(&report);
            report.rejected.truncate(MOST_ROWS);
            report.repeated.truncate(MOST_ROWS);
            (outcome, serde_json::to_string(&report)?)
        }
        Err(error @ ImportError::Shrunk { .. }) => (Outcome::Held, error.to_string()),
        Err(ImportError::Storage(error)) => return Err(error.into()),
        Err(error) => (Outcome::Failed, error.to_string()),
    })
}

/// What was not withdrawn for a row that could not be read is held too.
const fn held(report: &Report) -> Outcome {
    if report.held.is_some() { Outcome::Held } else { Outcome::Imported }
}
