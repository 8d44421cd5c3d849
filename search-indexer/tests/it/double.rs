//! A double of Meilisearch's HTTP API: queued tasks that take effect later and may fail, and searches whose filter
//! is read by the documented grammar. Words match as substrings; ranking, typos and languages it has not.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

type Documents = BTreeMap<String, Value>;

/// The double, served on a port of its own.
pub(crate) struct Double {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub(crate) struct State {
    pub indexes: BTreeMap<String, Documents>,
    pub settings: BTreeMap<String, Value>,
    pub searches: Vec<Value>,
    tasks: Vec<Task>,
    /// What the next task that adds documents fails with.
    pub fail_next: Option<&'static str>,
}

struct Task {
    kind: &'static str,
    work: Option<Work>,
    error: Option<(&'static str, String)>,
}

enum Work {
    Create(String),
    Remove(String),
    Settings(String, Value),
    Add(String, Vec<Value>, Option<&'static str>),
    Delete(String, Vec<String>),
    Swap(String, String),
}

impl Double {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        Mock::given(any()).respond_with(Api(Arc::clone(&state))).mount(&server).await;
        Self { server, state }
    }

    pub(crate) fn url(&self) -> String {
        self.server.uri()
    }

    pub(crate) fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

struct Api(Arc<Mutex<State>>);

impl Respond for Api {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        assert_eq!(request.headers["authorization"], "Bearer key");
        let path: Vec<&str> = request.url.path().trim_matches('/').split('/').collect();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let query: BTreeMap<String, String> = request.url.query_pairs().into_owned().collect();
        let mut state = self.0.lock().unwrap();
        let index = |uid: &&str| (*uid).to_owned();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["tasks", uid]) => state.task(uid.parse().unwrap()),
            ("POST", ["indexes"]) => {
                assert_eq!(body["primaryKey"], "id");
                state.enqueue("indexCreation", Work::Create(body["uid"].as_str().unwrap().to_owned()))
            }
            ("POST", ["swap-indexes"]) => {
                let pair = body[0]["indexes"].as_array().unwrap();
                let name = |i: usize| pair[i].as_str().unwrap().to_owned();
                state.enqueue("indexSwap", Work::Swap(name(0), name(1)))
            }
            ("DELETE", ["indexes", uid]) => state.enqueue("indexDeletion", Work::Remove(index(uid))),
            ("PATCH", ["indexes", uid, "settings"]) => {
                state.enqueue("settingsUpdate", Work::Settings(index(uid), body))
            }
            ("POST", ["indexes", uid, "documents"]) => {
                assert_eq!(query["primaryKey"], "id");
                let fail = state.fail_next.take();
                state.enqueue("documentAdditionOrUpdate", Work::Add(index(uid), body.as_array().unwrap().clone(), fail))
            }
            ("POST", ["indexes", uid, "documents", "delete-batch"]) => {
                let ids = body.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
                state.enqueue("documentDeletion", Work::Delete(index(uid), ids))
            }
            (_, ["indexes", uid, ..]) if !state.indexes.contains_key(*uid) => not_found(uid),
            ("GET", ["indexes", uid]) => {
                let at = "2026-01-01T00:00:00Z";
                ok(&json!({ "uid": uid, "createdAt": at, "updatedAt": at, "primaryKey": "id" }))
            }
            ("GET", ["indexes", uid, "stats"]) => ok(&json!({
                "numberOfDocuments": state.indexes[*uid].len(), "numberOfEmbeddedDocuments": 0, "numberOfEmbeddings": 0,
                "rawDocumentDbSize": 0, "avgDocumentSize": 0, "isIndexing": false, "fieldDistribution": {},
            })),
            ("GET", ["indexes", uid, "documents"]) => {
                let number = |key: &str| query[key].parse().unwrap();
                state.documents(uid, None, number("offset"), number("limit"))
            }
            ("POST", ["indexes", uid, "documents", "fetch"]) => {
                let limit = usize::try_from(body["limit"].as_u64().unwrap()).unwrap();
                state.documents(uid, body["filter"].as_str(), 0, limit)
            }
            ("POST", ["indexes", uid, "search"]) => {
                state.searches.push(body.clone());
                state.search(uid, &body)
            }
            other => panic!("the API has no {other:?}"),
        }
    }
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn not_found(uid: &str) -> ResponseTemplate {
    ResponseTemplate::new(404).set_body_json(json!({
        "message": format!("Index `{uid}` not found."), "code": "index_not_found", "type": "invalid_request",
        "link": "https://docs.meilisearch.com/errors#index_not_found",
    }))
}

impl State {
    fn enqueue(&mut self, kind: &'static str, work: Work) -> ResponseTemplate {
        let uid = self.tasks.len();
        self.tasks.push(Task { kind, work: Some(work), error: None });
        ResponseTemplate::new(202).set_body_json(json!({
            "taskUid": uid, "indexUid": null, "status": "enqueued", "type": kind, "enqueuedAt": "2026-01-01T00:00:00Z",
        }))
    }

