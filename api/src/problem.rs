//! Problem details (RFC 9457): every answer that is not a success, from one closed list, in the reader's language.

mod documented;
mod unreadable;

use std::fmt;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Lang;
use domain::access::Refusal;
use domain::message::{Arg, Message};
use serde::Serialize;
use utoipa::ToSchema;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

pub(crate) use documented::{ToAct, ToEdit, ToRead, ToTry, answers};

/// The closed list of what can go wrong, as clients may rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not readable: syntax, encoding, an unknown parameter.
    Malformed,
    /// Readable, but some fields do not hold.
    Invalid,
    /// Sign in first.
    SignIn,
    /// The session needs a second factor first.
    SecondFactor,
    /// Not for this caller.
    Forbidden,
    /// No such thing, or not for you to know.
    NotFound,
    /// The state it is in does not allow this.
    Conflict,
    /// A request with the same `Idempotency-Key` is under way.
    InProgress,
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    /// It was changed since the version that the request names.
    Stale,
    /// The request must name the version it changes: `If-Match`.
    PreconditionRequired,
    /// Too many requests; later again.
    TooManyRequests,
    /// No more of these than there are.
    Quota,
    /// It was here and has ended.
    Gone,
    /// The body arrives too slowly.
    Slow,
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
    /// The status, the name in the type, the key of the title.
    const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "problem-malformed"),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "problem-invalid"),
            Self::SignIn => (StatusCode::UNAUTHORIZED, "sign-in", "problem-sign-in"),
            Self::SecondFactor => (StatusCode::FORBIDDEN, "second-factor", "problem-second-factor"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "problem-forbidden"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "problem-conflict"),
            Self::InProgress => (StatusCode::CONFLICT, "under-way", "problem-under-way"),
            Self::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "problem-key-reused"),
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "stale", "problem-stale"),
            Self::PreconditionRequired => {
                (StatusCode::PRECONDITION_REQUIRED, "precondition-required", "problem-precondition-required")
            }
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "problem-too-many-requests"),
            Self::Quota => (StatusCode::CONFLICT, "quota", "problem-quota"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "problem-not-found"),
            Self::Gone => (StatusCode::GONE, "gone", "problem-gone"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "problem-method-not-allowed")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "problem-too-large"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "problem-unsupported-media-type")
            }
            Self::Slow => (StatusCode::REQUEST_TIMEOUT, "slow", "problem-slow"),
            Self::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "timeout", "problem-timeout"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "problem-unavailable"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "problem-internal"),
        }
    }
}

/// What is wrong with a request.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    /// What is wrong, in a sentence of ours.
    reason: Option<Message>,
    /// Field by field.
    pub(crate) fields: Vec<(String, Message)>,
    /// Seconds after which it may succeed.
    pub(crate) retry_after: Option<u64>,
}

/// The body of an answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Which problem: `urn:carematch:problem:` and a name from a closed list.
    #[serde(rename = "type")]
    kind: String,
    /// What it means, the same for every problem of this type, in the language of the answer.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// Field by field, where fields are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<FieldError>,
}

/// One field at fault.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field: a JSON pointer (RFC 6901) into the body, or the name of a parameter.
    pub pointer: String,
    /// What is wrong with it, in the language of the answer.
    pub detail: String,
}

impl Problem {
    /// A problem of a kind, without detail.
    pub const fn new(kind: Kind) -> Self {
        Self { kind, reason: None, fields: Vec::new(), retry_after: None }
    }

    /// Says what is wrong with this request, in the language of the answer.
    #[must_use]
    pub fn because(mut self, reason: Message) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Says after how many seconds it may succeed (`Retry-After`).
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// A single field at fault.
    pub fn field(pointer: impl Into<String>, message: Message) -> Self {
        Self { fields: vec![(pointer.into(), message)], ..Self::new(Kind::Invalid) }
    }

    /// The HTTP status.
    pub(crate) const fn status(&self) -> StatusCode {
        self.kind.parts().0
    }

    /// The body in a language.
    pub fn body(&self, lang: Lang) -> ProblemBody {
        let (status, name, title) = self.kind.parts();
        let field = |(pointer, message): &(String, Message)| FieldError {
            pointer: pointer.clone(),
            detail: message.render(lang),
        };
        ProblemBody {
            kind: format!("urn:carematch:problem:{name}"),
            title: Message::new(title).render(lang),
            status: status.as_u16(),
            detail: self.reason.as_ref().map(|reason| reason.render(lang)),
            errors: self.fields.iter().map(field).collect(),
        }
    }

