//! What a reader says of a job of a digest. The link of the mail shows the buttons; only a button does anything.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::posting::PostingId;
use serde::Deserialize;

use super::frame::Frame;
use super::newsletter::Sent;
use super::posting::Found;
use crate::app::{App, subscriptions};
use crate::peer::Peer;
use crate::problem::Problem;
use crate::rest::subscriptions::FeedbackInput;

#[derive(Template)]
#[template(path = "feedback.html")]
struct Page<'a> {
    f: &'a Frame,
    job: Option<Found>,
    posting: &'a str,
    token: &'a str,
}

/// What a link of a digest names.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Link {
    token: String,
    posting: String,
}

/// The buttons.
pub(super) async fn ask(State(app): State<App>, f: Frame, link: Result<Query<Link>, QueryRejection>) -> Response {
    let Link { token, posting } = link.map(|Query(link)| link).unwrap_or_default();
    let shown = async {
        subscriptions::read(&app, &token).await?;
        let Ok(id) = posting.parse().map(PostingId) else { return Ok::<_, Problem>(None) };
        // One that is gone can still be paused from.
        Ok(subscriptions::posting_of(&app.db, id).await.ok().map(|posting| Found::of(&posting, &f)))
    };
    match shown.await {
        Ok(job) => f.show(&Page { f: &f, job, posting: &posting, token: &token }),
        Err(problem) => f.refuse(&problem),
    }
}

/// What a button says.
pub(super) async fn hear(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    let done = async {
        let said = FeedbackInput::of(form.say.clone(), &form.posting)?;
        subscriptions::hear(&app, peer, &form.token, said).await
    };
    match done.await {
        Ok(opened) => {
            let preferences = f.at(&format!("/newsletter/preferences?token={}", opened.token));
            f.tell("page-heard-title", "page-heard", Some((preferences, f.say("page-preferences"))))
        }
        Err(problem) => f.refuse(&problem),
    }
}
