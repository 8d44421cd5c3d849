//! Licences, and asking for one to be checked.

use domain::access::{Action, Owner};
use domain::message::Message;
use domain::worker;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::worker::{Licence, licence};
use storage::{Connection, decision};
use uuid::Uuid;

use super::{has_room, is_current};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The kind of object in the audit trail.
const LICENCE: &str = "licence";
/// Licences of one worker: as many as matching takes.
const MOST: usize = 40;

/// A licence as its owner writes it.
pub struct Form {
    /// What matching needs of it.
    pub fields: worker::Licence,
    /// Its number.
    pub number: Option<String>,
}

/// A licence with its number, opened for its owner.
pub struct Opened {
    /// The licence.
    pub licence: Licence,
    /// Its number.
    pub number: Option<String>,
}

/// The caller's licences, oldest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Opened>, Problem> {
    caller.admit(Action::ListLicences)?;
    let licences = licence::of(&app.db, caller.account()?).await?;
    licences.into_iter().map(|licence| opened(app, licence)).collect()
}

/// One of them.
pub async fn read(app: &App, caller: &Caller, id: Uuid) -> Result<Opened, Problem> {
    opened(app, own(&app.db, caller, Action::ReadLicence, id).await?)
}

/// Adds a licence: as the worker says it is, until it is checked.
pub async fn add<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    form: Form,
    present: impl FnOnce(&Opened) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::AddLicence, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (account, now) = (caller.account()?, work.now());
    has_room(licence::of(work.tx(), account).await?.len(), MOST)?;
    let Form { fields, number } = form;
    let licence = Licence::new(new_id(now), account, fields).with_number(&app.vault, number.as_deref());
    licence::insert(work.tx(), &licence, now).await?;
    audit::record(work.tx(), &Entry::new(Some(account), Action::AddLicence, LICENCE, licence.id), now).await?;
    let (location, version) = (format!("/api/v1/me/licences/{}", licence.id), licence.version);
    work.finish(Created { location, version, body: present(&Opened { licence, number }) }).await
}

/// Replaces a licence that is at `version`. What was checked is no longer, where anything of it changes.
pub async fn update(app: &App, caller: &Caller, id: Uuid, version: i32, form: Form) -> Result<Opened, Problem> {
    caller.admit(Action::UpdateLicence)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut licence = own(&tx, caller, Action::UpdateLicence, id).await?;
    is_current(licence.version, version)?;
    let Form { fields, number } = form;
    let number_before = licence.number(&app.vault)?;
    let changed = changed((&licence.fields, number_before.as_deref()), (&fields, number.as_deref()));
    if !changed.is_empty() {
        licence.requested_at = None;
    }
    licence.verification =
        licence.verification.after_edit((&licence.fields, number_before.as_deref()), (&fields, number.as_deref()));
    licence.fields = fields;
    if number_before != number {
        licence = licence.with_number(&app.vault, number.as_deref());
    }
    licence.version = licence::update(&tx, &licence, now).await?;
    let entry = Entry::new(Some(licence.account), Action::UpdateLicence, LICENCE, id);
    audit::record(&tx, &entry.fields(&changed), now).await?;
    tx.commit().await?;
    Ok(Opened { licence, number })
}

/// Removes a licence.
pub async fn remove(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::RemoveLicence)?;
    let tx = storage::begin(&app.db).await?;
    let licence = own(&tx, caller, Action::RemoveLicence, id).await?;
    licence::remove(&tx, &licence, app.clock.now()).await?;
    // What stood in the register, and what was said of it, goes along.
    decision::forget(&tx, &[id]).await?;
    let entry = Entry::new(Some(licence.account), Action::RemoveLicence, LICENCE, id);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a licence into the queue of those to be looked up in the public register, which takes its number.
pub async fn request_check(app: &App, caller: &Caller, id: Uuid) -> Result<Opened, Problem> {
    caller.admit(Action::RequestLicenceCheck)?;
    let now = app.clock.now();
    let conflict = |key| Problem::new(Kind::Conflict).because(Message::new(key));
    let tx = storage::begin(&app.db).await?;
    let mut licence = own(&tx, caller, Action::RequestLicenceCheck, id).await?;
    if !licence.has_number() {
        return Err(conflict("worker-number-needed"));
    }
    let requested = licence.verification.clone().requested(&licence.fields, app.today());
    licence.verification = requested.ok_or_else(|| conflict("worker-check-not-needed"))?;
    licence.requested_at = Some(now);
    licence.version = licence::update(&tx, &licence, now).await?;
    let entry = Entry::new(Some(licence.account), Action::RequestLicenceCheck, LICENCE, id);
    audit::record(&tx, &entry.fields(&["verification"]), now).await?;
    tx.commit().await?;
    opened(app, licence)
}

/// One of the caller's. One that is not theirs is absent.
async fn own(c: &impl Connection, caller: &Caller, action: Action, id: Uuid) -> Result<Licence, Problem> {
    caller.admit(action)?;
    let found = licence::find(c, id).await?;
    caller.admit_to(action, Owner::Account(found.account))?;
    Ok(found)
}

/// A licence with its number, for its owner.
pub fn opened(app: &App, licence: Licence) -> Result<Opened, Problem> {
    let number = licence.number(&app.vault)?;
    Ok(Opened { licence, number })
}

type Written<'a> = (&'a worker::Licence, Option<&'a str>);

fn changed((old, old_number): Written<'_>, (new, new_number): Written<'_>) -> Vec<&'static str> {
    let fields = [
        ("role", old.role != new.role),
        ("province", old.province != new.province),
        ("class", old.class != new.class),
        ("standing", old.standing != new.standing),
        ("valid_from", old.valid_from != new.valid_from),
        ("valid_until", old.valid_until != new.valid_until),
        ("number", old_number != new_number),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
