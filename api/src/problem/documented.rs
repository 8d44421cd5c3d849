//! The problems that an operation may answer, for the API's document. `responses(…)` of an operation names one of the
//! sets; what each means is said once, in the titles of the closed list.

use std::collections::BTreeMap;

use domain::Lang;
use domain::message::Message;
use utoipa::IntoResponses;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

use super::Kind;

/// Problems by status, as the document says them. Several of one status are told together.
pub(crate) fn answers(kinds: &[Kind]) -> BTreeMap<String, RefOr<Response>> {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kind in kinds {
        let (status, _, title) = kind.parts();
        told.entry(status.as_u16().to_string()).or_default().push(Message::new(title).render(Lang::En));
    }
    let answer = |titles: Vec<String>| {
        let body = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description(titles.join(". Or: "));
        RefOr::T(response.content("application/problem+json", body).build())
    };
    told.into_iter().map(|(status, titles)| (status, answer(titles))).collect()
}

/// Declares a set of problems.
macro_rules! set {
    ($(#[$doc:meta])* $name:ident: $($kind:ident),+ $(,)?) => {
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                answers(&[$(Kind::$kind),+])
            }
        }
    };
}

set! {
    /// Of an operation that anyone may try, and that changes something. A page from elsewhere is refused (403).
    ToTry: Malformed, Forbidden, TooLarge, UnsupportedMediaType, Invalid
}

set! {
    /// Of an operation that reads something of one's own.
    ToRead: Malformed, SignIn, Forbidden, SecondFactor, NotFound, Invalid
}

set! {
    /// Of an operation that makes or moves something.
    ToAct: Malformed, SignIn, Forbidden, SecondFactor, NotFound, Conflict, InProgress, Quota, TooLarge,
        UnsupportedMediaType, Invalid, KeyReused
}

set! {
    /// Of an edit that names the version it changes.
    ToEdit: Malformed, SignIn, Forbidden, SecondFactor, NotFound, Conflict, Quota, Stale, TooLarge,
        UnsupportedMediaType, Invalid, PreconditionRequired
}
