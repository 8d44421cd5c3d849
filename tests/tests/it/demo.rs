//! The README's first command: what it prints can be done, by everyone whose account it prints.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tests::World;
use totp_rs::{Builder, Secret};

use crate::carematch;

/// A demo that runs, and what it said; dropping it kills it.
struct Demo {
    child: Child,
    said: Vec<String>,
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One line of the table of accounts.
struct Account<'a> {
    password: &'a str,
    secret: Option<&'a str>,
    token: &'a str,
}

impl Demo {
    fn start(world: &World) -> Self {
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
        Self { child, said }
    }

    fn url(&self) -> &str {
        let line = self.said.iter().find_map(|line| line.strip_prefix("Serving on ")).unwrap();
        line.split(". ").next().unwrap()
    }

    fn accounts(&self) -> BTreeMap<&str, Account<'_>> {
        let rows = self.said.iter().skip_while(|line| !line.starts_with("address ")).skip(1);
        let rows = rows.take_while(|line| !line.is_empty()).map(|line| line.split_whitespace().collect::<Vec<_>>());
        rows.map(|row| {
            let [email, password, secret, token] = row[..] else { panic!("{row:?}") };
            (email, Account { password, secret: (secret != "-").then_some(secret), token })
        })
        .collect()
    }

    /// Every command that is to be tried, with its answer.
    async fn tried(&self, world: &World) -> Vec<(String, Value)> {
        let mut answers = Vec::new();
        for line in self.said.iter().map(|line| line.trim()).filter(|line| line.starts_with("curl ")) {
            let response = request(line, world).send().await.unwrap();
            let (status, body) = (response.status(), response.text().await.unwrap());
            assert!(status.is_success(), "{line}: {status} {body}");
            // A page is no JSON.
            let is_page = body.starts_with("<!doctype html>");
            let answer = if is_page { Value::String(body) } else { serde_json::from_str(&body).unwrap() };
            answers.push((line.to_owned(), answer));
        }
        answers
    }
}

/// The words of a line as a shell reads them; single quotes are all it has.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    assert!(!quoted, "{line}");
    words
}

/// What `curl` would send.
fn request(line: &str, world: &World) -> RequestBuilder {
    let words = words(line);
    let [curl, silent, url, options @ ..] = &words[..] else { panic!("{line}") };
    assert_eq!((curl.as_str(), silent.as_str()), ("curl", "-s"));
    let client = Client::new();
    let mut request = if line.contains(" -d ") { client.post(url) } else { client.get(url) };
    for option in options.chunks(2) {
        let [name, value] = option else { panic!("{line}") };
        request = match (name.as_str(), value.strip_prefix('@')) {
            ("-H", _) => {
                let (header, value) = value.split_once(": ").unwrap();
                request.header(header, value)
            }
            ("-d", Some(file)) => request.body(std::fs::read(world.path().join(file)).unwrap()),
            ("-d", None) => request.body(value.clone()),
            _ => panic!("{line}"),
        };
    }
    request
}

/// The answer to the command that ends so.
fn answer<'a>(answers: &'a [(String, Value)], ending: &str) -> &'a Value {
    let found =
        answers.iter().find(|(line, _)| line.split(" -H").next().unwrap().trim_end_matches('\'').ends_with(ending));
    &found.unwrap_or_else(|| panic!("{ending}")).1
}

fn items<'a>(answers: &'a [(String, Value)], ending: &str) -> &'a Vec<Value> {
    answer(answers, ending)["items"].as_array().unwrap_or_else(|| panic!("{ending}"))
}

