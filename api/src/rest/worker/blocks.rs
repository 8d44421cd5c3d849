//! Employers that may not see one's profile.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::input::BlockInput;
use super::view::BlockView;
use crate::answer::Made;
use crate::app::App;
use crate::app::worker::blocks;
use crate::caller::Caller;
use crate::extract::{Id, OnceJson};
use crate::problem::{Problem, ToAct, ToRead};
use crate::rest::reference::Items;

/// The employers one has blocked, oldest first.
#[utoipa::path(get, path = "/me/blocks", tag = "me", operation_id = "list_blocks",
    responses((status = 200, body = Items<BlockView>), ToRead))]
pub(in crate::rest) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<BlockView>>, Problem> {
    let found = blocks::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(BlockView::from).collect() }))
}

/// Blocks an employer: it sees nothing of one's profile, whatever is chosen for others. By name, spelling and order of
/// words do not count.
#[utoipa::path(post, path = "/me/blocks", tag = "me", operation_id = "add_block",
    params(("Idempotency-Key" = Option<String>, Header,
        description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = BlockInput, responses((status = 201, body = BlockView), ToAct))]
pub(in crate::rest) async fn add(
    State(app): State<App>,
    caller: Caller,
    OnceJson { input, once }: OnceJson<BlockInput>,
) -> Result<Made, Problem> {
    blocks::add(&app, &caller, once, input.read()?, |block| BlockView::from(block)).await
}

/// Unblocks an employer.
#[utoipa::path(delete, path = "/me/blocks/{id}", tag = "me", operation_id = "remove_block",
    params(("id" = Uuid, Path, description = "The block")),
    responses((status = 204), ToRead))]
pub(in crate::rest) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    blocks::remove(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
