//! A worker's own matches: without what they hid, with what they saved.

use std::collections::HashSet;

use domain::access::Action;
use domain::matching::{Breadth, Verdict};
use domain::organization::OrganizationId;
use domain::posting::{Posting, PostingId};
use domain::reference::Credential;
use domain::worker::Blocked;
use storage::interest::{self, Marks};
use storage::worker::{Worker, whole};

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

/// What a worker does not want to see.
struct Hidden {
    postings: HashSet<PostingId>,
    /// By their normalized names; those that may not see the worker among them.
    employers: HashSet<String>,
}

impl Hidden {
    fn hides(&self, posting: &Posting) -> bool {
        let employer = posting.content.employer.key.as_ref();
        self.postings.contains(&posting.id) || employer.is_some_and(|employer| self.employers.contains(employer))
    }
}

/// The caller's best postings, each explained. `k` of them where there are so many.
pub async fn list(app: &App, caller: &Caller, breadth: Breadth, k: usize) -> Result<Own, Problem> {
    caller.admit(Action::ListMatches)?;
    let me = caller.account()?;
    let worker = whole(&app.db, me).await?;
    let marks = interest::marks(&app.db, me).await?;
    let hidden = hidden(app, caller, &worker, &marks).await?;
    let profile = worker.matching();
    let found = matching::best_of(app, &profile, breadth, k, |posting| !hidden.hides(posting)).await?;
    let saved = marks.saved.iter().map(|(id, _)| *id).collect();
    Ok(Own { found, saved, unlocks: matching::unlocks(app, &profile) })
}

async fn hidden(app: &App, caller: &Caller, worker: &Worker, marks: &Marks) -> Result<Hidden, Problem> {
    let known = interest::hidden_employers(&app.db, caller.account()?).await?;
    let mut employers: HashSet<String> = known.into_iter().map(|hidden| hidden.employer).collect();
    let mut blocked: Vec<OrganizationId> = Vec::new();
    for block in &worker.blocks {
        match &block.blocked {
            Blocked::Employer(key) => {
                employers.insert(key.clone());
            }
            Blocked::Organization(id) => blocked.push(*id),
        }
    }
    if !blocked.is_empty() {
        for organization in storage::organization::by_ids(&app.db, &blocked).await? {
            employers.extend(organization.profile.employer_keys());
        }
    }
    let postings = marks.hidden.iter().map(|(id, _)| *id).collect();
    Ok(Hidden { postings, employers })
}

/// The verdict on one posting for the caller.
pub async fn read(app: &App, caller: &Caller, id: PostingId) -> Result<Verdict, Problem> {
    caller.admit(Action::ReadMatch)?;
    let profile = whole(&app.db, caller.account()?).await?.matching();
    matching::explain(app, &profile, id).await?.ok_or_else(|| Problem::new(Kind::NotFound))
}
