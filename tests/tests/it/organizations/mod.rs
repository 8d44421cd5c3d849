//! Organizations as their people use them.

mod facilities;
mod invitations;
mod members;
mod ownerless;
mod profile;

use chrono::{Duration, Utc};
use domain::organization::{Invitation, InvitationId, MemberRole, OrganizationId};
use serde_json::{Value, json};
use tests::answers::said;
use tests::employers::{self, organization};
use tests::people::{self, Part, Person};
use tests::{Server, World};
use uuid::Uuid;

use crate::carematch;

struct Town {
    world: World,
    server: Server,
}

impl Town {
    fn new() -> Self {
        Self::of(carematch())
    }

    fn of(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        Self { world, server }
    }

    async fn person(&self, part: Part) -> Person {
        people::sign_in(&self.world, &self.server.url, part).await.unwrap()
    }

    async fn employer(&self) -> Person {
        self.person(Part::Employer).await
    }

    /// An organization of a new owner.
    async fn organization(&self) -> (Person, String) {
        let owner = self.employer().await;
        let made = employers::make(&owner, &organization()).await.unwrap();
        (owner, made["id"].as_str().unwrap().to_owned())
    }

    /// Another member of it.
    async fn member(&self, id: &str, role: MemberRole) -> Person {
        let person = self.employer().await;
        let token = self.invitation(id, &person.email, role, 0).await.1;
        joined(&person, &token).await;
        person
    }

    /// An invitation that was mailed some days ago, with its id and token.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    async fn invitation(&self, id: &str, address: &str, role: MemberRole, days: i64) -> (Uuid, String) {
        let db = people::database(&self.world).await.unwrap();
        let (token, hash) = api::caller::new_token();
        let (invitation, organization) = (InvitationId(Uuid::now_v7()), OrganizationId(id.parse().unwrap()));
        let invited = Utc::now() - Duration::days(days);
        let invitation = Invitation::new(invitation, organization, address.to_owned(), role, invited);
        let tx = storage::begin(&db).await.unwrap();
        storage::organization::invitation::insert(&tx, &invitation, &hash).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        (invitation.id.0, token)
    }
}

fn with(mut value: Value, field: &str, other: Value) -> Value {
    value[field] = other;
    value
}

async fn joined(person: &Person, token: &str) -> Value {
    let body = json!({ "token": token });
    said(person.post("/api/v1/member-invitations/accept", &body).await.unwrap(), 201).await
}
