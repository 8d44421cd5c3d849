//! Articles as readers and editors see them.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::article::{Article, Author, Content, Kind, Origin, Words};
use serde::Serialize;
use storage::article::Revision;
use utoipa::ToSchema;
use uuid::Uuid;

use super::cover::CoverView;
use super::input::{ArticleWordsInput, AuthorInput, OriginInput};
use crate::markdown;

/// Who wrote it.
#[derive(Serialize, ToSchema)]
pub(super) struct ByView {
    name: String,
    /// What they are.
    role: String,
}

/// An article in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleSummary {
    pub(super) id: Uuid,
    /// `article` or `news`.
    kind: &'static str,
    /// What its address ends with.
    slug: String,
    /// The language of title and summary.
    lang: &'static str,
    title: String,
    summary: String,
    author: ByView,
    tags: Vec<String>,
    /// Of news: where they were written.
    origin: Option<OriginInput>,
    cover: Option<CoverView>,
    /// What the cover shows, for those who do not see it.
    cover_alt: String,
    published_at: Option<DateTime<Utc>>,
}

/// An article to be read.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleView {
    #[serde(flatten)]
    summary: ArticleSummary,
    /// HTML of headings, paragraphs, lists, quotations and links alone.
    html: String,
    /// What to read after it.
    related: Vec<ArticleSummary>,
}

/// A page of articles.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticlePage {
    pub(super) items: Vec<ArticleSummary>,
    /// `cursor` of the next page.
    pub(super) next: Option<Uuid>,
}

/// In a language, or in the other one.
fn words(content: &Content, lang: Lang) -> (Lang, Words) {
    let other = if lang == Lang::En { Lang::Fr } else { Lang::En };
    let in_lang = |lang| content.words(lang).map(|words| (lang, words.clone()));
    in_lang(lang).or_else(|| in_lang(other)).unwrap_or((lang, Words::default()))
}

impl ArticleSummary {
    pub(super) fn of(article: &Article, lang: Lang) -> Self {
        let content = &article.content;
        let (lang, Words { title, summary, cover_alt, .. }) = words(content, lang);
        let Author { name, .. } = content.author.clone();
        Self {
            id: article.id.0,
            kind: content.kind.key(),
            slug: content.slug.clone(),
            lang: lang.code(),
            title,
            summary,
            author: ByView { name, role: content.author.role(lang).to_owned() },
            tags: content.tags.clone(),
            origin: content.origin.clone().map(OriginInput::from),
            cover: CoverView::of(article),
            cover_alt,
            published_at: article.published_at,
        }
    }
}

impl ArticleView {
    pub(super) fn of(article: &Article, related: &[&Article], lang: Lang) -> Self {
        let html = markdown::safe(&words(&article.content, lang).1.body).to_string();
        let related = related.iter().map(|other| ArticleSummary::of(other, lang)).collect();
        Self { summary: ArticleSummary::of(article, lang), html, related }
    }
}

/// What is written.
#[derive(Serialize, ToSchema)]
pub(super) struct ContentView {
    kind: &'static str,
    slug: String,
    author: AuthorInput,
    tags: Vec<String>,
    en: Option<ArticleWordsInput>,
    fr: Option<ArticleWordsInput>,
    origin: Option<OriginInput>,
}

impl From<Content> for ContentView {
    fn from(Content { kind, slug, author, tags, en, fr, origin }: Content) -> Self {
        Self {
            kind: Kind::key(kind),
            slug,
            author: author.into(),
            tags,
            en: en.map(Into::into),
            fr: fr.map(Into::into),
            origin: origin.map(Into::into),
        }
    }
}

/// Where an article stands.
fn state(article: &Article, now: DateTime<Utc>) -> &'static str {
    match article.published_at {
        None => "draft",
        Some(_) if article.is_live(now) => "published",
        Some(_) => "planned",
    }
}

/// An article in the list of editors.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftSummary {
    #[serde(flatten)]
    summary: ArticleSummary,
    version: i32,
    /// `draft`, `planned` or `published`.
    state: &'static str,
}

impl DraftSummary {
    pub(super) fn of(article: &Article, lang: Lang, now: DateTime<Utc>) -> Self {
        let summary = ArticleSummary::of(article, lang);
        Self { summary, version: article.version, state: state(article, now) }
    }
}

/// A page of articles for editors.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftPage {
    pub(super) items: Vec<DraftSummary>,
    /// `cursor` of the next page.
    pub(super) next: Option<Uuid>,
}

/// An article as editors see it.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftView {
    id: Uuid,
    version: i32,
    content: ContentView,
    cover: Option<CoverView>,
    /// `draft`, `planned` or `published`.
    state: &'static str,
    published_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    /// How it would be shown in English, and in French.
    html_en: Option<String>,
    html_fr: Option<String>,
}

impl DraftView {
    pub(super) fn of(article: &Article, now: DateTime<Utc>) -> Self {
        let html = |words: &Option<Words>| words.as_ref().map(|words| markdown::safe(&words.body).to_string());
        Self {
            id: article.id.0,
            version: article.version,
            html_en: html(&article.content.en),
            html_fr: html(&article.content.fr),
            content: article.content.clone().into(),
            cover: CoverView::of(article),
            state: state(article, now),
            published_at: article.published_at,
            updated_at: article.updated_at,
        }
    }
}

/// How an article was.
#[derive(Serialize, ToSchema)]
pub(super) struct RevisionView {
    pub(super) version: i32,
    content: ContentView,
    at: DateTime<Utc>,
}

impl From<Revision> for RevisionView {
    fn from(Revision { version, content, at }: Revision) -> Self {
        Self { version, content: content.into(), at }
    }
}

/// A page of revisions.
#[derive(Serialize, ToSchema)]
pub(super) struct RevisionPage {
    pub(super) items: Vec<RevisionView>,
    /// `before` of the next page.
    pub(super) next: Option<i32>,
}

impl From<Words> for ArticleWordsInput {
    fn from(Words { title, summary, body, cover_alt }: Words) -> Self {
        Self { title, summary, body, cover_alt }
    }
}

impl From<Author> for AuthorInput {
    fn from(Author { name, role_en, role_fr }: Author) -> Self {
        Self { name, role_en, role_fr }
    }
}

impl From<Origin> for OriginInput {
    fn from(Origin { name, url }: Origin) -> Self {
        Self { name, url }
    }
}
