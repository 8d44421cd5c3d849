//! What the fuzzer is given: the document with requests that are good as they are, the ids of things that are there,
//! and sessions.

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::access::{self, Action, Who};
use domain::testing::files::pdf;
use serde_json::{Map, Value, json};
use tests::people::{self, Part, Person};

use crate::site::{Asker, PARAMETERS, Secrets, Site, begin, bodies, kind, spare_session};

/// Good requests of each operation: as many things are made for it alone.
const ROUNDS: usize = 3;
/// How often a parameter has one of the given values, where it is not to be wrong.
const OFTEN: f64 = 0.7;
/// Asked by someone new each time: the session may end with it, or the account is at another version afterwards.
const ALONE: &[Action] = &[
    Action::SignOut,
    Action::DeleteAccount,
    Action::ChangePassword,
    Action::StartSecondFactor,
    Action::RemoveSecondFactor,
    Action::UpdateAccount,
    Action::SetVisibility,
    // It ends what others ask about.
    Action::RevokeGrant,
];

/// The document and the configuration, being written.
pub(super) struct Input {
    pub(super) document: Value,
    dictionaries: String,
    operations: String,
}

/// Every operation of a document: path, method, action.
pub(super) fn operations(document: &Value) -> Vec<(String, String, Action)> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let action = Action::parse(operation["operationId"].as_str().unwrap()).unwrap();
            all.push((path.clone(), method.clone(), action));
        }
    }
    all
}

impl Input {
    pub(super) async fn new(site: &mut Site, asker: &Asker) -> Self {
        let document = site.world.json(&["openapi"]).unwrap();
        let mut input = Self { document, dictionaries: String::new(), operations: String::new() };
        for (path, method, action) in operations(&input.document) {
            let admitted = access::admit(&asker.who, action).is_ok();
            let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for round in 0..if admitted { ROUNDS } else { 1 } {
                if admitted {
                    site.own.renew(&site.world, action).await;
                }
                let good = Good::new(site, asker.person.as_ref().filter(|_| admitted), action, &path).await;
                if admitted {
                    good.show(&mut input.document["paths"][&path][&method], round);
                }
                for (parameter, value) in good.parameters {
                    values.entry(parameter).or_default().push(value);
                }
            }
            input.bind(action, values);
        }
        input
    }

    /// Has the parameters of an operation take these values often.
    fn bind(&mut self, action: Action, values: BTreeMap<String, Vec<String>>) {
        let mut bound = Vec::new();
        for (parameter, values) in values {
            let name = format!("{}-{}", action.key(), bound.len());
            writeln!(self.dictionaries, "{name} = {{ values = {} }}", json!(values)).unwrap();
            bound.push(format!("\"{parameter}\" = {{ dictionary = \"{name}\", probability = {OFTEN} }}"));
        }
        let (id, bound) = (action.key(), bound.join(", "));
        writeln!(self.operations, "[[operations]]\ninclude-operation-id = \"{id}\"\nparameters = {{ {bound} }}")
            .unwrap();
        if action == Action::RevokeSession {
            // It would learn of the session that it needs.
            writeln!(self.operations, "phases.fuzzing.extra-data-sources.responses = false").unwrap();
        }
    }

    /// The configuration; `hooks` where someone is signed in.
    pub(super) fn configuration(&self, hooks: bool) -> String {
        let Self { dictionaries, operations, .. } = self;
        let hooks = if hooks { "hooks = \"sessions.py\"\n" } else { "" };
        // Without If-Match: 428 (RFC 6585 §3).
        let checks = "[checks.missing_required_header]\nexpected-statuses = [400, 401, 403, 404, 422, 428]\n";
        format!("{hooks}{checks}[dictionaries]\n{dictionaries}{operations}")
    }
}

/// A request that is good as it is.
struct Good {
    parameters: Vec<(String, String)>,
    body: Option<Value>,
}

impl Good {
    /// `person` asks, and is admitted.
    async fn new(site: &Site, person: Option<&Person>, action: Action, path: &str) -> Self {
        let mut parameters = Vec::new();
        let mut actual = path.to_owned();
        for name in PARAMETERS.iter().chain(&["queue"]).filter(|name| path.contains(&format!("{{{name}}}"))) {
            let value = match (*name, person) {
                ("queue", _) => "reports".to_owned(),
                ("id", Some(person)) if action == Action::RevokeSession => spare_session(&site.world, person).await,
                _ => site.own.ids[kind(path, name)].clone(),
            };
            actual = actual.replace(&format!("{{{name}}}"), &value);
            parameters.push((format!("path.{name}"), value));
        }
        parameters
            .extend(bodies::query(action).iter().map(|(name, value)| (format!("query.{name}"), (*value).to_owned())));
        let version = match (action, person) {
            // Of someone new there is no profile yet.
            (Action::SetVisibility, _) => Some("\"0\"".to_owned()),
            (_, Some(person)) => site.own.version(action, &actual, person).await,
            (_, None) => None,
        };
        parameters.push(("header.If-Match".to_owned(), version.unwrap_or_else(|| "\"1\"".to_owned())));
        let secrets = Secrets::of(&site.world, action, &site.foreign, person).await;
        Self { parameters, body: bodies::body(action, &site.own, &secrets) }
    }

    /// Shows it as an example of the operation; those of one round go together.
    fn show(&self, operation: &mut Value, round: usize) {
        let name = format!("good {round}");
        // Not by index: that would write a null where there is nothing.
        let parameters = operation.pointer_mut("/parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            let at = format!("{}.{}", parameter["in"].as_str().unwrap(), parameter["name"].as_str().unwrap());
            if let Some((_, value)) = self.parameters.iter().find(|(known, _)| *known == at) {
                parameter["examples"][&name] = json!({ "value": value });
            }
        }
        let content = operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut);
        for media in content.into_iter().flat_map(Map::values_mut) {
            let file = || Value::from(String::from_utf8_lossy(&pdf()).into_owned());
            media["examples"][&name] = json!({ "value": self.body.clone().unwrap_or_else(file) });
        }
    }
}

/// The sessions of a run with at most so many requests of one operation. `part` is what the asker is, so that whoever
/// asks in their place may do the same.
pub(super) async fn sessions(site: &Site, own: &Person, who: &Who, part: Part, requests: usize) -> Value {
    let mut spare = Map::new();
    for action in ALONE.iter().filter(|action| access::admit(who, **action).is_ok()) {
        let crowd = people::crowd(&site.world, &site.server.url, part, requests).await.unwrap();
        if *action == Action::RemoveSecondFactor {
            for one in &crowd {
                begin(one).await;
            }
        }
        let tokens: Vec<&str> = crowd.iter().map(|one| one.token.as_str()).collect();
        spare.insert(action.key().to_owned(), json!(tokens));
    }
    json!({ "own": own.token, "spare": spare })
}
