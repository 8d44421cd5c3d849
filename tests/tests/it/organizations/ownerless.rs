//! An organization whose only member has gone gets a new owner from the staff.

use domain::account::Staff;
use domain::organization::OrganizationId;
use serde_json::json;
use tests::answers::{read, refused, text};
use tests::employers::{make, organization};
use tests::people::{Part, Person, database, sign_in};
use tests::{Server, World};
use uuid::Uuid;

use crate::worlds;

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
    for (world, _postgres) in worlds().await {
        let server = world.serve(&[]).unwrap();
        finds_an_owner(&world, &server).await;
    }
}

async fn finds_an_owner(world: &World, server: &Server) {
    let person = async |part| sign_in(world, &server.url, part).await.unwrap();
    let [first, second, worker] =
        [person(Part::Employer).await, person(Part::Employer).await, person(Part::Worker).await];
    let id = text(&make(&first, &organization()).await.unwrap()["id"]);
    let path = format!("/api/v1/organizations/{id}");
    let denied = |id: &str, email: &str, why: &str| {
        let output = world.run(&["admin", "give-organization", id, "--email", email]).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(why), "{error}");
    };
    denied(&id, &second.email, "has an owner");
    leaves(world, &first).await;
    denied(&Uuid::nil().to_string(), &second.email, "no such organization");
    denied(&id, "nobody@example.org", "no account");
    denied(&id, &worker.email, "worker");
    refused(second.get(&path).await.unwrap(), 403, "forbidden").await;

    let args = ["admin", "give-organization", &id, "--email", &second.email.to_uppercase(), "--json"];
    assert_eq!(world.json(&args).unwrap()["account"], json!(second.account));
    let found = read(&second, &format!("{path}/members")).await;
    let members = found["items"].as_array().unwrap();
    assert_eq!((members.len(), &members[0]["role"]), (1, &json!("owner")), "{found}");
    denied(&id, &second.email, "has an owner");

    let moderator = person(Part::Staff(Staff::Moderator)).await;
    let trail = read(&moderator, &format!("/api/v1/moderation/audit?object={id}")).await;
    let line = &trail["items"][0];
    assert_eq!((&line["action"], &line["fields"]), (&json!("give_organization"), &json!(["members"])), "{trail}");
    let db = database(world).await.unwrap();
    let kept = storage::organization::find(&db, OrganizationId(id.parse().unwrap())).await.unwrap();
    assert_eq!(kept.profile.contact, None, "whom to ask is the new owner's to fill in");
    db.close().await.unwrap();
}
