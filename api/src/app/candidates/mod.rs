//! The candidates of a posting: anonymous ones, as a snapshot shows them for a day, and those who are shown by name.
//!
//! What may be known of whom is decided in [`domain::candidate`] and [`domain::grant`]; see ADR 0010.

pub mod invitations;
pub mod snapshot;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::account::AccountId;
use domain::candidate::{CandidateId, Census, Count, Enough, Facts, QUESTIONS, Release, Seen as SeenAs, is_candidate};
use domain::grant::Between;
use domain::matching::Eligibility;
use domain::message::Message;
use domain::organization::{Organization, OrganizationId};
use domain::posting::authored::Authored;
use domain::posting::{PostingId, Status};
use domain::reference::CredentialSet;
use storage::audit::{self, Entry};
use storage::candidate::invitation;
use storage::candidate::snapshot::{self as kept, Snapshot};
use storage::worker::findable;
use storage::{Connection, Error, authored, grant, organization};

use self::snapshot::Known;
use super::App;
use super::applications::seen::{Seen, seen};
use super::grants::see;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// An anonymous candidate as an organization sees them.
pub struct Card {
    /// Who, for this posting and period.
    pub id: CandidateId,
    /// What is shown of them.
    pub facts: Facts,
    /// Whether they were invited.
    pub invited: bool,
}

/// What an organization sees of a posting's anonymous candidates.
pub struct Shown {
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// Until when nothing changes.
    pub until: DateTime<Utc>,
    /// The counts; only as [`Count`]s for anyone else.
    pub census: Census,
    /// The cards of this page, best first.
    pub cards: Vec<Card>,
    /// The number of the next page's first batch.
    pub next: Option<usize>,
}

/// The anonymous candidates of a posting: `batches` groups of five from number `from` on. `None`: the first snapshot of
/// the posting is yet to be made.
///
/// # Errors
/// 409 where the organization is not verified or the posting is not live.
pub async fn list(
    app: &App,
    caller: &Caller,
    of: (OrganizationId, PostingId),
    from: usize,
    batches: usize,
) -> Result<Option<Shown>, Problem> {
    caller.admit_to(Action::ListCandidates, Owner::Organization(of.0))?;
    let now = app.clock.now();
    let (organization, _) = searching(&app.db, of, now).await?;
    let Some(snapshot) = kept::latest(&app.db, of.1).await? else { return Ok(None) };
    let known = Known::open(&app.vault, &snapshot)?;
    let Snapshot { made_at, period, release, .. } = snapshot;
    let all = release.batches.len();
    let page = Release { batches: release.batches.into_iter().skip(from).take(batches).collect() };
    let who: HashMap<CandidateId, AccountId> = known.who.iter().copied().collect();
    let ids = page.batches.iter().flat_map(|batch| batch.ids);
    let workers: Vec<AccountId> = ids.filter_map(|id| who.get(&id).copied()).collect();
    let seen_as = seen_as(&app.db, &organization, &workers, now).await?;
    let gone = |id: CandidateId| {
        let seen = who.get(&id).and_then(|worker| seen_as.get(worker));
        seen.is_none_or(|seen| *seen == SeenAs::Nothing)
    };
    let invited: HashSet<CandidateId> =
        invitation::invited(&app.db, of.1).await?.into_iter().map(|(_, candidate)| candidate).collect();
    let card = |id: CandidateId, facts: &Facts| Card { id, facts: facts.clone(), invited: invited.contains(&id) };
    let cards = page.without(gone).flat_map(|batch| batch.ids.map(|id| card(id, &batch.facts))).collect();
    let next = Some(from.saturating_add(batches)).filter(|next| *next < all);
    Ok(Some(Shown { as_of: made_at, until: period.ends_at(), census: known.census, cards, next }))
}

