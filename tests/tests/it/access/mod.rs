//! The access table, held against the system: every operation of the document × every actor × an own, a foreign, a
//! crossed and an absent object. What one may not know exists answers as what does not exist: the same status, headers
//! and body, and the same number of statements and password hashes.

pub(crate) mod bodies;
pub(crate) mod cast;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::access::{self, Action, Owner, Refusal};
use domain::account::AccountId;
use domain::testing::files::pdf;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use storage::testing::TestDatabase;
use tests::{Server, World, eventually};
use uuid::Uuid;

use self::cast::{Asker, Side, askers};
use crate::carematch;

pub(crate) const ABSENT: &str = "00000000-0000-7000-8000-000000000000";

/// Whose the objects of a request are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// The asker's side's.
    Own,
    /// The other side's.
    Foreign,
    /// A thing of the other side, reached through one's own organization.
    Crossed,
    /// Nobody's, asked for in one's own organization.
    Missing,
    /// Nobody's: there is no such thing.
    Absent,
}

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) action: Action,
    pub(crate) method: Method,
    pub(crate) path: String,
}

/// A server, two sides and a posting that anyone sees.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) server: Server,
    pub(crate) client: Client,
    pub(crate) own: Side,
    pub(crate) foreign: Side,
    pub(crate) posting: String,
}

/// What an asker sees of an answer, and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
    effort: (u64, u64),
}

impl Operation {
    pub(crate) fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let key = operation["operationId"].as_str().unwrap();
                let action = Action::parse(key).unwrap_or_else(|| panic!("`{key}` has no row in the access table"));
                let method = method.to_uppercase().parse().unwrap();
                all.push(Self { action, method, path: path.clone() });
            }
        }
        all
    }

    fn names_an_object(&self) -> bool {
        self.path.contains('{') && !self.path.contains("{queue}")
    }

    fn cases(&self) -> &'static [Case] {
        match self.path.matches('{').count() {
            0 => &[Case::Own],
            _ if !self.names_an_object() => &[Case::Own],
            1 => &[Case::Own, Case::Foreign, Case::Absent],
            _ => &[Case::Own, Case::Crossed, Case::Missing, Case::Foreign, Case::Absent],
        }
    }

    /// Whose the object of a case is; `None`: there is none.
    fn owner(&self, case: Case, site: &Site, asker: &Asker) -> Option<Owner> {
        let owning = match case {
            Case::Own => &site.own,
            Case::Foreign => &site.foreign,
            Case::Crossed | Case::Missing | Case::Absent => return None,
        };
        let mine = || asker.person.as_ref().map_or(AccountId(Uuid::nil()), |person| person.account);
        let account = |id: AccountId| Some(Owner::Account(id));
        if self.action == Action::ClaimPosting {
            // For one's own organization, whatever posting.
            Some(Owner::Organization(site.own.organization))
        } else if self.path.starts_with("/api/v1/organizations/") {
            Some(Owner::Organization(owning.organization))
        } else if self.path.starts_with("/api/v1/sessions/{") {
            account(if case == Case::Own { mine() } else { owning.worker.account })
        } else if self.names_an_object() && self.path.starts_with("/api/v1/me/") {
            account(owning.worker.account)
        } else if self.path.contains("/moderation/") || self.action.is_public() {
            Some(Owner::Nobody)
        } else {
            account(mine())
        }
    }

    /// What the table says of a case.
    fn expected(&self, case: Case, site: &Site, asker: &Asker) -> Result<(), Refusal> {
        access::admit(&asker.who, self.action)?;
        if self.action == Action::RemoveMember && matches!(asker.name, "viewer" | "recruiter") {
            // Any member may leave; to remove another is for owners. Members know who the members are.
            let outside = matches!(case, Case::Foreign | Case::Absent);
            return Err(if outside { Refusal::Absent } else { Refusal::Forbidden });
        }
        let absent = if self.names_an_object() { Err(Refusal::Absent) } else { Ok(()) };
        match self.owner(case, site, asker) {
            None => absent,
            Some(owner) => access::admit_to(&asker.who, self.action, owner),
        }
    }
}

static REQUESTS: AtomicU32 = AtomicU32::new(0);

