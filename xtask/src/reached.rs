//! Whether every operation of the API was reached: answered somewhere in the suite with a 2xx.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use serde_json::Value;

/// The reviewed document of the API; a test of its own holds it to be the one that is served.
const DOCUMENT: &str = "tests/tests/it/snapshots/it__openapi__openapi.snap";

/// Fails with the operations that no line `METHOD ROUTE` of the suite names.
pub(crate) fn check(reached: &str) -> anyhow::Result<()> {
    let snapshot = std::fs::read_to_string(DOCUMENT).context(DOCUMENT)?;
    let json = snapshot.splitn(3, "---\n").nth(2).context("a snapshot without a head")?;
    let operations = operations(&serde_json::from_str(json)?)?;
    let missing = missing(&operations, reached);
    eprintln!("operations answered with a 2xx: {} of {}", operations.len() - missing.len(), operations.len());
    if !missing.is_empty() {
        bail!("never answered with a 2xx: {missing:?}");
    }
    Ok(())
}

fn operations(document: &Value) -> anyhow::Result<Vec<String>> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().context("no paths")? {
        let methods = methods.as_object().context("no methods")?;
        operations.extend(methods.keys().map(|method| format!("{} {path}", method.to_uppercase())));
    }
    Ok(operations)
}

fn missing<'a>(operations: &'a [String], reached: &str) -> Vec<&'a String> {
    let reached: BTreeSet<&str> = reached.lines().collect();
    operations.iter().filter(|operation| !reached.contains(operation.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_line_names_is_missing() {
        let document = serde_json::json!({ "paths": { "/a": { "get": {}, "post": {} }, "/b/{id}": { "get": {} } } });
        let operations = operations(&document).unwrap();
        assert_eq!(missing(&operations, "GET /a\nGET /b/{id}\nGET /a\n"), ["POST /a"]);
    }
}
