//! Sign in, sign out, list and revoke sessions.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use storage::session::Session;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::accounts::session::{self, Attempt, SignedIn};
use crate::caller::{COOKIE, Caller};
use crate::extract::{Id, ValidJson, plain};
use crate::peer::Peer;
use crate::problem::{Problem, ProblemBody, ToRead, ToTry};

/// What someone gives to sign in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The account's address.
    #[validate(length(min = 1, max = 254), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 254, format = "email")]
    email: String,
    /// Its password.
    #[validate(length(min = 1, max = 512))]
    #[schema(min_length = 1, max_length = 512, format = "password")]
    password: String,
    /// A code of the second factor, or a recovery code, where the account has a second factor.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50)]
    code: Option<String>,
    /// Whether the token goes into a cookie that no script can read, instead of into the answer.
    #[serde(default)]
    cookie: bool,
}

/// How a client carries the token of its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// It keeps it and sends `Authorization: Bearer`.
    Bearer,
    /// Its browser does.
    Cookie,
}

impl<S: Send + Sync> FromRequestParts<S> for Carrier {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(if parts.headers.contains_key(AUTHORIZATION) { Self::Bearer } else { Self::Cookie })
    }
}

/// A session with its token.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedInView {
    /// The token, for `Authorization: Bearer`; absent where it went into the cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The session.
    session: SessionView,
    /// Recovery codes, told this once: each signs in once in place of a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_codes: Option<Vec<String>>,
}

/// One of one's sessions.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionView {
    /// Its id; not its token.
    id: Uuid,
    /// What the client said it is.
    #[schema(max_length = 200)]
    agent: String,
    /// Whether it was confirmed with a second factor.
    second_factor: bool,
    /// When it began.
    created_at: DateTime<Utc>,
    /// When it was last used, to the quarter of an hour.
    seen_at: DateTime<Utc>,
    /// When it ends.
    expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionView {
    pub(super) fn of(session: Session, current: Uuid) -> Self {
        Self {
            current: session.id == current,
            id: session.id,
            agent: session.agent,
            second_factor: session.second_factor,
            created_at: session.created_at,
            seen_at: session.seen_at,
            expires_at: session.expires_at,
        }
    }
}

/// Answers with a session and its token, which is for nobody to keep but the client.
pub(super) fn answer(
    signed_in: SignedIn,
    carrier: Carrier,
    codes: Option<Vec<String>>,
    now: DateTime<Utc>,
) -> Response {
    let SignedIn { token, session } = signed_in;
    let mut headers = private();
    let mut body =
        SignedInView { token: None, recovery_codes: codes, session: SessionView::of(session.clone(), session.id) };
    match carrier {
        Carrier::Bearer => body.token = Some(token.expose_secret().to_owned()),
        Carrier::Cookie => {
            let seconds = (session.expires_at - now).num_seconds();
            headers.extend([(SET_COOKIE, cookie(token.expose_secret(), seconds))]);
        }
    }
    (headers, Json(body)).into_response()
}

/// What is told to one person is in no cache.
pub(super) fn private() -> HeaderMap {
    HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-store"))])
}

/// RFC 6265bis §4.1: over TLS only, to this host only, for no script, not from a page elsewhere but by a link.
fn cookie(token: &str, seconds: i64) -> HeaderValue {
    let text = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    // A token is of base64url.
    let mut value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// Signs in: a token for `Authorization: Bearer`, or a cookie. Unknown address, wrong password and unconfirmed
/// address are answered alike (401). With the right password but without the right code of a second factor: 403.
#[utoipa::path(post, path = "/sessions", operation_id = "sign_in", tag = "sessions", request_body = Credentials,
    responses((status = 200, body = SignedInView),
    (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "Not this address with this password."), ToTry))]
pub(super) async fn sign_in(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    ValidJson(input): ValidJson<Credentials>,
) -> Result<Response, Problem> {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let attempt = Attempt { email: input.email, password: input.password.into(), code: input.code, agent };
    let signed_in = session::sign_in(&app, peer, attempt).await?;
    let carrier = if input.cookie { Carrier::Cookie } else { Carrier::Bearer };
    Ok(answer(signed_in, carrier, None, app.clock.now()))
}

/// Ends the session that asks.
#[utoipa::path(delete, path = "/sessions/current", operation_id = "sign_out", tag = "sessions",
    responses((status = 204, description = "Signed out."), ToRead))]
pub(super) async fn sign_out(State(app): State<App>, caller: Caller, carrier: Carrier) -> Result<Response, Problem> {
    session::sign_out(&app, &caller).await?;
    let mut headers = HeaderMap::new();
    if carrier == Carrier::Cookie {
        headers.insert(SET_COOKIE, cookie("", 0));
    }
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// One's sessions.
#[derive(Serialize, ToSchema)]
pub(super) struct Sessions {
    /// Newest first; at most 50.
    items: Vec<SessionView>,
}

/// Lists one's own sessions.
#[utoipa::path(get, path = "/sessions", operation_id = "list_sessions", tag = "sessions",
    responses((status = 200, body = Sessions), ToRead))]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<(HeaderMap, Json<Sessions>), Problem> {
    let sessions = session::list(&app, &caller).await?;
    let current = caller.session()?.id;
    let items = sessions.into_iter().map(|session| SessionView::of(session, current)).collect();
    Ok((private(), Json(Sessions { items })))
}

/// Ends one of one's own sessions: its token is refused from then on.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "revoke_session", tag = "sessions",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 204, description = "It has ended."), ToRead))]
pub(super) async fn revoke(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    session::revoke(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
