//! The newsletter without an account: asked for, seen before, confirmed, changed, ended, deleted.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request, State};
use axum::response::Response;
use domain::message::{Arg, Message};
use domain::subscription::{Means, Purpose};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::form::{Form, Shown};
use super::frame::Frame;
use super::posting::Found;
use crate::app::App;
use crate::app::subscriptions::{self, Opened};
use crate::extract::address;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};
use crate::rest::postings::filter_of;

#[derive(Template)]
#[template(path = "newsletter.html")]
struct SignUp<'a> {
    f: &'a Frame,
    form: Shown<'a>,
    errors: Vec<String>,
    preview: Option<Vec<Found>>,
}

/// A page with one button.
#[derive(Template)]
#[template(path = "button.html")]
pub(super) struct Button<'a> {
    pub(super) f: &'a Frame,
    pub(super) title: String,
    pub(super) line: String,
    pub(super) label: String,
    pub(super) action: &'static str,
    pub(super) token: &'a str,
}

#[derive(Template)]
#[template(path = "preferences.html")]
struct Preferences<'a> {
    f: &'a Frame,
    form: Shown<'a>,
    errors: Vec<String>,
    is_saved: bool,
    is_alert: bool,
    token: &'a str,
    version: i32,
    /// What was said of single jobs.
    said: Vec<String>,
    /// What is held: a name and a value each.
    held: Vec<(String, String)>,
    consents: Vec<String>,
}

/// The token of a link.
#[derive(Default, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    token: String,
}

/// A link that is none leads where one with a wrong token leads.
pub(super) type Followed = Result<Query<Link>, QueryRejection>;

pub(super) fn token(link: Followed) -> String {
    link.map(|Query(link)| link.token).unwrap_or_default()
}

/// The form that was sent; a page that says so where it is none.
pub(super) struct Sent<T = Form>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(f) = Frame::from_request_parts(&mut parts, app).await;
        let form = axum_extra::extract::Form::from_request(Request::from_parts(parts, body), app).await;
        form.map(|form| Self(form.0)).map_err(|_| f.refuse(&Problem::new(Kind::Malformed)))
    }
}

/// The empty form. Nothing is ticked: a yes is given by whoever gives it (S.C. 2010, c. 23, s. 10(1)).
pub(super) async fn form(f: Frame) -> Response {
    let form = Form::default();
    f.show(&SignUp { f: &f, form: form.shown(f.language()), errors: Vec::new(), preview: None })
}

/// Asks for a subscription, or shows what it would bring.
pub(super) async fn ask(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    let done = if form.action == "preview" {
        preview(&app, &f, &form).await.map(Some)
    } else {
        asked(&app, peer, &form).await.map(|()| None)
    };
    let shown = form.shown(f.language());
    match done {
        Ok(None) => f.tell("page-asked-title", "page-asked", None),
        Ok(preview) => f.show(&SignUp { f: &f, form: shown, errors: Vec::new(), preview }),
        Err(problem) => {
            let errors = f.errors(&problem);
            f.show_refused(&SignUp { f: &f, form: shown, errors, preview: None }, &problem)
        }
    }
}

async fn asked(app: &App, peer: Peer, form: &Form) -> Result<(), Problem> {
    let email = form.email.trim();
    if address(email).is_err() {
        return Err(Problem::field("/email", Message::new("field-address")));
    }
    subscriptions::ask(app, peer, email, form.wanted(false)?).await
}

async fn preview(app: &App, f: &Frame, form: &Form) -> Result<Vec<Found>, Problem> {
    let found = subscriptions::preview(app, &filter_of(&form.query(), f.language())?).await?;
    Ok(found.jobs.iter().map(|(_, posting)| Found::of(posting, f)).collect())
}

/// The button that confirms: whoever only looks, such as a scanner of mail, confirms nothing.
pub(super) async fn to_confirm(f: Frame, link: Followed) -> Response {
    f.show(&Button {
        f: &f,
        title: f.say("page-confirm-title"),
        line: f.say("page-confirm-line"),
        label: f.say("page-confirm"),
        action: "/newsletter/confirm",
        token: &token(link),
    })
}

