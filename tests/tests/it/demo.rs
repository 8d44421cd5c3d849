//! The README's first command: what it prints can be done.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::carematch;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_serves_and_what_it_says_to_try_works() {
    let world = carematch();
    let mut command = world.command(&["demo", "--folder", ".", "--postings", "200"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut said = Vec::new();
    for line in lines {
        let last = line.contains("Stop with");
        said.push(line);
        if last {
            break;
        }
    }
    assert!(said.iter().any(|line| line.contains("200 sample postings")), "{said:?}");
    let searches: Vec<&str> =
        said.iter().filter_map(|line| line.split('\'').nth(1)).filter(|url| url.starts_with("http")).collect();
    assert!(searches.len() >= 4, "{said:?}");
    let tried = async {
        for url in searches {
            let answer = reqwest::get(url).await?;
            assert_eq!(answer.status(), 200, "{url}");
        }
        let requests =
            said.iter().filter_map(|line| Some((line.split_whitespace().nth(2)?, line.split_once("-d @")?.1)));
        let mut matched = 0;
        for (url, file) in requests {
            let body = std::fs::read(world.path().join(file))?;
            let request = reqwest::Client::new().post(url).header("content-type", "application/json").body(body);
            let found: Value = request.send().await?.json().await?;
            matched += found["items"].as_array().map_or(0, Vec::len);
        }
        assert!(matched >= 5, "{matched}");
        anyhow::Ok(())
    };
    let outcome = tried.await;
    child.kill().unwrap();
    child.wait().unwrap();
    outcome.unwrap();
}
