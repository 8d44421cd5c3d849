//! Matches and verdicts for a profile that comes with the request. Nothing of it is kept.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::Lang;
use domain::matching::{Answer, Breadth, Eligibility, Line, Readiness, Verdict};
use domain::posting::PostingId;
use domain::reference::Credential;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::reference::ProvenanceView;
use super::view::Summary;
use crate::app::matching::Matched;
use crate::app::{App, matching};
use crate::extract::{Id, Speaks, ValidJson};
use crate::problem::{Kind, Problem, ProblemBody};
use crate::profile::ProfileInput;

/// A profile to match.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchRequest {
    #[validate(nested)]
    profile: ProfileInput,
    /// Also what is short by one or two credentials, ready later than the start, or unclear.
    #[serde(default)]
    broad: bool,
    /// How many at most.
    #[serde(default = "twenty")]
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100, default = 20)]
    limit: usize,
}

const fn twenty() -> usize {
    20
}

/// A profile to judge against one posting.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerdictRequest {
    #[validate(nested)]
    profile: ProfileInput,
}

/// One line of a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineView {
    /// What it is about: `role`, `licence`, `credential`, `reach`, `distance`, …
    topic: &'static str,
    /// Whether it decides eligibility or only the score.
    hard: bool,
    /// `met`, `met_until`, `obtainable`, `missing` or `unknown`.
    answer: &'static str,
    /// The day until which it is met, or from which it could be.
    date: Option<NaiveDate>,
    /// What it contributes to the score, and the most it could.
    points: i32,
    points_max: i32,
    credential: Option<&'static str>,
    /// For a licence: the route, such as `licensed`, `as_of_right`, `transfer`.
    route: Option<&'static str>,
    /// Why, in the language of the answer.
    reason: String,
    /// Who says so.
    provenance: Option<ProvenanceView>,
}

/// Something that is held today and counts no more on the first day of work.
#[derive(Debug, Serialize, ToSchema)]
struct LapsingView {
    /// Key of the credential.
    credential: &'static str,
    /// Its name.
    name: &'static str,
    /// The last day on which it counts.
    last_day: NaiveDate,
}

/// How many of the licences and credentials that a posting asks are in hand on the first day of work.
#[derive(Debug, Serialize, ToSchema)]
struct ReadinessView {
    ready: u8,
    of: u8,
    lapsing: Vec<LapsingView>,
    /// It in the language of the answer.
    sentences: Vec<String>,
}

impl ReadinessView {
    fn of(readiness: &Readiness, lang: Lang) -> Self {
        let lapsing = |(credential, last_day): &(Credential, NaiveDate)| LapsingView {
            credential: credential.key(),
            name: credential.name(lang),
            last_day: *last_day,
        };
        Self {
            ready: readiness.ready,
            of: readiness.of,
            lapsing: readiness.lapsing.iter().map(lapsing).collect(),
            sentences: readiness.messages().iter().map(|message| message.render(lang)).collect(),
        }
    }
}

/// The answer for one profile and one posting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictView {
    /// `ready`, `ready_by`, `unclear`, `short` or `not_eligible`.
    eligibility: &'static str,
    /// It in a few words, in the language of the answer.
    summary: String,
    /// For `ready_by`: the day.
    ready_by: Option<NaiveDate>,
    /// For `short`: how many hard lines are missing.
    missing: u8,
    /// How many hard lines are unknown.
    unknowns: u8,
    /// 0–100.
    score: u8,
    /// The day at which it was judged: the start of the posting, or today.
    judged_at: NaiveDate,
    reasons: Vec<LineView>,
    /// How many of the licences and credentials that are asked are in hand on the first day of work.
    ready: ReadinessView,
    /// What is to be said once: at which day it was judged, and what an answer about licences is and is not.
    notes: Vec<String>,
}

