//! Problem details (RFC 9457): every answer that is not a success, from one closed list.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use validator::{ValidationErrors, ValidationErrorsKind};

/// The closed list of what can go wrong, as clients may rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not readable: syntax, encoding, an unknown parameter.
    Malformed,
    /// Readable, but some fields do not hold.
    Invalid,
    /// No such thing, or not for you to know.
    NotFound,
    /// It was here and has ended.
    Gone,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// Larger than is taken.
    TooLarge,
    /// Not the content type that is taken.
    UnsupportedMediaType,
    /// It took too long.
    Timeout,
    /// A part this needs cannot be reached now.
    Unavailable,
    /// Our fault. The body never says more.
    Internal,
}

impl Kind {
    const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read"),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields do not hold"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Self::Gone => (StatusCode::GONE, "gone", "This has ended"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This path does not take that method")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "This content type is not taken")
            }
            Self::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "timeout", "The answer took too long"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available right now"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side"),
        }
    }
}

/// The body of an answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Which problem: `urn:carematch:problem:` and a name from a closed list.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it means, the same for every problem of this type.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Field by field, where fields are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field: a JSON pointer (RFC 6901) into the body, or the name of a parameter.
    pub pointer: String,
    /// What it must be.
    pub detail: String,
}

impl Problem {
    /// A problem of a kind, without detail.
    pub fn new(kind: Kind) -> Self {
        let (status, name, title) = kind.parts();
        Self {
            kind: format!("urn:carematch:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: None,
            errors: Vec::new(),
        }
    }

    /// Says what is wrong with this request.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A single field at fault.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(Kind::Invalid);
        problem.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        let kind = match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Kind::Invalid,
            _ => Kind::Malformed,
        };
        Self::new(kind).detail(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        // A path that cannot be read names nothing.
        Self::new(Kind::NotFound)
    }
}

impl From<axum_extra::extract::QueryRejection> for Problem {
    fn from(rejection: axum_extra::extract::QueryRejection) -> Self {
        Self::new(Kind::Malformed).detail(rejection.to_string())
    }
}

impl From<ValidationErrors> for Problem {
    fn from(errors: ValidationErrors) -> Self {
        let mut problem = Self::new(Kind::Invalid);
        collect(&errors, "", &mut problem.errors);
        problem.errors.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        problem
    }
}

/// Walks the tree of errors. The rejected values stay behind: they may be personal.
fn collect(errors: &ValidationErrors, at: &str, found: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let pointer = if name == "__all__" { at.to_owned() } else { format!("{at}/{name}") };
        match kind {
            ValidationErrorsKind::Field(list) => found.extend(list.iter().map(|error| FieldError {
                pointer: pointer.clone(),
                detail: error.message.as_ref().map_or_else(|| error.code.to_string(), ToString::to_string),
            })),
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, found),
            ValidationErrorsKind::List(items) => {
                for (i, inner) in items {
                    collect(inner, &format!("{pointer}/{i}"), found);
                }
            }
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        tracing::error!(error = format!("{error:#}"), "request failed");
        Self::new(Kind::Internal)
    }
}

impl From<storage::Error> for Problem {
    fn from(error: storage::Error) -> Self {
        Self::from(anyhow::Error::from(error))
    }
}
