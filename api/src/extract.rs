//! Extractors: what a request says, read and checked, or a problem.

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use domain::Lang;
use serde::de::DeserializeOwned;
use validator::Validate;

use crate::problem::Problem;

/// A JSON body, read and validated.
#[derive(Debug)]
pub struct ValidJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequest<S> for ValidJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(value) = Json::<T>::from_request(request, state).await?;
        value.validate()?;
        Ok(Self(value))
    }
}

/// Query parameters, read and validated; keys may repeat.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let axum_extra::extract::Query(value) =
            axum_extra::extract::Query::<T>::from_request_parts(parts, state).await?;
        value.validate()?;
        Ok(Self(value))
    }
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

/// The language of the answer: the first of `Accept-Language` that the platform speaks, else English.
#[derive(Clone, Copy, Debug)]
pub struct Speaks(pub Lang);

impl<S: Send + Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(preferred(header)))
    }
}

/// Reads `Accept-Language` (RFC 9110 §12.5.4): the spoken language with the highest weight, first of equals.
fn preferred(header: &str) -> Lang {
    let mut best = (Lang::En, 0.0_f32);
    for item in header.split(',') {
        let mut parts = item.split(';');
        let Some(lang) = parts.next().map(str::trim).and_then(Lang::parse) else { continue };
        let weight = parts.find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        if weight > best.1 {
            best = (lang, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_spoken_language_wins() {
        assert_eq!(preferred("fr-CA,fr;q=0.9,en;q=0.8"), Lang::Fr);
        assert_eq!(preferred("de, en;q=0.3, fr;q=0.7"), Lang::Fr);
        assert_eq!(preferred("en;q=0.9, fr;q=0.9"), Lang::En);
        assert_eq!(preferred("fr;q=0"), Lang::En);
        assert_eq!(preferred(""), Lang::En);
    }
}
