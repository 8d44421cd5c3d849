//! Extractors: what a request says, read and checked, or a problem.

use std::convert::Infallible;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use domain::Lang;
use domain::message::Message;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use validator::{Validate, ValidationError};

use crate::app::creation::Once;
use crate::language;
use crate::problem::{Kind, Problem};
use crate::strict::Strictly;

/// A JSON body, read and validated.
#[derive(Debug)]
pub struct ValidJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequest<S> for ValidJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(Strictly(value)) = Json::<Strictly<T>>::from_request(request, state).await?;
        value.validate()?;
        Ok(Self(value))
    }
}

/// A JSON body of a creation, read and validated, with what a repeat of it is known by.
#[derive(Debug)]
pub struct OnceJson<T> {
    /// The body.
    pub input: T,
    /// Its `Idempotency-Key` and fingerprint.
    pub once: Once,
}

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequest<S> for OnceJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let key = idempotency_key(request.headers())?;
        let path = request.uri().path().to_owned();
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        let digest = Sha256::new().chain_update(path).chain_update([0]).chain_update(&bytes).finalize();
        let fingerprint = URL_SAFE_NO_PAD.encode(digest);
        let request = Request::from_parts(parts, Body::from(bytes));
        let ValidJson(input) = ValidJson::<T>::from_request(request, state).await?;
        Ok(Self { input, once: Once { key, fingerprint } })
    }
}

fn too_large(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge),
        _ => Problem::new(Kind::Malformed),
    }
}

/// The `Idempotency-Key`, where there is one: up to 200 visible characters, quoted or not.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default().trim().trim_matches('"');
    if key.is_empty() || key.len() > 200 {
        return Err(Problem::field("Idempotency-Key", Message::new("field-key-length")));
    }
    Ok(Some(key.to_owned()))
}

/// The version that an edit changes, from `If-Match`. Without it: 428 (RFC 6585 §3).
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(IF_MATCH) else { return Err(Problem::new(Kind::PreconditionRequired)) };
        let version = value.to_str().ok().and_then(|value| value.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        version.map(Self).ok_or_else(|| Problem::field("If-Match", Message::new("field-version")))
    }
}

/// A check for texts: no control characters but line breaks and tabs.
///
/// # Errors
/// `plain`.
pub fn plain(text: &str) -> Result<(), ValidationError> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.contains(is_odd) { Err(ValidationError::new("plain")) } else { Ok(()) }
}

/// A check for texts of one line that say something: names, titles.
///
/// # Errors
/// `plain`.
pub fn line(text: &str) -> Result<(), ValidationError> {
    if text.contains(char::is_control) || text.trim().is_empty() { Err(ValidationError::new("plain")) } else { Ok(()) }
}

/// A check for pages: an `http` or `https` address in the characters of a URI (RFC 3986 §2). Others a browser writes
/// down in these.
///
/// # Errors
/// `web`.
pub fn web(address: &str) -> Result<(), ValidationError> {
    let is_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
    let is_uri = address.chars().all(|c| c.is_ascii_graphic() && !r#""<>\^`{|}"#.contains(c));
    if is_web && is_uri { Ok(()) } else { Err(ValidationError::new("web")) }
}

/// A check for addresses: such as mail can be sent to, in ASCII.
///
/// # Errors
/// `address`.
pub fn address(text: &str) -> Result<(), ValidationError> {
    if text.is_ascii() && mailer::is_address(text) { Ok(()) } else { Err(ValidationError::new("address")) }
}

/// A check for days: within what people live and licences last.
///
/// # Errors
/// `day`.
pub fn day(day: &NaiveDate) -> Result<(), ValidationError> {
    if (1900..=2200).contains(&day.year()) { Ok(()) } else { Err(ValidationError::new("day")) }
}

/// Reads a parameter that may be left out, but not be empty: `?at=` is no day.
///
/// # Errors
/// It does not hold.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(parameter: D) -> Result<Option<T>, D::Error> {
    T::deserialize(parameter).map(Some)
}

/// Query parameters, read and validated; keys may repeat.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let axum_extra::extract::Query(value) =
            axum_extra::extract::Query::<T>::from_request_parts(parts, state).await?;
        value.validate().map_err(|errors| by_name(Problem::from(errors)))?;
        Ok(Self(value))
    }
}

/// Parameters are named, not pointed at.
fn by_name(mut problem: Problem) -> Problem {
    for (pointer, _) in &mut problem.fields {
        *pointer = pointer.trim_start_matches('/').to_owned();
    }
    problem
}

/// An id in the path. One that cannot be read names nothing: 404.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(id) = Path::<T>::from_request_parts(parts, state).await?;
        Ok(Self(id))
    }
}

/// The language of the answer.
#[derive(Clone, Copy, Debug)]
pub struct Speaks(pub Lang);

impl<S: Send + Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language::preferred(&parts.headers)))
    }
}