async fn session(url: &str, credentials: &Value) -> (StatusCode, Value) {
    let response = Client::new().post(format!("{url}/api/v1/sessions")).json(credentials).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// Signs in as someone who reads the table does.
#[expect(clippy::disallowed_methods, reason = "the demo runs on the system's clock")]
async fn signs_in(url: &str, email: &str, account: &Account<'_>) {
    let mut credentials = json!({ "email": email, "password": account.password });
    let (mut status, mut body) = session(url, &credentials).await;
    if let Some(secret) = account.secret {
        assert_eq!(status, 403, "{email}: a second factor is in force");
        let app = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
        let now = u64::try_from(chrono::Utc::now().timestamp()).unwrap();
        // The present code may have been used by the demo itself where a step ended in between.
        for seconds in [now, now + 30] {
            credentials["code"] = json!(app.generate(seconds).to_string());
            (status, body) = session(url, &credentials).await;
            if status == 200 {
                break;
            }
        }
    }
    assert_eq!(status, 200, "{email}: {body}");
    let me = format!("{url}/api/v1/me/account");
    for token in [body["token"].as_str().unwrap(), account.token] {
        let found: Value = Client::new().get(&me).bearer_auth(token).send().await.unwrap().json().await.unwrap();
        assert_eq!(found["email"], email, "{found}");
        assert_eq!(found["second_factor"], account.secret.is_some());
    }
}

/// Every kind of person finds something of theirs.
fn all_is_there(answers: &[(String, Value)]) {
    assert!(answer(answers, "me/completeness")["percent"].as_u64().unwrap() > 50);
    assert_eq!(answer(answers, "me/profile")["record"]["given_name"], "Jordan");
    assert_eq!(items(answers, "me/licences")[0]["verification"]["state"], "verified");
    let (_, lapses) = answers.iter().find(|(line, _)| line.contains("/me/lapses?before=")).unwrap();
    assert_eq!(lapses["items"].as_array().unwrap().len(), 1, "{lapses}");
    let matched = answers.iter().filter(|(line, _)| line.contains("/matches "));
    assert!(matched.map(|(_, found)| found["items"].as_array().unwrap().len()).sum::<usize>() >= 5);
    assert!(!items(answers, "me/matches?broad=true").is_empty());
    let application = &items(answers, "me/applications")[0];
    assert_eq!(
        (&application["stage"], &application["interviews"][0]["state"]),
        (&json!("interview"), &json!("planned"))
    );
    assert!(!items(answers, "me/looks").is_empty() && !items(answers, "me/grants").is_empty());
    let applicants = answers.iter().filter(|(line, _)| line.contains("/applications ")).map(|(_, found)| found);
    assert!(
        applicants
            .flat_map(|found| found["items"].as_array().unwrap())
            .any(|one| one["applicant"]["contact"].is_object())
    );
    let mut states: Vec<&str> =
        items(answers, "/postings").iter().map(|posting| posting["status"].as_str().unwrap()).collect();
    states.sort_unstable();
    assert_eq!(states, ["draft", "live", "live", "review"]);
    assert_eq!(answer(answers, "postings/lint")["publishable"], false);
    assert!(!items(answers, "/subscriptions/preview").is_empty());
    let candidates = answer(answers, "/candidates");
    assert_eq!((&candidates["total"]["at_least"], items(answers, "/candidates").len()), (&json!(5), 5), "{candidates}");
    for queue in ["organizations", "licences", "postings", "reports"] {
        assert!(!items(answers, &format!("queues/{queue}")).is_empty(), "{queue}");
    }
    assert!(items(answers, "moderation/audit").len() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_serves_and_what_it_says_to_try_works() {
    // Whatever else is configured, the demo is embedded, apart and on this machine alone.
    let world = carematch()
        .with("CAREMATCH_INDEXER", "false")
        .with("CAREMATCH_HTTP_BIND", "0.0.0.0:0")
        .with("CAREMATCH_KEYS_FILE", "keys-of-another.json")
        .with("CAREMATCH_MAIL_DIR", "mail-of-another");
    let demo = Demo::start(&world);
    assert!(demo.said[0].starts_with("202 sample postings"), "{:?}", demo.said);
    assert!(demo.url().starts_with("http://127.0.0.1:"), "{}", demo.url());
    assert!(!world.path().join("keys-of-another.json").exists() && !world.path().join("mail-of-another").exists());
    let answers = demo.tried(&world).await;
    assert!(answers.len() >= 15, "{:?}", demo.said);
    all_is_there(&answers);
    let accounts = demo.accounts();
    assert_eq!(accounts.len(), 11);
    for (email, account) in &accounts {
        signs_in(demo.url(), email, account).await;
    }
    let protected: Vec<&str> =
        accounts.iter().filter(|(_, account)| account.secret.is_some()).map(|(email, _)| *email).collect();
    assert_eq!(protected, ["admin", "editor", "moderator", "owner"].map(|who| format!("{who}@demo.example")));
    let passwords: BTreeMap<String, String> =
        accounts.iter().map(|(email, account)| ((*email).to_owned(), account.password.to_owned())).collect();
    drop(demo);

    // Again on the same folder: the same accounts under new sessions, and nothing twice.
    let again = Demo::start(&world);
    let accounts = again.accounts();
    assert!(accounts.iter().all(|(email, account)| passwords[*email] == account.password));
    assert_eq!(accounts.len(), passwords.len());
    let repeated = again.tried(&world).await;
    assert_eq!(repeated.len(), answers.len());
    all_is_there(&repeated);
    assert_eq!(items(&repeated, "queues/reports").len(), items(&answers, "queues/reports").len());
}
