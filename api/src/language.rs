//! The language of an answer.

use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use domain::Lang;

use crate::problem::Problem;

/// Reads `Accept-Language` (RFC 9110 §12.5.4): the spoken language with the highest weight, first of equals, else
/// English.
pub fn preferred(headers: &HeaderMap) -> Lang {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
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

/// Says problems in the language asked for, and tells caches that answers differ by it.
pub async fn speak(request: Request, next: Next) -> Response {
    let lang = preferred(request.headers());
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions().get::<Problem>() {
        let said = problem.answer(lang);
        let (parts, body) = said.into_parts();
        response.headers_mut().extend(parts.headers);
        *response.body_mut() = body;
    }
    let headers = response.headers_mut();
    // A page is in the language of its address.
    if !headers.contains_key(CONTENT_LANGUAGE) {
        headers.append(VARY, HeaderValue::from_static("accept-language"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_spoken_language_wins() {
        let preferred = |header: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(header));
            preferred(&headers)
        };
        assert_eq!(preferred("fr-CA,fr;q=0.9,en;q=0.8"), Lang::Fr);
        assert_eq!(preferred("de, en;q=0.3, fr;q=0.7"), Lang::Fr);
        assert_eq!(preferred("en;q=0.9, fr;q=0.9"), Lang::En);
        assert_eq!(preferred("fr;q=0"), Lang::En);
        assert_eq!(preferred(""), Lang::En);
    }
}
