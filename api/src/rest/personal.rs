//! Everything about one's account, to take along; and deleting it.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::Kind;
use serde::{Deserialize, Serialize};
use storage::application::talk::Written;
use storage::audit::Line;
use storage::delivery::Delivery;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::account::AccountView;
use super::applications::view::{OwnApplicationView, WrittenView};
use super::documents::DocumentView;
use super::grants::{GrantView, LookView};
use super::sessions::{SessionView, private};
use super::worker::alert::AlertView;
use super::worker::interests::{HiddenEmployerView, SavedSearchView};
use super::worker::invitations::ReceivedView;
use super::worker::record::RecordInput;
use super::worker::reviews::ReviewView;
use super::worker::view::{BlockView, OwnLicenceView, WalletView};
use crate::answer::Versioned;
use crate::app::accounts::erase;
use crate::app::accounts::export::{self, Everything};
use crate::app::applications::worker::Own;
use crate::app::{App, day_of};
use crate::caller::Caller;
use crate::extract::{Speaks, ValidJson};
use crate::problem::{Problem, ToAct, ToRead};

/// A part in an organization.
#[derive(Serialize, ToSchema)]
struct OwnMembershipView {
    organization: Uuid,
    /// Its name.
    name: String,
    /// `viewer`, `recruiter` or `owner`.
    role: &'static str,
}

/// A document, with where its bytes are.
#[derive(Serialize, ToSchema)]
struct FileView {
    #[serde(flatten)]
    document: DocumentView,
    /// Where its bytes are read.
    href: String,
}

/// A mail to one's address.
#[derive(Serialize, ToSchema)]
struct MailView {
    /// Which letter: `confirm_email`, `licence_lapses`, …
    letter: String,
    asked_for_at: DateTime<Utc>,
}

impl From<&Delivery> for MailView {
    fn from(delivery: &Delivery) -> Self {
        Self { letter: delivery.kind.clone(), asked_for_at: delivery.created_at }
    }
}

/// Something one did, as the audit trail tells it: without values.
#[derive(Serialize, ToSchema)]
struct DeedView {
    at: DateTime<Utc>,
    /// The `operationId`.
    action: String,
    /// What it was done to.
    kind: String,
    object: Uuid,
    /// Names of the fields that changed.
    fields: Vec<String>,
}

impl From<Line> for DeedView {
    fn from(line: Line) -> Self {
        let Line { at, action, kind, object, fields, .. } = line;
        Self { at, action, kind, object, fields }
    }
}

/// What a worker wrote.
#[derive(Serialize, ToSchema)]
struct WorkerView {
    profile: RecordInput,
    /// Who may see the profile: `hidden`, `anonymous` or `open`.
    visibility: &'static str,
    /// With their whole numbers.
    licences: Vec<OwnLicenceView>,
    wallet: Vec<WalletView>,
    /// Employers that may not see the profile.
    blocks: Vec<BlockView>,
}

/// An application with what was written in it.
#[derive(Serialize, ToSchema)]
struct ExportedApplication {
    #[serde(flatten)]
    application: OwnApplicationView,
    messages: Vec<WrittenView>,
}

/// Everything that is held about an account.
#[derive(Serialize, ToSchema)]
pub(super) struct ExportView {
    account: AccountView,
    sessions: Vec<SessionView>,
    memberships: Vec<OwnMembershipView>,
    /// Of a worker's account.
    worker: Option<WorkerView>,
    /// Ids of postings one saved.
    saved_postings: Vec<Uuid>,
    /// Ids of postings one hid.
    hidden_postings: Vec<Uuid>,
    hidden_employers: Vec<HiddenEmployerView>,
    saved_searches: Vec<SavedSearchView>,
    /// When one is told of new postings, and what one agreed to.
    alerts: Vec<AlertView>,
    applications: Vec<ExportedApplication>,
    /// To whom one said yes.
    invitations: Vec<ReceivedView>,
    /// Reviews by a person that one asked for.
    reviews: Vec<ReviewView>,
    grants: Vec<GrantView>,
    /// Who saw one, latest first.
    looks: Vec<LookView>,
    files: Vec<FileView>,
    mail: Vec<MailView>,
    /// What one did, latest first.
    trail: Vec<DeedView>,
}