impl Site {
    pub(crate) async fn open(world: World) -> Self {
        let rows = api::demo::postings(11, 3, cast::now()).unwrap();
        std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
        world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
        let server = world.serve(&[]).unwrap();
        let url = server.url.clone();
        let posting = posting(&url).await;
        let (own, foreign) = (Side::new(&world, &url, &posting).await, Side::new(&world, &url, &posting).await);
        Self { world, server, client: Client::new(), own, foreign, posting }
    }

    /// The path of an operation with the objects of a case.
    pub(crate) fn path(&self, operation: &Operation, case: Case, asker: &Asker, session: &str) -> String {
        let inner = if case == Case::Own { &self.own } else { &self.foreign };
        let outer = if matches!(case, Case::Crossed | Case::Missing) { &self.own } else { inner };
        let id = |side: &Side, kind: &str| match case {
            Case::Absent => ABSENT.to_owned(),
            Case::Missing if kind != "organization" => ABSENT.to_owned(),
            _ => side.ids[kind].clone(),
        };
        let path = &operation.path;
        let first = if path.starts_with("/api/v1/organizations/") || path.contains("/moderation/organizations/") {
            id(outer, "organization")
        } else if path.contains("/licences/") {
            id(inner, "licence")
        } else if path.contains("/wallet/") {
            id(inner, "credential")
        } else if path.contains("/documents/") {
            id(inner, "document")
        } else if path.contains("/blocks/") {
            id(inner, "block")
        } else if path.contains("/moderation/postings/") {
            id(inner, "posting")
        } else if path.contains("/moderation/reports/") {
            id(inner, "report")
        } else if path.contains("/staff/") {
            if case == Case::Absent { ABSENT.to_owned() } else { self.own.recruiter.account.0.to_string() }
        } else if path.starts_with("/api/v1/sessions/") {
            match case {
                Case::Absent => ABSENT.to_owned(),
                Case::Own if asker.person.is_some() => session.to_owned(),
                _ => inner.ids["session"].clone(),
            }
        } else if case == Case::Absent {
            ABSENT.to_owned()
        } else {
            self.posting.clone()
        };
        path.replace("{queue}", "reports")
            .replace("{id}", &first)
            .replace("{facility}", &id(inner, "facility"))
            .replace("{posting}", &id(inner, "posting"))
            .replace("{invitation}", &id(inner, "invitation"))
            .replace("{account}", &id(inner, "member"))
    }

    /// A request for an operation, such as is good but for who asks and for what.
    pub(crate) fn request(&self, operation: &Operation, path: &str, asker: &Asker) -> RequestBuilder {
        let request = self.client.request(operation.method.clone(), format!("{}{path}", self.server.url));
        let request = match &asker.person {
            Some(person) => request.bearer_auth(&person.token),
            None => request,
        };
        let request = match operation.action {
            Action::AddDocument => request.query(&[("purpose", "resume")]).body(pdf()),
            Action::ListLapses => request.query(&[("before", "2030-01-01")]),
            Action::Suggest => request.query(&[("text", "nurse")]),
            action => match bodies::body(action.key(), &self.own) {
                Some(body) => request.json(&body),
                None => request,
            },
        };
        request.header("if-match", "\"1\"")
    }

    async fn ask(&self, operation: &Operation, case: Case, asker: &Asker) -> Answer {
        let session = self.session_of(asker).await;
        let path = self.path(operation, case, asker, &session);
        let mark = format!("access-{}", REQUESTS.fetch_add(1, Ordering::Relaxed));
        let request = self.request(operation, &path, asker).header("x-request-id", &mark);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let own = ["x-request-id", "date"];
        let headers = response.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let body = response.text().await.unwrap();
        Answer { status, headers, body, effort: self.effort(&mark).await }
    }

    /// A session of the asker's that nothing needs.
    pub(crate) async fn session_of(&self, asker: &Asker) -> String {
        match &asker.person {
            None => ABSENT.to_owned(),
            Some(person) => self.spare_session(person).await,
        }
    }

    async fn spare_session(&self, person: &tests::people::Person) -> String {
        let spare = cast::session(&self.world, person, false).await;
        let db = tests::people::database(&self.world).await.unwrap();
        let found = storage::session::caller(&db, &api::caller::hash(&spare.token), cast::now()).await.unwrap();
        db.close().await.unwrap();
        found.unwrap().0.id.to_string()
    }

