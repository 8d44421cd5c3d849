//! Applications, for the organization that they are to.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::Lang;
use domain::analytics::{Funnel, StageTime};
use domain::application::{ApplicationId, Lost, Stage};
use domain::document::DocumentId;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use serde::{Deserialize, Serialize};
use storage::application::Which;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::input::{ListParams, MoveInput, NoticeInput};
use super::view::{ApplicationView, Applications, Told};
use crate::answer::Versioned;
use crate::app::App;
use crate::app::analytics::{self, Outcome};
use crate::app::applications::employer::{self, Applicant};
use crate::app::applications::notices;
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, Speaks, ValidJson, ValidQuery, given};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::profile::Keys;
use crate::rest::documents::{FileBytes, attached};
use crate::rest::next;
use crate::rest::view::{AnswerRateView, CountView};

/// An application to an organization.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Of {
    /// The organization
    id: Uuid,
    /// The application
    application: Uuid,
}

impl Of {
    pub(super) const fn ids(self) -> (OrganizationId, ApplicationId) {
        (OrganizationId(self.id), ApplicationId(self.application))
    }
}

/// The applications to an organization, latest first, each with as much of the applicant as is disclosed where it stands.
/// Who is shown can read that they were, by whom and when.
#[utoipa::path(get, path = "/organizations/{id}/applications", tag = "applications", operation_id = "list_applications",
    params(("id" = Uuid, Path, description = "The organization"), ListParams),
    responses((status = 200, body = Applications), ToRead))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<ListParams>,
) -> Result<Json<Applications>, Problem> {
    let mut keys = Keys::default();
    let stage = params.stage.as_ref().and_then(|stage| keys.one("stage", stage, Stage::parse));
    keys.finish(())?;
    let which = Which { posting: params.posting.map(PostingId), stage };
    let before = params.cursor.map(ApplicationId);
    let found = employer::list(&app, &caller, OrganizationId(id), which, before, params.limit).await?;
    let (next, now) = (next(&found, params.limit, |applicant| applicant.case.application.id.0), app.clock.now());
    let items = found.iter().map(|applicant| ApplicationView::of(applicant, now, lang)).collect();
    Ok(Json(Applications { items, next }))
}

/// One application, with as much of the applicant as is disclosed where it stands.
#[utoipa::path(get, path = "/organizations/{id}/applications/{application}", tag = "applications",
    operation_id = "read_application", params(Of), responses((status = 200, body = ApplicationView), ToRead))]
pub(super) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    Speaks(lang): Speaks,
) -> Result<Versioned<ApplicationView>, Problem> {
    let (id, application) = of.ids();
    Ok(versioned(&app, &employer::read(&app, &caller, id, application).await?, lang))
}

fn versioned(app: &App, applicant: &Applicant, lang: Lang) -> Versioned<ApplicationView> {
    let body = ApplicationView::of(applicant, app.clock.now(), lang);
    Versioned { version: applicant.case.application.version, body }
}

/// A document of an applicant that is disclosed: the résumé that was sent along, or a proof.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Disclosed {
    /// The organization
    id: Uuid,
    /// The application
    application: Uuid,
    /// The document
    document: Uuid,
}

/// The bytes of a document that is disclosed, to be saved: never shown within a page.
#[utoipa::path(get, path = "/organizations/{id}/applications/{application}/documents/{document}", tag = "applications",
    operation_id = "read_applicant_document", params(Disclosed),
    responses((status = 200, description = "The file.", content(
        (inline(FileBytes) = "application/pdf"), (inline(FileBytes) = "image/jpeg"), (inline(FileBytes) = "image/png"))), ToRead))]
pub(super) async fn document(
    State(app): State<App>,
    caller: Caller,
    Id(Disclosed { id, application, document }): Id<Disclosed>,
) -> Result<Response, Problem> {
    let (id, application) = (OrganizationId(id), ApplicationId(application));
    let (document, content) = employer::document(&app, &caller, id, application, DocumentId(document)).await?;
    attached(&document, content)
}

/// Moves an application. The applicant is told, and of a no also why.
#[utoipa::path(post, path = "/organizations/{id}/applications/{application}/move", tag = "applications",
    operation_id = "move_application",
    params(Of, ("If-Match" = String, Header, description = "The version that is moved, such as `\"3\"`")),
    request_body = MoveInput, responses((status = 200, body = ApplicationView), ToEdit))]
pub(super) async fn step(
    State(app): State<App>,
    caller: Caller,
    Id(of): Id<Of>,
    IfMatch(version): IfMatch,
    Speaks(lang): Speaks,
    ValidJson(input): ValidJson<MoveInput>,
) -> Result<Versioned<ApplicationView>, Problem> {
    let towards = input.read()?;
    let (id, application) = of.ids();
    Ok(versioned(&app, &employer::step(&app, &caller, id, application, version, towards).await?, lang))
}

