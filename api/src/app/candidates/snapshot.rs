//! Makes what is shown of a posting's anonymous candidates for a period.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::Source;
use domain::candidate::{Candidate, CandidateId, Census, MOST_CARDS, Period, Release, Seen, is_candidate, release};
use domain::pool;
use domain::posting::{Posting, PostingId};
use serde::{Deserialize, Serialize};
use storage::candidate::snapshot::{Snapshot, Waiting};
use storage::candidate::{invitation, snapshot};
use storage::vault::Vault;
use storage::{Error, organization, posting, reach};

use super::seen_as;
use crate::app::{App, day_of};
use crate::problem::Problem;

/// What only we know of a snapshot.
#[derive(Serialize, Deserialize)]
pub struct Known {
    /// Exact counts.
    pub census: Census,
    /// Who the cards are.
    pub who: Vec<(CandidateId, AccountId)>,
}

impl Known {
    /// For the snapshot of a posting and a period.
    pub fn seal(&self, vault: &Vault, posting: PostingId, period: Period) -> anyhow::Result<String> {
        Ok(vault.seal(&place(posting, period), &serde_json::to_string(self)?))
    }

    /// Of a snapshot.
    pub(super) fn open(vault: &Vault, of: &Snapshot) -> Result<Self, Problem> {
        let plain = vault.open(&place(of.posting, of.period), &of.known).map_err(anyhow::Error::from)?;
        Ok(serde_json::from_str(&plain).map_err(anyhow::Error::from)?)
    }

    /// Who a card is.
    pub(super) fn worker(&self, id: CandidateId) -> Option<AccountId> {
        self.who.iter().find(|(known, _)| *known == id).map(|(_, worker)| *worker)
    }
}

fn place(posting: PostingId, period: Period) -> String {
    format!("candidate_snapshot:{}:{}", posting.0, period.number())
}

/// Makes the snapshot of a posting for the period of `now`. `false`: there is nothing to show to anyone, or another
/// process was quicker.
pub async fn make(app: &App, waiting: Waiting, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let organization = organization::find(&app.db, waiting.organization).await?;
    let Some(posting) = posting::by_ids(&app.db, &[waiting.posting]).await?.pop() else { return Ok(false) };
    if !organization.may_publish() {
        return Ok(false);
    }
    let mut found = judge(app, posting.clone(), now).await?;
    found.retain(|candidate| is_candidate(candidate.eligibility));
    let workers: Vec<AccountId> = found.iter().map(|candidate| candidate.worker).collect();
    let seen = seen_as(&app.db, &organization, &workers, now).await?;
    let invited: HashSet<AccountId> =
        invitation::invited(&app.db, posting.id).await?.into_iter().map(|(worker, _)| worker).collect();
    found.retain(|candidate| seen.get(&candidate.worker) == Some(&Seen::Card) && !invited.contains(&candidate.worker));
    let period = Period::of(now);
    let (id, census) = (posting.id, Census::of(found.iter(), day_of(now)));
    let (release, who) = cards(app, posting, period, found, now).await?;
    let matches = u64::try_from(census.total().at_least()).unwrap_or(u64::MAX);
    let sum = reach::Sum { posting: id, day: period.day(), source: Source::Match, views: 0, clicks: 0, matches };
    let snapshot = Snapshot {
        posting: id,
        organization: organization.id,
        period,
        first: waiting.taken.is_none(),
        made_at: now,
        release,
        known: Known { census, who }.seal(&app.vault, id, period)?,
    };
    let tx = storage::begin(&app.db).await?;
    match snapshot::keep(&tx, &snapshot).await {
        Err(Error::Unique(_)) => return Ok(false),
        kept => kept?,
    }
    reach::add(&tx, &[sum]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Everyone in the pool whom a posting concerns, judged as of today. Takes a core for a while: the pool holds millions.
pub(super) async fn judge(app: &App, posting: Posting, now: DateTime<Utc>) -> anyhow::Result<Vec<pool::Candidate>> {
    let app = app.clone();
    let judging = move || app.pool().candidates(&posting, day_of(now));
    Ok(tokio::task::spawn_blocking(judging).await?)
}

/// The cards of the best, and who they are.
async fn cards(
    app: &App,
    posting: Posting,
    period: Period,
    found: Vec<pool::Candidate>,
    now: DateTime<Utc>,
) -> anyhow::Result<(Release, Vec<(CandidateId, AccountId)>)> {
    let app = app.clone();
    let making = move || {
        let id = |worker| CandidateId::of(app.vault.mac("candidate", &CandidateId::input(worker, posting.id, period)));
        let mut best: Vec<_> =
            found.iter().map(|candidate| (candidate.fit(), id(candidate.worker), candidate)).collect();
        best.sort_unstable_by_key(|(fit, id, _)| (*fit, *id));
        best.truncate(MOST_CARDS);
        let candidates: Vec<Candidate> =
            best.iter().filter_map(|(_, id, candidate)| card(&app, *id, candidate.worker, &posting, now)).collect();
        let release = release(&candidates);
        let shown: HashSet<CandidateId> = release.batches.iter().flat_map(|batch| batch.ids).collect();
        let who = best.iter().filter(|(_, id, _)| shown.contains(id)).map(|(_, id, found)| (*id, found.worker));
        (release, who.collect())
    };
    Ok(tokio::task::spawn_blocking(making).await?)
}

/// One card, unless its worker has just gone.
fn card(app: &App, id: CandidateId, worker: AccountId, posting: &Posting, now: DateTime<Utc>) -> Option<Candidate> {
    let (_, profile) = app.pool().profile(worker)?;
    Candidate::judged(id, &profile, posting, day_of(now))
}
