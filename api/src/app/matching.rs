//! Matches and verdicts for a profile.

use std::sync::Arc;

use domain::matching::{Breadth, Verdict, verdict};
use domain::posting::{Posting, PostingId};
use domain::reference::Credential;
use domain::worker::Profile;

use super::{App, postings};

/// A posting with its verdict.
pub struct Matched {
    /// The posting.
    pub posting: Arc<Posting>,
    /// Why.
    pub verdict: Verdict,
}

/// The best postings for a profile, best first, each explained.
pub async fn matches(app: &App, profile: &Profile, breadth: Breadth, k: usize) -> Result<Vec<Matched>, storage::Error> {
    let (now, today) = (app.clock.now(), app.today());
    let best = tokio::task::block_in_place(|| app.board().matches(profile, today, now, breadth, k));
    let wanted: Vec<_> = best.iter().map(|found| (found.id, found.version)).collect();
    let explain = |posting: Arc<Posting>| Matched { verdict: verdict(profile, &posting, today), posting };
    Ok(postings::by_version(app, &wanted).await?.into_iter().map(explain).collect())
}

/// Which one credential would open most postings in the profile's reach: how many more would be `ready` with it.
pub fn unlocks(app: &App, profile: &Profile) -> Vec<(Credential, u64)> {
    let (now, today) = (app.clock.now(), app.today());
    tokio::task::block_in_place(|| app.board().unlocks(profile, today, now))
}

/// The verdict for one listed posting; `None` when there is no such posting to be seen.
pub async fn explain(app: &App, profile: &Profile, id: PostingId) -> Result<Option<Verdict>, storage::Error> {
    let found = postings::find(app, id).await?.filter(|posting| posting.is_listed(app.clock.now()));
    Ok(found.map(|posting| verdict(profile, &posting, app.today())))
}
