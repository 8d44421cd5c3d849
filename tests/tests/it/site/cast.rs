//! The people of a site.

use std::collections::HashMap;

use api::caller::{hash, new_key, new_token};
use chrono::Duration;
use domain::access::{Membership, Scope, Who};
use domain::account::{Kind, Staff};
use domain::organization::{Member, MemberRole, OrganizationId, Verification};
use storage::organization::api_key::{self, ApiKey};
use tests::World;
use tests::people::{self, Part, Person};
use uuid::Uuid;

use super::things::made;
use super::{bodies, now, write};

/// The people and the things of one side.
pub(crate) struct Side {
    pub(crate) worker: Person,
    pub(crate) owner: Person,
    pub(crate) recruiter: Person,
    pub(crate) viewer: Person,
    /// Verified.
    pub(crate) organization: OrganizationId,
    /// API keys of the owner: one that reads, one that writes.
    pub(crate) keys: [Key; 2],
    /// Ids by kind.
    pub(crate) ids: HashMap<&'static str, String>,
}

/// An API key.
pub(crate) struct Key {
    pub(super) id: String,
    scope: Scope,
    token: String,
}

/// An actor of the table, as someone who asks.
pub(crate) struct Asker {
    pub(crate) name: &'static str,
    pub(crate) person: Option<Person>,
    pub(crate) who: Who,
    /// Whether they came for one operation and may end with it.
    pub(crate) expendable: bool,
}

impl Side {
    /// A worker with everything a worker has, an organization with everything an organization has. `posting` is one
    /// that anyone sees.
    pub(super) async fn new(world: &World, url: &str, posting: &str) -> Self {
        let person = async |part| people::sign_in(world, url, part).await.unwrap();
        let (worker, owner) = (person(Part::Worker).await, person(Part::Employer).await);
        let (recruiter, viewer) = (person(Part::Employer).await, person(Part::Employer).await);
        assert_eq!(worker.put("/api/v1/me/profile", 0, &bodies::profile()).await.unwrap().status(), 200);
        let organization = made(owner.post("/api/v1/organizations", &bodies::organization()).await.unwrap()).await;
        let mut ids = HashMap::from([("organization", organization.clone()), ("public", posting.to_owned())]);
        ids.insert("session", spare_session(world, &worker).await);
        let organization = OrganizationId(organization.parse().unwrap());
        join(world, organization, &recruiter, MemberRole::Recruiter).await;
        join(world, organization, &viewer, MemberRole::Viewer).await;
        verify(world, organization).await;
        let read = key(world, organization, &owner, Scope::ReadPostings).await;
        let write = key(world, organization, &owner, Scope::WritePostings).await;
        ids.insert("api key", read.id.clone());
        let keys = [read, write];
        let mut side = Self { worker, owner, recruiter, viewer, organization, keys, ids };
        for action in Self::EVERY_KIND {
            side.renew(world, *action).await;
        }
        side
    }
}

async fn verify(world: &World, id: OrganizationId) {
    let verified = async |tx: &_| {
        let mut organization = storage::organization::find(tx, id).await?;
        organization.verification = Verification::Verified { at: now() };
        storage::organization::update(tx, &organization).await.map(|_| ())
    };
    write(world, verified).await;
}

/// Makes someone a member.
pub(crate) async fn join(world: &World, organization: OrganizationId, person: &Person, role: MemberRole) {
    let member = Member { account: person.account, role, version: 1, since: now() };
    write(world, async |tx| storage::organization::member::insert(tx, organization, &member).await).await;
}

/// Another session of someone, with their second factor or without.
async fn session(world: &World, person: &Person, second_factor: bool) -> Person {
    let (token, token_hash) = new_token();
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
    write(world, async |tx| storage::session::insert(tx, &session).await).await;
    let mut again = person.clone();
    again.token = token;
    again
}

