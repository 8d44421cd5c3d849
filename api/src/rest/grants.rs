//! Whom a worker has said yes to, and who saw them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::disclosure::Datum;
use domain::grant::Basis;
use domain::organization::OrganizationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::reference::Items;
use super::{Page, next};
use crate::app::App;
use crate::app::grants::{self, Given, Looked};
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidQuery};
use crate::problem::{Problem, ToAct, ToRead};

/// The operations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(revoke))
        .routes(routes!(looks))
        .layer(super::of_one_person())
}

/// A yes to an organization.
#[derive(Serialize, ToSchema)]
pub(super) struct GrantView {
    id: Uuid,
    organization: Uuid,
    /// Its name; none: it is gone.
    organization_name: Option<String>,
    /// What it comes from: `invitation`, `application` or `open` (the profile's own visibility).
    basis: &'static str,
    /// Which invitation or application.
    basis_id: Option<Uuid>,
    granted_at: DateTime<Utc>,
    /// When it ends by itself.
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

impl GrantView {
    pub(super) fn of(given: &Given) -> Self {
        let grant = &given.grant;
        let (basis, basis_id) = match grant.basis {
            Basis::Invitation(id) => ("invitation", Some(id.0)),
            Basis::Application(id) => ("application", Some(id.0)),
            Basis::Open => ("open", None),
        };
        Self {
            id: grant.id.0,
            organization: grant.organization.0,
            organization_name: given.organization.as_ref().map(|organization| organization.profile.name.clone()),
            basis,
            basis_id,
            granted_at: grant.granted_at,
            expires_at: grant.expires_at,
            revoked_at: grant.revoked_at,
        }
    }
}

/// Every yes that one gave, oldest first, those that count no more included.
#[utoipa::path(get, path = "/me/grants", tag = "me", operation_id = "list_grants",
    responses((status = 200, body = Items<GrantView>), ToRead))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<GrantView>>, Problem> {
    let found = grants::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(GrantView::of).collect() }))
}

/// Takes every yes to an organization back: from now on it sees nothing of one, and applications that are open there are
/// withdrawn. Only a new yes of one's own changes that.
#[utoipa::path(delete, path = "/me/grants/{organization}", tag = "me", operation_id = "revoke_grant",
    params(("organization" = Uuid, Path, description = "The organization")),
    responses((status = 204, description = "It is taken back."), ToAct))]
async fn revoke(State(app): State<App>, caller: Caller, Id(organization): Id<Uuid>) -> Result<StatusCode, Problem> {
    grants::revoke(&app, &caller, OrganizationId(organization)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One look at one's data.
#[derive(Serialize, ToSchema)]
pub(super) struct LookView {
    id: Uuid,
    organization: Uuid,
    organization_name: String,
    at: DateTime<Utc>,
    /// What was shown: `name`, `contact`, …
    what: Vec<&'static str>,
    /// It in the language of the answer.
    sentence: String,
    /// By which yes.
    grant: Uuid,
}

impl LookView {
    pub(super) fn of(looked: &Looked, lang: Lang) -> Self {
        let look = &looked.look;
        Self {
            id: looked.id,
            organization: look.organization.0,
            organization_name: looked.organization.clone(),
            at: look.at,
            what: look.what.iter().map(Datum::key).collect(),
            sentence: look.message(&looked.organization).render(lang),
            grant: look.grant.0,
        }
    }
}

/// A page of looks.
#[derive(Serialize, ToSchema)]
pub(super) struct Looks {
    items: Vec<LookView>,
    /// `cursor` of the next page.
    next: Option<Uuid>,
}

/// Who saw one, when and what, latest first. Kept for three years.
#[utoipa::path(get, path = "/me/looks", tag = "me", operation_id = "list_looks", params(Page),
    responses((status = 200, body = Looks), ToRead))]
async fn looks(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<Page>,
) -> Result<Json<Looks>, Problem> {
    let found = grants::looks(&app, &caller, params.cursor, params.limit).await?;
    let next = next(&found, params.limit, |last| last.id);
    Ok(Json(Looks { items: found.iter().map(|looked| LookView::of(looked, lang)).collect(), next }))
}
