//! Organizations: sign up, read, edit, ask for verification.

mod api_keys;
mod facilities;
mod input;
mod invitations;
mod members;
mod view;
mod webhooks;

use axum::Json;
use axum::extract::State;
use domain::organization::{Organization, OrganizationId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::input::OrganizationInput;
use self::view::{MembershipView, OrganizationView};
use super::reference::Items;
use crate::answer::{Made, Versioned};
use crate::app::{App, organizations};
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, ValidJson};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};

/// Everything under `/organizations`, the answer to an invitation, and the published facilities.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(one, update))
        .routes(routes!(request_verification))
        .routes(routes!(members::list))
        .routes(routes!(members::set_role, members::remove))
        .routes(routes!(invitations::list, invitations::invite))
        .routes(routes!(invitations::revoke))
        .routes(routes!(invitations::accept))
        .routes(routes!(facilities::list, facilities::add))
        .routes(routes!(facilities::one, facilities::update, facilities::remove))
        .routes(routes!(facilities::published))
        .routes(routes!(api_keys::list, api_keys::add))
        .routes(routes!(api_keys::remove))
        .routes(routes!(webhooks::list, webhooks::add))
        .routes(routes!(webhooks::remove))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::replay))
}

/// Signs an organization up. Whoever does owns it, and from then on needs a second factor to act for it.
#[utoipa::path(post, path = "/organizations", tag = "organizations", operation_id = "create_organization",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = OrganizationInput, responses((status = 201, body = OrganizationView), ToAct))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<OrganizationInput>,
) -> Result<Made, Problem> {
    let profile = input.read()?;
    organizations::create(&app, &caller, once, profile, OrganizationView::of).await
}

/// The organizations that the caller is a member of, with the caller's part in each.
#[utoipa::path(get, path = "/organizations", tag = "organizations", operation_id = "list_organizations",
    responses((status = 200, body = Items<MembershipView>), ToRead))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<MembershipView>>, Problem> {
    let found = organizations::list(&app, &caller).await?;
    Ok(Json(Items {
        items: found.iter().map(|(organization, role)| MembershipView::of(organization, *role)).collect(),
    }))
}

/// One organization, for its members.
#[utoipa::path(get, path = "/organizations/{id}", tag = "organizations", operation_id = "read_organization",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = OrganizationView), ToRead))]
async fn one(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<Versioned<OrganizationView>, Problem> {
    Ok(versioned(&organizations::read(&app, &caller, OrganizationId(id)).await?))
}

/// Changes what an organization says of itself. One that was verified as another goes back to the queue.
#[utoipa::path(put, path = "/organizations/{id}", tag = "organizations", operation_id = "update_organization",
    params(("id" = Uuid, Path, description = "The organization"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = OrganizationInput, responses((status = 200, body = OrganizationView), ToEdit))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<OrganizationInput>,
) -> Result<Versioned<OrganizationView>, Problem> {
    let profile = input.read()?;
    Ok(versioned(&organizations::update(&app, &caller, OrganizationId(id), version, profile).await?))
}

/// Asks for verification: a moderator looks at who it is before its first posting goes live.
#[utoipa::path(post, path = "/organizations/{id}/verification", tag = "organizations", operation_id = "request_verification",
    params(("id" = Uuid, Path, description = "The organization")),
    responses((status = 200, body = OrganizationView), ToAct))]
async fn request_verification(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Versioned<OrganizationView>, Problem> {
    Ok(versioned(&organizations::request_verification(&app, &caller, OrganizationId(id)).await?))
}

fn versioned(organization: &Organization) -> Versioned<OrganizationView> {
    Versioned { version: organization.version, body: OrganizationView::of(organization) }
}
