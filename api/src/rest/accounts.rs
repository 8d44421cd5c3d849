//! Register, confirm the address, reset a forgotten password.

use axum::extract::State;
use axum::http::StatusCode;
use domain::Lang;
use domain::account::Kind;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use validator::Validate;

use super::{account, sessions};
use crate::app::App;
use crate::app::accounts::registration::{self, Applicant};
use crate::app::accounts::reset;
use crate::extract::{ValidJson, address, line};
use crate::peer::Peer;
use crate::problem::{Problem, ToTry};
use crate::profile::Keys;

/// The operations on accounts and sessions.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(confirm))
        .routes(routes!(request_reset))
        .routes(routes!(reset))
        .routes(routes!(sessions::sign_in, sessions::list))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sessions::revoke))
        .routes(routes!(account::read, account::update))
        .routes(routes!(account::change_password))
        .routes(routes!(account::start_second_factor, account::prove_second_factor, account::remove_second_factor))
}

/// Who wants an account.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    /// `worker`, or `employer` for someone who may be a member of organizations. One person who is both registers
    /// two addresses.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, example = "worker")]
    kind: String,
    /// How they want to be called.
    #[validate(length(min = 1, max = 100), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Their address, in ASCII.
    #[validate(length(min = 3, max = 254), custom(function = "address"))]
    #[schema(min_length = 3, max_length = 254, format = "email")]
    email: String,
    /// A password of at least 15 characters, of any kind. What anyone would try first is refused.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    password: String,
    /// The language of their mail: `en` or `fr`.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, example = "fr")]
    language: String,
}

impl Registration {
    fn read(self) -> Result<Applicant, Problem> {
        let mut keys = Keys::default();
        let kind = keys.one("/kind", &self.kind, Kind::parse);
        let language = keys.one("/language", &self.language, Lang::parse);
        keys.finish(())?;
        Ok(Applicant {
            kind: kind.unwrap_or(Kind::Worker),
            name: self.name,
            email: self.email,
            language: language.unwrap_or_default(),
            password: self.password.into(),
        })
    }
}

/// Makes an account once its address is confirmed: a mail with a token goes there, good for 24 hours. The answer is
/// the same for an address that has an account; its owner gets a mail that says so.
#[utoipa::path(post, path = "/accounts", operation_id = "register", tag = "accounts", request_body = Registration,
    responses((status = 202, description = "A mail is on its way."), ToTry))]
pub(super) async fn register(
    State(app): State<App>,
    peer: Peer,
    ValidJson(input): ValidJson<Registration>,
) -> Result<StatusCode, Problem> {
    registration::register(&app, peer, input.read()?).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A token that was mailed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MailedToken {
    /// The token.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    token: String,
}

/// Confirms an address with the token that was mailed to it: the account begins, and its owner can sign in.
#[utoipa::path(post, path = "/accounts/confirm", operation_id = "confirm_email", tag = "accounts",
    request_body = MailedToken, responses((status = 204, description = "Confirmed."), ToTry))]
pub(super) async fn confirm(
    State(app): State<App>,
    ValidJson(input): ValidJson<MailedToken>,
) -> Result<StatusCode, Problem> {
    registration::confirm(&app, &input.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose password is forgotten.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResetRequest {
    /// The account's address.
    #[validate(length(min = 3, max = 254), custom(function = "address"))]
    #[schema(min_length = 3, max_length = 254, format = "email")]
    email: String,
}

/// Mails a token with which a new password can be set, good for an hour. The answer is the same for an address
/// without an account.
#[utoipa::path(post, path = "/accounts/password-resets", operation_id = "request_password_reset", tag = "accounts",
    request_body = ResetRequest, responses((status = 202, description = "Where there is an account, a mail is on its way."), ToTry))]
pub(super) async fn request_reset(
    State(app): State<App>,
    peer: Peer,
    ValidJson(input): ValidJson<ResetRequest>,
) -> Result<StatusCode, Problem> {
    reset::request(&app, peer, &input.email).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A new password, by a token that was mailed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    /// The token.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    token: String,
    /// A password of at least 15 characters; 8 where the account has a second factor.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    password: String,
}

/// Sets a new password with the token that was mailed. Every session of the account ends; a second factor stays.
#[utoipa::path(post, path = "/accounts/password", operation_id = "reset_password", tag = "accounts",
    request_body = NewPassword, responses((status = 204, description = "The password is set."), ToTry))]
pub(super) async fn reset(
    State(app): State<App>,
    ValidJson(input): ValidJson<NewPassword>,
) -> Result<StatusCode, Problem> {
    reset::reset(&app, &input.token, input.password.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
