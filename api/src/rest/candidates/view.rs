//! Candidates as an organization sees them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Lang;
use domain::candidate::{Count, Mark, Standing};
use domain::reference::{Credential, Role};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::candidates::{Card, Named, Shown};
use crate::rest::applications::applicant::SeenView;
use crate::rest::view::CountView;

/// How many could begin lawfully within some days.
#[derive(Serialize, ToSchema)]
struct StartableView {
    days: u64,
    candidates: CountView,
}

/// How many lack only one credential, the same for all of them.
#[derive(Serialize, ToSchema)]
struct ShortView {
    credential: &'static str,
    /// Its name in the language of the answer.
    name: &'static str,
    candidates: CountView,
}

/// One line of what the posting asks.
#[derive(Serialize, ToSchema)]
struct MarkView {
    /// `licence`, `credential`, `language` or `experience`.
    topic: &'static str,
    credential: Option<&'static str>,
    /// `met`, `obtainable`, `missing` or `unknown`.
    state: &'static str,
    /// It in the language of the answer.
    sentence: String,
}

/// An anonymous candidate. What is not told is left out so that at least five look the same.
#[derive(Serialize, ToSchema)]
struct CandidateView {
    /// Who, for this posting and today: good for an invitation, and for nothing else.
    id: String,
    /// `ready`, `ready_by`, `unclear` or `short`.
    standing: &'static str,
    /// The first day of the month in which they will be ready.
    ready_month: Option<NaiveDate>,
    /// How many required things they lack.
    missing: Option<u8>,
    /// The standing in the language of the answer.
    sentence: String,
    /// `good`, `fair` or `low`.
    fit: Option<&'static str>,
    /// How many of the required credentials are ready.
    ready: Option<u8>,
    /// Of how many.
    required: Option<u8>,
    /// Which of the posting's roles they do.
    role: Option<&'static str>,
    /// Where they live: a province, or Canada.
    region: &'static str,
    /// Line by line.
    lines: Option<Vec<MarkView>>,
    /// Whether they were invited.
    invited: bool,
}

/// The anonymous candidates of a posting. `as_of` is empty until they were counted for the first time.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct CandidatesView {
    as_of: Option<DateTime<Utc>>,
    /// Until then the answer stays the same.
    until: Option<DateTime<Utc>>,
    /// How many there are, shown or not.
    total: Option<CountView>,
    startable: Vec<StartableView>,
    /// The most frequent first; those of fewer than five are left out.
    short_of_one: Vec<ShortView>,
    items: Vec<CandidateView>,
    /// `cursor` of the next page.
    next: Option<usize>,
}

impl CandidatesView {
    pub(super) fn of(shown: &Shown, lang: Lang) -> Self {
        let startable = |(days, count)| StartableView { days, candidates: CountView::of(count, lang) };
        let short = |(credential, count): (Credential, Count)| ShortView {
            credential: credential.key(),
            name: credential.name(lang),
            candidates: CountView::of(count, lang),
        };
        Self {
            as_of: Some(shown.as_of),
            until: Some(shown.until),
            total: Some(CountView::of(shown.census.total(), lang)),
            startable: shown.census.startable().map(startable).collect(),
            short_of_one: shown.census.short_of_one().into_iter().map(short).collect(),
            items: shown.cards.iter().map(|card| CandidateView::of(card, lang)).collect(),
            next: shown.next,
        }
    }
}

impl CandidateView {
    fn of(card: &Card, lang: Lang) -> Self {
        let facts = &card.facts;
        let (standing, ready_month, missing) = match facts.standing {
            Standing::Ready => ("ready", None, None),
            Standing::ReadyBy { month } => ("ready_by", month, None),
            Standing::Unclear => ("unclear", None, None),
            Standing::Short { missing } => ("short", None, Some(missing)),
        };
        let (ready, required) = facts.ready.unzip();
        Self {
            id: card.id.text(),
            standing,
            ready_month,
            missing,
            sentence: facts.standing.message().render(lang),
            fit: facts.fit.map(domain::candidate::Fit::key),
            ready,
            required,
            role: facts.role.map(Role::key),
            region: facts.region.key(),
            lines: facts.lines.as_ref().map(|lines| lines.iter().map(|mark| MarkView::of(*mark, lang)).collect()),
            invited: card.invited,
        }
    }
}

impl MarkView {
    fn of(mark: Mark, lang: Lang) -> Self {
        Self {
            topic: mark.topic.key(),
            credential: mark.credential.map(Credential::key),
            state: mark.state.key(),
            sentence: mark.message().render(lang),
        }
    }
}

/// A candidate who is shown by name.
#[derive(Serialize, ToSchema)]
pub(super) struct NamedView {
    /// Whether they may take the job, in the language of the answer.
    eligibility: String,
    /// How well it fits, 0–100.
    score: u8,
    candidate: SeenView,
}

impl NamedView {
    pub(super) fn of(named: &Named, lang: Lang) -> Self {
        Self {
            eligibility: named.eligibility.message().render(lang),
            score: named.score,
            candidate: SeenView::of(&named.seen, lang),
        }
    }
}
