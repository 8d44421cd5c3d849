//! Answers that carry more than a body: a version, a place.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A thing with the version that its next edit must name (`ETag`, RFC 9110 §8.8.3).
#[derive(Debug)]
pub struct Versioned<T> {
    /// The version.
    pub version: i32,
    /// The thing.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        (etag(self.version), Json(self.body)).into_response()
    }
}

fn etag(version: i32) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        headers.insert(header::ETAG, value);
    }
    headers
}

/// A thing that was made.
#[derive(Debug)]
pub struct Created<T> {
    /// Where it is: a path.
    pub location: String,
    /// Its version.
    pub version: i32,
    /// The thing.
    pub body: T,
}

/// The answer to a creation, new or repeated.
pub struct Made {
    pub(crate) location: String,
    pub(crate) version: i32,
    /// JSON.
    pub(crate) body: String,
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let mut headers = etag(self.version);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Ok(location) = HeaderValue::from_str(&self.location) {
            headers.insert(header::LOCATION, location);
        }
        (StatusCode::CREATED, headers, self.body).into_response()
    }
}
