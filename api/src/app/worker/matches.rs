//! A worker's own matches: without what they hid, with what they saved.

use std::collections::HashSet;

use domain::access::Action;
use domain::matching::{Breadth, Verdict};
use domain::posting::PostingId;
use domain::reference::Credential;
use storage::interest;
use storage::worker::whole;

use crate::app::App;
use crate::app::matching::{self, Matched};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The matches of a worker.
pub struct Own {
    /// Best first.
    pub found: Vec<Matched>,
    /// Those of them that they saved.
    pub saved: HashSet<PostingId>,
    /// Which one credential would open most postings in reach, most first.
    pub unlocks: Vec<(Credential, u64)>,
}

/// The caller's best postings, each explained. `k` of them where there are so many.
pub async fn list(app: &App, caller: &Caller, breadth: Breadth, k: usize) -> Result<Own, Problem> {
    caller.admit(Action::ListMatches)?;
    let me = caller.account()?;
    let worker = whole(&app.db, me).await?;
    let marks = interest::marks(&app.db, me).await?;
    let hidden = interest::hidden(&app.db, me, &marks, &worker.blocks).await?;
    let profile = worker.matching();
    let found = matching::best_of(app, &profile, breadth, k, |posting| !hidden.hides(posting)).await?;
    let saved = marks.saved.iter().map(|(id, _)| *id).collect();
    Ok(Own { found, saved, unlocks: matching::unlocks(app, &profile) })
}

/// The verdict on one posting for the caller.
pub async fn read(app: &App, caller: &Caller, id: PostingId) -> Result<Verdict, Problem> {
    caller.admit(Action::ReadMatch)?;
    let profile = whole(&app.db, caller.account()?).await?.matching();
    matching::explain(app, &profile, id).await?.ok_or_else(|| Problem::new(Kind::NotFound))
}
