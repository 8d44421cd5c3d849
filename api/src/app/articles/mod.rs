//! The blog: what anyone reads, and what editors write.

pub mod cover;

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::article::{Article, ArticleId, Content, Denied};
use domain::message::Message;
use serde::Serialize;
use storage::Error;
use storage::article::{self, Revision, Wanted};
use storage::audit::{self, Entry};

use self::cover::Picture;
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::worker::is_current;
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Articles among which "Read more" looks: the newest.
const LOOKED_AT: u64 = 200;

/// Those that are seen, newest first, after one of them.
///
/// # Errors
/// 422 where that one is none.
pub async fn list(
    app: &App,
    wanted: Wanted<'_>,
    after: Option<ArticleId>,
    limit: u64,
) -> Result<Vec<Article>, Problem> {
    let before = match after {
        Some(last) => match article::find(&app.db, last).await {
            Ok(last) => last.published_at.map(|at| (at, last.id)),
            Err(Error::NotFound) => return Err(Problem::field("cursor", Message::new("field-no-such-key"))),
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    Ok(article::live(&app.db, app.clock.now(), wanted, before, limit).await?)
}

/// One that is seen, with others that may be about the same.
///
/// # Errors
/// 404.
pub async fn read(app: &App, slug: &str) -> Result<(Article, Vec<Article>), Problem> {
    let now = app.clock.now();
    let found = article::by_slug(&app.db, slug).await?;
    if !found.is_live(now) {
        return Err(Problem::new(Kind::NotFound));
    }
    let others = article::live(&app.db, now, Wanted::default(), None, LOOKED_AT).await?;
    Ok((found, others))
}

/// Every article, drafts too, the newest first.
pub async fn drafts(
    app: &App,
    caller: &Caller,
    before: Option<ArticleId>,
    limit: u64,
) -> Result<Vec<Article>, Problem> {
    caller.admit(Action::ListDrafts)?;
    Ok(article::all(&app.db, before, limit).await?)
}

/// One article, draft or not.
///
/// # Errors
/// 404.
pub async fn draft(app: &App, caller: &Caller, id: ArticleId) -> Result<Article, Problem> {
    caller.admit(Action::ReadDraft)?;
    Ok(article::find(&app.db, id).await?)
}

/// How an article was, the newest first.
///
/// # Errors
/// 404.
pub async fn revisions(
    app: &App,
    caller: &Caller,
    id: ArticleId,
    before: Option<i32>,
    limit: u64,
) -> Result<Vec<Revision>, Problem> {
    caller.admit(Action::ListArticleRevisions)?;
    article::find(&app.db, id).await?;
    Ok(article::revisions(&app.db, id, before, limit).await?)
}

/// Begins an article.
///
/// # Errors
/// 422 where another is at its address.
pub async fn create<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    content: Content,
    present: impl FnOnce(&Article) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::CreateArticle, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let now = work.now();
    let draft = Article::draft(ArticleId(new_id(now)), content, now);
    article::insert(work.tx(), &draft).await.map_err(taken)?;
    let entry = Entry::new(Some(caller.account()?), Action::CreateArticle, "article", draft.id.0);
    audit::record(work.tx(), &entry, now).await?;
    let location = format!("/api/v1/editing/articles/{}", draft.id.0);
    work.finish(Created { location, version: draft.version, body: present(&draft) }).await
}

/// What an editor does to an article.
pub enum Edit {
    /// Writes it anew.
    Write(Box<Content>),
    /// Puts a picture above it, or takes it away.
    Cover(Option<Picture>),
    /// Publishes it, now or at a moment to come.
    Publish(Option<DateTime<Utc>>),
    /// Makes it a draft again.
    Withdraw,
}

impl Edit {
    const fn action(&self) -> Action {
        match self {
            Self::Write(_) => Action::UpdateArticle,
            Self::Cover(Some(_)) => Action::SetArticleCover,
            Self::Cover(None) => Action::RemoveArticleCover,
            Self::Publish(_) => Action::PublishArticle,
            Self::Withdraw => Action::WithdrawArticle,
        }
    }
}

/// Changes an article that is at `version`.
///
/// # Errors
/// 404, 409, 412, 422.
pub async fn edit(app: &App, caller: &Caller, id: ArticleId, version: i32, edit: Edit) -> Result<Article, Problem> {
    let action = edit.action();
    caller.admit(action)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let before = article::find(&tx, id).await?;
    is_current(before.version, version)?;
    let changed = match edit {
        Edit::Write(content) => before.edited(*content, now),
        Edit::Cover(picture) => {
            let (cover, content) = picture.map(|picture| (picture.cover, picture.content)).unzip();
            article::keep_cover(&tx, id, content).await?;
            before.covered(cover, now)
        }
        Edit::Publish(at) => before.published(at, now),
        Edit::Withdraw => before.withdrawn(now),
    };
    let mut changed = changed.map_err(denied)?;
    changed.version = article::update(&tx, &changed).await.map_err(taken)?;
    audit::record(&tx, &Entry::new(Some(caller.account()?), action, "article", id.0), now).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Removes a draft with all that it was.
///
/// # Errors
/// 404; 409 for one that is published.
pub async fn remove(app: &App, caller: &Caller, id: ArticleId) -> Result<(), Problem> {
    caller.admit(Action::RemoveArticle)?;
    let tx = storage::begin(&app.db).await?;
    if article::find(&tx, id).await?.published_at.is_some() {
        return Err(Problem::new(Kind::Conflict).because(Message::new("article-published")));
    }
    article::remove(&tx, id).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RemoveArticle, "article", id.0);
    audit::record(&tx, &entry, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

fn taken(error: Error) -> Problem {
    match error {
        Error::Unique(_) => Problem::field("/slug", Message::new("article-slug-taken")),
        error => error.into(),
    }
}

fn denied(why: Denied) -> Problem {
    let conflict = |key| Problem::new(Kind::Conflict).because(Message::new(key));
    match why {
        Denied::Gaps(gaps) => {
            let mut problem = Problem::new(Kind::Invalid);
            problem.fields = gaps.into_iter().map(|(at, message)| (at.to_owned(), message)).collect();
            problem
        }
        Denied::Past => Problem::field("/at", Message::new("article-past")),
        Denied::Live => conflict("article-live"),
        Denied::Draft => conflict("article-draft"),
        Denied::Fixed => conflict("article-fixed"),
    }
}
