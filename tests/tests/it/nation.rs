//! The country at its size: one's own matches and the candidates of a posting, asked over HTTP by people who are signed
//! in, among as many postings and workers as there are. Times are printed and not judged: they are the machine's.
//!
//! `CAREMATCH_TEST_NATION=full` asks for the whole country; the suite has a village.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::account::AccountId;
use domain::organization::{MemberRole, OrganizationId};
use domain::posting::{Employer, Posting};
use domain::requirement::{Ask, Necessity, Requirement};
use domain::testing::country::Country;
use domain::worker::Visibility;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use storage::Database;
use storage::testing::insert_workers;
use tests::answers::said;
use tests::employers::{self, organization};
use tests::people::{Part, Person, returning, sign_in};
use tests::{World, eventually};
use uuid::Uuid;

use crate::carematch;

const SEED: u64 = 20_261_125;

/// How much there is.
struct Size {
    postings: u32,
    workers: u32,
    /// Employers, each with ten postings of their own: as many as are counted on their first day.
    employers: usize,
    /// How often each thing is asked for.
    questions: usize,
}

const NATION: Size = Size { postings: 150_000, workers: 1_700_000, employers: 20, questions: 2_000 };
const VILLAGE: Size = Size { postings: 300, workers: 3_000, employers: 1, questions: 20 };

/// Rows in one transaction.
const BATCH: u32 = 10_000;

/// A posting with words of usual length and an employer.
fn worded(mut posting: Posting, number: u32) -> Posting {
    let content = &mut posting.content;
    let name = content.roles.first().map_or("", |role| role.title(content.lang));
    let text = if content.lang == Lang::Fr { &mut content.fr } else { &mut content.en };
    let text = text.as_mut().unwrap();
    name.clone_into(&mut text.title);
    text.description = "Assess, plan and deliver care with the team, and write down what was done. ".repeat(20);
    let employer = format!("employer {}", number % 8_000);
    content.employer = Employer { name: employer.clone(), key: Some(employer) };
    posting
}

fn worker(number: u32) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(number) + 1))
}

