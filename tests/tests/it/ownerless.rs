//! An organization whose only member has gone gets a new owner from the staff.

use domain::account::Staff;
use domain::organization::OrganizationId;
use serde_json::{Value, json};
use storage::testing::TestDatabase;
use tests::people::{Part, Person, database, sign_in};
use tests::{Server, World};
use uuid::Uuid;

use crate::carematch;

/// Signs an organization up; its id.
async fn organization(owner: &Person) -> String {
    let profile = json!({
        "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
        "contact": { "name": "Ann", "email": owner.email },
        "arrangement": "direct", "province": "ON", "headcount": "from_25" });
    let made = owner.post("/api/v1/organizations", &profile).await.unwrap();
    assert_eq!(made.status(), 201);
    made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

/// What deleting the only member's account leaves: the organization without members. How an account is deleted has tests
/// of its own.
async fn leaves(world: &World, owner: &Person) {
    let db = database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    storage::organization::erase(&tx, owner.account, &owner.email).await.unwrap();
    storage::account::remove(&tx, owner.account).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_find_an_owner_for_an_organization_that_has_none() {
    let mut worlds = vec![(carematch(), None)];
    if let Some(postgres) = TestDatabase::postgres().await {
        worlds.push((carematch().with("CAREMATCH_DATABASE_URL", postgres.url()), Some(postgres)));
    }
    for (world, _postgres) in worlds {
        let server = world.serve(&[]).unwrap();
        finds_an_owner(&world, &server).await;
    }
}

async fn finds_an_owner(world: &World, server: &Server) {
    let person = async |part| sign_in(world, &server.url, part).await.unwrap();
    let [first, second, worker] =
        [person(Part::Employer).await, person(Part::Employer).await, person(Part::Worker).await];
    let id = organization(&first).await;
    let path = format!("/api/v1/organizations/{id}");
    let refused = |id: &str, email: &str, why: &str| {
        let output = world.run(&["admin", "give-organization", id, "--email", email]).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(why), "{error}");
    };
    refused(&id, &second.email, "has an owner");
    leaves(world, &first).await;
    refused(&Uuid::nil().to_string(), &second.email, "no such organization");
    refused(&id, "nobody@example.org", "no account");
    refused(&id, &worker.email, "worker");
    assert_eq!(second.get(&path).await.unwrap().status(), 403);

    let args = ["admin", "give-organization", &id, "--email", &second.email.to_uppercase(), "--json"];
    assert_eq!(world.json(&args).unwrap()["account"], json!(second.account));
    let found: Value = second.get(&format!("{path}/members")).await.unwrap().json().await.unwrap();
    let members = found["items"].as_array().unwrap();
    assert_eq!((members.len(), &members[0]["role"]), (1, &json!("owner")), "{found}");
    refused(&id, &second.email, "has an owner");

    let moderator = person(Part::Staff(Staff::Moderator)).await;
    let trail = format!("/api/v1/moderation/audit?object={id}");
    let trail: Value = moderator.get(&trail).await.unwrap().json().await.unwrap();
    let line = &trail["items"][0];
    assert_eq!((&line["action"], &line["fields"]), (&json!("give_organization"), &json!(["members"])), "{trail}");
    let db = database(world).await.unwrap();
    let kept = storage::organization::find(&db, OrganizationId(id.parse().unwrap())).await.unwrap();
    assert_eq!(kept.profile.contact, None, "whom to ask is the new owner's to fill in");
    db.close().await.unwrap();
}
