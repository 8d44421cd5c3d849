//! An organization's own postings as its members, moderators and the public see them.

mod claim;
mod drafts;
mod life;
mod lint;

use chrono::{DateTime, Utc};
use domain::organization::{Contact, Headcount, MemberRole, Organization, OrganizationId, Profile};
use domain::posting::Arrangement;
use domain::reference::Province;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::answers::said;
use tests::employers::{self, until_found};
use tests::people::{Part, Person, database, sign_in};
use tests::{Server, World};
use uuid::Uuid;

use crate::worlds;

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A server with an organization and its recruiter.
struct Site {
    world: World,
    server: Server,
    organization: OrganizationId,
    recruiter: Person,
}

const NAME: &str = "Maple Manor Regional";

impl Site {
    async fn open(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        let (organization, recruiter) = employer(&world, &server).await;
        Self { world, server, organization, recruiter }
    }

    /// One on each database.
    async fn each() -> Vec<(Self, Option<TestDatabase>)> {
        let mut sites = Vec::new();
        for (world, database) in worlds().await {
            sites.push((Self::open(world).await, database));
        }
        sites
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/postings{rest}", self.organization.0)
    }

    async fn verify(&self) {
        employers::verify(&self.world, self.organization).await.unwrap();
    }

    /// Moves a posting; `rest` is the step's name.
    async fn step(&self, posting: &Value, step: &str, body: Option<&Value>) -> Response {
        let path = self.path(&format!("/{}/{step}", posting["id"].as_str().unwrap()));
        let request =
            self.recruiter.request(Method::POST, &path).header("if-match", format!("\"{}\"", posting["version"]));
        body.map_or_else(|| request.try_clone().unwrap(), |body| request.try_clone().unwrap().json(body))
            .send()
            .await
            .unwrap()
    }

    async fn stepped(&self, posting: &Value, step: &str, status: &str) -> Value {
        let moved = said(self.step(posting, step, None).await, 200).await;
        assert_eq!(moved["status"], status, "{moved}");
        moved
    }

    async fn replace(&self, posting: &Value, form: &Value) -> Response {
        let version = i32::try_from(posting["version"].as_i64().unwrap()).unwrap();
        let path = self.path(&format!("/{}", posting["id"].as_str().unwrap()));
        self.recruiter.put(&path, version, form).await.unwrap()
    }

    /// How many postings of the name the public finds.
    async fn finds(&self, total: usize) {
        for query in ["limit=1", "text=perioperative&limit=1"] {
            until_found(&self.server.url, query, total).await.unwrap_or_else(|error| panic!("{query}: {error}"));
        }
    }

    async fn public(&self, posting: &Value) -> Response {
        reqwest::get(format!("{}/api/v1/postings/{}", self.server.url, posting["id"].as_str().unwrap())).await.unwrap()
    }
}

/// An organization that is not verified, with a recruiter.
async fn employer(world: &World, server: &Server) -> (OrganizationId, Person) {
    let recruiter = sign_in(world, &server.url, Part::Employer).await.unwrap();
    let profile = Profile {
        name: NAME.to_owned(),
        legal_name: NAME.to_owned(),
        website: Some("https://maple.example.ca".to_owned()),
        contact: Some(Contact { name: "A".to_owned(), email: "a@maple.example.ca".to_owned(), phone: None }),
        arrangement: Arrangement::Direct,
        licences: Vec::new(),
        province: Province::On,
        headcount: Headcount::From25,
    };
    let organization = Organization::new(OrganizationId(Uuid::now_v7()), profile, now());
    let db = database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    storage::organization::insert(&tx, &organization).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    employers::join(world, organization.id, &recruiter, MemberRole::Recruiter).await.unwrap();
    (organization.id, recruiter)
}

fn form() -> Value {
    json!({
        "en": { "title": "Registered nurse, perioperative", "description": "Care before and after surgery.",
                "benefits": "Pension plan." },
        "fr": { "title": "Infirmière autorisée, perioperative", "description": "Soins avant et après la chirurgie.",
                "benefits": "Régime de retraite." },
        "roles": ["rn"],
        "sites": [{ "place": "Sudbury", "province": "ON" }],
        "requirements": [{ "kind": "credential", "what": "bls", "necessity": "required" },
                         { "kind": "experience", "months": 12, "necessity": "preferred" }],
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time", "permanent"], "shifts": ["day", "night"],
        "vacancy": true, "positions": 2,
        "questions": [{ "en": "Can you work nights?", "fr": "Pouvez-vous travailler la nuit?", "kind": "yes_no",
                        "required": true }],
    })
}

/// A form without some of its fields.
fn without(fields: &[&str]) -> Value {
    let mut form = form();
    for field in fields {
        form.as_object_mut().unwrap().remove(*field);
    }
    form
}

fn with(field: &str, value: Value) -> Value {
    let mut form = form();
    form[field] = value;
    form
}
