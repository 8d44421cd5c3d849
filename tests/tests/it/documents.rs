//! A worker's documents: added, listed, given back as attachments, removed; nobody else's.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::testing::files::{jpeg, pdf, png};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::answers::{refused, said, seen};
use tests::people::{Part, Person, database, sign_in};

use crate::{carematch, worlds};

pub(crate) const DOCUMENTS: &str = "/api/v1/me/documents";

/// Sends a file.
pub(crate) async fn send(person: &Person, purpose: &str, name: &str, body: impl Into<reqwest::Body>) -> Response {
    let request = person.request(Method::POST, DOCUMENTS).query(&[("purpose", purpose), ("name", name)]);
    request.body(body).send().await.unwrap()
}

/// Every file in the folder of a world's files.
pub(crate) fn kept_files(world: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![world.join("data/files")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

#[tokio::test]
async fn a_document_is_added_listed_given_back_and_removed() {
    for (world, _database) in worlds().await {
        let server = world.serve(&[]).unwrap();
        let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
        let made = send(&worker, "resume", "CV de Zoé.pdf", pdf()).await;
        let place = made.headers()["location"].to_str().unwrap().to_owned();
        let made = said(made, 201).await;
        assert_eq!(made["format"], "pdf");
        assert_eq!(made["name"], "CV de Zoé.pdf");
        assert_eq!(place, format!("{DOCUMENTS}/{}", made["id"].as_str().unwrap()));
        // The declared type is nothing.
        let lied = worker.request(Method::POST, DOCUMENTS).query(&[("purpose", "credential")]);
        let lied = said(lied.header("content-type", "text/html").body(png()).send().await.unwrap(), 201).await;
        assert_eq!((&lied["format"], &lied["name"]), (&Value::from("png"), &Value::Null));
        let listed = said(worker.get(DOCUMENTS).await.unwrap(), 200).await;
        assert_eq!(listed["items"], Value::from(vec![made.clone(), lied]));
        let given = worker.get(&place).await.unwrap();
        let header = |name: &str| given.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        let day = &made["created_at"].as_str().unwrap()[..10];
        assert_eq!(header("content-disposition"), format!("attachment; filename=\"resume-{day}.pdf\""));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(given.bytes().await.unwrap(), pdf());
        assert_eq!(worker.delete(&place).await.unwrap().status(), 204);
        assert_eq!(worker.delete(&place).await.unwrap().status(), 404);
        assert_eq!(kept_files(world.path()).len(), 1);
    }
}

#[tokio::test]
async fn a_foreign_document_is_as_an_absent_one_and_others_have_none() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let [owner, other] = [Part::Worker; 2].map(|part| sign_in(&world, &server.url, part));
    let (owner, other) = (owner.await.unwrap(), other.await.unwrap());
    let made = said(send(&owner, "other", "a", jpeg()).await, 201).await;
    let foreign = format!("{DOCUMENTS}/{}", made["id"].as_str().unwrap());
    let absent = format!("{DOCUMENTS}/{}", uuid::Uuid::now_v7());
    for method in [Method::GET, Method::DELETE] {
        let answer = async |path: &str| {
            let answer = seen(other.request(method.clone(), path).send().await.unwrap()).await;
            assert_eq!(answer.0, 404);
            answer
        };
        assert_eq!(answer(&foreign).await, answer(&absent).await, "{method}");
    }
    assert_eq!(said(other.get(DOCUMENTS).await.unwrap(), 200).await["items"], Value::Array(Vec::new()));
    // Nor does it prove anyone else's credential.
    let shows = async |person: &Person, document: &str| {
        let document = document.rsplit('/').next().unwrap();
        let credential = json!({ "credential": "bls", "document": document });
        person.post("/api/v1/me/wallet", &credential).await.unwrap()
    };
    let [refused_foreign, refused_absent] = [shows(&other, &foreign).await, shows(&other, &absent).await];
    let refused_foreign = refused(refused_foreign, 422, "invalid").await;
    assert_eq!(refused_foreign["errors"][0]["pointer"], "/document");
    assert_eq!(refused_foreign, refused(refused_absent, 422, "invalid").await);
    let own = said(other.post("/api/v1/me/wallet", &json!({ "credential": "bls" })).await.unwrap(), 201).await;
    let path = format!("/api/v1/me/wallet/{}", own["id"].as_str().unwrap());
    let edited = json!({ "credential": "bls", "document": made["id"] });
    refused(other.put(&path, 1, &edited).await.unwrap(), 422, "invalid").await;
    said(shows(&owner, &foreign).await, 201).await;
    let employer = sign_in(&world, &server.url, Part::Employer).await.unwrap();
    assert_eq!(send(&employer, "other", "a", jpeg()).await.status(), 403);
    let nobody = reqwest::Client::new().post(format!("{}{DOCUMENTS}?purpose=other", server.url)).body(jpeg());
    assert_eq!(nobody.send().await.unwrap().status(), 401);
    assert_eq!(owner.get(&foreign).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_repeat_makes_one_and_a_refusal_says_why() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    let repeat = async |name: &str, bytes: Vec<u8>| {
        let request = worker.request(Method::POST, DOCUMENTS).query(&[("purpose", "other"), ("name", name)]);
        request.header("idempotency-key", "k1").body(bytes).send().await.unwrap()
    };
    let first = said(repeat("a", png()).await, 201).await;
    assert_eq!(said(repeat("a", png()).await, 201).await, first);
    assert_eq!(repeat("b", png()).await.status(), 422);
    assert_eq!(repeat("a", jpeg()).await.status(), 422);
    let zip = worker.request(Method::POST, DOCUMENTS).query(&[("purpose", "other")]);
    let zip = zip.header("accept-language", "fr").body("PK\x03\x04 a zip").send().await.unwrap();
    let zip = said(zip, 415).await;
    assert!(zip["detail"].as_str().unwrap().starts_with("Seuls les fichiers PDF"), "{zip}");
    let unknown = said(send(&worker, "selfie", "a", png()).await, 422).await;
    assert_eq!(unknown["errors"][0]["pointer"], "purpose");
    // Files of repeats and refusals go, if not before the answer then soon after.
    let one = || async { Ok(kept_files(world.path()).len() == 1) };
    tests::eventually(Duration::from_secs(20), one).await.unwrap();
    for _ in 1..20 {
        assert_eq!(send(&worker, "other", "a", png()).await.status(), 201);
    }
    let full = refused(send(&worker, "other", "a", png()).await, 409, "quota").await;
    assert_eq!(full["detail"], "You keep 20 documents, which is the most. Remove one first.");
    assert_eq!(said(repeat("a", png()).await, 201).await, first, "a repeat needs no room");
    let twenty = || async { Ok(kept_files(world.path()).len() == 20) };
    tests::eventually(Duration::from_secs(20), twenty).await.unwrap();
}

#[tokio::test]
async fn what_a_killed_process_left_over_is_cleared_away() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    assert_eq!(send(&worker, "resume", "a", pdf()).await.status(), 201);
    server.kill().unwrap();
    let [kept] = &kept_files(world.path())[..] else { panic!("one file") };
    let beside = |name: &str| kept.with_file_name(name);
    let name = format!("{}{}", &kept.file_name().unwrap().to_str().unwrap()[..2], "0".repeat(30));
    // Old without a row; old and half written; new without a row, as of a request under way elsewhere.
    let (old, half) = (beside(&name), beside(&format!("{name}#1")));
    let new = beside(&uuid::Uuid::new_v4().simple().to_string());
    let two_hours_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(now() - 7200);
    for (path, at) in
        [(&old, Some(two_hours_ago)), (&half, Some(two_hours_ago)), (&new, None), (kept, Some(two_hours_ago))]
    {
        let file = std::fs::File::options().create(true).append(true).open(path).unwrap();
        if let Some(at) = at {
            file.set_modified(at).unwrap();
        }
    }
    let found = world.run(&["doctor", "--json"]).unwrap();
    let found = String::from_utf8_lossy(&[found.stdout, found.stderr].concat()).into_owned();
    assert_eq!([&old, &half, &new, kept].map(|path| path.exists()), [false, false, true, true], "{found}");
    // A removed account: its rows go, and with them, later, its files.
    let db = database(&world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    storage::account::remove(&tx, worker.account).await.unwrap();
    tx.commit().await.unwrap();
    let server = world.serve(&[]).unwrap();
    let gone = || async { Ok(!kept.exists()) };
    tests::eventually(Duration::from_secs(30), gone).await.unwrap();
    assert!(new.exists());
    drop(server);
}

#[expect(clippy::disallowed_methods, reason = "the age of files goes by the system's clock")]
fn now() -> u64 {
    u64::try_from(chrono::Utc::now().timestamp()).unwrap()
}
