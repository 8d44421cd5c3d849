//! The house has one direction (docs/ARCHITECTURE.md): checked from `cargo metadata`.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;

/// Which rooms each room may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("migrations", &[]),
    ("storage", &["domain", "migrations"]),
    ("search-indexer", &["domain", "storage"]),
    ("mailer", &["domain", "storage"]),
    ("api", &["domain", "storage", "search-indexer", "mailer"]),
    ("tests", &["domain", "migrations", "storage", "search-indexer", "mailer", "api"]),
    ("xtask", &[]),
];

/// Which rooms alone may use a crate directly.
const KEPT: &[(&str, &[&str])] = &[
    ("sea-orm", &["storage"]),
    ("sea-orm-migration", &["storage", "migrations"]),
    ("axum", &["api"]),
    ("tantivy", &["search-indexer"]),
    ("meilisearch-sdk", &["search-indexer"]),
    ("lettre", &["mailer"]),
    // The rules are pure.
    ("tokio", &["storage", "search-indexer", "mailer", "api", "tests"]),
];

/// What must not be in the lock file: a second TLS stack with a C build.
const BANNED: &[&str] = &["aws-lc-sys", "openssl-sys", "native-tls"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// Fails with every arrow that points the wrong way.
pub(crate) fn check() -> anyhow::Result<()> {
    let output = Command::new(env!("CARGO")).args(["metadata", "--format-version", "1", "--locked"]).output()?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let wrong = wrong_arrows(&metadata);
    if !wrong.is_empty() {
        bail!("arrows that point the wrong way:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}

fn wrong_arrows(metadata: &Metadata) -> Vec<String> {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        if BANNED.contains(&package.name.as_str()) {
            wrong.push(format!("{} is in the lock file", package.name));
        }
        if package.source.is_some() {
            continue;
        }
        let Some(allowed) = rooms.get(package.name.as_str()) else {
            wrong.push(format!("{} is no room of docs/ARCHITECTURE.md", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            let is_test_only = dependency.kind.as_deref() == Some("dev");
            if rooms.contains_key(name) && name != package.name && !allowed.contains(&name) {
                wrong.push(format!("{} imports {name}", package.name));
            }
            let keepers = KEPT.iter().find(|(kept, _)| *kept == name).map(|(_, keepers)| *keepers);
            if !is_test_only && keepers.is_some_and(|keepers| !keepers.contains(&package.name.as_str())) {
                wrong.push(format!("{} uses {name} directly", package.name));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str]) -> Package {
        let dependency = |d: &&str| Dependency { name: (*d).to_owned(), kind: None };
        Package { name: name.to_owned(), source: None, dependencies: dependencies.iter().map(dependency).collect() }
    }

    #[test]
    fn a_room_that_imports_one_to_its_left_is_found() {
        let packages = vec![package("storage", &["domain", "api"]), package("domain", &["serde", "tokio"])];
        assert_eq!(wrong_arrows(&Metadata { packages }), ["storage imports api", "domain uses tokio directly"]);
    }

    #[test]
    fn an_unknown_room_and_a_banned_crate_are_found() {
        let packages = vec![package("helpers", &[]), package("openssl-sys", &[])];
        assert_eq!(wrong_arrows(&Metadata { packages }).len(), 3);
    }

    #[test]
    fn this_house_is_in_order() {
        check().unwrap();
    }
}
