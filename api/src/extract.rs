//! Extractors: what a request says, read and checked, or a problem.

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use domain::Lang;
use serde::de::DeserializeOwned;
use validator::Validate;

use crate::language;
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
