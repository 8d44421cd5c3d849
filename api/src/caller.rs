//! Who asks: read from the database for every request, by the token of a session or of an API key.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::access::{self, Action, Owner, Person, Refusal, Who};
use domain::account::AccountId;
use rand::Rng;
use sha2::{Digest, Sha256};
use storage::session::Session;

use crate::app::App;
use crate::problem::Problem;
use crate::{limit, rest};

/// The session's cookie. `__Host-`: sent over TLS only, to this host only (RFC 6265bis §4.1.3.2).
pub const COOKIE: &str = "__Host-session";

/// How the token of an API key begins, so that it is known for one wherever it turns up.
const KEY: &str = "cmk_";

/// How exactly it is known when a session was last used: so rarely is it written down.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(15);

/// Who asks, and by which session.
#[derive(Clone, Debug)]
pub struct Caller {
    who: Who,
    session: Option<Session>,
}

impl Caller {
    /// Nobody we know.
    pub const ANONYMOUS: Self = Self { who: Who::Anonymous, session: None };

    /// Who asks.
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// 401.
    pub fn person(&self) -> Result<&Person, Problem> {
        Ok(self.who.person()?)
    }

    /// The account that is signed in.
    ///
    /// # Errors
    /// 401.
    pub fn account(&self) -> Result<AccountId, Problem> {
        Ok(self.person()?.account)
    }

    /// The session that asks.
    ///
    /// # Errors
    /// 401.
    pub fn session(&self) -> Result<&Session, Problem> {
        self.session.as_ref().ok_or_else(|| Refusal::SignIn.into())
    }

    /// Whether the caller may do `action` to anything at all; asked before any object is looked at.
    ///
    /// # Errors
    /// 401 or 403.
    pub fn admit(&self, action: Action) -> Result<(), Problem> {
        Ok(access::admit(&self.who, action)?)
    }

    /// Whether the caller may do `action` to an object of `owner`.
    ///
    /// # Errors
    /// 404 where it is not theirs, as for one that does not exist; 401 or 403.
    pub fn admit_to(&self, action: Action, owner: Owner) -> Result<(), Problem> {
        Ok(access::admit_to(&self.who, action, owner)?)
    }
}

/// Who may ask for what: the action of every route.
#[derive(Clone)]
pub struct Doors {
    app: App,
    actions: Arc<HashMap<(Method, String), Action>>,
}

impl Doors {
    /// The routes of the API's document.
    pub fn new(app: App, document: &utoipa::openapi::OpenApi) -> Self {
        Self { app, actions: Arc::new(rest::actions(document)) }
    }

    fn action(&self, request: &Request) -> Option<Action> {
        let path = request.extensions().get::<MatchedPath>()?.as_str().to_owned();
        self.actions.get(&(request.method().clone(), path)).copied()
    }
}

/// Refuses whoever may not do what a route does, before anything of the request is read: what is wrong with a body or a
/// header is told only to those who may send it. The use case asks again, with the object.
pub async fn admit(State(doors): State<Doors>, mut request: Request, next: Next) -> Response {
    let Some(action) = doors.action(&request).filter(|action| !action.is_public()) else {
        return next.run(request).await;
    };
    let caller = match Caller::read(&doors.app, request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    if let Err(problem) = caller.admit(action) {
        limit::hear_out(request.into_body().into_data_stream()).await;
        return problem.into_response();
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

impl Caller {
    /// A token that is unknown or has ended makes an anonymous caller: what anyone may do, they still may.
    async fn read(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(token) = token(headers) else { return Ok(Self::ANONYMOUS) };
        Self::by_token(app, &token).await
    }

    /// Whose session has this token; anonymous where none has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn by_token(app: &App, token: &str) -> Result<Self, Problem> {
        let now = app.clock.now();
        if token.starts_with(KEY) {
            let key = storage::organization::api_key::caller(&app.db, &hash(token), now).await?;
            return Ok(key.map_or(Self::ANONYMOUS, |key| Self { who: Who::Key(key), session: None }));
        }
        let Some((session, person)) = storage::session::caller(&app.db, &hash(token), now).await? else {
            return Ok(Self::ANONYMOUS);
        };
        if now - session.seen_at >= SEEN_EVERY {
            storage::session::touch(&app.db, session.id, now).await?;
        }
        Ok(Self { who: Who::Person(person), session: Some(session) })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    /// Who was [admitted](admit); on a public route, who the token stands for.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match parts.extensions.remove::<Self>() {
            Some(caller) => Ok(caller),
            None => Self::read(app, &parts.headers).await,
        }
    }
}

/// The token of `Authorization: Bearer` (RFC 6750 §2.1), else of the cookie.
fn token(headers: &HeaderMap) -> Option<String> {
    if let Some(value) = headers.get(AUTHORIZATION) {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned());
    }
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// A new token: 256 random bits for the client, and the hash that is kept.
pub fn new_token() -> (String, String) {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let hash = hash(&token);
    (token, hash)
}

/// The token of a new API key, and the hash that is kept.
pub fn new_key() -> (String, String) {
    let token = format!("{KEY}{}", new_token().0);
    let hash = hash(&token);
    (token, hash)
}

/// The hash under which a token is kept: SHA-256 in base64url. It needs no salt, being of a random text.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}
