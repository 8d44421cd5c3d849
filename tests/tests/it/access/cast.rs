//! The people and the things of the access test: two sides that are the same but for whose they are.

use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, Utc};
use domain::access::{Membership, Who};
use domain::account::{Kind, Staff};
use domain::organization::{Invitation, InvitationId, Member, MemberRole, OrganizationId};
use domain::testing::files::pdf;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::World;
use tests::people::{self, Part, Person};
use uuid::Uuid;

use super::bodies;
use crate::documents;

#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The things of one side, by the name that a path gives them after its noun.
pub(crate) struct Side {
    pub(crate) worker: Person,
    pub(crate) owner: Person,
    pub(crate) recruiter: Person,
    pub(crate) viewer: Person,
    pub(crate) organization: OrganizationId,
    /// Ids by kind.
    pub(crate) ids: HashMap<&'static str, String>,
}

/// An actor of the table, as someone who asks.
pub(crate) struct Asker {
    pub(crate) name: &'static str,
    pub(crate) person: Option<Person>,
    pub(crate) who: Who,
}

pub(crate) async fn made(response: Response) -> String {
    let (status, body) = (response.status(), response.text().await.unwrap());
    assert_eq!(status, 201, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    body["id"].as_str().unwrap().to_owned()
}

impl Side {
    /// A worker with everything a worker has, an organization with everything an organization has.
    pub(crate) async fn new(world: &World, url: &str, posting: &str) -> Self {
        let person = async |part| people::sign_in(world, url, part).await.unwrap();
        let (worker, owner) = (person(Part::Worker).await, person(Part::Employer).await);
        let (recruiter, viewer) = (person(Part::Employer).await, person(Part::Employer).await);
        let mut ids = HashMap::new();
        worker_things(&worker, &mut ids).await;
        let organization = made(owner.post("/api/v1/organizations", &bodies::organization()).await.unwrap()).await;
        ids.insert("organization", organization.clone());
        let organization = OrganizationId(organization.parse().unwrap());
        join(world, organization, &recruiter, MemberRole::Recruiter).await;
        join(world, organization, &viewer, MemberRole::Viewer).await;
        let report = format!("/api/v1/postings/{posting}/reports");
        ids.insert("report", made(worker.post(&report, &json!({ "concern": "other" })).await.unwrap()).await);
        ids.insert("session", own_session(world, &worker).await);
        let mut side = Self { worker, owner, recruiter, viewer, organization, ids };
        for kind in ["{account}", "{facility}", "{posting}", "{invitation}"] {
            side.renew(world, kind).await;
        }
        let of = format!("/api/v1/organizations/{}/verification", organization.0);
        assert_eq!(side.owner.post(&of, &json!({})).await.unwrap().status(), 200);
        side
    }

    /// Makes the thing that a path names anew: the last one may be used up.
    pub(crate) async fn renew(&mut self, world: &World, path: &str) {
        let of = |rest: &str| format!("/api/v1/organizations/{}/{rest}", self.organization.0);
        let (owner, worker) = (&self.owner, &self.worker);
        let post = async |person: &Person, path: &str, body: Value| made(person.post(path, &body).await.unwrap()).await;
        let (kind, id) = if path.contains("{facility}") {
            ("facility", post(owner, &of("facilities"), bodies::facility()).await)
        } else if path.contains("{posting}") {
            ("posting", post(owner, &of("postings"), bodies::form()).await)
        } else if path.contains("{invitation}") {
            ("invitation", invite(world, self.organization).await)
        } else if path.contains("{account}") {
            let member = people::sign_in(world, "", Part::Employer).await.unwrap();
            join(world, self.organization, &member, MemberRole::Viewer).await;
            ("member", member.account.0.to_string())
        } else if path.contains("/me/licences/{id}") {
            ("licence", post(worker, "/api/v1/me/licences", bodies::licence()).await)
        } else if path.contains("/me/wallet/{id}") {
            ("credential", post(worker, "/api/v1/me/wallet", bodies::credential()).await)
        } else if path.contains("/me/documents/{id}") {
            ("document", made(documents::send(worker, "resume", "cv.pdf", pdf()).await).await)
        } else if path.contains("/me/blocks/{id}") {
            let employer = format!("Hospital {}", Uuid::now_v7().simple());
            ("block", post(worker, "/api/v1/me/blocks", json!({ "employer": employer })).await)
        } else {
            return;
        };
        self.ids.insert(kind, id);
    }
}

async fn own_session(world: &World, person: &Person) -> String {
    let spare = session(world, person, false).await;
    let db = people::database(world).await.unwrap();
    let found = storage::session::caller(&db, &api::caller::hash(&spare.token), now()).await.unwrap();
    db.close().await.unwrap();
    found.unwrap().0.id.to_string()
}

async fn worker_things(worker: &Person, ids: &mut HashMap<&'static str, String>) {
    assert_eq!(worker.put("/api/v1/me/profile", 0, &bodies::profile()).await.unwrap().status(), 200);
    let licence = made(worker.post("/api/v1/me/licences", &bodies::licence()).await.unwrap()).await;
    let check = format!("/api/v1/me/licences/{licence}/check");
    assert_eq!(worker.request(Method::POST, &check).send().await.unwrap().status(), 200);
    ids.insert("licence", licence);
    ids.insert("credential", made(worker.post("/api/v1/me/wallet", &bodies::credential()).await.unwrap()).await);
    ids.insert("document", made(documents::send(worker, "resume", "cv.pdf", pdf()).await).await);
    ids.insert("block", made(worker.post("/api/v1/me/blocks", &bodies::block()).await.unwrap()).await);
}

/// Makes someone a member.
pub(crate) async fn join(world: &World, organization: OrganizationId, person: &Person, role: MemberRole) {
    let db = people::database(world).await.unwrap();
    let member = Member { account: person.account, role, version: 1, since: now() };
    let tx = storage::begin(&db).await.unwrap();
    storage::organization::member::insert(&tx, organization, &member).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

async fn invite(world: &World, organization: OrganizationId) -> String {
    let db = people::database(world).await.unwrap();
    let id = InvitationId(Uuid::now_v7());
    let address = format!("{}@example.org", id.0.simple());
    let invitation = Invitation::new(id, organization, address, MemberRole::Viewer, now());
    let tx = storage::begin(&db).await.unwrap();
    storage::organization::invitation::insert(&tx, &invitation, &api::caller::new_token().1).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    id.0.to_string()
}

/// Another session of someone, with their second factor or without.
pub(crate) async fn session(world: &World, person: &Person, second_factor: bool) -> Person {
    let db = people::database(world).await.unwrap();
    let (token, token_hash) = api::caller::new_token();
    let (id, account, now) = (Uuid::now_v7(), person.account, now());
    let (created_at, expires_at, agent) = (now, now + Duration::days(1), String::new());
    let session = storage::session::Session {
        id,
        account,
        token_hash,
        second_factor,
        agent,
        created_at,
        seen_at: now,
        expires_at,
    };
    let tx = storage::begin(&db).await.unwrap();
    storage::session::insert(&tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let mut again = person.clone();
    again.token = token;
    again
}

/// Everyone who may ask, with what the database knows of them.
pub(crate) async fn askers(world: &World, url: &str, side: &Side) -> Vec<Asker> {
    let in_side = |role| vec![Membership { organization: side.organization, role }];
    let staff = async |staff| people::sign_in(world, url, Part::Staff(staff)).await.unwrap();
    let nobody = people::sign_in(world, url, Part::Employer).await.unwrap();
    let (editor, moderator) = (staff(Staff::Editor).await, staff(Staff::Moderator).await);
    let admin = staff(Staff::Admin).await;
    let rows = [
        ("worker", session(world, &side.worker, true).await, Kind::Worker, None, Vec::new(), true),
        ("employer", nobody, Kind::Employer, None, Vec::new(), true),
        ("viewer", session(world, &side.viewer, true).await, Kind::Employer, None, in_side(MemberRole::Viewer), true),
        (
            "recruiter",
            session(world, &side.recruiter, true).await,
            Kind::Employer,
            None,
            in_side(MemberRole::Recruiter),
            true,
        ),
        ("owner", session(world, &side.owner, true).await, Kind::Employer, None, in_side(MemberRole::Owner), true),
        (
            "hurried owner",
            session(world, &side.owner, false).await,
            Kind::Employer,
            None,
            in_side(MemberRole::Owner),
            false,
        ),
        ("editor", editor, Kind::Employer, Some(Staff::Editor), Vec::new(), true),
        (
            "hurried moderator",
            session(world, &moderator, false).await,
            Kind::Employer,
            Some(Staff::Moderator),
            Vec::new(),
            false,
        ),
        ("moderator", moderator, Kind::Employer, Some(Staff::Moderator), Vec::new(), true),
        ("admin", admin, Kind::Employer, Some(Staff::Admin), Vec::new(), true),
    ];
    let mut askers = vec![Asker { name: "anonymous", person: None, who: Who::Anonymous }];
    for (name, person, kind, staff, memberships, second_factor) in rows {
        let account = person.account;
        let who = Who::Person(domain::access::Person { account, kind, staff, memberships, second_factor });
        askers.push(Asker { name, person: Some(person), who });
    }
    askers
}

/// Days from today, as a body says it.
pub(crate) fn in_days(days: u64) -> String {
    (now().date_naive() + Days::new(days)).to_string()
}
