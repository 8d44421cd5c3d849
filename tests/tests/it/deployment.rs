//! The scaled deployment, checked as far as it goes without a container engine: what the files name exists.

use std::path::PathBuf;

use serde_norway::Value;

use crate::{carematch, indexer};

fn read(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The services of ours with merge keys resolved: name, entrypoint, command, environment.
fn services() -> Vec<(String, Value)> {
    let mut compose: Value = serde_norway::from_str(&read("docker-compose.yml")).unwrap();
    // Once for each level: a service merges one that merges another.
    compose.apply_merge().unwrap();
    compose.apply_merge().unwrap();
    let services = compose["services"].as_mapping().unwrap();
    services.iter().map(|(name, service)| (name.as_str().unwrap().to_owned(), service.clone())).collect()
}

#[test]
fn every_command_of_the_compose_file_exists_in_its_binary() {
    let mut checked = 0;
    for (name, service) in services().into_iter().filter(|(_, service)| service["image"] == "carematch") {
        let binary = service["entrypoint"][0].as_str().unwrap_or("carematch");
        let world = match binary {
            "carematch" => carematch(),
            "search-indexer" => indexer(),
            other => panic!("{name}: no binary {other}"),
        };
        let command = service["command"].as_sequence().unwrap();
        let mut args: Vec<&str> = command.iter().map(|arg| arg.as_str().unwrap()).collect();
        args.push("--help");
        let output = world.run(&args).unwrap();
        assert!(output.status.success(), "{name}: {binary} {args:?}: {output:?}");
        checked += 1;
    }
    assert_eq!(checked, 4);
}

#[test]
fn every_variable_of_the_compose_file_and_the_image_is_a_setting() {
    let mut settings = vec![];
    for (_, service) in services().into_iter().filter(|(_, service)| service["image"] == "carematch") {
        for (name, value) in service["environment"].as_mapping().unwrap() {
            let value = value.as_str().unwrap().replace("${POSTGRES_PASSWORD:?set a password}", "x");
            settings.push((name.as_str().unwrap().to_owned(), value));
        }
    }
    let image = read("Dockerfile");
    for word in image.split_whitespace().filter(|word| word.starts_with("CAREMATCH_")) {
        let (name, value) = word.split_once('=').unwrap();
        settings.push((name.to_owned(), value.to_owned()));
    }
    assert!(settings.len() >= 20, "{settings:?}");
    // Without what tests soften, which production refuses.
    let hard = carematch().with("CAREMATCH_PASSWORD_MEMORY_KIB", "19456").with("CAREMATCH_PASSWORD_PASSES", "2");
    let hard = hard.with("CAREMATCH_TRIES_FACTOR", "1").with("CAREMATCH_OUTBOUND_LOOPBACK", "false");
    let world = settings.iter().fold(hard, |world, (name, value)| world.with(name, value));
    let output = world.run(&["config"]).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // The check itself can fail: a variable that is no setting is an error.
    let output = carematch().with("CAREMATCH_NO_SUCH_SETTING", "x").run(&["config"]).unwrap();
    assert!(!output.status.success());
}

#[test]
fn a_service_waits_only_for_services_that_exist() {
    let services = services();
    let names: Vec<&str> = services.iter().map(|(name, _)| name.as_str()).collect();
    for (name, service) in &services {
        for (needed, _) in service["depends_on"].as_mapping().into_iter().flatten() {
            assert!(names.contains(&needed.as_str().unwrap()), "{name} waits for {needed:?}");
        }
    }
}

#[test]
fn the_image_builds_packages_and_binaries_that_exist() {
    let image = read("Dockerfile");
    let build = image.lines().find(|line| line.contains("cargo build")).unwrap();
    let words: Vec<&str> = build.split_whitespace().collect();
    for pair in words.windows(2) {
        match pair {
            ["--package", package] => {
                assert!(read(&format!("{package}/Cargo.toml")).contains(&format!("name = \"{package}\"")));
            }
            ["--bin", "carematch"] => assert!(read("api/Cargo.toml").contains("name = \"carematch\"")),
            ["--bin", "search-indexer"] => assert!(read("search-indexer/Cargo.toml").contains("\"search-indexer\"")),
            ["--bin", other] => panic!("no binary {other}"),
            _ => {}
        }
    }
}
