//! The access table, held against the system: every operation of the document × every actor × an own, a foreign, a
//! crossed and an absent object. What one may not know exists answers as what does not exist: the same status, headers
//! and body, and the same number of statements and password hashes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::access::{self, Action, Owner, Refusal};
use domain::account::AccountId;
use serde_json::Value;
use storage::testing::TestDatabase;
use tests::{World, eventually};
use uuid::Uuid;

use crate::carematch;
use crate::site::{ABSENT, Asker, Case, Operation, Secrets, Site, askers, spare_session};

/// What a request says beside whose objects it is about.
struct Said {
    version: String,
    secrets: Secrets,
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
        let of_ones_own =
            [Action::RevokeGrant, Action::ReadMatch, Action::SavePosting, Action::HidePosting].contains(&self.action);
        if of_ones_own {
            // One's own yes to whichever organization, one's own thoughts on whichever posting.
            account(mine())
        } else if self.action == Action::ClaimPosting {
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

    /// The statuses with which someone who is admitted is answered.
    fn answers(&self, asker: &Asker) -> &'static [u16] {
        match self.action {
            // Who is needed further on is asked for a password that they do not know.
            Action::ChangePassword | Action::StartSecondFactor | Action::DeleteAccount if !asker.expendable => &[422],
            // And has begun no second factor.
            Action::ProveSecondFactor | Action::RemoveSecondFactor if !asker.expendable => &[409],
            // A member already; claimed by a colleague before; from the same day on as another moderator's.
            Action::AcceptMemberInvitation | Action::ClaimPosting | Action::PublishFraudPolicy => &[201, 409],
            _ => &[200, 201, 202, 204],
        }
    }
}

static REQUESTS: AtomicU32 = AtomicU32::new(0);

impl Site {
    /// What is said by someone who is let in, so that nothing else refuses the request: the thing is there in the
    /// right state, the version is its version, the secrets are real.
    async fn prepare(&mut self, operation: &Operation, case: Case, asker: &Asker) -> Said {
        let Site { world, own, foreign, .. } = &mut *self;
        let side = if case == Case::Own { own } else { foreign };
        side.renew(world, operation.action).await;
        let known = asker.person.as_ref().filter(|_| asker.expendable);
        let person = if operation.action == Action::AcceptMemberInvitation { asker.person.as_ref() } else { known };
        let secrets = Secrets::of(world, operation.action, side, person).await;
        let mut said = Said { secrets, ..Said::nothing() };
        let path = self.path(operation, case, "");
        if let Some(person) = &asker.person
            && let Some(version) = self.side(case).version(operation.action, &path, person).await
        {
            said.version = version;
        }
        said
    }

    async fn ask(&self, operation: &Operation, case: Case, asker: &Asker, said: &Said) -> Answer {
        let session = match &asker.person {
            Some(person) if operation.action == Action::RevokeSession => spare_session(&self.world, person).await,
            _ => ABSENT.to_owned(),
        };
        let path = self.path(operation, case, &session);
        let mark = format!("access-{}", REQUESTS.fetch_add(1, Ordering::Relaxed));
        let request = self.request(operation, &path, asker, (&said.version, &said.secrets));
        let request = request.header("x-request-id", &mark);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let own = ["x-request-id", "date"];
        let headers = response.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let body = response.text().await.unwrap();
        Answer { status, headers, body, effort: self.effort(&mark).await }
    }

    /// Every case of one asker: the statuses.
    async fn walk(&mut self, operation: &Operation, asker: &Asker, gaps: &mut Vec<String>) -> Vec<u16> {
        let mut absent = BTreeMap::new();
        let mut statuses = Vec::new();
        // Absent first: what is admitted may change things.
        for case in operation.cases().iter().rev() {
            let expected = operation.expected(*case, self, asker);
            if case == &Case::Foreign && [Action::UnsavePosting, Action::UnhidePosting].contains(&operation.action) {
                // Another's posting can be marked by anyone: here it is to be one that only they marked.
                self.foreign.renew(&self.world, operation.action).await;
            }
            let said = if expected.is_ok() { self.prepare(operation, *case, asker).await } else { Said::nothing() };
            let answer = self.ask(operation, *case, asker, &said).await;
            let at = format!("{} × {} × {case:?}", operation.action.key(), asker.name);
            if !agrees(&answer, expected, operation.answers(asker)) {
                gaps.push(format!("{at}: expected {expected:?}, was {} {}", answer.status, answer.body));
            }
            statuses.push(answer.status);
            if expected == Err(Refusal::Absent) {
                // A foreign organization is as an absent one, a foreign thing in one's own as an absent thing there.
                let kind = matches!(case, Case::Crossed | Case::Missing);
                let first: &Answer = absent.entry(kind).or_insert_with(|| answer.clone());
                if *first != answer {
                    gaps.push(format!("{at}: tells itself from an absent one: {first:?} / {answer:?}"));
                }
            }
        }
        statuses
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

impl Said {
    /// What anyone can say.
    fn nothing() -> Self {
        Self { version: "\"1\"".to_owned(), secrets: Secrets::none() }
    }
}

/// Whether an answer is what the table says.
fn agrees(answer: &Answer, expected: Result<(), Refusal>, admitted: &[u16]) -> bool {
    let is = |status: u16, name: &str| answer.status == status && answer.body.contains(&format!("problem:{name}\""));
    match expected {
        Err(Refusal::SignIn) => is(401, "sign-in"),
        Err(Refusal::Forbidden) => is(403, "forbidden"),
        Err(Refusal::SecondFactor) => is(403, "second-factor"),
        Err(Refusal::Absent) => is(404, "not-found"),
        Ok(()) => admitted.contains(&answer.status),
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
        let mut reached = false;
        for asker in &people {
            let statuses = site.walk(operation, asker, &mut gaps).await;
            cells += statuses.len();
            reached |= statuses.iter().any(|status| (200..300).contains(status));
        }
        if !reached {
            gaps.push(format!("{}: nobody was answered with a 2xx", operation.action.key()));
        }
    }
    eprintln!("access: {} operations, {cells} cells, {} gaps", operations.len(), gaps.len());
    assert!(gaps.is_empty(), "{} gaps:\n{}", gaps.len(), gaps.join("\n"));
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
