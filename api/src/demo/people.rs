//! The demo's people: one or more of each kind, with something to do for each.
//!
//! They sign up, confirm, fill in and publish through the API as anyone does. Only the letters are not awaited: the
//! tokens that they would bring are known here beforehand.

use std::path::Path;

use anyhow::Context;
use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::account::{Kind, Staff};
use domain::organization::{Invitation, InvitationId, MemberRole, OrganizationId};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::registration::{self, Registration};
use totp_rs::{Builder, Secret};

use super::client::Client;
use super::site;
use crate::app::accounts::staff::{Recruit, create_staff};
use crate::app::{App, day_of, new_id};
use crate::{caller, server};

/// Where the people of a folder are kept, for the next start.
const FILE: &str = "people.json";

/// A step of a time-based code, seconds.
const STEP: i64 = 30;

/// Someone of the demo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// What they are.
    pub part: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The secret of their second factor in base 32, where they have one.
    pub second_factor: Option<String>,
    /// The token of a session.
    #[serde(skip)]
    pub token: String,
}

/// Everyone of the demo, signed in: made anew, or those of an earlier start in the same folder.
///
/// # Errors
/// What they do is refused.
pub async fn people(app: &App, folder: &Path) -> anyhow::Result<Vec<Person>> {
    let client = Client(server::public(app.clone()));
    let path = folder.join(FILE);
    if path.exists() {
        let mut people: Vec<Person> = serde_json::from_slice(&std::fs::read(&path)?).context("people.json")?;
        for person in &mut people {
            sign_in(&client, person, app.clock.now()).await?;
        }
        return Ok(people);
    }
    let people = Cast { app, client }.arrive().await?;
    std::fs::write(&path, serde_json::to_vec_pretty(&people)?)?;
    Ok(people)
}

