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
    best_of(app, profile, breadth, k, |_| true).await
}

/// More are not looked through for those that are admitted.
const DEEPEST: usize = 4_000;

/// The same of those postings alone that are admitted: of the board's best more and more, until there are `k` or no
/// others.
pub async fn best_of(
    app: &App,
    profile: &Profile,
    breadth: Breadth,
    k: usize,
    admitted: impl Fn(&Posting) -> bool,
) -> Result<Vec<Matched>, storage::Error> {
    let (now, today) = (app.clock.now(), app.today());
    let mut depth = k;
    loop {
        let best = tokio::task::block_in_place(|| app.board().matches(profile, today, now, breadth, depth));
        let wanted: Vec<_> = best.iter().map(|found| (found.id, found.version)).collect();
        let mut found = postings::by_version(app, &wanted).await?;
        found.retain(|posting| admitted(posting));
        if found.len() >= k || best.len() < depth || depth >= DEEPEST {
            let explain = |posting: Arc<Posting>| Matched { verdict: verdict(profile, &posting, today), posting };
            return Ok(found.into_iter().take(k).map(explain).collect());
        }
        depth = (depth * 4).min(DEEPEST);
    }
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
