//! Articles, made anew as far as an operation asks for.

use chrono::TimeDelta;
use domain::access::Action;
use domain::article::{Article, ArticleId, Author, Content, Cover, Kind, Words};
use domain::document::Format;
use domain::testing::files::png;
use storage::article;
use tests::World;
use uuid::Uuid;

use super::{Side, now, write};

/// An article that nothing is missing of.
pub(crate) fn content(slug: &str) -> Content {
    let words = |title: &str| {
        let (title, summary, body) = (title.to_owned(), "In short.".to_owned(), "## At *length*".to_owned());
        Some(Words { title, summary, body, cover_alt: "A lighthouse".to_owned() })
    };
    Content {
        kind: Kind::Article,
        slug: slug.to_owned(),
        author: Author { name: "Ann".to_owned(), role_en: "nurse".to_owned(), role_fr: "infirmière".to_owned() },
        tags: vec!["licence".to_owned()],
        en: words("Moving"),
        fr: words("Déménager"),
        origin: None,
    }
}

impl Side {
    /// Makes the article that an operation is about, if it is about one.
    pub(super) async fn write_article(&mut self, world: &World, action: Action) {
        let is_live = matches!(action, Action::ReadArticle | Action::ReadArticleCover | Action::WithdrawArticle);
        let about = [
            Action::ReadDraft,
            Action::UpdateArticle,
            Action::SetArticleCover,
            Action::RemoveArticleCover,
            Action::PublishArticle,
            Action::RemoveArticle,
            Action::ListArticleRevisions,
        ];
        if !is_live && !about.contains(&action) {
            return;
        }
        let id = ArticleId(Uuid::now_v7());
        let slug = format!("article-{}", id.0.simple());
        let draft = Article::draft(id, content(&slug), now());
        // A minute ago, as the clock of the server is not this one.
        let published_at = is_live.then(|| now() - TimeDelta::minutes(1));
        let content = png();
        let bytes = u64::try_from(content.len()).unwrap();
        let cover = Some(Cover { format: Format::Png, bytes, sha256: String::new() });
        let made = Article { published_at, cover, ..draft };
        write(world, async |tx| article::insert(tx, &made).await).await;
        write(world, async |tx| article::keep_cover(tx, id, Some(content)).await).await;
        self.ids.insert("article", id.0.to_string());
        self.ids.insert("slug", slug);
    }
}