impl ExportView {
    fn of(found: Everything, current: Uuid, now: DateTime<Utc>, lang: Lang) -> Self {
        let today = day_of(now);
        let application = |(own, messages): &(Own, Vec<Written>)| ExportedApplication {
            application: OwnApplicationView::of(own, now, lang),
            messages: messages.iter().map(WrittenView::of).collect(),
        };
        let worker = (found.account.kind == Kind::Worker).then(|| WorkerView {
            profile: RecordInput::of(&found.worker.profile.record),
            visibility: found.worker.profile.visibility.key(),
            licences: found.licences.iter().map(|opened| OwnLicenceView::whole(opened, today)).collect(),
            wallet: found.worker.wallet.iter().map(|credential| WalletView::of(credential, lang)).collect(),
            blocks: found.worker.blocks.iter().map(BlockView::from).collect(),
        });
        let membership = |(organization, role): &(domain::organization::Organization, _)| OwnMembershipView {
            organization: organization.id.0,
            name: organization.profile.name.clone(),
            role: domain::organization::MemberRole::key(*role),
        };
        let file = |document: &domain::document::Document| FileView {
            href: format!("/api/v1/me/documents/{}", document.id.0),
            document: DocumentView::of(document),
        };
        let Versioned { body: account, .. } = Versioned::<AccountView>::from(found.account);
        Self {
            account,
            sessions: found.sessions.into_iter().map(|session| SessionView::of(session, current)).collect(),
            memberships: found.memberships.iter().map(membership).collect(),
            worker,
            saved_postings: found.marks.saved.iter().map(|(id, _)| id.0).collect(),
            hidden_postings: found.marks.hidden.iter().map(|(id, _)| id.0).collect(),
            hidden_employers: found.hidden_employers.iter().map(HiddenEmployerView::from).collect(),
            saved_searches: found.searches.iter().map(SavedSearchView::from).collect(),
            alerts: found.alerts.iter().map(AlertView::of).collect(),
            applications: found.applications.iter().map(application).collect(),
            invitations: found.invitations.iter().map(|one| ReceivedView::of(one, now, lang)).collect(),
            reviews: found.reviews.iter().map(|review| ReviewView::of(review, lang)).collect(),
            grants: found.grants.iter().map(GrantView::of).collect(),
            looks: found.looks.iter().map(|looked| LookView::of(looked, lang)).collect(),
            files: found.documents.iter().map(file).collect(),
            mail: found.mail.iter().map(MailView::from).collect(),
            trail: found.trail.into_iter().map(DeedView::from).collect(),
        }
    }
}

/// Everything that is held about one's account, as JSON to keep, with a list of the files and where to read them.
#[utoipa::path(get, path = "/me/export", operation_id = "export_account", tag = "accounts",
    responses((status = 200, body = ExportView), ToRead))]
pub(super) async fn export(State(app): State<App>, caller: Caller, Speaks(lang): Speaks) -> Result<Response, Problem> {
    let found = export::export(&app, &caller).await?;
    let mut headers = private();
    let attachment = HeaderValue::from_static("attachment; filename=\"carematch-export.json\"");
    headers.insert(CONTENT_DISPOSITION, attachment);
    Ok((headers, Json(ExportView::of(found, caller.session()?.id, app.clock.now(), lang))).into_response())
}

/// The password again, as an open session alone may not delete the account.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Deletion {
    /// The current password.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    password: String,
}

/// Deletes one's account and everything personal in it, at once and for good. Whoever alone owns an organization with
/// other members makes one of them its owner first.
#[utoipa::path(delete, path = "/me/account", operation_id = "delete_account", tag = "accounts",
    request_body = Deletion, responses((status = 204, description = "It is gone."), ToAct))]
pub(super) async fn erase(
    State(app): State<App>,
    caller: Caller,
    ValidJson(input): ValidJson<Deletion>,
) -> Result<StatusCode, Problem> {
    erase::erase(&app, &caller, input.password.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