/// An API key of someone's.
pub(super) async fn key(world: &World, organization: OrganizationId, by: &Person, scope: Scope) -> Key {
    let (token, token_hash) = new_key();
    let (id, by, created_at) = (Uuid::now_v7(), by.account, now());
    let (name, scopes, expires_at) =
        ("Partner".to_owned(), [scope].into_iter().collect(), created_at + Duration::days(1));
    let key = ApiKey { id, organization, by, name, token_hash, scopes, created_at, expires_at };
    write(world, async |tx| api_key::insert(tx, &key).await).await;
    Key { id: id.to_string(), scope, token }
}

/// The id of a session of someone's that nothing needs.
pub(crate) async fn spare_session(world: &World, person: &Person) -> String {
    let spare = session(world, person, false).await;
    let db = people::database(world).await.unwrap();
    let found = storage::session::caller(&db, &hash(&spare.token), now()).await.unwrap();
    db.close().await.unwrap();
    found.unwrap().0.id.to_string()
}

/// Everyone who may ask, with what the database knows of them.
pub(crate) async fn askers(world: &World, url: &str, side: &Side) -> Vec<Asker> {
    let new = async |part| people::sign_in(world, url, part).await.unwrap();
    let moderator = new(Part::Staff(Staff::Moderator)).await;
    let mut askers = vec![Asker { name: "anonymous", person: None, who: Who::Anonymous, expendable: false }];
    askers.push(asker("worker", session(world, &side.worker, true).await, Kind::Worker));
    for (name, person, role, second_factor) in [
        ("viewer", &side.viewer, MemberRole::Viewer, true),
        ("recruiter", &side.recruiter, MemberRole::Recruiter, true),
        ("owner", &side.owner, MemberRole::Owner, true),
        ("hurried owner", &side.owner, MemberRole::Owner, false),
    ] {
        let member = asker(name, session(world, person, second_factor).await, Kind::Employer);
        let memberships = vec![Membership { organization: side.organization, role }];
        askers.push(member.with(|person| (person.memberships, person.second_factor) = (memberships, second_factor)));
    }
    for Key { scope, token, .. } in &side.keys {
        let mut person = side.owner.clone();
        person.token.clone_from(token);
        let membership = Membership { organization: side.organization, role: MemberRole::Owner };
        let Asker { who: Who::Person(mut acts_for), .. } = asker("", person.clone(), Kind::Employer) else { continue };
        (acts_for.memberships, acts_for.second_factor) = (vec![membership], false);
        let key = domain::access::Key { person: acts_for, scopes: [*scope].into_iter().collect() };
        let name = if *scope == Scope::ReadPostings { "key postings:read" } else { "key postings:write" };
        askers.push(Asker { name, person: Some(person), who: Who::Key(key), expendable: false });
    }
    for (name, person, staff, second_factor) in [
        ("employer", new(Part::Employer).await, None, true),
        ("editor", new(Part::Staff(Staff::Editor)).await, Some(Staff::Editor), true),
        ("hurried moderator", session(world, &moderator, false).await, Some(Staff::Moderator), false),
        ("moderator", moderator, Some(Staff::Moderator), true),
        ("admin", new(Part::Staff(Staff::Admin)).await, Some(Staff::Admin), true),
    ] {
        let new = asker(name, person, Kind::Employer);
        let new = new.with(|person| (person.staff, person.second_factor) = (staff, second_factor));
        // Of the two sessions of the moderator one is enough to end both.
        askers.push(Asker { expendable: name != "hurried moderator", ..new });
    }
    askers
}

/// Someone of this kind, with a second factor.
fn asker(name: &'static str, person: Person, kind: Kind) -> Asker {
    let (account, staff, memberships) = (person.account, None, Vec::new());
    let who = domain::access::Person { account, kind, staff, memberships, second_factor: true };
    Asker { name, person: Some(person), who: Who::Person(who), expendable: false }
}

impl Asker {
    fn with(mut self, change: impl FnOnce(&mut domain::access::Person)) -> Self {
        if let Who::Person(person) = &mut self.who {
            change(person);
        }
        self
    }
}
