//! The operations of the API, and the paths and requests that reach a site's things.

use domain::access::Action;
use domain::testing::files::{pdf, png};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::{Asker, Secrets, Side, Site, bodies, kind};

/// The id of nothing.
pub(crate) const ABSENT: &str = "00000000-0000-7000-8000-000000000000";

/// Whose the objects of a request are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// The asker's side's.
    Own,
    /// The other side's.
    Foreign,
    /// A thing of the other side, reached through one's own organization.
    Crossed,
    /// Nobody's, asked for in one's own organization.
    Missing,
    /// Nobody's: there is no such thing.
    Absent,
}

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) action: Action,
    pub(crate) method: Method,
    pub(crate) path: String,
}

impl Operation {
    pub(crate) fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let key = operation["operationId"].as_str().unwrap();
                let action = Action::parse(key).unwrap_or_else(|| panic!("`{key}` has no row in the access table"));
                let method = method.to_uppercase().parse().unwrap();
                all.push(Self { action, method, path: path.clone() });
            }
        }
        all
    }
}

/// What paths name.
pub(crate) const PARAMETERS: [&str; 16] = [
    "article",
    "slug",
    "id",
    "facility",
    "posting",
    "invitation",
    "candidate_invitation",
    "api_key",
    "webhook",
    "delivery",
    "account",
    "application",
    "interview",
    "document",
    "organization",
    "link",
];

impl Site {
    /// The path of an operation with the objects of a case.
    pub(crate) fn path(&self, operation: &Operation, case: Case, session: &str) -> String {
        let inner = self.side(case);
        let outer = if matches!(case, Case::Crossed | Case::Missing) { &self.own } else { inner };
        let id = |side: &Side, parameter: &str| {
            let kind = kind(&operation.path, parameter);
            match case {
                Case::Absent => ABSENT.to_owned(),
                Case::Missing if parameter != "id" => ABSENT.to_owned(),
                Case::Own if kind == "session" => session.to_owned(),
                _ => side.ids[kind].clone(),
            }
        };
        let mut path = operation.path.replace("{queue}", "reports");
        for parameter in PARAMETERS {
            let name = format!("{{{parameter}}}");
            if path.contains(&name) {
                path = path.replace(&name, &id(if parameter == "id" { outer } else { inner }, parameter));
            }
        }
        path
    }

    /// Whose the inner object of a case is.
    pub(crate) fn side(&self, case: Case) -> &Side {
        if case == Case::Own { &self.own } else { &self.foreign }
    }

    /// A request for an operation by someone, such as is good but for who asks and for what; `version` is what it is
    /// about.
    pub(crate) fn request(
        &self,
        operation: &Operation,
        path: &str,
        asker: &Asker,
        (version, secrets): (&str, &Secrets),
    ) -> RequestBuilder {
        let mut request = self.client.request(operation.method.clone(), format!("{}{path}", self.server.url));
        if let Some(person) = &asker.person {
            request = request.bearer_auth(&person.token);
        }
        request = request.query(bodies::query(operation.action)).header("if-match", version);
        match bodies::body(operation.action, &self.own, secrets) {
            Some(body) => request.json(&body),
            None if operation.action == Action::AddDocument => request.body(pdf()),
            None if operation.action == Action::SetArticleCover => request.body(png()),
            None => request,
        }
    }
}
