//! What every page has: its language, its frame, its headers, and what it shows instead of itself when something is wrong.

use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::Lang;
use domain::message::{Arg, Message};

use crate::app::App;
use crate::problem::Problem;

/// Nothing but our own style and pictures; no form leads elsewhere.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The frame of a page: its language is that of its address.
pub(super) struct Frame {
    lang: Lang,
    /// The same page in the other language.
    pub(super) other: String,
    /// Whose pages these are.
    pub(super) site: String,
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
        let french = uri.path().strip_prefix("/fr").filter(|rest| rest.starts_with('/'));
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let other = match french {
            Some(rest) => format!("{rest}{query}"),
            None => format!("/fr{}{query}", uri.path()),
        };
        let lang = if french.is_some() { Lang::Fr } else { Lang::En };
        Ok(Self { lang, other, site: app.settings.sender.name.clone() })
    }
}

impl Frame {
    pub(super) const fn language(&self) -> Lang {
        self.lang
    }

    pub(super) const fn lang(&self) -> &'static str {
        self.lang.code()
    }

    pub(super) const fn other_lang(&self) -> &'static str {
        match self.lang {
            Lang::En => Lang::Fr.code(),
            Lang::Fr => Lang::En.code(),
        }
    }

    /// Where a page is, in this language.
    pub(super) fn at(&self, path: &str) -> String {
        mailer::page_in(path, self.lang)
    }

    /// A sentence of the catalogue.
    pub(super) fn say(&self, key: &'static str) -> String {
        Message::new(key).render(self.lang)
    }

    /// What is wrong with a form, a line each.
    pub(super) fn errors(&self, problem: &Problem) -> Vec<String> {
        let body = problem.body(self.lang);
        if body.errors.is_empty() {
            return vec![body.detail.unwrap_or(body.title)];
        }
        let line = |error: &crate::problem::FieldError| {
            let named = Message::new("page-field").with("field", Arg::Text(self.field(&error.pointer)));
            named.with("detail", Arg::Text(error.detail.clone())).render(self.lang)
        };
        body.errors.iter().map(line).collect()
    }

    /// What a field is called on the page.
    fn field(&self, pointer: &str) -> String {
        let name = pointer.trim_start_matches('/');
        match name.split('/').next().unwrap_or_default() {
            "email" => self.say("page-email"),
            "password" => self.say("page-password-new"),
            "purposes" => self.say("page-purposes"),
            "query" => self.say("page-what"),
            "schedule" => self.say("page-when"),
            "language" => self.say("page-language"),
            "paused_until" => self.say("page-paused-until"),
            _ => name.to_owned(),
        }
    }

    /// The page that says what is wrong.
    pub(super) fn refuse(&self, problem: &Problem) -> Response {
        let body = problem.body(self.lang);
        let title = if body.status == 404 { self.say("page-gone-title") } else { body.title };
        let lines = [body.detail.unwrap_or_default()].into_iter().filter(|line| !line.is_empty());
        let link = Some((self.at("/newsletter"), self.say("page-newsletter")));
        let notice = Notice { f: self, title, lines: lines.collect(), is_failure: true, link };
        self.show_refused(&notice, problem)
    }

    /// A page that says what is wrong, with the status of the problem.
    pub(super) fn show_refused(&self, page: &impl Template, problem: &Problem) -> Response {
        let mut response = self.show(page);
        *response.status_mut() = problem.status();
        if let Some(seconds) = problem.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// A page that says that something is done.
    pub(super) fn tell(&self, title: &'static str, said: &'static str, link: Option<(String, String)>) -> Response {
        self.show(&Notice { f: self, title: self.say(title), lines: vec![self.say(said)], is_failure: false, link })
    }

    /// A page.
    pub(super) fn show(&self, page: &impl Template) -> Response {
        let Ok(html) = page.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let fixed = |name: HeaderName, value: &'static str| (name, HeaderValue::from_static(value));
        let headers = [
            fixed(header::CONTENT_SECURITY_POLICY, POLICY),
            fixed(header::CONTENT_LANGUAGE, self.lang.code()),
            fixed(header::CACHE_CONTROL, "no-store"),
        ];
        (headers, Html(html)).into_response()
    }
}

/// A page that says something, and no more.
#[derive(Template)]
#[template(path = "notice.html")]
struct Notice<'a> {
    f: &'a Frame,
    title: String,
    lines: Vec<String>,
    is_failure: bool,
    link: Option<(String, String)>,
}
