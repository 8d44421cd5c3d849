//! An organization's own postings as its members, moderators and the public see them.

use std::time::Duration;

use api::app::own_postings::ruling::{Ruling, rule};
use chrono::{DateTime, Utc};
use domain::organization::{
    Contact, Headcount, Member, MemberRole, Organization, OrganizationId, Profile, Verification,
};
use domain::posting::{Arrangement, PostingId};
use domain::reference::Province;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::people::{Part, Person, database, sign_in};
use tests::{Server, World, eventually};
use uuid::Uuid;

use crate::carematch;

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
        let mut sites = vec![(Self::open(carematch()).await, None)];
        if let Some(postgres) = TestDatabase::postgres().await {
            let world = carematch().with("CAREMATCH_DATABASE_URL", postgres.url());
            sites.push((Self::open(world).await, Some(postgres)));
        }
        sites
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/postings{rest}", self.organization.0)
    }

    async fn verify(&self) {
        let db = database(&self.world).await.unwrap();
        let mut organization = storage::organization::find(&db, self.organization).await.unwrap();
        organization.verification = Verification::Verified { at: now() };
        let tx = storage::begin(&db).await.unwrap();
        storage::organization::update(&tx, &organization).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
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
    async fn finds(&self, total: u64) {
        for query in ["limit=1", "text=perioperative&limit=1"] {
            let url = format!("{}/api/v1/postings?{query}", self.server.url);
            let found = async || {
                let page: Value = reqwest::get(&url).await?.json().await?;
                Ok(page["items"].as_array().map(Vec::len) == usize::try_from(total).ok())
            };
            eventually(Duration::from_secs(20), found).await.unwrap_or_else(|error| panic!("{query}: {error}"));
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
    let member = Member { account: recruiter.account, role: MemberRole::Recruiter, version: 1, since: now() };
    let db = database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    storage::organization::insert(&tx, &organization).await.unwrap();
    storage::organization::member::insert(&tx, organization.id, &member).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    (organization.id, recruiter)
}

/// The body of an answer that has this status.
async fn said(response: Response, status: u16) -> Value {
    let (got, url) = (response.status(), response.url().clone());
    let body = response.text().await.unwrap();
    assert_eq!(got, status, "{url}: {body}");
    serde_json::from_str(&body).unwrap()
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

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_lives_from_draft_to_its_end() {
    for (site, _postgres) in Site::each().await {
        let made = site.recruiter.post(&site.path(""), &without(&["pay", "vacancy"])).await.unwrap();
        assert_eq!((made.status().as_u16(), made.headers()["etag"].to_str().unwrap()), (201, "\"1\""));
        let location = made.headers()["location"].to_str().unwrap().to_owned();
        let draft = said(made, 201).await;
        assert_eq!(location, site.path(&format!("/{}", draft["id"].as_str().unwrap())));
        assert_eq!((&draft["status"], &draft["report"]["publishable"]), (&json!("draft"), &json!(false)));
        said(site.public(&draft).await, 404).await;
        // What the law asks stops it, and so does who its author is.
        let refused = said(site.step(&draft, "publish", None).await, 409).await;
        assert_eq!(refused["type"], "urn:carematch:problem:conflict");
        site.verify().await;
        let refused = said(site.step(&draft, "publish", None).await, 422).await;
        let pointers: Vec<&str> =
            refused["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        assert!(pointers.contains(&"/pay") && pointers.contains(&"/vacancy"), "{refused}");
        edited_with_care(&site, &draft, &location).await;
        let mended = said(site.recruiter.get(&location).await.unwrap(), 200).await;
        let live = site.stepped(&mended, "publish", "live").await;
        site.finds(1).await;
        shown_to_everyone(&site, &live).await;
        let reviewed = held_for_a_moderator(&site, &live).await;
        to_its_end(&site, &reviewed, &location).await;
    }
}

async fn edited_with_care(site: &Site, draft: &Value, location: &str) {
    let unguarded = site.recruiter.request(Method::PUT, location).json(&form()).send().await.unwrap();
    said(unguarded, 428).await;
    let mended = said(site.replace(draft, &form()).await, 200).await;
    assert_eq!((&mended["version"], &mended["report"]["publishable"]), (&json!(2), &json!(true)), "{mended}");
    said(site.replace(draft, &without(&["pay"])).await, 412).await;
    said(site.step(draft, "publish", None).await, 412).await;
    // What is sent comes back, and can be sent again.
    assert_eq!(said(site.replace(&mended, &mended["form"]).await, 200).await["form"], mended["form"]);
    let odd = said(site.replace(&mended, &with("roles", json!(["wizard"]))).await, 422).await;
    assert_eq!(odd["errors"][0]["pointer"], "/roles/0");
}

async fn shown_to_everyone(site: &Site, live: &Value) {
    let shown = said(site.public(live).await, 200).await;
    assert_eq!((&shown["employer"], &shown["origin"]), (&json!(NAME), &json!("authored")));
    assert_eq!(shown["requirements"][0]["origin"], "form");
    let authored = &shown["authored"];
    assert_eq!(authored["questions"][0]["text"], "Can you work nights?");
    assert!(authored["vacancy"].as_bool().unwrap() && authored["confirmed_at"].is_string());
    assert!(authored["ai_statement"].as_str().unwrap().contains("artificial intelligence"), "{authored}");
    assert_eq!(authored["agency"], Value::Null);
    assert!(shown["fraud_policy"].is_string());
}

/// New wording of a live posting brings it before a moderator, who lets it pass.
async fn held_for_a_moderator(site: &Site, live: &Value) -> Value {
    // What must not be published is refused outright, and the posting stays as it was.
    said(site.replace(live, &without(&["pay"])).await, 422).await;
    site.finds(1).await;
    let chatty =
        with("en", json!({ "title": "Registered nurse, perioperative", "description": "Reach us on WhatsApp." }));
    let held = said(site.replace(live, &chatty).await, 200).await;
    assert_eq!((&held["status"], &held["held"][0]["rule"]), (&json!("review"), &json!("messaging_app")));
    site.finds(0).await;
    said(site.public(&held).await, 404).await;
    said(site.step(&held, "pause", None).await, 409).await;
    let db = database(&site.world).await.unwrap();
    let id = PostingId(held["id"].as_str().unwrap().parse().unwrap());
    let version = i32::try_from(held["version"].as_i64().unwrap()).unwrap();
    let tx = storage::begin(&db).await.unwrap();
    assert!(rule(&tx, id, version - 1, Ruling::Approve, now()).await.is_err(), "it is another version by now");
    let passed = rule(&tx, id, version, Ruling::Approve, now()).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(passed.version, version + 1);
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    site.finds(1).await;
    let path = site.path(&format!("/{}", id.0));
    said(site.recruiter.get(&path).await.unwrap(), 200).await
}

async fn to_its_end(site: &Site, live: &Value, location: &str) {
    let paused = site.stepped(live, "pause", "paused").await;
    site.finds(0).await;
    said(site.public(&paused).await, 404).await;
    let resumed = site.stepped(&paused, "resume", "live").await;
    site.finds(1).await;
    let longer = site.stepped(&resumed, "extend", "live").await;
    assert!(longer["closes_at"].as_str().unwrap() > resumed["closes_at"].as_str().unwrap());
    let confirmed = site.stepped(&longer, "confirm", "live").await;
    assert!(confirmed["confirmed_at"].as_str().unwrap() >= longer["confirmed_at"].as_str().unwrap());
    let closed = said(site.step(&confirmed, "close", Some(&json!({ "filled": true }))).await, 200).await;
    assert_eq!(closed["status"], "filled");
    site.finds(0).await;
    said(site.public(&closed).await, 410).await;
    said(site.step(&closed, "resume", None).await, 409).await;
    said(site.replace(&closed, &form()).await, 409).await;
    let versions = said(site.recruiter.get(&format!("{location}/versions?limit=20")).await.unwrap(), 200).await;
    let versions = versions["items"].as_array().unwrap();
    assert_eq!(versions.len(), 4);
    assert_eq!(versions[3]["form"]["pay"], Value::Null);
    let listed = said(site.recruiter.get(&site.path("")).await.unwrap(), 200).await;
    assert_eq!((&listed["items"][0]["status"], listed["items"].as_array().unwrap().len()), (&json!("filled"), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_creation_makes_one_draft() {
    let site = Site::open(carematch()).await;
    let create = |key: &'static str, form: Value| {
        let request = site.recruiter.request(Method::POST, &site.path("")).header("idempotency-key", key);
        request.json(&form).send()
    };
    let first = said(create("one", form()).await.unwrap(), 201).await;
    let again = said(create("one", form()).await.unwrap(), 201).await;
    assert_eq!(first, again);
    said(create("one", without(&["pay"])).await.unwrap(), 422).await;
    assert_ne!(said(create("two", form()).await.unwrap(), 201).await["id"], first["id"]);
    let listed = said(site.recruiter.get(&site.path("")).await.unwrap(), 200).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let page = said(site.recruiter.get(&site.path("?limit=1")).await.unwrap(), 200).await;
    let next = site.path(&format!("?limit=1&cursor={}", page["next"].as_str().unwrap()));
    assert_eq!(said(site.recruiter.get(&next).await.unwrap(), 200).await["items"][0]["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_posting_is_as_absent() {
    let site = Site::open(carematch()).await;
    let posting = said(site.recruiter.post(&site.path(""), &form()).await.unwrap(), 201).await;
    let (other, stranger) = employer(&site.world, &site.server).await;
    let foreign = posting["id"].as_str().unwrap().to_owned();
    let absent = Uuid::now_v7().to_string();
    let own_organization = other.0.to_string();
    let foreign_organization = site.organization.0.to_string();
    for organization in [&own_organization, &foreign_organization] {
        for (method, rest) in [
            (Method::GET, ""),
            (Method::PUT, ""),
            (Method::GET, "/versions"),
            (Method::POST, "/publish"),
            (Method::POST, "/pause"),
            (Method::POST, "/resume"),
            (Method::POST, "/extend"),
            (Method::POST, "/confirm"),
            (Method::POST, "/close"),
        ] {
            let mut answers = Vec::new();
            for id in [&foreign, &absent] {
                let path = format!("/api/v1/organizations/{organization}/postings/{id}{rest}");
                let mut request = stranger.request(method.clone(), &path).header("if-match", "\"1\"");
                if method == Method::PUT {
                    request = request.json(&form());
                } else if rest == "/close" {
                    request = request.json(&json!({ "filled": true }));
                }
                let answer = request.send().await.unwrap();
                assert_eq!(answer.status(), 404, "{method} {path}");
                answers.push(answer.text().await.unwrap());
            }
            assert_eq!(answers[0], answers[1]);
        }
    }
    let listed = stranger.get(&site.path("")).await.unwrap();
    said(listed, 404).await;
    said(stranger.post(&site.path(""), &form()).await.unwrap(), 404).await;
    let worker = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
    said(worker.get(&site.path(&format!("/{foreign}"))).await.unwrap(), 403).await;
}

fn imported() -> Value {
    json!([{
        "@context": "https://schema.org", "@type": "JobPosting",
        "identifier": { "@type": "PropertyValue", "name": "board", "value": "A-1" },
        "url": "https://postings.example/1", "title": "Registered nurse, perioperative",
        "description": "Two years of experience. BLS required.",
        "hiringOrganization": { "@type": "Organization", "name": format!("The {NAME} Inc.") },
        "jobLocation": { "@type": "Place", "address": { "@type": "PostalAddress", "addressLocality": "Sudbury",
            "addressRegion": "ON", "addressCountry": "CA" } },
        "datePosted": now().to_rfc3339(),
    }])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_posting_takes_the_place_of_the_imported_one() {
    let site = Site::open(carematch()).await;
    let file = site.world.path().join("feed.json");
    std::fs::write(&file, imported().to_string()).unwrap();
    let import = || {
        let args = ["import", "--format", "json-ld", "--source", "board", "--complete", "--accept-shrink", "--json"];
        site.world.json(&[&args[..], &[file.to_str().unwrap()]].concat()).unwrap()
    };
    assert_eq!(import()["new"], 1);
    site.finds(1).await;
    let found: Value =
        reqwest::get(format!("{}/api/v1/postings", site.server.url)).await.unwrap().json().await.unwrap();
    let known = found["items"][0].clone();
    let claim = format!("/api/v1/postings/{}/claim", known["id"].as_str().unwrap());
    let body = json!({ "organization": site.organization.0 });
    said(site.recruiter.post(&claim, &body).await.unwrap(), 409).await;
    site.verify().await;
    let draft = said(site.recruiter.post(&claim, &body).await.unwrap(), 201).await;
    assert_eq!((&draft["claimed"], &draft["status"]), (&known["id"], &json!("draft")));
    assert_eq!(draft["form"]["en"]["title"], "Registered nurse, perioperative");
    let asked: Vec<&Value> = draft["form"]["requirements"].as_array().unwrap().iter().map(|r| &r["kind"]).collect();
    assert_eq!(asked, ["experience", "credential"]);
    said(site.recruiter.post(&claim, &body).await.unwrap(), 409).await;
    said(site.recruiter.post(&format!("/api/v1/postings/{}/claim", Uuid::now_v7()), &body).await.unwrap(), 404).await;
    // Until it is live, the imported one is.
    said(site.public(&known).await, 200).await;
    said(site.step(&draft, "publish", None).await, 422).await;
    let written = said(site.replace(&draft, &form()).await, 200).await;
    let live = site.stepped(&written, "publish", "live").await;
    said(site.public(&known).await, 410).await;
    site.finds(1).await;
    let shown = said(site.public(&live).await, 200).await;
    assert_eq!(shown["sources"][0]["reference"], "A-1");
    // Whatever the feed says of it further on, the employer's word stands.
    std::fs::write(&file, imported().to_string().replace("Two years", "Three years")).unwrap();
    assert_eq!(import()["changed"], 1);
    std::fs::write(&file, "[]").unwrap();
    assert_eq!(import()["withdrawn"], 1);
    site.finds(1).await;
    said(site.public(&live).await, 200).await;
    said(site.public(&known).await, 410).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_may_have_a_form_checked_in_either_language() {
    let site = Site::open(carematch()).await;
    let lint = async |form: Value, lang: &str| {
        let url = format!("{}/api/v1/postings/lint", site.server.url);
        let request = reqwest::Client::new().post(url).header("accept-language", lang);
        said(request.json(&json!({ "form": form })).send().await.unwrap(), 200).await
    };
    let sound = lint(form(), "en").await;
    assert_eq!((&sound["publishable"], &sound["reviewed"]), (&json!(true), &json!(false)), "{sound}");
    let empty = lint(json!({}), "fr-CA").await;
    assert_eq!(empty["publishable"], false);
    let first = &empty["findings"][0];
    assert_eq!((&first["rule"], &first["pointer"]), (&json!("incomplete"), &json!("/en")));
    assert!(first["message"].as_str().unwrap().starts_with("Rédigez"), "{first}");
    let quebec = lint(with("sites", json!([{ "place": "Laval", "province": "QC" }])), "en").await;
    assert_eq!(quebec["publishable"], true, "{quebec}");
    let english = json!([{ "place": "Laval", "province": "QC" }]);
    let mut english = with("sites", english);
    english.as_object_mut().unwrap().remove("fr");
    let english = lint(english, "en").await;
    let twin = english["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "french_twin").unwrap();
    assert_eq!((&twin["severity"], &twin["jurisdiction"]), (&json!("error"), &json!("QC")));
    assert!(twin["provenance"]["as_of"].is_string());
    let chatty = lint(with("apply_url", json!("https://bit.ly/apply")), "en").await;
    let reviewed: Vec<&Value> =
        chatty["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "review").collect();
    assert_eq!(
        (&chatty["reviewed"], reviewed.len(), &reviewed[0]["rule"]),
        (&json!(true), 1, &json!("unverified_link"))
    );
}
