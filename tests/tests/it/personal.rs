//! Taking everything about an account along, and deleting it.

use api::app::accounts::hashing::{Cost, Hasher};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::organization::{MemberRole, OrganizationId};
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, said, text};
use tests::employers;
use tests::people::{self, Part, Person};
use tests::{Server, World};

use crate::carematch;

const PASSWORD: &str = "correct horse battery staple";
/// One pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Someone with a password.
async fn someone(world: &World, server: &Server, part: Part, email: &str, name: &str) -> Person {
    let person = people::sign_in_as(world, &server.url, part, email, name).await.unwrap();
    let db = people::database(world).await.unwrap();
    let account = storage::account::find(&db, person.account).await.unwrap();
    let hash = Hasher::new(Cost { memory_kib: 8, passes: 1 }).hash(PASSWORD.to_owned().into()).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    assert!(storage::account::replace_password(&tx, account.id, &account.password_hash, &hash).await.unwrap());
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    person
}

async fn erase(person: &Person, password: &str) -> u16 {
    let request = person.request(Method::DELETE, "/api/v1/me/account").json(&json!({ "password": password }));
    request.send().await.unwrap().status().as_u16()
}

async fn made(person: &Person, path: &str, thing: Value) -> Value {
    said(person.post(path, &thing).await.unwrap(), 201).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_exported_and_a_deletion_asks_for_the_password() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let email = "planted-address@example.org";
    let worker = someone(&world, &server, Part::Worker, email, "Planted Called").await;
    let profile =
        json!({ "headline": "Planted headline", "family_name": "Planted-Family", "phone": "+1 416 555 0199" });
    let kept = someone(&world, &server, Part::Worker, "kept@example.org", "Kept").await;
    for (person, profile) in [(&worker, &profile), (&kept, &json!({ "headline": "Stays" }))] {
        assert_eq!(person.put("/api/v1/me/profile", 0, profile).await.unwrap().status(), 200);
    }
    let licence = json!({ "role": "rn", "province": "ON", "number": "PL-77310482" });
    made(&worker, "/api/v1/me/licences", licence).await;
    let upload = worker.request(Method::POST, "/api/v1/me/documents?purpose=credential&name=planted-file.png");
    let upload = upload.header("content-type", "application/octet-stream").body(STANDARD.decode(PNG).unwrap());
    let document = said(upload.send().await.unwrap(), 201).await;
    let card = json!({ "credential": "bls", "issuer": "Planted-Issuer", "document": document["id"] });
    made(&worker, "/api/v1/me/wallet", card).await;
    made(&worker, "/api/v1/me/blocks", json!({ "employer": "Planted Valley Hospital" })).await;

    let export = worker.get("/api/v1/me/export").await.unwrap();
    assert_eq!(export.headers()["cache-control"], "no-store");
    assert!(export.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let export = said(export, 200).await;
    assert_eq!((&export["account"]["email"], &export["account"]["name"]), (&json!(email), &json!("Planted Called")));
    assert_eq!(export["worker"]["profile"]["family_name"], "Planted-Family");
    assert_eq!(export["worker"]["licences"][0]["number"], "PL-77310482");
    assert_eq!(export["worker"]["wallet"][0]["issuer"], "Planted-Issuer");
    assert_eq!(export["worker"]["blocks"][0]["employer"], "Planted Valley Hospital");
    assert_eq!(export["sessions"][0]["current"], true);
    let actions: Vec<_> = export["trail"].as_array().unwrap().iter().map(|deed| deed["action"].clone()).collect();
    let done = ["add_block", "add_wallet_credential", "add_document", "add_licence", "update_profile"];
    assert_eq!(actions, done);
    let href = export["files"][0]["href"].as_str().unwrap();
    let bytes = worker.get(href).await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, STANDARD.decode(PNG).unwrap());

    assert_eq!(erase(&worker, "not it").await, 422);
    assert_eq!(worker.get("/api/v1/me/profile").await.unwrap().status(), 200);
    assert_eq!(erase(&worker, PASSWORD).await, 204);
    assert_eq!(worker.get("/api/v1/me/profile").await.unwrap().status(), 401);
    // Of another nothing is lost.
    assert_eq!(read(&kept, "/api/v1/me/profile").await["record"]["headline"], "Stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_alone_owns_an_organization_with_others_hands_it_over_first() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let owner = someone(&world, &server, Part::Employer, "owner@example.org", "Owner").await;
    let member = someone(&world, &server, Part::Employer, "member@example.org", "Member").await;
    let mut organization = employers::organization();
    organization["contact"] = json!({ "name": "Owner", "email": owner.email });
    let organization = employers::make(&owner, &organization).await.unwrap();
    let id = OrganizationId(text(&organization["id"]).parse().unwrap());
    employers::join(&world, id, &member, MemberRole::Recruiter).await.unwrap();
    assert_eq!(erase(&owner, PASSWORD).await, 409);
    assert_eq!(owner.get("/api/v1/me/account").await.unwrap().status(), 200);
    assert_eq!(erase(&member, PASSWORD).await, 204);
    assert_eq!(erase(&owner, PASSWORD).await, 204);
    // It stays for its postings, and names nobody.
    let db = people::database(&world).await.unwrap();
    let left = storage::organization::find(&db, id).await.unwrap();
    assert!(left.profile.contact.is_none());
    db.close().await.unwrap();
}
