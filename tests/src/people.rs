//! People for tests: accounts with a session, written straight into the database of a world.
//!
//! What registration and sign-in themselves do has tests of its own; others only need someone who is signed in.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;
use chrono::{Duration, Utc};
use domain::Lang;
use domain::account::{AccountId, Kind, Staff};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use storage::account::Account;
use storage::session::Session;
use storage::{Database, Transaction};
use uuid::Uuid;

use crate::World;

/// The password of everyone who is made here.
pub const PASSWORD: &str = "seven blue kayaks drift north";

/// [`PASSWORD`], hashed at the cost that a world hashes at, so that nothing is hashed anew.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$85iG1fcTqwc12G/oPO/rfQ$qnpu6Jc3f6x+JqKNAWYQLlqWlWpHTpbrS0oi3NoTE2I";

/// Numbers the people of a process, so that addresses differ.
static PEOPLE: AtomicU32 = AtomicU32::new(1);

/// Whom a test needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A worker.
    Worker,
    /// Someone who may be a member of organizations.
    Employer,
    /// Staff, with a second factor.
    Staff(Staff),
}

/// Someone signed in at a server.
#[derive(Clone)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// Their address.
    pub email: String,
    /// The token of their session.
    pub token: String,
    url: String,
    client: Client,
}

/// The database of a world, beside its server.
pub async fn database(world: &World) -> anyhow::Result<Database> {
    Ok(storage::connect(&world.database_url(), 2).await?)
}

/// Makes someone, with a confirmed address and a session of a second factor.
pub async fn sign_in(world: &World, url: &str, part: Part) -> anyhow::Result<Person> {
    let one = crowd(world, url, part, 1).await?.pop();
    one.context("nobody was made")
}

/// As [`sign_in`], so many people at once.
pub async fn crowd(world: &World, url: &str, part: Part, size: usize) -> anyhow::Result<Vec<Person>> {
    let db = database(world).await?;
    let tx = storage::begin(&db).await?;
    let mut people = Vec::new();
    for _ in 0..size {
        let number = PEOPLE.fetch_add(1, Ordering::Relaxed);
        let email = format!("person-{number}-{}@example.org", Uuid::now_v7().simple());
        people.push(insert(&tx, url, part, &email, &format!("Person {number}")).await?);
    }
    tx.commit().await.context("cannot make people")?;
    db.close().await?;
    Ok(people)
}

/// As [`sign_in`], with an address and a name.
pub async fn sign_in_as(world: &World, url: &str, part: Part, email: &str, name: &str) -> anyhow::Result<Person> {
    let db = database(world).await?;
    let tx = storage::begin(&db).await?;
    let person = insert(&tx, url, part, email, name).await?;
    tx.commit().await.context("cannot make a person")?;
    db.close().await?;
    Ok(person)
}

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn insert(tx: &Transaction, url: &str, part: Part, email: &str, name: &str) -> anyhow::Result<Person> {
    let now = Utc::now();
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        version: 1,
        kind: if part == Part::Worker { Kind::Worker } else { Kind::Employer },
        staff: if let Part::Staff(staff) = part { Some(staff) } else { None },
        email: email.to_owned(),
        name: name.to_owned(),
        language: Lang::En,
        password_hash: PASSWORD_HASH.to_owned(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: Some(now),
        created_at: now,
    };
    let (token, session) = new_session(account.id, true);
    storage::account::insert(tx, &account).await?;
    storage::session::insert(tx, &session).await?;
    let (account, email, url) = (account.id, email.to_owned(), url.to_owned());
    Ok(Person { account, email, token, url, client: Client::new() })
}

/// Workers who are in the database already, each in a session of theirs.
pub async fn returning(world: &World, url: &str, workers: &[AccountId]) -> anyhow::Result<Vec<Person>> {
    let db = database(world).await?;
    let tx = storage::begin(&db).await?;
    let (client, mut people) = (Client::new(), Vec::with_capacity(workers.len()));
    for account in workers {
        let (token, session) = new_session(*account, false);
        storage::session::insert(&tx, &session).await?;
        let (email, url, client) = (String::new(), url.to_owned(), client.clone());
        people.push(Person { account: *account, email, token, url, client });
    }
    tx.commit().await?;
    db.close().await?;
    Ok(people)
}

/// A new session of someone, with its token.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
fn new_session(account: AccountId, second_factor: bool) -> (String, Session) {
    let (token, token_hash) = api::caller::new_token();
    let now = Utc::now();
    let session = Session {
        id: Uuid::now_v7(),
        account,
        token_hash,
        second_factor,
        agent: "test".to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now + Duration::days(1),
    };
    (token, session)
}

/// Someone in another session of theirs, in which they did not give their second factor.
pub async fn without_second_factor(world: &World, person: &Person) -> anyhow::Result<Person> {
    let db = database(world).await?;
    let (token, session) = new_session(person.account, false);
    let tx = storage::begin(&db).await?;
    storage::session::insert(&tx, &session).await?;
    tx.commit().await?;
    db.close().await?;
    Ok(Person { token, ..person.clone() })
}

impl Person {
    /// The same person at a server that listens elsewhere.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// A request by this person to a path such as `/api/v1/me/profile`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> anyhow::Result<Response> {
        Ok(self.request(Method::GET, path).send().await?)
    }

    /// Makes or moves.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Response> {
        Ok(self.request(Method::POST, path).json(body).send().await?)
    }

    /// Replaces what is at `version`.
    pub async fn put(&self, path: &str, version: i32, body: &Value) -> anyhow::Result<Response> {
        let request = self.request(Method::PUT, path).header("if-match", format!("\"{version}\""));
        Ok(request.json(body).send().await?)
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> anyhow::Result<Response> {
        Ok(self.request(Method::DELETE, path).send().await?)
    }
}