    /// The answer in a language.
    pub fn answer(&self, lang: Lang) -> Response {
        let mut response = (self.status(), Json(self.body(lang))).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::SignIn {
            // RFC 9110 §11.6.1: a 401 names a scheme.
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// In English, for whoever calls a use case without HTTP.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body(Lang::En);
        f.write_str(&body.detail.unwrap_or(body.title))?;
        body.errors.iter().try_for_each(|error| write!(f, "; {}: {}", error.pointer, error.detail))
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    /// English; where the request asks for French, [`crate::language`] says it again from the problem kept along.
    fn into_response(self) -> Response {
        let mut response = self.answer(Lang::En);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(Kind::TooLarge),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(Kind::UnsupportedMediaType),
            StatusCode::UNPROCESSABLE_ENTITY => unreadable::form(&rejection),
            _ => unreadable::syntax(&rejection),
        }
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
        unreadable::query(&rejection)
    }
}

impl From<ValidationErrors> for Problem {
    fn from(errors: ValidationErrors) -> Self {
        let mut problem = Self::new(Kind::Invalid);
        collect(&errors, "", &mut problem.fields);
        problem.fields.sort_by(|a, b| a.0.cmp(&b.0));
        problem
    }
}

/// Walks the tree of errors. The rejected values stay behind: they may be personal.
fn collect(errors: &ValidationErrors, at: &str, found: &mut Vec<(String, Message)>) {
    for (name, kind) in errors.errors() {
        let pointer = if name == "__all__" { at.to_owned() } else { format!("{at}/{name}") };
        match kind {
            ValidationErrorsKind::Field(list) => found.extend(list.iter().map(|e| (pointer.clone(), explain(e)))),
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, found),
            ValidationErrorsKind::List(items) => {
                for (i, inner) in items {
                    collect(inner, &format!("{pointer}/{i}"), found);
                }
            }
        }
    }
}

/// Says a failed check with its bounds.
fn explain(error: &ValidationError) -> Message {
    let bound = |name: &str| error.params.get(name).map(|value| Arg::Text(value.to_string()));
    match (error.code.as_ref(), bound("min"), bound("max")) {
        ("reach", ..) => Message::new("field-reach-empty"),
        ("distance", ..) => Message::new("field-distance-needs-near"),
        ("address", ..) => Message::new("field-address"),
        ("plain", ..) => Message::new("field-not-plain"),
        ("licence-twice", ..) => Message::new("field-licence-twice"),
        ("half-point", ..) => Message::new("field-half-point"),
        ("web" | "url", ..) => Message::new("field-web-address"),
        ("https", ..) => Message::new("field-not-https"),
        ("day", ..) => Message::new("field-day-range"),
        ("number", ..) => Message::new("field-not-a-number"),
        ("length", min, Some(max)) => {
            let min = min.unwrap_or_else(|| Arg::Text("0".to_owned()));
            Message::new("field-length").with("min", min).with("max", max)
        }
        (_, Some(min), Some(max)) => Message::new("field-range").with("min", min).with("max", max),
        (_, Some(min), None) => Message::new("field-at-least").with("min", min),
        (_, None, Some(max)) => Message::new("field-at-most").with("max", max),
        _ => Message::new("field-invalid"),
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
        match error {
            storage::Error::NotFound => Self::new(Kind::NotFound),
            storage::Error::Conflict { .. } => Self::new(Kind::Stale),
            storage::Error::Busy => Self::new(Kind::Unavailable).retry_after(1),
            error => Self::from(anyhow::Error::from(error)),
        }
    }
}

impl From<mailer::Error> for Problem {
    fn from(error: mailer::Error) -> Self {
        match error {
            mailer::Error::Storage(error) => error.into(),
            error => Self::from(anyhow::Error::from(error)),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(match refusal {
            Refusal::SignIn => Kind::SignIn,
            Refusal::SecondFactor => Kind::SecondFactor,
            Refusal::Forbidden => Kind::Forbidden,
            Refusal::Absent => Kind::NotFound,
        })
    }
}
