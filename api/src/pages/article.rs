//! The blog: its list, one article, and the list as Atom. Each language has what is written in it.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::Lang;
use domain::article::{Article, ArticleId, related};
use domain::message::{Arg, Message};
use serde::Deserialize;
use storage::article::Wanted;
use uuid::Uuid;

use super::frame::Frame;
use crate::app::{App, articles};
use crate::export::atom;
use crate::markdown::{self, Safe};
use crate::problem::{Kind, Problem};
use crate::rest::articles::cover::path;

/// Articles on a page, and in the feed.
const PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "articles.html")]
struct List<'a> {
    f: &'a Frame,
    items: Vec<Item>,
    older: Option<String>,
}

#[derive(Template)]
#[template(path = "article.html")]
struct Page<'a> {
    f: &'a Frame,
    item: Item,
    /// The picture above it: where it is, and what it shows.
    cover: Option<(String, String)>,
    text: Safe,
    /// Of news: in words, and where.
    origin: Option<(String, String)>,
    related: Vec<Item>,
}

/// An article in a list.
struct Item {
    title: String,
    /// Who wrote it, and when it was published.
    by: String,
    summary: String,
    link: String,
}

impl Item {
    fn of(article: &Article, f: &Frame) -> Option<Self> {
        let (content, lang) = (&article.content, f.language());
        let words = content.words(lang)?;
        let by = Message::new("page-by")
            .with("name", Arg::Text(content.author.name.clone()))
            .with("role", Arg::Text(content.author.role(lang).to_owned()))
            .with("day", Arg::Day(article.published_at?.date_naive()));
        Some(Self {
            title: words.title.clone(),
            by: by.render(lang),
            summary: words.summary.clone(),
            link: f.at(&format!("/articles/{}", content.slug)),
        })
    }
}

/// After which article the list goes on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    cursor: Option<Uuid>,
}

/// What is published, newest first.
pub(super) async fn list(State(app): State<App>, f: Frame, after: Result<Query<After>, QueryRejection>) -> Response {
    let after = after.map(|Query(after)| after.cursor).unwrap_or_default();
    let found = match articles::list(&app, Wanted::default(), after.map(ArticleId), PAGE).await {
        Ok(found) => found,
        Err(problem) => return f.refuse(&problem),
    };
    let last = found.last().filter(|_| u64::try_from(found.len()).is_ok_and(|count| count == PAGE));
    let older = last.map(|last| f.at(&format!("/articles?cursor={}", last.id.0)));
    f.show(&List { f: &f, items: found.iter().filter_map(|article| Item::of(article, &f)).collect(), older })
}

/// One article, in a language in which it is written.
pub(super) async fn one(State(app): State<App>, f: Frame, Path(slug): Path<String>) -> Response {
    let (article, others) = match articles::read(&app, &slug).await {
        Ok(found) => found,
        Err(problem) => return f.refuse(&problem),
    };
    let lang = f.language();
    let Some((item, words)) = Item::of(&article, &f).zip(article.content.words(lang)) else {
        return f.refuse(&Problem::new(Kind::NotFound));
    };
    let origin = article.content.origin.as_ref().map(|origin| {
        let there = Message::new("page-read-there").with("name", Arg::Text(origin.name.clone()));
        (there.render(lang), origin.url.clone())
    });
    let related = related(&article, &others, lang).into_iter().filter_map(|other| Item::of(other, &f)).collect();
    let cover = article.cover.as_ref().map(|_| (path(&article.content.slug), words.cover_alt.clone()));
    f.show(&Page { f: &f, item, cover, text: markdown::safe(&words.body), origin, related })
}

/// The newest articles as Atom (RFC 4287), in the language of the address.
pub(super) async fn atom(State(app): State<App>, f: Frame) -> Response {
    let found = match articles::list(&app, Wanted::default(), None, PAGE).await {
        Ok(found) => found,
        Err(problem) => return f.refuse(&problem),
    };
    let (lang, sender) = (f.language(), &app.settings.sender);
    let base = sender.public_url.trim_end_matches('/');
    let feed = atom::Feed {
        address: format!("{base}{}", f.at("/articles.atom")),
        title: format!("{} · {}", f.site, f.say("page-blog")),
        author: f.site.clone(),
        updated: found.iter().map(|article| article.updated_at).max().unwrap_or(app.clock.now()),
    };
    let entries = found.iter().filter_map(|article| entry(article, lang, base, &f)).map(|entry| entry.xml());
    let xml = [feed.head(), entries.collect(), atom::TAIL.to_owned()].concat();
    ([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response()
}

fn entry(article: &Article, lang: Lang, base: &str, f: &Frame) -> Option<atom::Entry> {
    let words = article.content.words(lang)?;
    Some(atom::Entry {
        id: article.id.0,
        lang,
        title: words.title.clone(),
        link: format!("{base}{}", f.at(&format!("/articles/{}", article.content.slug))),
        published: article.published_at?,
        updated: article.updated_at,
        author: article.content.author.name.clone(),
        summary: words.summary.clone(),
    })
}