/// How many more could begin on the day if these required credentials were only preferred, and how many questions about
/// the posting are left.
///
/// # Errors
/// 409 before the first snapshot; 429 where enough was asked.
pub async fn what_if(
    app: &App,
    caller: &Caller,
    of: (OrganizationId, PostingId),
    preferred: CredentialSet,
) -> Result<(Count, usize), Problem> {
    use storage::candidate::question;
    caller.admit_to(Action::AskWhatIf, Owner::Organization(of.0))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    organization::lock(&tx, of.0).await?;
    searching(&tx, of, now).await?;
    let snapshot = kept::latest(&tx, of.1).await?.ok_or_else(not_yet)?;
    let known = Known::open(&app.vault, &snapshot)?;
    let mut asking = question::asked(&tx, of.1, snapshot.period).await?;
    let before = asking.answers.len();
    let by_organization = question::count_of(&tx, of.0, snapshot.period).await?;
    let count = || known.census.if_preferred(preferred);
    let answer = asking.ask(preferred, snapshot.period, by_organization, count).map_err(|Enough| {
        let seconds = (snapshot.period.ends_at() - now).num_seconds().max(1);
        let enough = Problem::new(Kind::TooManyRequests).because(Message::new("hiring-questions-enough"));
        enough.retry_after(seconds.unsigned_abs())
    })?;
    if asking.answers.len() > before {
        question::keep(&tx, (of.1, of.0), snapshot.period, (preferred, answer)).await?;
    }
    audit::record(&tx, &Entry::new(Some(caller.account()?), Action::AskWhatIf, "posting", of.1.0), now).await?;
    tx.commit().await?;
    Ok((answer, QUESTIONS.saturating_sub(asking.answers.len())))
}

/// A candidate who is shown by name: open to verified employers, or by a yes of theirs.
pub struct Named {
    /// Whether they may take the job.
    pub eligibility: Eligibility,
    /// How well it fits, 0–100.
    pub score: u8,
    /// As far as disclosed.
    pub seen: Seen,
}

/// The most who are shown by name.
const MOST_NAMED: usize = 25;

/// The candidates of a posting who are shown by name, best first. That they are looked at can be read by each.
///
/// # Errors
/// As [`list`].
pub async fn named(app: &App, caller: &Caller, of: (OrganizationId, PostingId)) -> Result<Vec<Named>, Problem> {
    caller.admit_to(Action::ListOpenCandidates, Owner::Organization(of.0))?;
    let now = app.clock.now();
    let (organization, own) = searching(&app.db, of, now).await?;
    let mut found = snapshot::judge(app, own.posting(), now).await?;
    found.retain(|candidate| is_candidate(candidate.eligibility));
    let workers: Vec<AccountId> = found.iter().map(|candidate| candidate.worker).collect();
    let seen_as = seen_as(&app.db, &organization, &workers, now).await?;
    found.retain(|candidate| seen_as.get(&candidate.worker) == Some(&SeenAs::Named));
    found.sort_unstable_by_key(|candidate| (candidate.fit(), candidate.worker));
    found.truncate(MOST_NAMED);
    let tx = storage::begin(&app.db).await?;
    let mut named = Vec::with_capacity(found.len());
    for candidate in found {
        let what = see(&tx, caller.account()?, candidate.worker, of.0, None, now).await?;
        let Some(what) = what else { continue };
        let seen = seen(app, &tx, candidate.worker, what, None).await?;
        named.push(Named { eligibility: candidate.eligibility, score: candidate.score, seen });
    }
    tx.commit().await?;
    Ok(named)
}

/// As what an organization sees each of these workers now, apart from applications.
pub(super) async fn seen_as(
    c: &impl Connection,
    employer: &Organization,
    workers: &[AccountId],
    now: DateTime<Utc>,
) -> Result<HashMap<AccountId, SeenAs>, Error> {
    let findable = findable::visibility(c, workers).await?;
    let apart = grant::apart(c, employer, workers).await?;
    let mut seen = HashMap::with_capacity(workers.len());
    for worker in workers {
        let between = match findable.get(worker) {
            Some(visibility) if !apart.contains(worker) && employer.may_publish() => Between::nothing_yet(*visibility),
            _ => grant::between(c, *worker, employer.id).await?,
        };
        seen.insert(*worker, between.seen(now));
    }
    Ok(seen)
}

/// An organization that may look for candidates, and its posting for which it does.
async fn searching(
    c: &impl Connection,
    (id, posting): (OrganizationId, PostingId),
    now: DateTime<Utc>,
) -> Result<(Organization, Authored), Problem> {
    let own = authored::find(c, posting).await?;
    if own.organization != id {
        return Err(Problem::new(Kind::NotFound));
    }
    let organization = organization::find(c, id).await?;
    if !organization.may_publish() {
        return Err(Problem::new(Kind::Conflict).because(Message::new("hiring-not-verified")));
    }
    if own.life.status != Status::Live || !own.posting().is_live(now) {
        return Err(Problem::new(Kind::Conflict).because(Message::new("hiring-not-live")));
    }
    Ok((organization, own))
}

fn not_yet() -> Problem {
    Problem::new(Kind::Conflict).because(Message::new("hiring-no-snapshot"))
}