    /// The first look at a task finds it being processed; what it does is there only at the next.
    fn task(&mut self, uid: usize) -> ResponseTemplate {
        let at = "2026-01-01T00:00:00Z";
        let mut answer = json!({
            "uid": uid, "indexUid": null, "type": self.tasks[uid].kind, "canceledBy": null, "error": null,
            "enqueuedAt": at, "startedAt": at, "details": null,
        });
        if self.tasks[..=uid].iter().any(|task| task.work.is_some()) {
            for i in 0..=uid {
                if let Some(work) = self.tasks[i].work.take() {
                    self.tasks[i].error = self.carry_out(work);
                }
            }
            answer["status"] = "processing".into();
            return ok(&answer);
        }
        answer["finishedAt"] = at.into();
        answer["duration"] = "PT0.1S".into();
        match &self.tasks[uid].error {
            None => answer["status"] = "succeeded".into(),
            Some((code, message)) => {
                answer["status"] = "failed".into();
                answer["error"] = json!({ "message": message, "code": code, "type": "invalid_request", "link": "" });
            }
        }
        ok(&answer)
    }

    fn carry_out(&mut self, work: Work) -> Option<(&'static str, String)> {
        match work {
            Work::Create(uid) => drop(self.indexes.insert(uid, Documents::new())),
            Work::Remove(uid) => drop(self.indexes.remove(&uid)),
            Work::Settings(uid, settings) => drop(self.settings.insert(uid, settings)),
            Work::Delete(uid, ids) => self.indexes.get_mut(&uid).unwrap().retain(|id, _| !ids.contains(id)),
            Work::Swap(a, b) => {
                let (first, second) = (self.indexes.remove(&a).unwrap(), self.indexes.remove(&b).unwrap());
                self.indexes.extend([(a, second), (b, first)]);
            }
            Work::Add(_, _, Some(message)) => return Some(("internal", message.to_owned())),
            Work::Add(uid, documents, None) => {
                for document in documents {
                    let Some(id) = document["id"].as_str() else {
                        return Some(("missing_document_id", "Document doesn't have a `id` attribute".to_owned()));
                    };
                    self.indexes.get_mut(&uid).unwrap().insert(id.to_owned(), document);
                }
            }
        }
        None
    }

    fn documents(&self, uid: &str, filter: Option<&str>, offset: usize, limit: usize) -> ResponseTemplate {
        let all = self.indexes[uid].values().filter(|document| filter.is_none_or(|filter| passes(document, filter)));
        let results: Vec<&Value> = all.skip(offset).take(limit).collect();
        ok(&json!({ "results": results, "offset": offset, "limit": limit, "total": self.indexes[uid].len() }))
    }

