//! Reading postings: one, or the few that a search or a match returned.

use std::collections::HashMap;
use std::sync::Arc;

use domain::application::answer_rate::AnswerRate;
use domain::posting::authored::Authored;
use domain::posting::{Origin, Posting, PostingId, Status};
use moka::sync::Cache;
use storage::source::{self, Source};

use super::App;
use crate::problem::{Kind, Problem};

/// Postings by id and version, so that a list is served without a query; a new version is a new key.
#[derive(Clone)]
pub struct PostingCache(Cache<(PostingId, i32), Arc<Posting>>);

/// Postings kept in memory; at about 4 kB each, 80 MB.
const CACHED: u64 = 20_000;

impl Default for PostingCache {
    fn default() -> Self {
        Self(Cache::new(CACHED))
    }
}

/// The postings of these ids and versions, in order; one that is gone is left out. At most one query.
pub async fn by_version(app: &App, wanted: &[(PostingId, i32)]) -> Result<Vec<Arc<Posting>>, storage::Error> {
    let missing: Vec<PostingId> =
        wanted.iter().filter(|key| !app.cache.0.contains_key(*key)).map(|(id, _)| *id).collect();
    let mut found: HashMap<PostingId, Arc<Posting>> = HashMap::new();
    if !missing.is_empty() {
        for posting in storage::posting::by_ids(&app.db, &missing).await? {
            let posting = Arc::new(posting);
            app.cache.0.insert((posting.id, posting.version), Arc::clone(&posting));
            found.insert(posting.id, posting);
        }
    }
    let pick = |key: &(PostingId, i32)| app.cache.0.get(key).or_else(|| found.get(&key.0).cloned());
    Ok(wanted.iter().filter_map(pick).collect())
}

/// One posting as it is now; `None`: there is none.
pub async fn find(app: &App, id: PostingId) -> Result<Option<Posting>, storage::Error> {
    match storage::posting::find(&app.db, id).await {
        Ok(posting) => Ok(Some(posting)),
        Err(storage::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A posting as anyone may read it.
pub struct Shown {
    /// The posting.
    pub posting: Posting,
    /// What its employer wrote, where it was written here.
    pub authored: Option<Authored>,
    /// How its employer answers those who apply.
    pub answer_rate: Option<AnswerRate>,
    /// Where it was found.
    pub sources: Vec<Source>,
}

/// A posting that is to be seen, with what its employer wrote, where it was written here.
///
/// # Errors
/// 404 where there is none, or one that nobody ever saw or that is off for a while; 410 for one that has ended.
pub async fn visible(app: &App, id: PostingId) -> Result<(Posting, Option<Authored>), Problem> {
    let now = app.clock.now();
    let Some(posting) = find(app, id).await? else { return Err(Problem::new(Kind::NotFound)) };
    let authored = match posting.origin {
        Origin::Authored => Some(storage::authored::find(&app.db, id).await?),
        Origin::Partner | Origin::Imported => None,
    };
    if !posting.is_live(now) {
        let was_seen = authored.as_ref().is_none_or(|authored| authored.life.live_at.is_some());
        let ended = posting.status.has_ended() || posting.status == Status::Live;
        return Err(Problem::new(if was_seen && ended { Kind::Gone } else { Kind::NotFound }));
    }
    Ok((posting, authored))
}

/// A posting that is to be seen, with all that is shown of it.
///
/// # Errors
/// As [`visible`].
pub async fn show(app: &App, id: PostingId) -> Result<Shown, Problem> {
    let (posting, authored) = visible(app, id).await?;
    let answer_rate = match &authored {
        Some(authored) => app.answer_rates.of(&app.db, authored.organization, app.clock.now()).await?,
        None => None,
    };
    let sources = source::of_posting(&app.db, id).await?;
    Ok(Shown { posting, authored, answer_rate, sources })
}
