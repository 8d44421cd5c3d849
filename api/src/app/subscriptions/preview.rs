//! What a digest would hold, for someone who thinks of subscribing.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::digest::{Fresh, Job, Ledger, REACH_BACK, Taste, Wish};
use domain::posting::Posting;
use domain::search::{Filter, SearchQuery, Sort};

use crate::app::{App, search};
use crate::problem::Problem;

/// How far it looks back: the time of one weekly digest.
const DAYS: i64 = 7;
/// Postings from which its jobs are taken: more than it shows, as some are of one job.
const LOOKED_AT: usize = 60;

/// What a digest would hold.
pub struct Preview {
    /// Since when what is in it has been live.
    pub since: DateTime<Utc>,
    /// The jobs, newest first.
    pub jobs: Vec<(Job, Arc<Posting>)>,
    /// How many postings beside them fit.
    pub rest: u64,
}

/// The digest of the last seven days for a filter: by the rules of every other digest.
pub async fn preview(app: &App, filter: &Filter) -> Result<Preview, Problem> {
    let now = app.clock.now();
    let since = now - TimeDelta::days(DAYS);
    let posted_since = Some(filter.posted_since.map_or(since, |wanted| wanted.max(since)));
    let query = SearchQuery {
        text: String::new(),
        lang: Lang::En,
        filter: Filter { posted_since, ..filter.clone() },
        sort: Sort::Date,
        facets: false,
        limit: LOOKED_AT,
        after: None,
    };
    let found = search::search(app, &query).await?;
    let fresh = Fresh::load(found.postings.iter().map(AsRef::as_ref), now);
    let wish = Wish::Search { filter: Box::new(query.filter) };
    let selection = fresh.select(
        &fresh.fitting(&wish, since + REACH_BACK, now, app.today()),
        &Ledger::default(),
        &Taste::default(),
    );
    let posting = |job: &Job| found.postings.iter().find(|posting| posting.id == job.posting).map(Arc::clone);
    let jobs = selection.jobs.iter().filter_map(|job| posting(job).map(|posting| (*job, posting))).collect();
    let beyond = found.page.total.saturating_sub(u64::try_from(found.postings.len()).unwrap_or(u64::MAX));
    Ok(Preview { since, jobs, rest: beyond + u64::try_from(selection.rest).unwrap_or(u64::MAX) })
}
