//! Mail as it is sent, on the listener of operators.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use mailer::Window;
use serde::Deserialize;
use storage::Database;
use storage::delivery::{self, DeliveryId, State as Stage};
use uuid::Uuid;

/// Mails in the list.
const LATEST: u64 = 100;
/// Mail brings its own style, and nothing that a browser would run or fetch.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What the pages are made of.
#[derive(Clone)]
struct Desk {
    db: Database,
    window: Arc<Window>,
}

/// Every page.
pub(crate) fn router(db: Database, window: Window) -> Router {
    let desk = Desk { db, window: Arc::new(window) };
    Router::new().route("/mail", get(list)).route("/mail/{id}", get(one)).with_state(desk)
}

#[derive(Template)]
#[template(path = "mails.html")]
struct List {
    mails: Vec<Line>,
}

/// A mail in the list: nobody's address.
struct Line {
    id: Uuid,
    kind: String,
    state: String,
    asked: String,
}

async fn list(State(desk): State<Desk>) -> Response {
    let Ok(latest) = delivery::latest(&desk.db, LATEST).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let line = |mail: delivery::Delivery| {
        let state = match mail.state {
            Stage::Due { .. } => "due",
            Stage::Claimed { .. } => "being sent",
            Stage::Sent { .. } => "sent",
            Stage::Dead { .. } => "given up",
        };
        Line { id: mail.id.0, kind: mail.kind, state: state.to_owned(), asked: mail.created_at.to_rfc3339() }
    };
    let page = List { mails: latest.into_iter().map(line).collect() };
    page.render().map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), shown)
}

/// Which form.
#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    form: String,
}

async fn one(State(desk): State<Desk>, Path(id): Path<Uuid>, Query(form): Query<Form>) -> Response {
    let mail = match desk.window.mail(DeliveryId(id)).await {
        Err(mailer::Error::Storage(storage::Error::NotFound)) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a mail cannot be shown");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        Ok(None) => return (StatusCode::GONE, "What it said is erased.\n").into_response(),
        Ok(Some(mail)) => mail,
    };
    match form.form.as_str() {
        "text" => plain(format!("{}\n\n{}", mail.subject, mail.text).into_bytes()),
        "eml" => plain(mail.message),
        _ => shown(mail.html),
    }
}

fn shown(html: String) -> Response {
    (guarded(), Html(html)).into_response()
}

fn plain(text: Vec<u8>) -> Response {
    (guarded(), [(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn guarded() -> [(HeaderName, HeaderValue); 2] {
    [(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}