impl VerdictView {
    pub(crate) fn of(verdict: &Verdict, lang: Lang) -> Self {
        let (eligibility, ready_by, missing) = match verdict.eligibility {
            Eligibility::Ready => ("ready", None, 0),
            Eligibility::ReadyBy { date } => ("ready_by", Some(date), 0),
            Eligibility::Unclear => ("unclear", None, 0),
            Eligibility::Short { missing } => ("short", None, missing),
            Eligibility::NotEligible => ("not_eligible", None, 0),
        };
        Self {
            eligibility,
            summary: verdict.eligibility.message().render(lang),
            ready_by,
            missing,
            unknowns: verdict.unknowns,
            score: verdict.score,
            judged_at: verdict.judged_at,
            reasons: verdict.lines.iter().map(|line| LineView::of(line, lang)).collect(),
            ready: ReadinessView::of(&verdict.readiness(), lang),
            notes: verdict.notes.iter().map(|note| note.render(lang)).collect(),
        }
    }
}

impl LineView {
    fn of(line: &Line, lang: Lang) -> Self {
        let (answer, date) = match line.answer {
            Answer::Met => ("met", None),
            Answer::MetUntil { date } => ("met_until", Some(date)),
            Answer::Obtainable { from } => ("obtainable", Some(from)),
            Answer::Missing => ("missing", None),
            Answer::Unknown => ("unknown", None),
        };
        Self {
            topic: line.topic.key(),
            hard: line.hard,
            answer,
            date,
            points: line.points,
            points_max: line.points_max,
            credential: line.credential.map(Credential::key),
            route: line.route.map(domain::mobility::Route::key),
            reason: line.message.render(lang),
            provenance: line.provenance.map(ProvenanceView::from),
        }
    }
}

/// A posting with its verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchView {
    posting: Summary,
    verdict: VerdictView,
}

impl MatchView {
    pub(crate) fn of(matched: &Matched, lang: Lang) -> Self {
        Self { posting: Summary::of(&matched.posting, lang), verdict: VerdictView::of(&matched.verdict, lang) }
    }
}

/// What one more credential would open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnlockView {
    /// Key of the credential.
    credential: &'static str,
    /// Its name.
    name: &'static str,
    /// How many more postings in reach would be `ready` with it.
    opens: u64,
}

impl UnlockView {
    pub(crate) fn of((credential, opens): &(Credential, u64), lang: Lang) -> Self {
        Self { credential: credential.key(), name: credential.name(lang), opens: *opens }
    }
}

/// The best postings for a profile.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Matches {
    /// Best first: eligibility, fewest unknowns, score, newest.
    items: Vec<MatchView>,
    /// Which one credential would open most postings in reach, most first.
    unlocks: Vec<UnlockView>,
}

impl Matches {
    /// Matches as both the API and the command line show them.
    pub(crate) fn of(found: &[Matched], unlocks: &[(Credential, u64)], lang: Lang) -> Self {
        Self {
            items: found.iter().map(|matched| MatchView::of(matched, lang)).collect(),
            unlocks: unlocks.iter().map(|unlock| UnlockView::of(unlock, lang)).collect(),
        }
    }
}

/// Matches a profile with every live posting by role, region and credentials, and says why.
#[utoipa::path(post, path = "/matches", operation_id = "match_profile", tag = "matches", request_body = MatchRequest, responses(
    (status = 200, body = Matches),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 413, body = ProblemBody, content_type = "application/problem+json"),
    (status = 415, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn matches(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidJson(request): ValidJson<MatchRequest>,
) -> Result<Json<Matches>, Problem> {
    let profile = request.profile.read("/profile")?;
    let breadth = if request.broad { Breadth::Broad } else { Breadth::Strict };
    let found = matching::matches(&app, &profile, breadth, request.limit).await?;
    Ok(Json(Matches::of(&found, &matching::unlocks(&app, &profile), lang)))
}

/// Explains one profile and one posting, line by line.
#[utoipa::path(post, path = "/postings/{id}/verdict", operation_id = "read_verdict", tag = "matches", request_body = VerdictRequest,
    params(("id" = Uuid, Path, description = "The posting")), responses(
    (status = 200, body = VerdictView),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 413, body = ProblemBody, content_type = "application/problem+json"),
    (status = 415, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn verdict(
    State(app): State<App>,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidJson(request): ValidJson<VerdictRequest>,
) -> Result<Json<VerdictView>, Problem> {
    let profile = request.profile.read("/profile")?;
    let verdict = matching::explain(&app, &profile, PostingId(id)).await?;
    verdict.map(|verdict| Json(VerdictView::of(&verdict, lang))).ok_or_else(|| Problem::new(Kind::NotFound))
}
