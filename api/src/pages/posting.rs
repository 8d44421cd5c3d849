//! One posting.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, RawQuery, State};
use axum::response::Response;
use domain::Lang;
use domain::digest::{licence, pay};
use domain::message::{Arg, Message};
use domain::posting::{Apply, Posting, PostingId};
use serde::Deserialize;
use uuid::Uuid;

use super::frame::Frame;
use crate::app::postings::{self, Shown};
use crate::app::{App, search};
use crate::problem::{Kind, Problem};
use crate::rest::postings::search_of;
use domain::application::Source;

#[derive(Template)]
#[template(path = "posting.html")]
struct Page<'a> {
    f: &'a Frame,
    title: String,
    where_it_is: String,
    facts: Vec<String>,
    paragraphs: Vec<Vec<String>>,
    qualifications: Vec<String>,
    apply: Option<String>,
    how_to_apply: String,
}

/// How a reader came here; whatever else an address says is somebody else's.
#[derive(Deserialize)]
pub(super) struct Came {
    from: Option<String>,
}

#[derive(Template)]
#[template(path = "postings.html")]
struct List<'a> {
    f: &'a Frame,
    count: String,
    jobs: Vec<Found>,
}

/// A posting in a list.
pub(super) struct Found {
    pub(super) title: String,
    pub(super) where_it_is: String,
    pub(super) link: String,
}

impl Found {
    pub(super) fn of(posting: &Posting, f: &Frame) -> Self {
        Self {
            title: posting.content.text(f.language()).map(|text| text.title.clone()).unwrap_or_default(),
            where_it_is: where_it_is(posting),
            link: f.at(&format!("/postings/{}", posting.id.0)),
        }
    }
}

/// The newest postings of a search, by the parameters of `GET /api/v1/postings`: where a digest leads for the rest.
pub(super) async fn list(State(app): State<App>, f: Frame, RawQuery(query): RawQuery) -> Response {
    let query = match search_of(&query.unwrap_or_default(), f.language()) {
        Ok(query) => query,
        Err(problem) => return f.refuse(&problem),
    };
    let Ok(found) = search::search(&app, &query).await else { return f.refuse(&Problem::new(Kind::Unavailable)) };
    let total = Arg::Count(i64::try_from(found.page.total).unwrap_or(i64::MAX));
    let count = Message::new("page-found").with("count", total).render(f.language());
    f.show(&List { f: &f, count, jobs: found.postings.iter().map(|posting| Found::of(posting, &f)).collect() })
}

/// A posting as anyone may read it; 410 where it has ended.
pub(super) async fn one(
    State(app): State<App>,
    f: Frame,
    Path(id): Path<String>,
    came: Result<Query<Came>, QueryRejection>,
) -> Response {
    let shown = match id.parse::<Uuid>() {
        Ok(id) => postings::show(&app, PostingId(id)).await,
        Err(_) => Err(Problem::new(Kind::NotFound)),
    };
    let shown = match shown {
        Ok(shown) => shown,
        Err(problem) => return f.refuse(&problem),
    };
    let source = came.ok().and_then(|Query(came)| Source::parse(&came.from?)).unwrap_or(Source::Link);
    app.views.count(shown.posting.id, app.today(), source);
    f.show(&page(&app, &f, &shown))
}

fn page<'a>(app: &App, f: &'a Frame, shown: &Shown) -> Page<'a> {
    let (posting, lang) = (&shown.posting, f.language());
    let content = &posting.content;
    let text = content.text(lang);
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let paragraphs = text.map(|text| text.description.split("\n\n").map(lines).collect()).unwrap_or_default();
    let apply = match &content.apply {
        Apply::External { url } => Some(url.clone()),
        Apply::Internal | Apply::NotGiven => None,
    };
    let how = if content.apply == Apply::Internal { "page-apply-here" } else { "page-apply-unknown" };
    Page {
        f,
        title: text.map(|text| text.title.clone()).unwrap_or_default(),
        where_it_is: where_it_is(posting),
        facts: facts(app, shown, lang),
        paragraphs,
        qualifications: text.map(|text| text.qualifications.clone()).unwrap_or_default(),
        apply,
        how_to_apply: f.say(how),
    }
}

/// Whose it is, and in which places.
pub(super) fn where_it_is(posting: &Posting) -> String {
    let content = &posting.content;
    let place = |location: &domain::posting::Location| format!("{}, {}", location.place, location.province.key());
    let places = content.locations.iter().map(place).collect::<Vec<_>>().join("; ");
    format!("{} · {places}", content.employer.name)
}

/// What is known of it besides its text, a line each.
fn facts(app: &App, shown: &Shown, lang: Lang) -> Vec<String> {
    let (posting, content) = (&shown.posting, &shown.posting.content);
    let mut facts = vec![pay(content)];
    facts.extend(licence(posting, app.today()));
    facts.extend(content.start.map(|day| Message::new("page-starts").with("day", Arg::Day(day))));
    facts.push(Message::new("page-until").with("day", Arg::Day(posting.expires_at.date_naive())));
    facts.extend(shown.answer_rate.as_ref().map(domain::application::answer_rate::AnswerRate::message));
    facts.iter().map(|fact| fact.render(lang)).collect()
}
