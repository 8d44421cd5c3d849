//! What cannot be read of a request, told by its place alone: what stands there may be personal, and so may what
//! stands where a name is expected.

use std::error::Error;
use std::iter::successors;

use axum::extract::rejection::JsonRejection;
use axum_extra::extract::QueryRejection;
use domain::message::{Arg, Message};
use serde_path_to_error::{Path, Segment};

use super::{Kind, Problem};

/// An error of serde with its path.
type At<E> = serde_path_to_error::Error<E>;

/// Text that is no JSON: from where on.
pub(super) fn syntax(rejection: &JsonRejection) -> Problem {
    let problem = Problem::new(Kind::Malformed);
    let within = || cause::<At<serde_json::Error>>(rejection).map(At::inner);
    // What follows a whole value has no path.
    match cause(rejection).or_else(within) {
        Some(error) => located(problem, error),
        None => problem,
    }
}

/// JSON of another form than is taken.
pub(super) fn form(rejection: &JsonRejection) -> Problem {
    let Some(error) = cause::<At<serde_json::Error>>(rejection) else { return Problem::new(Kind::Invalid) };
    let (at, message) = fault(error.path(), &error.inner().to_string());
    let pointer: String = at.iter().flat_map(|name| ["/", name]).collect();
    located(Problem::field(pointer, message), error.inner())
}

/// Parameters of another form than is taken.
pub(super) fn query(rejection: &QueryRejection) -> Problem {
    let problem = Problem::new(Kind::Malformed);
    let Some(error) = cause::<At<serde::de::value::Error>>(rejection) else { return problem };
    let (at, message) = fault(error.path(), &error.inner().to_string());
    Problem { fields: vec![(at.concat(), message)], ..problem }
}

/// What of this type is behind an error.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}

fn located(problem: Problem, error: &serde_json::Error) -> Problem {
    let place = |number: usize| Arg::Text(number.to_string());
    problem.because(Message::new("body-place").with("line", place(error.line())).with("column", place(error.column())))
}

/// The names that lead to the fault, all of them known ones, and what it is.
fn fault(path: &Path, said: &str) -> (Vec<String>, Message) {
    let name = |segment: &Segment| match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => "?".to_owned(),
    };
    let mut at: Vec<String> = path.iter().map(name).collect();
    if said.starts_with("unknown field") {
        // The path ends in that name.
        at.pop();
        return (at, Message::new("field-unknown"));
    }
    if let Some((missing, _)) = said.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
        at.push(missing.to_owned());
        return (at, Message::new("field-missing"));
    }
    (at, Message::new("field-type"))
}

#[cfg(test)]
mod tests {
    use axum::Json;
    use axum::extract::FromRequestParts;
    use axum::http::Request;
    use axum_extra::extract::Query;
    use domain::Lang;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Outer {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
        #[serde(default)]
        limit: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        day: chrono::NaiveDate,
    }

    /// What is said of a body or a query: the type, the place in the text, pointer and reason of the field.
    fn said(problem: &Problem) -> String {
        let body = serde_json::to_value(problem.body(Lang::En)).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let error = &body["errors"][0];
        [&body["type"], &body["detail"], &error["pointer"], &error["detail"]].map(text).join(" | ")
    }

    #[test]
    fn a_body_is_told_by_its_place_and_never_by_what_stands_there() {
        let cases = [
            (r#"{"name": {"a planted word": 1}}"#, "invalid", "/name | is not of the type that is expected here"),
            (r#"{"name": "a", "limit": "planted"}"#, "invalid", "/limit | is not of the type that is expected here"),
            (
                r#"{"name": "a", "inner": [{"day": "planted"}]}"#,
                "invalid",
                "/inner/0/day | is not of the type that is expected here",
            ),
            (
                r#"{"name": "a", "inner": [{"planted": 1}]}"#,
                "invalid",
                "/inner/0 | holds a name that is not known here",
            ),
            (r#"{"planted": "a"}"#, "invalid", " | holds a name that is not known here"),
            (r#"{"inner": [{}], "name": "planted"}"#, "invalid", "/inner/0/day | is required"),
            ("{}", "invalid", "/name | is required"),
            (r#""planted""#, "invalid", " | is not of the type that is expected here"),
            (r#"{"name": planted}"#, "malformed", "- | -"),
            (r#"{"name": "planted"} planted"#, "malformed", "- | -"),
            ("", "malformed", "- | -"),
        ];
        for (body, kind, field) in cases {
            let rejection = Json::<Outer>::from_bytes(body.as_bytes()).unwrap_err();
            let said = said(&Problem::from(rejection));
            assert!(said.starts_with(&format!("urn:carematch:problem:{kind} | At line ")), "{body}: {said}");
            assert!(said.ends_with(&format!(" | {field}")), "{body}: {said}");
            assert!(!said.contains("planted"), "{said}");
        }
    }

    #[tokio::test]
    async fn parameters_are_told_by_name_where_it_is_a_known_one() {
        let cases = [
            ("name=a&limit=planted", "limit | is not of the type that is expected here"),
            ("planted=a", " | holds a name that is not known here"),
            ("limit=1", "name | is required"),
        ];
        for (query, field) in cases {
            let (mut parts, ()) = Request::get(format!("/?{query}")).body(()).unwrap().into_parts();
            let rejection = Query::<Outer>::from_request_parts(&mut parts, &()).await.unwrap_err();
            let said = said(&Problem::from(rejection));
            assert_eq!(said, format!("urn:carematch:problem:malformed | - | {field}"), "{query}");
        }
    }
}
