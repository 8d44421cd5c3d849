//! One's own account: read, change, password, second factor.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::Lang;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use storage::account::Account;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::sessions::{Carrier, SignedInView, answer, private};
use crate::answer::Versioned;
use crate::app::App;
use crate::app::accounts::own::{self, Changes};
use crate::app::accounts::setup;
use crate::caller::Caller;
use crate::extract::{IfMatch, ValidJson, line};
use crate::problem::{Problem, ToAct, ToEdit, ToRead};
use crate::profile::Keys;

/// One's own account.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountView {
    /// Its id.
    id: Uuid,
    /// `worker` or `employer`.
    kind: &'static str,
    /// The part in the staff: `editor`, `moderator` or `admin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<&'static str>,
    /// How its owner wants to be called.
    #[schema(max_length = 100)]
    name: String,
    /// Its address.
    #[schema(max_length = 254)]
    email: String,
    /// The language of its mail.
    language: &'static str,
    /// Whether a second factor is in force.
    second_factor: bool,
    /// How many recovery codes are left.
    recovery_codes_left: usize,
    /// When it began.
    created_at: DateTime<Utc>,
}

impl From<Account> for Versioned<AccountView> {
    fn from(account: Account) -> Self {
        let body = AccountView {
            id: account.id.0,
            kind: account.kind.key(),
            staff: account.staff.map(domain::account::Staff::key),
            name: account.name,
            email: account.email,
            language: account.language.code(),
            second_factor: account.totp_proved,
            recovery_codes_left: account.recovery_hashes.len(),
            created_at: account.created_at,
        };
        Self { version: account.version, body }
    }
}

/// The account, for nobody else.
fn shown(account: Account) -> Response {
    (private(), Versioned::<AccountView>::from(account)).into_response()
}

/// Reads one's own account. The `ETag` names its version, for the next change.
#[utoipa::path(get, path = "/me/account", operation_id = "read_account", tag = "accounts",
    responses((status = 200, body = AccountView, headers(("etag" = String))), ToRead))]
pub(super) async fn read(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    Ok(shown(own::read(&app, &caller).await?))
}

/// What is to be changed; what is left out stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountChanges {
    /// How they want to be called.
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// The language of their mail: `en` or `fr`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10)]
    language: Option<String>,
}

/// Changes name or language.
#[utoipa::path(patch, path = "/me/account", operation_id = "update_account", tag = "accounts",
    params(("If-Match" = String, Header, description = "The version that is changed, such as `\"3\"`")),
    request_body = AccountChanges, responses((status = 200, body = AccountView, headers(("etag" = String))), ToEdit))]
pub(super) async fn update(
    State(app): State<App>,
    caller: Caller,
    IfMatch(version): IfMatch,
    ValidJson(input): ValidJson<AccountChanges>,
) -> Result<Response, Problem> {
    let mut keys = Keys::default();
    let language = input.language.as_ref().and_then(|key| keys.one("/language", key, Lang::parse));
    let changes = keys.finish(Changes { name: input.name, language })?;
    Ok(shown(own::update(&app, &caller, version, changes).await?))
}

/// A new password in place of the current one.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The current password.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    current: String,
    /// The new one: at least 15 characters; 8 where a second factor is in force.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    new: String,
}

/// Sets a new password. Every other session ends; this one goes on under a new token.
#[utoipa::path(put, path = "/me/account/password", operation_id = "change_password", tag = "accounts",
    request_body = PasswordChange, responses((status = 200, body = SignedInView), ToAct))]
pub(super) async fn change_password(
    State(app): State<App>,
    caller: Caller,
    carrier: Carrier,
    ValidJson(input): ValidJson<PasswordChange>,
) -> Result<Response, Problem> {
    let renewed = own::change_password(&app, &caller, input.current.into(), input.new.into()).await?;
    Ok(answer(renewed, carrier, None, app.clock.now()))
}

/// The password of someone who is signed in, before what an open session alone may not do.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordAgain {
    /// The account's password.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    password: String,
}

/// What an authenticator app is set up with.
#[derive(Serialize, ToSchema)]
pub(super) struct EnrolmentView {
    /// The secret in base 32.
    secret: String,
    /// The same as a URL for a QR code: `otpauth://totp/…`.
    url: String,
}

/// Begins to set up a second factor (TOTP, RFC 6238). It is in force once it is proved.
#[utoipa::path(post, path = "/me/account/second-factor", operation_id = "start_second_factor", tag = "accounts",
    request_body = PasswordAgain, responses((status = 200, body = EnrolmentView), ToAct))]
pub(super) async fn start_second_factor(
    State(app): State<App>,
    caller: Caller,
    ValidJson(input): ValidJson<PasswordAgain>,
) -> Result<(HeaderMap, Json<EnrolmentView>), Problem> {
    let enrolment = setup::start(&app, &caller, input.password.into()).await?;
    let [secret, url] = [enrolment.secret, enrolment.url].map(|text| text.expose_secret().to_owned());
    Ok((private(), Json(EnrolmentView { secret, url })))
}

/// A code of the second factor.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// Six digits, or a recovery code.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "123456")]
    code: String,
}

/// Proves the second factor. At set-up this puts it in force: recovery codes are told, and every other session ends.
/// This session goes on, confirmed with a second factor, under a new token.
#[utoipa::path(put, path = "/me/account/second-factor", operation_id = "prove_second_factor", tag = "accounts",
    request_body = Code, responses((status = 200, body = SignedInView), ToAct))]
pub(super) async fn prove_second_factor(
    State(app): State<App>,
    caller: Caller,
    carrier: Carrier,
    ValidJson(input): ValidJson<Code>,
) -> Result<Response, Problem> {
    let proved = setup::prove(&app, &caller, &input.code).await?;
    let told = |codes: Vec<secrecy::SecretString>| codes.iter().map(|code| code.expose_secret().to_owned()).collect();
    Ok(answer(proved.signed_in, carrier, proved.recovery_codes.map(told), app.clock.now()))
}

/// Takes the second factor away. Every other session ends; this one goes on under a new token.
#[utoipa::path(delete, path = "/me/account/second-factor", operation_id = "remove_second_factor", tag = "accounts",
    request_body = PasswordAgain, responses((status = 200, body = SignedInView), ToAct))]
pub(super) async fn remove_second_factor(
    State(app): State<App>,
    caller: Caller,
    carrier: Carrier,
    ValidJson(input): ValidJson<PasswordAgain>,
) -> Result<Response, Problem> {
    let removed = setup::remove(&app, &caller, input.password.into()).await?;
    Ok(answer(removed, carrier, None, app.clock.now()))
}
