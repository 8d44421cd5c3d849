//! Requests that are wrong in every way, with a word that no error may repeat.

use domain::access;
use domain::testing::files::pdf;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::traces;
use crate::site::bodies::body;
use crate::site::{ABSENT, Asker, Case, Operation, Secrets, Site, askers};

const WORD: &str = "zqsent";

/// The pointers to the leaves of a value.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, inner)| (n.to_string(), inner)).collect(),
        _ => return found.push(at.to_owned()),
    };
    for (name, inner) in inner {
        leaves(inner, &format!("{at}/{name}"), found);
    }
}

/// Bodies near a good one, with the word.
fn bent(good: &Value) -> Vec<Vec<u8>> {
    let mut bent = vec![json!({ WORD: WORD }), json!(WORD), json!([WORD]), json!({ "name": { WORD: [WORD] } })];
    let mut pointers = Vec::new();
    leaves(good, "", &mut pointers);
    for pointer in pointers {
        for wrong in [json!(WORD), json!({ WORD: 1 }), json!(format!("{WORD}@example.org\u{0}"))] {
            let mut body = good.clone();
            *body.pointer_mut(&pointer).unwrap() = wrong;
            bent.push(body);
        }
    }
    let mut unknown = good.clone();
    unknown[WORD] = json!(WORD);
    bent.push(unknown);
    let mut bytes: Vec<Vec<u8>> = bent.iter().map(|body| body.to_string().into_bytes()).collect();
    bytes.push(format!("{{\"{WORD}\": {WORD}").into_bytes());
    bytes.push([format!("{{\"name\": \"{WORD}").as_bytes(), b"\xff\"}"].concat());
    bytes.push(format!("{{\"name\": \"{}\"}}", WORD.repeat(60_000)).into_bytes());
    bytes
}

/// The wrong requests of an operation.
fn requests(site: &Site, operation: &Operation, asker: &Asker) -> Vec<RequestBuilder> {
    let path = site.path(operation, Case::Own, ABSENT);
    let at = |path: &str| {
        let request = site.client.request(operation.method.clone(), format!("{}{path}", site.server.url));
        match &asker.person {
            Some(person) => request.bearer_auth(&person.token),
            None => request,
        }
    };
    let mut wrong = Vec::new();
    if operation.path.contains('{') {
        let (open, close) = (operation.path.find('{').unwrap(), operation.path.find('}').unwrap());
        let named = format!("{}{WORD}{}", &operation.path[..open], &operation.path[close + 1..]);
        wrong.push(at(&named));
    }
    if operation.method == Method::GET {
        for name in [WORD, "limit", "cursor", "before", "at", "role", "province", "near", "sort", "object", "text"] {
            // PostgreSQL keeps no NUL, and is not to be asked for one.
            let words = [WORD.to_owned(), format!("{WORD}\u{0}")];
            wrong.extend(words.map(|word| at(&path).query(&[(name, word)])));
        }
        wrong.push(at(&path).header("authorization", format!("Bearer {WORD}")));
    }
    if let Some(good) = body(operation.action, &site.own, &Secrets::none()) {
        let typed = |kind: &str| at(&path).header("content-type", kind).header("if-match", "\"1\"");
        wrong.extend(bent(&good).into_iter().map(|body| typed("application/json").body(body)));
        wrong.push(typed(&format!("text/{WORD}")).body(WORD));
        wrong.push(at(&path).header("if-match", WORD).json(&good));
        wrong.push(at(&path).header("if-match", "\"1\"").header("idempotency-key", WORD.repeat(40)).json(&good));
    }
    if operation.action == access::Action::AddDocument {
        wrong.push(at(&path).query(&[("purpose", WORD)]).body(WORD));
        wrong.push(at(&path).query(&[("purpose", "resume"), ("name", &format!("{WORD}\u{0}"))]).body(pdf()));
    }
    wrong
}

/// Someone who is admitted sends what is wrong with each operation: no answer that refuses it repeats the word, and
/// nothing that operators read does. Returns how many were refused.
pub(super) async fn walk(site: &Site) -> usize {
    let operations = Operation::all(&site.world.json(&["openapi"]).unwrap());
    let people = askers(&site.world, &site.server.url, &site.own).await;
    let (mut told, mut refused) = (Vec::new(), 0);
    for operation in &operations {
        let asker = people.iter().find(|asker| access::admit(&asker.who, operation.action).is_ok()).unwrap();
        for request in requests(site, operation, asker) {
            let answer = request.send().await.unwrap();
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let text = answer.text().await.unwrap();
            refused += usize::from(status >= 400);
            let repeats = status >= 400 && format!("{headers:?}{text}").to_lowercase().contains(WORD);
            if repeats || status >= 500 {
                told.push(format!("{}: {status} {text}", operation.action.key()));
            }
        }
    }
    assert!(told.is_empty(), "{} errors repeat what was sent, or are ours: {told:#?}", told.len());
    for (place, text) in traces::told(site).await {
        let line = text.to_lowercase().lines().find(|line| line.contains(WORD)).map(str::to_owned);
        assert_eq!(line, None, "{place}");
    }
    refused
}
