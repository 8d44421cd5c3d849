//! The README's first command: what it prints can be done.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;
use tests::World;

use crate::carematch;

/// What a demo said until it was ready, and the demo.
fn start(world: &World) -> (Vec<String>, Child) {
    let mut command = world.command(&["demo", "--folder", ".", "--postings", "200"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut said = Vec::new();
    for line in lines {
        let last = line.contains("Stop with");
        said.push(line);
        if last {
            break;
        }
    }
    (said, child)
}

/// The addresses of the `curl` lines that only read, each with the token that it sends.
fn reads(said: &[String]) -> Vec<(&str, Option<&str>)> {
    let quoted = said.iter().map(|line| line.split('\'').collect::<Vec<_>>());
    let reads = quoted.filter(|parts| parts.get(1).is_some_and(|url| url.starts_with("http")));
    reads
        .map(|parts| (parts[1], parts.get(3).and_then(|header| header.split_once("Bearer ")).map(|(_, t)| t)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_serves_and_what_it_says_to_try_works() {
    // Whatever else is configured, the demo is embedded.
    let world = carematch().with("CAREMATCH_INDEXER", "false");
    let (said, mut child) = start(&world);
    assert!(said.iter().any(|line| line.contains("200 sample postings")), "{said:?}");
    let outcome = try_all(&world, &said).await;
    child.kill().unwrap();
    child.wait().unwrap();
    outcome.unwrap();
    // The same people are there at the next start, with new sessions.
    let (again, mut child) = start(&world);
    let outcome = try_all(&world, &again).await;
    child.kill().unwrap();
    child.wait().unwrap();
    outcome.unwrap();
    let people =
        |said: &[String]| said.iter().filter_map(|line| Some(line.split_once("  TOTP")?.0.to_owned())).collect();
    let (first, second): (Vec<String>, Vec<String>) = (people(&said), people(&again));
    assert_eq!((first.len(), first), (5, second));
}

async fn try_all(world: &World, said: &[String]) -> anyhow::Result<()> {
    let client = reqwest::Client::new();
    let reads = reads(said);
    assert!(reads.iter().filter(|(_, token)| token.is_none()).count() >= 4, "{said:?}");
    assert!(reads.iter().filter(|(_, token)| token.is_some()).count() >= 10, "{said:?}");
    let mut answers = HashMap::new();
    for (url, token) in reads {
        let request = client.get(url);
        let answer = if let Some(token) = token { request.bearer_auth(token) } else { request }.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        assert_eq!(status, 200, "{url}: {text}");
        let (_, path) = url.split_once("/api/v1/").unwrap();
        answers.insert(path.to_owned(), serde_json::from_str::<Value>(&text)?);
    }
    // There is something to do for everyone.
    for queue in ["organizations", "licences", "reports", "postings"] {
        let waiting = &answers[&format!("moderation/queues/{queue}")]["items"];
        assert!(waiting.as_array().is_some_and(|items| !items.is_empty()), "{queue}: {waiting}");
    }
    let requests = said.iter().filter_map(|line| Some((line.split_whitespace().nth(2)?, line.split_once("-d @")?.1)));
    let mut matched = 0;
    for (url, file) in requests {
        let body = std::fs::read(world.path().join(file))?;
        let request = client.post(url).header("content-type", "application/json").body(body);
        let found: Value = request.send().await?.json().await?;
        matched += found["items"].as_array().map_or(0, Vec::len);
    }
    assert!(matched >= 5, "{matched}");
    Ok(())
}
