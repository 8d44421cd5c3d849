//! Organizations: signing up, editing, asking for verification.
//!
//! What lies below an organization (members, invitations, facilities) is decided by the organization in the path
//! alone, which the caller is a member of or not: no statement is run for one that is not theirs, whether or not it
//! exists.

pub mod api_keys;
pub mod facilities;
pub mod invitations;
pub mod members;
pub mod owner;

use domain::access::{Action, Owner, Person};
use domain::message::Message;
use domain::organization::{MemberRole, Members, NotPossible, Organization, OrganizationId, Profile};
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::organization;

use super::creation::{self, Begun, Once};
use super::{App, day_of, new_id};
use crate::answer::{Created, Made};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Organizations that one account may be a member of.
const MOST_MEMBERSHIPS: usize = 20;

/// A person who can be a member of one organization more.
fn with_room(person: &Person) -> Result<(), Problem> {
    let full = person.memberships.len() >= MOST_MEMBERSHIPS;
    if full { Err(Problem::new(Kind::Quota)) } else { Ok(()) }
}

/// Signs an organization up; the caller owns it.
pub async fn create<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    profile: Profile,
    present: impl FnOnce(&Organization) -> V,
) -> Result<Made, Problem> {
    caller.admit(Action::CreateOrganization)?;
    let person = caller.person()?;
    let work = match creation::begin(app, caller, Action::CreateOrganization, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    with_room(person)?;
    let now = work.now();
    let made = Organization::new(OrganizationId(new_id(now)), profile, now);
    let mut members = Members::default();
    let owner = members.join(person.account, MemberRole::Owner, now).map_err(members::refused)?;
    organization::insert(work.tx(), &made).await?;
    organization::member::insert(work.tx(), made.id, owner).await?;
    let entry = Entry::new(Some(person.account), Action::CreateOrganization, "organization", made.id.0);
    audit::record(work.tx(), &entry, now).await?;
    let location = format!("/api/v1/organizations/{}", made.id.0);
    work.finish(Created { location, version: made.version, body: present(&made) }).await
}

/// The caller's organizations, oldest first, each with the caller's part.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<(Organization, MemberRole)>, Problem> {
    caller.admit(Action::ListOrganizations)?;
    let memberships = &caller.person()?.memberships;
    let ids: Vec<_> = memberships.iter().map(|membership| membership.organization).collect();
    let found = organization::by_ids(&app.db, &ids).await?;
    let with_role = |organization: Organization| {
        let membership = memberships.iter().find(|membership| membership.organization == organization.id)?;
        Some((organization, membership.role))
    };
    Ok(found.into_iter().filter_map(with_role).collect())
}

/// One organization.
pub async fn read(app: &App, caller: &Caller, id: OrganizationId) -> Result<Organization, Problem> {
    caller.admit(Action::ReadOrganization)?;
    let found = organization::find(&app.db, id).await?;
    caller.admit_to(Action::ReadOrganization, Owner::Organization(id))?;
    Ok(found)
}

/// Changes what an organization says of itself.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    version: i32,
    profile: Profile,
) -> Result<Organization, Problem> {
    caller.admit_to(Action::UpdateOrganization, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut changed = organization::find(&tx, id).await?;
    is_current(changed.version, version)?;
    let before = changed.clone();
    changed.edit(profile, now);
    changed.version = organization::update(&tx, &changed).await?;
    let fields = changed_fields(&before, &changed);
    let entry = Entry::new(Some(caller.account()?), Action::UpdateOrganization, "organization", id.0);
    audit::record(&tx, &entry.fields(&fields), now).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Asks for verification.
pub async fn request_verification(app: &App, caller: &Caller, id: OrganizationId) -> Result<Organization, Problem> {
    caller.admit_to(Action::RequestVerification, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut asking = organization::find(&tx, id).await?;
    asking.request_verification(now, day_of(now)).map_err(refused)?;
    asking.version = organization::update(&tx, &asking).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RequestVerification, "organization", id.0);
    audit::record(&tx, &entry.fields(&["verification"]), now).await?;
    tx.commit().await?;
    Ok(asking)
}

/// Whether the edit names the version that is there.
fn is_current(current: i32, named: i32) -> Result<(), Problem> {
    if current == named { Ok(()) } else { Err(storage::Error::Conflict { current }.into()) }
}

/// Why verification cannot take a step, as a problem.
pub fn refused(why: NotPossible) -> Problem {
    match why {
        NotPossible::State(_) => Problem::new(Kind::Conflict).because(Message::new("organization-verification-state")),
        NotPossible::Lacking(lacks) => {
            let field = |lack: domain::organization::Lack| {
                (format!("/{}", lack.key()), Message::new("organization-verification-lacks"))
            };
            let mut problem = Problem::new(Kind::Invalid);
            problem.fields = lacks.into_iter().map(field).collect();
            problem
        }
    }
}

fn changed_fields(before: &Organization, after: &Organization) -> Vec<&'static str> {
    let (old, new) = (&before.profile, &after.profile);
    let fields = [
        ("name", old.name != new.name),
        ("legal_name", old.legal_name != new.legal_name),
        ("website", old.website != new.website),
        ("contact", old.contact != new.contact),
        ("arrangement", old.arrangement != new.arrangement),
        ("licences", old.licences != new.licences),
        ("province", old.province != new.province),
        ("headcount", old.headcount != new.headcount),
        ("verification", before.verification != after.verification),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