/// Confirms an address.
pub(super) async fn confirm(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    match subscriptions::confirm(&app, peer, &form.token).await {
        Ok(opened) => {
            let preferences = f.at(&format!("/newsletter/preferences?token={}", opened.token));
            f.tell("page-confirmed-title", "page-confirmed", Some((preferences, f.say("page-preferences"))))
        }
        Err(problem) => f.refuse(&plainly(problem)),
    }
}

/// A problem of a field that is none of the page's, said of the page.
pub(super) fn plainly(problem: Problem) -> Problem {
    match problem.fields.first() {
        Some((_, because)) => Problem::new(Kind::Invalid).because(because.clone()),
        None => problem,
    }
}

/// What someone receives, all that is held about it, and how to end it.
pub(super) async fn preferences(State(app): State<App>, f: Frame, link: Followed) -> Response {
    match subscriptions::read(&app, &token(link)).await {
        Ok(opened) => f.show(&page(&f, &opened, &Form::of(&opened.kept))),
        Err(problem) => f.refuse(&problem),
    }
}

fn page<'a>(f: &'a Frame, opened: &'a Opened, form: &'a Form) -> Preferences<'a> {
    let (kept, lang) = (&opened.kept, f.language());
    let day = |at: chrono::DateTime<chrono::Utc>| Arg::Day(at.date_naive());
    let consent = |(consent, ip): &(domain::subscription::Consent, Option<std::net::IpAddr>)| {
        Message::new("page-consent")
            .with("day", day(consent.at))
            .with("given", Arg::Text(if consent.given { "yes" } else { "no" }.to_owned()))
            .with("sentence", Arg::Text(consent.purpose.words().render(consent.language)))
            .with("from", Arg::Text(ip.map_or_else(|| f.say("page-nowhere"), |ip| ip.to_string())))
            .render(lang)
    };
    let address = kept.email.clone().unwrap_or_else(|| f.say("page-held-account"));
    let held = vec![
        (f.say("page-held-address"), address),
        (f.say("page-held-since"), kept.subscription.since.date_naive().to_string()),
        (f.say("page-held-jobs"), opened.jobs.to_string()),
    ];
    Preferences {
        f,
        form: form.shown(lang),
        errors: Vec::new(),
        is_saved: false,
        is_alert: kept.subscription.account.is_some(),
        token: &opened.token,
        version: kept.version,
        said: kept.taste.render(lang),
        held,
        consents: opened.consents.iter().map(consent).collect(),
    }
}

/// Changes what someone receives.
pub(super) async fn update(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    let opened = match subscriptions::read(&app, &form.token).await {
        Ok(opened) => opened,
        Err(problem) => return f.refuse(&problem),
    };
    let done = async {
        let wanted = form.wanted(opened.kept.subscription.account.is_some())?;
        let paused_until = form.pause(wanted.schedule, app.clock.now())?;
        subscriptions::update(&app, peer, &form.token, form.version, (wanted, paused_until)).await
    };
    match done.await {
        Ok(opened) => f.show(&Preferences { is_saved: true, ..page(&f, &opened, &Form::of(&opened.kept)) }),
        Err(problem) => {
            let errors = f.errors(&problem);
            f.show_refused(&Preferences { errors, ..page(&f, &opened, &form) }, &problem)
        }
    }
}

/// The button that ends everything.
pub(super) async fn to_unsubscribe(f: Frame, link: Followed) -> Response {
    f.show(&Button {
        f: &f,
        title: f.say("page-end"),
        line: f.say("page-unsubscribe-line"),
        label: f.say("page-unsubscribe"),
        action: "/newsletter/unsubscribe",
        token: &token(link),
    })
}

/// Ends everything, at once.
pub(super) async fn unsubscribe(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    let all = Purpose::ALL.iter().copied().collect();
    match subscriptions::unsubscribe(&app, peer, &form.token, (all, Means::Page)).await {
        Ok(()) => {
            let back = f.at(&format!("/newsletter/preferences?token={}", form.token));
            f.tell("page-ended-title", "page-ended", Some((back, f.say("page-preferences"))))
        }
        Err(problem) => f.refuse(&problem),
    }
}

/// Deletes a subscription with all that is held about it.
pub(super) async fn delete(State(app): State<App>, f: Frame, peer: Peer, Sent(form): Sent) -> Response {
    match subscriptions::delete(&app, peer, &form.token).await {
        Ok(()) => f.tell("page-deleted-title", "page-deleted", None),
        Err(problem) => f.refuse(&problem),
    }
}
