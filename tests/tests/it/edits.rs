//! Concurrent edits lose nothing: whoever edits names the version they saw, and of many who saw the same one wins.

use futures::future::join_all;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::World;
use tests::people::{Part, Person, sign_in};

use crate::carematch;
use crate::site::{bodies, made};

const EDITORS: usize = 8;

/// Something that is edited: whose, where, and by whom it says it was.
struct Thing {
    person: Person,
    method: Method,
    path: String,
    edited: fn(&str) -> Value,
}

/// What one editor writes.
fn mark(editor: usize) -> String {
    format!("Editor {editor} was here")
}

impl Thing {
    async fn version(&self) -> String {
        let seen = self.person.get(&self.path).await.unwrap();
        seen.headers()["etag"].to_str().unwrap().to_owned()
    }

    async fn edit(&self, version: Option<&str>, editor: usize) -> u16 {
        let request = self.person.request(self.method.clone(), &self.path).json(&(self.edited)(&mark(editor)));
        let request = version.into_iter().fold(request, |request, version| request.header("if-match", version));
        let answer: Response = request.send().await.unwrap();
        answer.status().as_u16()
    }

    /// Edits until the edit counts.
    async fn surely_edit(&self, editor: usize) {
        loop {
            match self.edit(Some(&self.version().await), editor).await {
                200 => return,
                412 => {}
                status => panic!("{}: {status}", self.path),
            }
        }
    }

    /// Whose marks can be read.
    async fn marks(&self) -> Vec<usize> {
        let text = self.person.get(&self.path).await.unwrap().text().await.unwrap();
        (0..EDITORS).filter(|editor| text.contains(&mark(*editor))).collect()
    }
}

/// One of everything that is edited by version.
async fn things(world: &World, url: &str) -> Vec<Thing> {
    let worker = sign_in(world, url, Part::Worker).await.unwrap();
    let owner = sign_in(world, url, Part::Employer).await.unwrap();
    let post = async |person: &Person, path: &str, body: Value| {
        format!("{path}/{}", made(person.post(path, &body).await.unwrap()).await)
    };
    let organization = post(&owner, "/api/v1/organizations", bodies::organization()).await;
    let facility = post(&owner, &format!("{organization}/facilities"), bodies::facility()).await;
    let posting = post(&owner, &format!("{organization}/postings"), bodies::form()).await;
    let licence = post(&worker, "/api/v1/me/licences", bodies::licence()).await;
    let credential = post(&worker, "/api/v1/me/wallet", bodies::credential()).await;
    let thing = |person: &Person, path: &str, edited| {
        let (person, path) = (person.clone(), path.to_owned());
        Thing { person, method: Method::PUT, path, edited }
    };
    let account = thing(&worker, "/api/v1/me/account", |mark| json!({ "name": mark }));
    vec![
        Thing { method: Method::PATCH, ..account },
        thing(&worker, "/api/v1/me/profile", |mark| with(bodies::profile(), "/family_name", mark)),
        thing(&worker, &licence, |mark| with(bodies::licence(), "/number", mark)),
        thing(&worker, &credential, |mark| json!({ "credential": "bls", "issuer": mark })),
        thing(&owner, &organization, |mark| with(bodies::organization(), "/legal_name", mark)),
        thing(&owner, &facility, |mark| with(bodies::facility(), "/name", mark)),
        thing(&owner, &posting, |mark| with(bodies::form(), "/en/description", mark)),
    ]
}

fn with(mut body: Value, pointer: &str, mark: &str) -> Value {
    *body.pointer_mut(pointer).unwrap() = mark.into();
    body
}

fn number(version: &str) -> usize {
    version.trim_matches('"').parse().unwrap()
}

async fn one_of_many_wins(thing: &Thing) {
    let path = &thing.path;
    let first = thing.version().await;
    assert_eq!(thing.edit(None, 0).await, 428, "{path}");
    assert_eq!((thing.version().await, thing.marks().await), (first.clone(), Vec::new()), "{path}");

    let statuses = join_all((0..EDITORS).map(|editor| thing.edit(Some(&first), editor))).await;
    let winners: Vec<usize> = (0..EDITORS).filter(|editor| statuses[*editor] == 200).collect();
    assert_eq!(winners.len(), 1, "{path}: {statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 412).count(), EDITORS - 1, "{path}: {statuses:?}");
    assert_eq!(thing.marks().await, winners, "{path}");
    let second = thing.version().await;
    assert_eq!(number(&second), number(&first) + 1, "{path}");

    // Those who look again are let in one by one, and no edit is written over another unseen.
    join_all((0..EDITORS).map(|editor| thing.surely_edit(editor))).await;
    assert_eq!(number(&thing.version().await), number(&second) + EDITORS, "{path}");
    assert_eq!(thing.marks().await.len(), 1, "{path}");
}

async fn play(world: World) {
    let server = world.serve(&[]).unwrap();
    for thing in things(&world, &server.url).await {
        one_of_many_wins(&thing).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_concurrent_editors_each_edit_counts_once() {
    play(carematch()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_too() {
    let Some(database) = TestDatabase::postgres().await else { return };
    play(carematch().with("CAREMATCH_DATABASE_URL", database.url())).await;
}