/// Fills the database.
async fn settle(db: &Database, country: &Country, size: &Size, now: DateTime<Utc>) {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    for from in (0..size.postings).step_by(BATCH as usize) {
        let upto = (from + BATCH).min(size.postings);
        let batch: Vec<Posting> =
            (from..upto).map(|number| worded(country.posting(&mut rng, number, size.postings), number)).collect();
        let tx = storage::begin(db).await.unwrap();
        storage::posting::insert(&tx, &batch, now).await.unwrap();
        tx.commit().await.unwrap();
    }
    for from in (0..size.workers).step_by(BATCH as usize) {
        let upto = (from + BATCH).min(size.workers);
        let batch: Vec<_> =
            (from..upto).map(|number| (worker(number), Visibility::Anonymous, country.profile(&mut rng))).collect();
        let tx = storage::begin(db).await.unwrap();
        insert_workers(&tx, &batch, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A lawful form of what a generated posting asks, anywhere in the country.
fn form(posting: &Posting) -> Value {
    let content = &posting.content;
    let role = content.roles[0];
    let words = |lang| json!({ "title": role.title(lang), "description": "Care with the team." });
    let asked = |requirement: &Requirement| match requirement.ask {
        Ask::Credential { credential } if requirement.necessity == Necessity::Required => {
            Some(json!({ "kind": "credential", "what": credential.key(), "necessity": "required" }))
        }
        _ => None,
    };
    json!({
        "en": words(Lang::En), "fr": words(Lang::Fr), "roles": [role.key()],
        "sites": [{ "place": content.locations[0].place, "province": content.locations[0].province.key() }],
        "requirements": content.requirements.iter().filter_map(asked).take(3).collect::<Vec<_>>(),
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time"], "shifts": ["day"], "vacancy": true, "positions": 1 })
}

/// A verified employer's recruiter, and where the candidates of each of their ten postings are.
async fn employer(world: &World, url: &str, country: &Country, rng: &mut ChaCha8Rng) -> (Person, Vec<String>) {
    let owner = sign_in(world, url, Part::Employer).await.unwrap();
    let recruiter = sign_in(world, url, Part::Employer).await.unwrap();
    let made = employers::make(&owner, &organization()).await.unwrap();
    let id = OrganizationId(made["id"].as_str().unwrap().parse().unwrap());
    employers::verify(world, id).await.unwrap();
    employers::join(world, id, &recruiter, MemberRole::Recruiter).await.unwrap();
    let mut paths = Vec::new();
    for number in 0..10 {
        let form = form(&country.posting(rng, number, 10));
        let postings = format!("/api/v1/organizations/{}/postings", id.0);
        let draft = said(recruiter.post(&postings, &form).await.unwrap(), 201).await;
        let posting = format!("{postings}/{}", draft["id"].as_str().unwrap());
        let publish = recruiter.request(Method::POST, &format!("{posting}/publish")).header("if-match", "\"1\"");
        said(publish.send().await.unwrap(), 200).await;
        paths.push(format!("{posting}/candidates"));
    }
    (recruiter, paths)
}

/// Asks, and says how long it took until the last byte, and how many things were found.
async fn ask(person: &Person, path: &str) -> (Duration, usize) {
    let request = person.request(Method::GET, path);
    let started = Instant::now();
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    let took = started.elapsed();
    assert_eq!(status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&body));
    let found: Value = serde_json::from_slice(&body).unwrap();
    assert!(path.contains("matches") || !found["as_of"].is_null(), "{path}: not counted");
    (took, found["items"].as_array().unwrap().len())
}

/// Asks each once before it is timed, as a server that runs has been asked before; then prints what it took.
#[expect(clippy::print_stdout, reason = "the figures")]
async fn report(what: &str, questions: &[(&Person, String)]) -> usize {
    let (mut times, mut found, mut none) = (Vec::new(), 0, 0);
    for (person, path) in questions.iter().take(20) {
        ask(person, path).await;
    }
    for (person, path) in questions {
        let (took, items) = ask(person, path).await;
        times.push(took);
        found += items;
        none += usize::from(items == 0);
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{what:<28} asked {:>5}  p50 {:>8.1?}  p90 {:>8.1?}  p99 {:>8.1?}  max {:>8.1?}  found {found}, nothing {none} times",
        times.len(),
        at(50),
        at(90),
        at(99),
        at(100)
    );
    found
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn matches_and_candidates_are_found_in_the_whole_country() {
    let full = std::env::var("CAREMATCH_TEST_NATION").is_ok_and(|size| size == "full");
    let size = if full { NATION } else { VILLAGE };
    let (world, now) = (carematch(), Utc::now());
    std::fs::create_dir_all(world.path().join("data")).unwrap();
    let db = storage::connect(&world.database_url(), 2).await.unwrap();
    storage::migrate(&db).await.unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(SEED + 1);
    let country = Country::new(&mut rng, now);
    let started = Instant::now();
    settle(&db, &country, &size, now).await;
    db.close().await.unwrap();
    println!(
        "{} postings and {} workers (seed {SEED}) written in {:.0?}",
        size.postings,
        size.workers,
        started.elapsed()
    );

    let started = Instant::now();
    let server = world.serve(&[]).unwrap();
    println!("listening after {:.0?}", started.elapsed());
    let url = &server.url;
    let built = async || {
        let ready: Value = reqwest::get(format!("{url}/readyz")).await?.json().await?;
        Ok(ready["search"] == json!(true))
    };
    eventually(Duration::from_mins(20), built).await.unwrap();
    let mut seats = Vec::new();
    for _ in 0..size.employers {
        let (recruiter, paths) = employer(&world, url, &country, &mut rng).await;
        seats.extend(paths.into_iter().map(|path| (recruiter.clone(), path)));
    }
    for (recruiter, path) in &seats {
        let counted = async || Ok(!said(recruiter.get(path).await?, 200).await["as_of"].is_null());
        eventually(Duration::from_mins(20), counted).await.unwrap();
    }
    println!(
        "indexed and counted after {:.0?}; {} MiB at most",
        started.elapsed(),
        server.peak_memory().unwrap() >> 20
    );

    let each = (0_u32..).take(size.questions).map(|question| worker((question * 7_919) % size.workers));
    let people = returning(&world, url, &each.collect::<Vec<_>>()).await.unwrap();
    let own =
        |query: &str| people.iter().map(|person| (person, format!("/api/v1/me/matches{query}"))).collect::<Vec<_>>();
    let mut matched = report("GET /me/matches", &own("")).await;
    matched += report("GET /me/matches?broad=true", &own("?broad=true")).await;
    let candidates: Vec<_> =
        seats.iter().cycle().take(size.questions).map(|(recruiter, path)| (recruiter, path.clone())).collect();
    let shown = report("GET ...{posting}/candidates", &candidates).await;
    assert!(matched > 0 && shown > 0, "{matched} matches, {shown} cards");
    println!("{} MiB at most", server.peak_memory().unwrap() >> 20);
}
