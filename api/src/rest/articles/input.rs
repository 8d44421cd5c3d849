//! What editors write.

use domain::article::{Author, Content, Kind, Origin, Words};
use domain::message::Message;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{line, plain, web};
use crate::problem::Problem;
use crate::profile::Keys;

/// An article in one language.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleWordsInput {
    /// One line.
    #[validate(length(max = 150), custom(function = plain))]
    #[schema(max_length = 150)]
    pub(super) title: String,
    /// What a list and a mail say of it.
    #[validate(length(max = 500), custom(function = plain))]
    #[schema(max_length = 500)]
    pub(super) summary: String,
    /// Markdown: headings, lists, quotations and links are shown, nothing else is. Of news at most 1,000 characters.
    #[validate(length(max = 50000), custom(function = plain))]
    #[schema(max_length = 50000)]
    pub(super) body: String,
    /// What the cover shows, for those who do not see it.
    #[serde(default)]
    #[validate(length(max = 300), custom(function = plain))]
    #[schema(max_length = 300)]
    pub(super) cover_alt: String,
}

/// Who wrote it.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorInput {
    #[validate(length(max = 100), custom(function = plain))]
    #[schema(max_length = 100)]
    pub(super) name: String,
    /// What they are, in English.
    #[validate(length(max = 100), custom(function = plain))]
    #[schema(max_length = 100)]
    pub(super) role_en: String,
    /// The same in French.
    #[validate(length(max = 100), custom(function = plain))]
    #[schema(max_length = 100)]
    pub(super) role_fr: String,
}

/// Where news were written.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginInput {
    /// By whom.
    #[validate(length(min = 1, max = 100), custom(function = line))]
    #[schema(min_length = 1, max_length = 100)]
    pub(super) name: String,
    /// Where they are read.
    #[validate(length(max = 500), custom(function = web))]
    #[schema(max_length = 500, format = "uri")]
    pub(super) url: String,
}

/// An article.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleInput {
    /// `article`, or `news` for what was written elsewhere and is told in short.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(article|news)$", example = "article")]
    kind: String,
    /// What its address ends with: small letters, digits and hyphens. It stays once the article was seen.
    #[validate(length(min = 3, max = 80))]
    #[schema(min_length = 3, max_length = 80, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "move-a-licence")]
    slug: String,
    #[validate(nested)]
    author: AuthorInput,
    /// What it is about: words like the address.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    tags: Vec<String>,
    /// In English.
    #[validate(nested)]
    en: Option<ArticleWordsInput>,
    /// In French.
    #[validate(nested)]
    fr: Option<ArticleWordsInput>,
    /// Of news.
    #[validate(nested)]
    origin: Option<OriginInput>,
}

/// Small letters and digits in parts that hyphens join.
fn is_slug(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.len() <= 80 && text.split('-').all(is_part)
}

impl ArticleInput {
    pub(super) fn read(self) -> Result<Content, Problem> {
        let mut keys = Keys::default();
        let kind = keys.one("/kind", &self.kind, Kind::parse);
        if !is_slug(&self.slug) {
            keys.wrong("/slug", Message::new("article-slug"));
        }
        let mut tags = self.tags;
        if let Some(at) = tags.iter().position(|tag| !is_slug(tag)) {
            keys.wrong(&format!("/tags/{at}"), Message::new("article-slug"));
        }
        tags.sort_unstable();
        tags.dedup();
        let kind = keys.finish_some(kind)?;
        let AuthorInput { name, role_en, role_fr } = self.author;
        Ok(Content {
            kind,
            slug: self.slug,
            author: Author { name, role_en, role_fr },
            tags,
            en: self.en.map(Words::from),
            fr: self.fr.map(Words::from),
            origin: self.origin.map(|OriginInput { name, url }| Origin { name, url }),
        })
    }
}

impl From<ArticleWordsInput> for Words {
    fn from(ArticleWordsInput { title, summary, body, cover_alt }: ArticleWordsInput) -> Self {
        Self { title, summary, body, cover_alt }
    }
}
