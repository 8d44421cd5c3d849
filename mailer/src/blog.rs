//! The mail of the blog: whoever asked for it is told of each new article, once, in their language.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::article::{Article, ArticleId};
use domain::message::{Arg, Message};
use domain::subscription::{Purpose, SubscriptionId};
use storage::subscription::{self, Kept, link};
use storage::vault::Vault;
use storage::{Database, article, begin};

use crate::digest::Desk;
use crate::queue::{Sealed, queue_all};
use crate::render::{Card, Rendered, TITLE};
use crate::text::{NAME, line};
use crate::{Error, Letter, Outgoing, footer};

/// Subscriptions looked at in one transaction.
const BATCH: usize = 1_000;
/// Characters of a summary at most.
const SUMMARY: usize = 600;

/// Tells readers of new articles. Any number of them may run: each article is held by one at a time.
pub struct Blog {
    db: Database,
    vault: Vault,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl Blog {
    /// One that has told nobody yet.
    pub fn new(db: Database, vault: Vault, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self { db, vault, clock: Arc::new(clock) }
    }

    /// Queues the mail of one article to some of those who asked for it, in one transaction with the note of how far it has
    /// come. `false`: there is nothing to tell.
    ///
    /// # Errors
    /// What the database says; then nothing of this was done.
    pub async fn step(&self) -> Result<bool, Error> {
        let now = (self.clock)();
        if !article::is_any_to_mail(&self.db, now).await? {
            return Ok(false);
        }
        let tx = begin(&self.db).await?;
        let Some((article, last)) = article::to_mail(&tx, now).await? else { return Ok(false) };
        let limit = u64::try_from(BATCH).unwrap_or(u64::MAX);
        let readers = subscription::active(&tx, last, limit).await?;
        let wanted = readers.iter().filter(|kept| wants(kept, &article, now));
        let mut mails = Vec::new();
        for kept in wanted {
            mails.extend(self.mail(kept, article.id, now)?);
        }
        queue_all(&tx, &mails, now).await?;
        let done = (readers.len() < BATCH).then_some(now);
        article::mailed(&tx, article.id, readers.last().map(|kept| kept.subscription.id), done).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Under a key of its own, so that nobody is told twice.
    fn mail(&self, kept: &Kept, article: ArticleId, now: DateTime<Utc>) -> Result<Option<(Outgoing, Sealed)>, Error> {
        let (id, language) = (kept.subscription.id, kept.subscription.language);
        let Some(to) = kept.email.clone() else { return Ok(None) };
        let letter = Letter::Article { subscription: id, article };
        let dedupe_key = Some(format!("article:{}:{}", article.0, id.0));
        let mail = Outgoing { to, to_name: String::new(), language, letter, dedupe_key };
        match Sealed::of(&self.vault, &mail, now) {
            // One that no mail can be sent to keeps nobody else from theirs.
            Err(Error::Address) => Ok(None),
            sealed => Ok(Some((mail, sealed?))),
        }
    }
}

fn wants(kept: &Kept, article: &Article, now: DateTime<Utc>) -> bool {
    let is_written = article.content.words(kept.subscription.language).is_some();
    is_written && kept.subscription.may_send(Purpose::Blog, now)
}

/// An article in words; `None`: it is not wanted any more, or not seen any more.
pub(crate) async fn said(
    desk: &Desk<'_>,
    (id, article): (SubscriptionId, ArticleId),
    now: DateTime<Utc>,
) -> storage::Result<Option<Rendered>> {
    let (kept, article) = match (subscription::find(desk.db, id).await, article::find(desk.db, article).await) {
        (Err(storage::Error::NotFound), _) | (_, Err(storage::Error::NotFound)) => return Ok(None),
        (kept, article) => (kept?, article?),
    };
    let lang = kept.subscription.language;
    let Some(words) = article.content.words(lang).filter(|_| article.is_live(now) && wants(&kept, &article, now))
    else {
        return Ok(None);
    };
    let (token, author) = (link::token(desk.vault, id), &article.content.author);
    let args = footer::args(&kept, &token, desk.sender);
    let by = Message::new("blog-by")
        .with("name", Arg::Text(line(&author.name, NAME)))
        .with("role", Arg::Text(line(author.role(lang), NAME)));
    let card = Card {
        title: line(&words.title, TITLE),
        facts: vec![by.render(lang)],
        link: desk.sender.page(&format!("/articles/{}", article.content.slug), lang),
        opinion: None,
    };
    Ok(Some(Rendered {
        subject: line(&words.title, TITLE),
        before: vec![Message { key: "blog-intro", args: args.clone() }.render(lang), line(&words.summary, SUMMARY)],
        cards: vec![card],
        after: Vec::new(),
        footer: footer::lines(&kept, "blog-why-mail", &args),
        one_click: Some(desk.sender.link(&format!("/api/v1/subscriptions/{token}/unsubscribe?purpose=blog"))),
    }))
}