/// Begins a session. A code is good once, so that one of the next step is tried too.
async fn sign_in(client: &Client, person: &mut Person, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut credentials = json!({ "email": person.email, "password": person.password });
    let Some(secret) = &person.second_factor else {
        person.token = token_of(&client.ask(Method::POST, "/sessions", "", &credentials).await?)?;
        return Ok(());
    };
    let mut last = anyhow::anyhow!("no code");
    for ahead in [0, STEP] {
        credentials["code"] = code(secret, now + TimeDelta::seconds(ahead))?.into();
        match client.ask(Method::POST, "/sessions", "", &credentials).await {
            Ok(session) => {
                person.token = token_of(&session)?;
                return Ok(());
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn token_of(session: &Value) -> anyhow::Result<String> {
    Ok(session["token"].as_str().context("a session without a token")?.to_owned())
}

fn code(secret: &str, at: DateTime<Utc>) -> anyhow::Result<String> {
    let secret = Secret::try_from_base32(secret).map_err(|_| anyhow::anyhow!("the secret of a second factor"))?;
    let totp = Builder::new().with_secret(secret).build().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(totp.generate(u64::try_from(at.timestamp())?).to_string())
}

/// Who arrives at an empty platform.
struct Cast<'a> {
    app: &'a App,
    client: Client,
}

impl Cast<'_> {
    async fn arrive(&self) -> anyhow::Result<Vec<Person>> {
        let mut people = Vec::new();
        for (name, address, language, file) in site::WORKERS {
            let worker = self.account(Kind::Worker, ("worker", name, address), language).await?;
            self.fill_in(&worker, name, file).await?;
            people.push(worker);
        }
        let employer = async |part, name, address| self.account(Kind::Employer, (part, name, address), Lang::En).await;
        let mut owner = employer("owner", "Claire Dubois", "claire.dubois").await?;
        self.second_factor(&mut owner).await?;
        let organization = self.organization(&owner, &site::organization()).await?;
        let recruiter = employer("recruiter", "Samuel Wong", "samuel.wong").await?;
        self.join(organization, &recruiter, MemberRole::Recruiter).await?;
        let viewer = employer("viewer", "Leila Haddad", "leila.haddad").await?;
        self.join(organization, &viewer, MemberRole::Viewer).await?;
        let mut newcomer = employer("owner of an unverified employer", "Tom Fraser", "tom.fraser").await?;
        self.second_factor(&mut newcomer).await?;
        self.organization(&newcomer, &site::newcomer()).await?;
        let editor = self.staff(Staff::Editor, "Rosalie Martel", "rosalie.martel").await?;
        let moderator = self.staff(Staff::Moderator, "Dale Peters", "dale.peters").await?;
        let admin = self.staff(Staff::Admin, "Ines Moreau", "ines.moreau").await?;
        self.verify(&moderator, organization).await?;
        self.publish(&recruiter, organization).await?;
        self.report(&people[0]).await?;
        people.extend([owner, recruiter, viewer, newcomer, editor, moderator, admin]);
        Ok(people)
    }

    /// Signs someone up with a token that is known here, confirms it and signs them in.
    async fn account(
        &self,
        kind: Kind,
        (part, name, address): (&str, &str, &str),
        language: Lang,
    ) -> anyhow::Result<Person> {
        let mut person = stranger(part, name, address);
        let hashed = self.app.hasher.hash(SecretString::from(person.password.clone())).await;
        let password_hash = hashed.map_err(|_| anyhow::anyhow!("no password can be hashed now"))?;
        let (token, hash) = caller::new_token();
        let expires_at = self.app.clock.now() + TimeDelta::hours(1);
        let (email, name) = (person.email.clone(), person.name.clone());
        let tx = storage::begin(&self.app.db).await?;
        registration::insert(&tx, &hash, &Registration { kind, email, name, language, password_hash, expires_at })
            .await?;
        tx.commit().await?;
        self.client.ask(Method::POST, "/accounts/confirm", "", &json!({ "token": token })).await?;
        sign_in(&self.client, &mut person, self.app.clock.now()).await?;
        Ok(person)
    }

    /// Staff are made as the command line makes them, and set their password with the token it prints.
    async fn staff(&self, staff: Staff, name: &str, address: &str) -> anyhow::Result<Person> {
        let mut person = stranger(staff.key(), name, address);
        let recruit = Recruit { email: &person.email, name, language: Lang::En, staff };
        let recruited = create_staff(&self.app.db, None, recruit, self.app.clock.now()).await?;
        let token = recruited.token.context("the address is taken")?;
        let body = json!({ "token": token, "password": person.password });
        self.client.ask(Method::POST, "/accounts/password", "", &body).await?;
        sign_in(&self.client, &mut person, self.app.clock.now()).await?;
        self.second_factor(&mut person).await?;
        Ok(person)
    }

    async fn second_factor(&self, person: &mut Person) -> anyhow::Result<()> {
        const PATH: &str = "/me/account/second-factor";
        let begun = self.client.ask(Method::POST, PATH, &person.token, &json!({ "password": person.password })).await?;
        let secret = begun["secret"].as_str().context("no secret")?.to_owned();
        let code = code(&secret, self.app.clock.now())?;
        let proved = self.client.ask(Method::PUT, PATH, &person.token, &json!({ "code": code })).await?;
        person.token = token_of(&proved)?;
        person.second_factor = Some(secret);
        Ok(())
    }

    async fn fill_in(&self, worker: &Person, name: &str, file: &str) -> anyhow::Result<()> {
        let workers = super::workers(day_of(self.app.clock.now()));
        let (_, example) = workers.into_iter().find(|(known, _)| *known == file).context("no such example")?;
        let token = &worker.token;
        let put = async |version, path, body| self.client.ask_at(Some(version), Method::PUT, path, token, &body).await;
        put(0, "/me/profile", site::profile(name, &example)).await?;
        put(1, "/me/visibility", json!({ "visibility": "anonymous" })).await?;
        for licence in site::licences(&example) {
            let added = self.client.ask(Method::POST, "/me/licences", token, &licence).await?;
            let check = format!("/me/licences/{}/check", id_of(&added)?);
            self.client.ask(Method::POST, &check, token, &Value::Null).await?;
        }
        for credential in site::credentials(&example) {
            self.client.ask(Method::POST, "/me/wallet", token, &credential).await?;
        }
        Ok(())
    }

    /// An organization with a facility that asks to be verified.
    async fn organization(&self, owner: &Person, body: &Value) -> anyhow::Result<OrganizationId> {
        let made = self.client.ask(Method::POST, "/organizations", &owner.token, body).await?;
        let id = id_of(&made)?;
        let path = |rest: &str| format!("/organizations/{id}/{rest}");
        self.client.ask(Method::POST, &path("facilities"), &owner.token, &site::facility(body)).await?;
        self.client.ask(Method::POST, &path("verification"), &owner.token, &json!({})).await?;
        Ok(OrganizationId(id.parse()?))
    }

    /// Someone accepts an invitation whose token is known here.
    async fn join(&self, organization: OrganizationId, person: &Person, role: MemberRole) -> anyhow::Result<()> {
        let now = self.app.clock.now();
        let invitation = Invitation::new(InvitationId(new_id(now)), organization, person.email.clone(), role, now);
        let (token, hash) = caller::new_token();
        let tx = storage::begin(&self.app.db).await?;
        storage::organization::invitation::insert(&tx, &invitation, &hash).await?;
        tx.commit().await?;
        let body = json!({ "token": token });
        self.client.ask(Method::POST, "/member-invitations/accept", &person.token, &body).await?;
        Ok(())
    }

    /// The moderator finds the employer in a register; everything else is left in the queues.
    async fn verify(&self, moderator: &Person, organization: OrganizationId) -> anyhow::Result<()> {
        let queue = self.client.ask(Method::GET, "/moderation/queues/organizations", &moderator.token, &Value::Null);
        let queue = queue.await?;
        let id = organization.0.to_string();
        let waiting = queue["items"].as_array().and_then(|items| items.iter().find(|item| item["id"] == id.as_str()));
        let version = waiting.context("nothing waits")?["version"].as_i64().context("no version")?;
        let path = format!("/moderation/organizations/{id}/decision");
        let ruling = json!({ "ruling": "approve", "reason": "in_business_register" });
        let version = i32::try_from(version)?;
        self.client.ask_at(Some(version), Method::POST, &path, &moderator.token, &ruling).await?;
        Ok(())
    }

    /// Two postings that are live, one that a moderator must see first, and a draft that is not lawful yet.
    async fn publish(&self, recruiter: &Person, organization: OrganizationId) -> anyhow::Result<()> {
        let path = format!("/organizations/{}/postings", organization.0);
        for form in site::postings() {
            let made = self.client.ask(Method::POST, &path, &recruiter.token, &form).await?;
            let publish = format!("{path}/{}/publish", id_of(&made)?);
            self.client.ask_at(Some(1), Method::POST, &publish, &recruiter.token, &Value::Null).await?;
        }
        self.client.ask(Method::POST, &path, &recruiter.token, &site::draft()).await?;
        Ok(())
    }

    /// A worker finds a posting odd.
    async fn report(&self, worker: &Person) -> anyhow::Result<()> {
        let found = self.client.ask(Method::GET, "/postings?limit=1", "", &Value::Null).await?;
        let path = format!("/postings/{}/reports", id_of(&found["items"][0])?);
        let body = json!({ "concern": "asks_for_money", "note": "They want a deposit for the uniform." });
        self.client.ask(Method::POST, &path, &worker.token, &body).await?;
        Ok(())
    }
}

fn id_of(made: &Value) -> anyhow::Result<&str> {
    made["id"].as_str().context("no id")
}

/// Someone with an invented name and a password of this start.
fn stranger(part: &str, name: &str, address: &str) -> Person {
    let (password, _) = caller::new_token();
    Person {
        part: part.to_owned(),
        name: name.to_owned(),
        email: format!("{address}@example.org"),
        password: password.chars().take(20).collect(),
        second_factor: None,
        token: String::new(),
    }
}
