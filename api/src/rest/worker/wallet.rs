//! One's wallet.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::input::WalletInput;
use super::view::WalletView;
use crate::answer::{Made, Versioned};
use crate::app::App;
use crate::app::worker::wallet;
use crate::caller::Caller;
use crate::extract::{Id, IfMatch, OnceJson, Speaks, ValidJson};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::rest::reference::Items;

/// One's wallet, oldest first.
#[utoipa::path(get, path = "/me/wallet", tag = "me", operation_id = "list_wallet",
    responses((status = 200, body = Items<WalletView>), ToRead))]
pub(in crate::rest) async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
) -> Result<Json<Items<WalletView>>, Problem> {
    let found = wallet::list(&app, &caller).await?;
    Ok(Json(Items { items: found.iter().map(|credential| WalletView::of(credential, lang)).collect() }))
}

/// Adds a credential. Where the card shows no last day, one is proposed by the usual validity.
#[utoipa::path(post, path = "/me/wallet", tag = "me", operation_id = "add_wallet_credential",
    params(("Idempotency-Key" = Option<String>, Header,
        description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = WalletInput, responses((status = 201, body = WalletView), ToAct))]
pub(in crate::rest) async fn add(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<WalletInput>,
) -> Result<Made, Problem> {
    wallet::add(&app, &caller, once, input.read()?, |credential| WalletView::of(credential, lang)).await
}

/// One credential.
#[utoipa::path(get, path = "/me/wallet/{id}", tag = "me", operation_id = "read_wallet_credential",
    params(("id" = Uuid, Path, description = "The credential in the wallet")),
    responses((status = 200, body = WalletView), ToRead))]
pub(in crate::rest) async fn one(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    Id(id): Id<Uuid>,
) -> Result<Versioned<WalletView>, Problem> {
    let found = wallet::read(&app, &caller, id).await?;
    Ok(Versioned { version: found.version, body: WalletView::of(&found, lang) })
}

/// Changes a credential.
#[utoipa::path(put, path = "/me/wallet/{id}", tag = "me", operation_id = "update_wallet_credential",
    params(("id" = Uuid, Path, description = "The credential in the wallet"),
        ("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = WalletInput, responses((status = 200, body = WalletView), ToEdit))]
pub(in crate::rest) async fn update(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    Id(id): Id<Uuid>,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<WalletInput>,
) -> Result<Versioned<WalletView>, Problem> {
    let changed = wallet::update(&app, &caller, id, version, input.read()?).await?;
    Ok(Versioned { version: changed.version, body: WalletView::of(&changed, lang) })
}

/// Removes a credential.
#[utoipa::path(delete, path = "/me/wallet/{id}", tag = "me", operation_id = "remove_wallet_credential",
    params(("id" = Uuid, Path, description = "The credential in the wallet")),
    responses((status = 204), ToRead))]
pub(in crate::rest) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<StatusCode, Problem> {
    wallet::remove(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
