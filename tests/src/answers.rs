//! What a server answers, as a test reads it: an answer that is another than expected fails the test, and says what
//! was asked and what was said.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use reqwest::Response;
use serde_json::Value;

use crate::people::Person;

/// The id of nothing.
pub const ABSENT: &str = "00000000-0000-7000-8000-000000000000";

/// All of an answer that a client can see, but what differs by request: status, headers by name, and body.
pub type Seen = (u16, Vec<(String, String)>, String);

/// The JSON of an answer of this status.
///
/// # Panics
/// When it has another status or is no JSON.
pub async fn said(response: Response, status: u16) -> Value {
    let (url, found) = (response.url().clone(), response.status());
    let body = response.text().await.unwrap();
    assert_eq!(found, status, "{url}: {body}");
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{url}: {error}: {body}"))
}

/// A problem of this status and kind.
///
/// # Panics
/// When it is none.
pub async fn refused(response: Response, status: u16, kind: &str) -> Value {
    let problem = said(response, status).await;
    assert_eq!(problem["type"], format!("urn:carematch:problem:{kind}"), "{problem}");
    problem
}

/// What a person reads at a path.
///
/// # Panics
/// When they may not.
pub async fn read(person: &Person, path: &str) -> Value {
    said(person.get(path).await.unwrap(), 200).await
}

/// What a client sees of an answer, but for the request's own id and time.
///
/// # Panics
/// When it breaks off.
pub async fn seen(response: Response) -> Seen {
    let status = response.status().as_u16();
    let own = ["x-request-id", "date"];
    let headers = response.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort_unstable();
    (status, headers, response.text().await.unwrap())
}

/// A text of an answer.
///
/// # Panics
/// When it is none.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