    /// What a request cost in statements and hashes, as the log tells.
    async fn effort(&self, mark: &str) -> (u64, u64) {
        let told = || {
            let log = self.server.log();
            let line =
                log.lines().rev().find(|line| line.contains("\"effort\"") && line.contains(&format!("\"{mark}\"")))?;
            let line: Value = serde_json::from_str(line).ok()?;
            Some((line["statements"].as_u64()?, line["hashes"].as_u64()?))
        };
        eventually(Duration::from_secs(20), async || Ok(told().is_some())).await.unwrap();
        told().unwrap()
    }
}

/// A posting that anyone sees.
async fn posting(url: &str) -> String {
    let search = format!("{url}/api/v1/postings?limit=1");
    let read = async || anyhow::Ok(reqwest::get(&search).await?.json::<Value>().await?);
    eventually(Duration::from_mins(1), async || Ok(read().await?["items"][0]["id"].is_string())).await.unwrap();
    read().await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Whether an answer is what the table says.
fn agrees(answer: &Answer, expected: Result<(), Refusal>) -> bool {
    let is = |status: u16, name: &str| answer.status == status && answer.body.contains(&format!("problem:{name}\""));
    match expected {
        Err(Refusal::SignIn) => is(401, "sign-in"),
        Err(Refusal::Forbidden) => is(403, "forbidden"),
        Err(Refusal::SecondFactor) => is(403, "second-factor"),
        Err(Refusal::Absent) => is(404, "not-found"),
        Ok(()) => !matches!(answer.status, 401 | 403 | 404 | 405) && answer.status < 500,
    }
}

#[expect(clippy::print_stderr, reason = "tells how much was walked")]
async fn walk(world: World) {
    let world =
        world.with("CAREMATCH_LOG_FILTER", "warn,api::server=info,api=debug").with("CAREMATCH_TRIES_FACTOR", "1000");
    let mut site = Site::open(world).await;
    let mut operations = Operation::all(&site.world.json(&["openapi"]).unwrap());
    // Whoever makes an organization is an owner from then on.
    operations.sort_by_key(|operation| operation.action == Action::CreateOrganization);
    let documented: Vec<Action> = operations.iter().map(|operation| operation.action).collect();
    let unbuilt = Action::ALL.iter().filter(|action| !documented.contains(action));
    let mut gaps: Vec<String> = unbuilt.map(|action| format!("in the table, but no operation: {action:?}")).collect();
    let mut cells = 0;
    for operation in &operations {
        let people = askers(&site.world, &site.server.url, &site.own).await;
        for asker in &people {
            cells += walk_cases(&mut site, operation, asker, &mut gaps).await;
        }
    }
    eprintln!("access: {} operations, {cells} cells, {} gaps", operations.len(), gaps.len());
    assert!(gaps.is_empty(), "{} gaps:\n{}", gaps.len(), gaps.join("\n"));
}

async fn walk_cases(site: &mut Site, operation: &Operation, asker: &Asker, gaps: &mut Vec<String>) -> usize {
    let mut absent = BTreeMap::new();
    // Absent first: what is admitted may change things.
    for case in operation.cases().iter().rev() {
        let expected = operation.expected(*case, site, asker);
        if expected.is_ok() && operation.method != Method::GET {
            site.own.renew(&site.world, &operation.path).await;
        }
        let mut answer = site.ask(operation, *case, asker).await;
        // Whoever may try hears that a token or a password is none; that is no refusal of the asker.
        let tried = ["This invitation", "Address and password"].iter().any(|said| answer.body.contains(said));
        if tried && matches!(operation.action, Action::AcceptMemberInvitation | Action::SignIn) {
            answer.status = 422;
        }
        let at = format!("{} × {} × {case:?}", operation.action.key(), asker.name);
        if !agrees(&answer, expected) {
            gaps.push(format!("{at}: expected {expected:?}, was {} {}", answer.status, answer.body));
        }
        if expected == Err(Refusal::Absent) {
            // A foreign organization is as an absent one, a foreign thing in one's own as an absent thing there.
            let kind = matches!(case, Case::Crossed | Case::Missing);
            let first: &Answer = absent.entry(kind).or_insert_with(|| answer.clone());
            if *first != answer {
                gaps.push(format!("{at}: tells itself from an absent one: {first:?} / {answer:?}"));
            }
        }
    }
    operation.cases().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_every_actor_as_the_table_says() {
    walk(carematch()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_too() {
    let Some(database) = TestDatabase::postgres().await else { return };
    walk(carematch().with("CAREMATCH_DATABASE_URL", database.url())).await;
}
