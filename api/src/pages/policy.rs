//! What holds here: the policy on fraudulent postings, and what becomes of what people enter.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::message::{Arg, Message};

use super::frame::Frame;
use crate::app::App;
use crate::app::moderation::policy;
use crate::markdown::{self, Safe};
use crate::problem::{Kind, Problem};

#[derive(Template)]
#[template(path = "policy.html")]
struct Policy<'a> {
    f: &'a Frame,
    title: String,
    paragraphs: Vec<String>,
    text: Safe,
}

/// The policy on fraudulent postings that is in force today.
pub(super) async fn fraud(State(app): State<App>, f: Frame) -> Response {
    let history = match policy::history(&app).await {
        Ok(history) => history,
        Err(problem) => return f.refuse(&problem),
    };
    let Some((version, _)) = history.on(app.today()) else { return f.refuse(&Problem::new(Kind::NotFound)) };
    let text = markdown::safe(version.text(f.language()));
    f.show(&Policy { f: &f, title: f.say("page-fraud-policy"), paragraphs: Vec::new(), text })
}

/// What is kept of a reader.
pub(super) async fn privacy(State(app): State<App>, f: Frame) -> Response {
    let sender = &app.settings.sender;
    let contact = Message::new("page-privacy-contact")
        .with("contact", Arg::Text(sender.address.clone()))
        .with("address", Arg::Text(sender.mailing_address.clone()));
    let mut paragraphs: Vec<String> =
        ["page-privacy-kept", "page-privacy-shared", "page-privacy-yours"].map(|key| f.say(key)).into();
    paragraphs.push(contact.render(f.language()));
    f.show(&Policy { f: &f, title: f.say("page-privacy"), paragraphs, text: markdown::safe("") })
}
