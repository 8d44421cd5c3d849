//! The pages that mail leads to: HTML from templates that escape by default, in English and, beneath `/fr`, in French;
//! without script, without cookies, without anything from elsewhere. Anyone may ask for each of them; what is about one
//! subscription is opened by the token of its link. A GET changes nothing, as mail scanners follow links: what changes
//! something is a form that is sent, and calls the use case that REST calls.

mod account;
mod article;
mod feedback;
mod form;
mod frame;
pub(crate) mod mail;
mod newsletter;
mod policy;
mod posting;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};

use crate::app::App;

const STYLE: &str = include_str!("../../templates/pages.css");

/// Every page, in both languages.
pub(crate) fn router() -> Router<App> {
    let pages = Router::new()
        .route("/account/confirm", get(account::to_confirm).post(account::confirm))
        .route("/account/password", get(account::to_reset).post(account::reset))
        .route("/member-invitations", get(account::to_join).post(account::join))
        .route("/newsletter", get(newsletter::form).post(newsletter::ask))
        .route("/newsletter/confirm", get(newsletter::to_confirm).post(newsletter::confirm))
        .route("/newsletter/preferences", get(newsletter::preferences).post(newsletter::update))
        .route("/newsletter/feedback", get(feedback::ask).post(feedback::hear))
        .route("/newsletter/unsubscribe", get(newsletter::to_unsubscribe).post(newsletter::unsubscribe))
        .route("/newsletter/delete", post(newsletter::delete))
        .route("/postings", get(posting::list))
        .route("/postings/{id}", get(posting::one))
        .route("/articles", get(article::list))
        .route("/articles.atom", get(article::atom))
        .route("/articles/{slug}", get(article::one))
        .route("/fraud-policy", get(policy::fraud))
        .route("/privacy", get(policy::privacy));
    let style = get(async || ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE));
    Router::new().merge(pages.clone()).nest("/fr", pages).route("/pages.css", style)
}