/// Tells everyone whom it concerns of a posting's applicants, in one step: that there is no decision yet, or a no with
/// its reason. Asked again, it tells nobody twice.
#[utoipa::path(post, path = "/organizations/{id}/postings/{posting}/notices", tag = "applications",
    operation_id = "send_notices",
    params(("id" = Uuid, Path, description = "The organization"), ("posting" = Uuid, Path, description = "The posting")),
    request_body = NoticeInput, responses((status = 200, body = Told), ToAct))]
pub(super) async fn notices(
    State(app): State<App>,
    caller: Caller,
    Id((id, posting)): Id<(Uuid, Uuid)>,
    ValidJson(input): ValidJson<NoticeInput>,
) -> Result<Json<Told>, Problem> {
    let notice = input.read()?;
    let told = notices::send(&app, &caller, OrganizationId(id), PostingId(posting), notice).await?;
    Ok(Json(Told { applications: told.into_iter().map(|id| id.0).collect() }))
}

/// Of which posting.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct AnalyticsParams {
    /// Only this one; without it all of the organization's.
    #[serde(default, deserialize_with = "given")]
    posting: Option<Uuid>,
}

/// From views to hires, by one way.
#[derive(Serialize, ToSchema)]
struct FunnelView {
    /// `search`, `match`, `digest`, `invitation`, `feed` or `link`.
    source: &'static str,
    views: u64,
    /// How many anonymous candidates its postings had, each on the day on which it had most; of `match` alone.
    matches: CountView,
    applications: usize,
    interviews: usize,
    offers: usize,
    hires: usize,
}

impl FunnelView {
    fn of(line: &Funnel, lang: Lang) -> Self {
        Self {
            source: line.source.key(),
            views: line.views,
            matches: CountView::of(line.matches, lang),
            applications: line.applications,
            interviews: line.interviews,
            offers: line.offers,
            hires: line.hires,
        }
    }
}

/// Why applicants were lost.
#[derive(Serialize, ToSchema)]
struct LostView {
    /// `employer:filled`, `worker:pay`, …
    reason: String,
    /// It in the language of the answer.
    sentence: String,
    applications: usize,
}

/// How long applications stayed at a stage.
#[derive(Serialize, ToSchema)]
struct StageTimeView {
    stage: &'static str,
    /// How many have left it.
    left: usize,
    /// Half of them within so many minutes.
    median_minutes: Option<i64>,
}

impl From<&StageTime> for StageTimeView {
    fn from(time: &StageTime) -> Self {
        Self { stage: time.stage.key(), left: time.left, median_minutes: time.median_minutes }
    }
}

/// What came of postings in the last twelve months.
#[derive(Serialize, ToSchema)]
pub(super) struct AnalyticsView {
    funnel: Vec<FunnelView>,
    /// The most frequent reason first.
    lost: Vec<LostView>,
    times: Vec<StageTimeView>,
    /// How often someone went on to where one applies elsewhere.
    clicks: u64,
    /// How the organization answers, as its postings show it.
    answer_rate: Option<AnswerRateView>,
}

impl AnalyticsView {
    fn of(outcome: &Outcome, lang: Lang) -> Self {
        let lost = |(reason, applications): &(Lost, usize)| LostView {
            reason: reason.key(),
            sentence: reason.message().render(lang),
            applications: *applications,
        };
        Self {
            funnel: outcome.funnel.iter().map(|line| FunnelView::of(line, lang)).collect(),
            lost: outcome.lost.iter().map(lost).collect(),
            times: outcome.times.iter().map(StageTimeView::from).collect(),
            clicks: outcome.clicks,
            answer_rate: outcome.answer_rate.map(|rate| AnswerRateView::of(rate, lang)),
        }
    }
}

/// What came of an organization's postings in the last twelve months: from views to hires, why applicants were lost, how
/// long each stage took.
#[utoipa::path(get, path = "/organizations/{id}/analytics", tag = "applications", operation_id = "read_analytics",
    params(("id" = Uuid, Path, description = "The organization"), AnalyticsParams),
    responses((status = 200, body = AnalyticsView), ToRead))]
pub(super) async fn analytics(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<AnalyticsParams>,
) -> Result<Json<AnalyticsView>, Problem> {
    let posting = params.posting.map(PostingId);
    let outcome = analytics::of_organization(&app, &caller, OrganizationId(id), posting).await?;
    Ok(Json(AnalyticsView::of(&outcome, lang)))
}