    fn search(&self, uid: &str, body: &Value) -> ResponseTemplate {
        let number = |key: &str| usize::try_from(body[key].as_u64().unwrap()).unwrap();
        let (offset, limit) = (number("offset"), number("limit"));
        let words: Vec<&str> = body["q"].as_str().unwrap().split_whitespace().collect();
        let all = self.indexes[uid].values();
        let mut found: Vec<&Value> = all
            .filter(|document| passes(document, body["filter"].as_str().unwrap()))
            .filter(|document| words.iter().all(|word| texts(document).contains(word)))
            .collect();
        // As the ranking rules have it: the sort first, and at the end the newest.
        for rule in body["sort"].as_array().unwrap_or(&vec!["live_at:desc".into()]).iter().rev() {
            let attribute = rule.as_str().unwrap().strip_suffix(":desc").unwrap();
            found.sort_by(|a, b| descending(&a[attribute], &b[attribute]));
        }
        let depth =
            usize::try_from(self.settings.values().next().unwrap()["pagination"]["maxTotalHits"].as_u64().unwrap());
        let depth = depth.unwrap();
        let hits = found.iter().take(depth).skip(offset).take(limit);
        let hits: Vec<Value> = hits.map(|document| shown(document, body, &words)).collect();
        let facets = body["facets"].as_array().map(|facets| {
            let counted = facets
                .iter()
                .map(|facet| (facet.as_str().unwrap().to_owned(), counts(&found, facet.as_str().unwrap())));
            counted.collect::<Map<_, _>>()
        });
        ok(&json!({
            "hits": hits, "offset": offset, "limit": limit, "estimatedTotalHits": found.len().min(depth),
            "processingTimeMs": 1, "query": body["q"], "facetDistribution": facets,
        }))
    }
}

fn texts(document: &Value) -> String {
    ["title_en", "title_fr", "body_en", "body_fr"]
        .map(|key| document[key].as_str().unwrap_or_default())
        .join(" ")
        .to_lowercase()
}

/// Documents without the attribute come last.
fn descending(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::String(a), Value::String(b)) => b.cmp(a),
        (a, b) => b.as_i64().cmp(&a.as_i64()),
    }
}

fn counts(found: &[&Value], facet: &str) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for value in found.iter().flat_map(|document| document[facet].as_array().into_iter().flatten()) {
        *counts.entry(value.as_str().unwrap()).or_default() += 1;
    }
    json!(counts)
}

fn shown(document: &Value, body: &Value, words: &[&str]) -> Value {
    let mut hit: Map<String, Value> = Map::new();
    for attribute in body["attributesToRetrieve"].as_array().unwrap() {
        let attribute = attribute.as_str().unwrap();
        hit.insert(attribute.to_owned(), document[attribute].clone());
    }
    if let Some(marked) = body["attributesToHighlight"].as_array() {
        let cropped = body["attributesToCrop"].as_array().unwrap();
        let (open, close) = (body["highlightPreTag"].as_str().unwrap(), body["highlightPostTag"].as_str().unwrap());
        let attributes = marked.iter().filter_map(|a| Some((a, document[a.as_str().unwrap()].as_str()?)));
        let formatted = attributes.map(|(attribute, text)| {
            let mut text = text.to_owned();
            let place = words.iter().find_map(|word| text.to_lowercase().find(word));
            if cropped.contains(attribute) && place.is_some_and(|place| place > 200) {
                text = format!("{}{}", body["cropMarker"].as_str().unwrap(), &text[place.unwrap()..]);
            }
            for word in words {
                let capital = word[..1].to_uppercase() + &word[1..];
                for word in [*word, &capital] {
                    text = text.replace(word, &format!("{open}{word}{close}"));
                }
            }
            (attribute.as_str().unwrap().to_owned(), text.into())
        });
        hit.insert("_formatted".to_owned(), Value::Object(formatted.collect()));
    }
    Value::Object(hit)
}

/// Reads a filter: conditions joined by `AND`, each `attribute IN [values]`, `attribute > n` or `attribute >= n`.
fn passes(document: &Value, filter: &str) -> bool {
    filter.split(" AND ").all(|condition| {
        let (attribute, rest) = condition.split_once(' ').unwrap();
        let value = &document[attribute];
        if let Some(list) = rest.strip_prefix("IN [") {
            let list = list.strip_suffix(']').unwrap();
            let wanted: Vec<&str> =
                list.split(", ").map(|v| v.strip_prefix('"').unwrap().strip_suffix('"').unwrap()).collect();
            let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
            return values.iter().any(|value| value.as_str().is_some_and(|value| wanted.contains(&value)));
        }
        let (operator, number) = rest.split_once(' ').unwrap();
        let number: i64 = number.parse().unwrap();
        value.as_i64().is_some_and(|value| match operator {
            ">" => value > number,
            ">=" => value >= number,
            other => panic!("no operator {other}"),
        })
    })
}
