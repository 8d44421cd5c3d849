//! Where the letters about an account lead: an address is confirmed, a password set, an invitation accepted. Whoever looks
//! uses no token up.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::frame::Frame;
use super::newsletter::{Button, Followed, Sent, plainly, token};
use crate::app::App;
use crate::app::accounts::session::Attempt;
use crate::app::accounts::{registration, reset, session};
use crate::app::creation::Once;
use crate::app::organizations::invitations;
use crate::caller::Caller;
use crate::peer::Peer;
use crate::problem::Problem;

/// What sessions that a page begins are called; it ends them as well.
const AGENT: &str = "page";

#[derive(Template)]
#[template(path = "password.html")]
struct Password<'a> {
    f: &'a Frame,
    errors: Vec<String>,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct Invitation<'a> {
    f: &'a Frame,
    errors: Vec<String>,
    form: &'a Form,
}

/// What the forms hold.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    token: String,
    email: String,
    password: String,
    code: String,
}

/// The button that confirms an address.
pub(super) async fn to_confirm(f: Frame, link: Followed) -> Response {
    f.show(&Button {
        f: &f,
        title: f.say("page-account-confirm"),
        line: f.say("page-account-confirm-line"),
        label: f.say("page-confirm"),
        action: "/account/confirm",
        token: &token(link),
    })
}

/// Confirms an address.
pub(super) async fn confirm(State(app): State<App>, f: Frame, Sent(form): Sent<Form>) -> Response {
    match registration::confirm(&app, &form.token).await {
        Ok(_) => f.tell("page-account-confirmed-title", "page-account-confirmed", None),
        Err(problem) => f.refuse(&plainly(problem)),
    }
}

/// The form for a new password.
pub(super) async fn to_reset(f: Frame, link: Followed) -> Response {
    f.show(&Password { f: &f, errors: Vec::new(), token: &token(link) })
}

/// Sets a password.
pub(super) async fn reset(State(app): State<App>, f: Frame, Sent(form): Sent<Form>) -> Response {
    match reset::reset(&app, &form.token, form.password.into()).await {
        Ok(()) => f.tell("page-password-set-title", "page-password-set", None),
        Err(problem) => {
            let errors = f.errors(&problem);
            f.show_refused(&Password { f: &f, errors, token: &form.token }, &problem)
        }
    }
}

/// The form by which an invited member says who they are.
pub(super) async fn to_join(f: Frame, link: Followed) -> Response {
    let form = Form { token: token(link), ..Form::default() };
    f.show(&Invitation { f: &f, errors: Vec::new(), form: &form })
}

/// Accepts an invitation, in a session that lasts no longer than this.
pub(super) async fn join(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent<Form>) -> Response {
    match joined(&app, peer, &form).await {
        Ok(()) => f.tell("page-joined-title", "page-joined", None),
        Err(problem) => {
            let errors = f.errors(&problem);
            f.show_refused(&Invitation { f: &f, errors, form: &form }, &problem)
        }
    }
}

async fn joined(app: &App, peer: Peer, form: &Form) -> Result<(), Problem> {
    let attempt = Attempt {
        email: form.email.trim().to_owned(),
        password: form.password.clone().into(),
        code: Some(form.code.trim().to_owned()).filter(|code| !code.is_empty()),
        agent: AGENT.to_owned(),
    };
    let signed_in = session::sign_in(app, peer, attempt).await?;
    let caller = Caller::by_token(app, signed_in.token.expose_secret()).await?;
    let accepted = invitations::accept(app, &caller, Once::default(), &form.token, |_, _| ()).await;
    session::sign_out(app, &caller).await?;
    accepted.map(|_| ())
}
