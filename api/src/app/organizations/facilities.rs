//! Facilities of an organization, and the published ones to pick from.

use domain::access::{Action, Owner};
use domain::message::Message;
use domain::organization::odhf::PublicFacility;
use domain::organization::{Facility, FacilityForm, FacilityId, NotAPlace, OrganizationId};
use domain::reference::Province;
use serde::Serialize;
use storage::Transaction;
use storage::audit::{self, Entry};
use storage::organization::{facility, public_facility};

use super::is_current;
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Facilities of one organization.
const MOST_FACILITIES: u64 = 500;

/// The facilities of an organization, oldest first.
pub async fn list(app: &App, caller: &Caller, id: OrganizationId) -> Result<Vec<Facility>, Problem> {
    caller.admit_to(Action::ListFacilities, Owner::Organization(id))?;
    Ok(facility::list(&app.db, id).await?)
}

/// Adds a facility.
pub async fn add<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    id: OrganizationId,
    form: FacilityForm,
    present: impl FnOnce(&Facility) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::AddFacility, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::AddFacility, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    if facility::count(work.tx(), id).await? >= MOST_FACILITIES {
        return Err(Problem::new(Kind::Quota));
    }
    let now = work.now();
    let added = checked(work.tx(), form, FacilityId(new_id(now)), id, 1).await?;
    facility::insert(work.tx(), &added).await?;
    let entry = Entry::new(Some(caller.account()?), Action::AddFacility, "facility", added.id.0);
    audit::record(work.tx(), &entry, now).await?;
    let location = format!("/api/v1/organizations/{}/facilities/{}", id.0, added.id.0);
    work.finish(Created { location, version: added.version, body: present(&added) }).await
}

/// One facility.
pub async fn read(app: &App, caller: &Caller, id: OrganizationId, facility: FacilityId) -> Result<Facility, Problem> {
    caller.admit_to(Action::ReadFacility, Owner::Organization(id))?;
    of_organization(facility::find(&app.db, facility).await?, id)
}

/// Replaces a facility that is at `version`.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    facility: FacilityId,
    version: i32,
    form: FacilityForm,
) -> Result<Facility, Problem> {
    caller.admit_to(Action::UpdateFacility, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let before = of_organization(facility::find(&tx, facility).await?, id)?;
    is_current(before.version, version)?;
    let mut changed = checked(&tx, form, facility, id, version).await?;
    changed.version = facility::update(&tx, &changed).await?;
    let entry = Entry::new(Some(caller.account()?), Action::UpdateFacility, "facility", facility.0);
    audit::record(&tx, &entry.fields(&changed_fields(&before, &changed)), now).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Removes a facility.
pub async fn remove(app: &App, caller: &Caller, id: OrganizationId, facility: FacilityId) -> Result<(), Problem> {
    caller.admit_to(Action::RemoveFacility, Owner::Organization(id))?;
    let tx = storage::begin(&app.db).await?;
    of_organization(facility::find(&tx, facility).await?, id)?;
    facility::remove(&tx, facility).await?;
    let entry = Entry::new(Some(caller.account()?), Action::RemoveFacility, "facility", facility.0);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Published facilities whose words begin with those of `text`.
pub async fn published(
    app: &App,
    text: &str,
    province: Option<Province>,
    limit: u64,
) -> Result<Vec<PublicFacility>, Problem> {
    Ok(public_facility::search(&app.db, text, province, limit).await?)
}

/// A facility of another organization is absent.
fn of_organization(facility: Facility, id: OrganizationId) -> Result<Facility, Problem> {
    if facility.organization == id { Ok(facility) } else { Err(Problem::new(Kind::NotFound)) }
}

async fn checked(
    tx: &Transaction,
    form: FacilityForm,
    id: FacilityId,
    organization: OrganizationId,
    version: i32,
) -> Result<Facility, Problem> {
    if let Some(public) = &form.public {
        let found = public_facility::by_ids(tx, &[public]).await?;
        if found.is_empty() {
            return Err(Problem::field("/public_facility", Message::new("field-no-such-key")));
        }
    }
    form.into_facility(id, organization, version)
        .map_err(|NotAPlace| Problem::field("/postal_code", Message::new("organization-facility-postal-code")))
}

fn changed_fields(before: &Facility, after: &Facility) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != after.name),
        ("setting", before.setting != after.setting),
        ("street", before.street != after.street),
        ("postal_code", before.postal_code != after.postal_code),
        ("location", before.location != after.location),
        ("public_facility", before.public != after.public),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
