//! What is personal is where it belongs and nowhere else: words are planted in every field of a worker and of a
//! member, everyone reads everything, everything is sent wrong, and in the end the two delete their accounts.

mod planted;
mod provoked;
mod seen;
mod traces;

use std::time::Duration;

use domain::organization::MemberRole;
use reqwest::Method;
use serde_json::json;
use storage::testing::TestDatabase;
use tests::people::Person;
use tests::{World, eventually};

use self::planted::{MEMBER, PASSWORD, Planted, WORKER};
use crate::carematch;
use crate::site::{Site, bodies};

/// What the rows of the database hold readably: as written, of a number its end, of a secret nothing.
const IN_ROWS: &[&str] = &[
    "address",
    "blocked employer",
    "duties",
    "education",
    "employer",
    "family name",
    "file name",
    "given name",
    "headline",
    "hidden employer",
    "issuer",
    "member's address",
    "member's name",
    "message",
    "name",
    "phone",
    "saved search",
    "school",
    "studies",
    "title",
    "video",
    "words looked for",
];

/// Nobody sees, or is told, what is not for them.
#[expect(clippy::print_stderr, reason = "tells how much was walked")]
async fn while_they_are_here(site: &Site, postgres: Option<&TestDatabase>, planted: &Planted) {
    let answers = seen::walk(site, planted).await;
    // What is wrong with one's own data is no reason to tell of it.
    for (path, body) in [
        (
            "/accounts",
            json!({ "kind": "worker", "name": "Zqname", "email": WORKER, "password": PASSWORD, "language": "en" }),
        ),
        ("/sessions", json!({ "email": WORKER, "password": "zqsecret" })),
        ("/sessions", json!({ "email": WORKER, "password": PASSWORD, "code": 77_310_482 })),
    ] {
        let (_, said) = planted::post(site, path, &body).await;
        assert_eq!(planted.found_in(&said.to_string()), [""; 0], "{path}");
    }
    let refused = provoked::walk(site).await;
    eprintln!("marker: {answers} answers to readers, {refused} refusals");
    assert!(answers > 500 && refused > 500);
    traces::assert_untold(site, planted).await;
    traces::assert_not_searchable(site).await;
    let mut expected: Vec<_> = IN_ROWS.iter().map(|what| ("carematch.db".to_owned(), (*what).to_owned())).collect();
    expected.push(("files".to_owned(), "resume".to_owned()));
    assert_eq!(traces::kept(site, postgres, planted).await, expected);
}

async fn erase(person: &Person) {
    let request = person.request(Method::DELETE, "/api/v1/me/account").json(&json!({ "password": PASSWORD }));
    assert_eq!(request.send().await.unwrap().status(), 204);
}

/// What the organization that the worker applied to reads of its applicants.
async fn applications(site: &Site) -> String {
    let path = format!("/api/v1/organizations/{}/applications", site.foreign.organization.0);
    site.foreign.owner.get(&path).await.unwrap().text().await.unwrap()
}

/// The worker takes their yes to that organization back: from here on it is as every other.
async fn revoke(site: &Site) {
    let path = format!("/api/v1/me/grants/{}", site.foreign.organization.0);
    assert_eq!(site.foreign.worker.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
}

/// What others write about the two: invitations, a contact, what a moderator saw.
async fn written_about(site: &Site) {
    let organization = format!("/api/v1/organizations/{}", site.foreign.organization.0);
    let owner = &site.foreign.owner;
    let invitation = json!({ "address": WORKER, "role": MemberRole::Viewer.key() });
    assert_eq!(owner.post(&format!("{organization}/invitations"), &invitation).await.unwrap().status(), 201);
    let seen = owner.get(&organization).await.unwrap();
    let version = seen.headers()["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
    let mut named = bodies::organization();
    named["contact"] = json!({ "name": "Zqcolleague", "email": MEMBER, "phone": "613 555-0100" });
    assert_eq!(owner.put(&organization, version, &named).await.unwrap().status(), 200);
    let moderator = tests::people::Part::Staff(domain::account::Staff::Moderator);
    let moderator = tests::people::sign_in(&site.world, &site.server.url, moderator).await.unwrap();
    let licence = &site.foreign.ids["licence"];
    let version = moderator.get(&format!("/api/v1/moderation/licences/{licence}")).await.unwrap();
    let version = version.headers()["etag"].clone();
    let decision = json!({ "ruling": "approve", "reason": "in_register", "note": "Zqname is in it",
        "register_url": "https://register.example/zqname", "seen": "Zqfamily 77310482" });
    let path = format!("/api/v1/moderation/licences/{licence}/decision");
    let decided = moderator.request(Method::POST, &path).header("if-match", version).json(&decision);
    assert_eq!(decided.send().await.unwrap().status(), 200);
}

/// Nothing is left of them, and all of others.
async fn when_they_are_gone(site: &Site, postgres: Option<&TestDatabase>, planted: &Planted) {
    written_about(site).await;
    let others = async || {
        let read = async |path: &str| site.own.worker.get(path).await.unwrap().text().await.unwrap();
        [read("/api/v1/me/profile").await, read("/api/v1/me/licences").await, read("/api/v1/me/blocks").await]
    };
    let before = others().await;
    erase(&site.foreign.worker).await;
    erase(&site.foreign.recruiter).await;
    assert_eq!(site.foreign.worker.get("/api/v1/me/profile").await.unwrap().status(), 401);
    // The letters that say so are the last that hold the addresses, and go when they are sent.
    let gone = async || Ok(traces::kept(site, postgres, planted).await.is_empty());
    let is_gone = eventually(Duration::from_mins(1), gone).await.is_ok();
    assert!(is_gone, "left: {:?}", traces::kept(site, postgres, planted).await);
    traces::assert_untold(site, planted).await;
    assert_eq!(others().await, before);
}

async fn play(world: World, postgres: Option<&TestDatabase>) {
    let mut site = Site::open(world.with("CAREMATCH_LOG_FILTER", "debug")).await;
    let planted = Planted::into(&mut site).await;
    assert!(planted.all().count() > IN_ROWS.len());
    // To those they applied to they are known, as far as it went; until they take that back.
    let known = planted.found_in(&applications(&site).await);
    assert_eq!(
        known,
        ["address", "phone", "given name", "family name", "education", "school", "title", "employer", "duties"]
    );
    revoke(&site).await;
    while_they_are_here(&site, postgres, &planted).await;
    when_they_are_gone(&site, postgres, &planted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planted_is_for_its_own_and_goes_with_them() {
    play(carematch(), None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_too() {
    let Some(database) = TestDatabase::postgres().await else { return };
    play(carematch().with("CAREMATCH_DATABASE_URL", database.url()), Some(&database)).await;
}
