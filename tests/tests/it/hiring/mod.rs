//! Applications as a worker and an organization see them.

mod answered;
mod answering;
mod applying;
mod attacker;
mod candidates;
mod consent;
mod reviews;
mod walk;

use domain::organization::{MemberRole, OrganizationId};
use domain::testing::files::pdf;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::answers::{read, said};
use tests::employers::{self, organization};
use tests::people::{Part, Person, sign_in};
use tests::{Server, World};

use crate::{documents, worlds};

/// A verified organization with a recruiter and a live posting, and a worker.
struct Site {
    world: World,
    server: Server,
    organization: OrganizationId,
    recruiter: Person,
    worker: Person,
    posting: String,
}

impl Site {
    async fn open(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        let person = async |part| sign_in(&world, &server.url, part).await.unwrap();
        let (owner, recruiter) = (person(Part::Employer).await, person(Part::Employer).await);
        let made = employers::make(&owner, &organization()).await.unwrap();
        let id = OrganizationId(made["id"].as_str().unwrap().parse().unwrap());
        employers::verify(&world, id).await.unwrap();
        employers::join(&world, id, &recruiter, MemberRole::Recruiter).await.unwrap();
        let worker = person(Part::Worker).await;
        let profile = json!({
            "given_name": "Zoé", "family_name": "Tremblay", "phone": "613 555-0123",
            "roles": [{ "role": "rn", "months": 30 }], "residence": "ON", "reach": { "regions": ["on"] },
            "experience": [{ "title": "Nurse", "employer": "Elsewhere", "from": "2020-01-01" }] });
        said(worker.put("/api/v1/me/profile", 0, &profile).await.unwrap(), 200).await;
        let licence = json!({ "role": "rn", "province": "ON", "number": "QX-4711" });
        said(worker.post("/api/v1/me/licences", &licence).await.unwrap(), 201).await;
        let mut site = Self { world, server, organization: id, recruiter, worker, posting: String::new() };
        site.posting = site.publish(form()).await;
        site
    }

    /// One on each database.
    async fn each() -> Vec<(Self, Option<TestDatabase>)> {
        let mut sites = Vec::new();
        for (world, database) in worlds().await {
            sites.push((Self::open(world).await, database));
        }
        sites
    }

    fn of(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", self.organization.0)
    }

    async fn publish(&self, form: Value) -> String {
        let draft = said(self.recruiter.post(&self.of("postings"), &form).await.unwrap(), 201).await;
        let id = draft["id"].as_str().unwrap().to_owned();
        let path = self.of(&format!("postings/{id}/publish"));
        said(at(&self.recruiter, &path, 1, None).await, 200).await;
        id
    }

    async fn apply(&self, body: &Value) -> Response {
        self.worker.post(&format!("/api/v1/postings/{}/applications", self.posting), body).await.unwrap()
    }

    /// An application with a résumé, and its id.
    async fn applied(&self) -> String {
        let resume = documents::send(&self.worker, "resume", "cv.pdf", pdf()).await;
        let resume = said(resume, 201).await["id"].clone();
        let body = json!({ "answers": [{ "yes_no": true }], "resume": resume, "source": "match" });
        let made = said(self.apply(&body).await, 201).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// The application as the recruiter sees it.
    async fn seen(&self, application: &str) -> Value {
        read(&self.recruiter, &self.of(&format!("applications/{application}"))).await
    }

    /// The application as the worker sees it.
    async fn own(&self, application: &str) -> Value {
        read(&self.worker, &format!("/api/v1/me/applications/{application}")).await
    }

    async fn step(&self, application: &str, body: Value) -> Response {
        let version = self.seen(application).await["version"].as_i64().unwrap();
        at(&self.recruiter, &self.of(&format!("applications/{application}/move")), version, Some(&body)).await
    }

    async fn moved(&self, application: &str, to: &str) -> Value {
        said(self.step(application, json!({ "to": to })).await, 200).await
    }
}

/// A request about a version.
async fn at(person: &Person, path: &str, version: i64, body: Option<&Value>) -> Response {
    let request = person.request(Method::POST, path).header("if-match", format!("\"{version}\""));
    let request = if let Some(body) = body { request.json(body) } else { request };
    request.send().await.unwrap()
}

/// A lawful posting with one question.
fn form() -> Value {
    json!({
        "en": { "title": "Registered nurse", "description": "Care before and after surgery." },
        "fr": { "title": "Infirmière autorisée", "description": "Soins avant et après la chirurgie." },
        "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON" }],
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time"], "shifts": ["day"], "vacancy": true, "positions": 1,
        "questions": [{ "en": "Can you work nights?", "fr": "Pouvez-vous travailler la nuit?", "kind": "yes_no",
                        "required": true }] })
}
